"""`review`: the report on a page of this machine, where verdicts are written down."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import emit, say
from vidcheck.cli.language import either, spoken
from vidcheck.cli.score import Jobs, workers

if TYPE_CHECKING:
    from vidcheck.report.model import RunReport
    from vidcheck.review.desk import Check, Desk, Progress

HOST = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    """Add this room's verbs."""
    app.command()(review)


def review(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The project, or the folder of its report.")
    ] = Path(),
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any that is free.")] = 0,
    lang: Annotated[str | None, typer.Option(help="en or zh; the machine's otherwise.")] = None,
    jobs: Jobs = None,
) -> None:
    """Open the report on this machine: verdicts are written down, new takes appear by themselves.

    \b
    Example:
      vidcheck review vidcheck-report

    \b
    Needs the extra: pip install 'vidcheck[review]'. Ends with Ctrl-C.
    """
    _need_server()
    from vidcheck.review.desk import Desk, run_file

    desk = Desk(run_file(folder), spoken(lang))
    desk.check = _checker(desk, jobs or workers())
    _serve(desk, port)


def _need_server() -> None:
    from importlib.util import find_spec

    from vidcheck.errors import VidcheckError

    if not all(find_spec(name) for name in ("starlette", "uvicorn")):
        raise VidcheckError(
            "the review page needs the packages starlette and uvicorn",
            hint="pip install 'vidcheck[review]'",
        )


def _checker(desk: Desk, workers: int) -> Check:
    """What measures again when takes come: as the first check did, with what is kept."""
    from vidcheck.cli.keeping import store_for
    from vidcheck.report.beside import write_report
    from vidcheck.run.check import Order, check

    store = store_for(None, no_cache=False)
    language = desk.lang

    def again(progress: Progress) -> RunReport:
        order = Order(
            storyboard=Path(desk.report.storyboard or ""),
            takes_dir=desk.takes_dir,
            out=desk.path.parent,
            targets=desk.report.targets,
            workers=workers,
            store=store,
        )
        result = check(order, progress)
        write_report(result, desk.path.parent, language)
        return result

    return again


def _serve(desk: Desk, port: int) -> None:
    """Listen until interrupted; the address is the data of this command."""
    import secrets

    import uvicorn

    from vidcheck.errors import VidcheckError
    from vidcheck.review.server import app_for
    from vidcheck.review.watch import watch

    config = uvicorn.Config("", host=HOST, port=port, log_level="warning", access_log=False)
    try:
        listening = config.bind_socket()
    except SystemExit as error:
        raise VidcheckError(
            f"port {port} cannot be used", hint="choose another with --port, or leave it out"
        ) from error
    listening.listen()  # whoever reads the address may ask at once; the answer waits
    own = listening.getsockname()[1]
    token = secrets.token_urlsafe(18)
    server = uvicorn.Server(
        uvicorn.Config(app_for(desk, token, own), log_level="warning", access_log=False)
    )
    say(either("open this address; Ctrl-C ends it", "请打开这个地址；按 Ctrl-C 结束"))
    emit(f"http://{HOST}:{own}/{token}/")
    done = threading.Event()
    watcher = threading.Thread(target=watch, args=(desk, done.wait), daemon=True)
    watcher.start()
    try:
        server.run(sockets=[listening])
    finally:
        done.set()
