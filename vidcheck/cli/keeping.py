"""`--cache` and `--no-cache`: where results are kept, so that no clip is measured twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vidcheck.cli.console import say
from vidcheck.cli.language import either

if TYPE_CHECKING:
    from vidcheck.run.store import Store

Cache = Annotated[
    str | None,
    typer.Option(metavar="PLACE", help="Keep results in this folder or URL (s3://…)."),
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Measure anew, and keep nothing for the next time.")
]


def store_for(cache: str | None, no_cache: bool) -> Store | None:
    """Where this run keeps its results; None where it keeps none.

    A place that was asked for must work; of the usual one only a word is said where it does not.

    Raises: VidcheckError where `cache` cannot be used.
    """
    from vidcheck.errors import OutputError
    from vidcheck.run.prune import prune
    from vidcheck.run.store import FolderStore, open_store, usual_place

    place = None if no_cache else cache or usual_place()
    if place is None:
        return None
    try:
        store = open_store(place)
        store.write("about.txt", ABOUT)
    except OutputError as error:
        if cache:
            raise
        said = (f"results are not kept: {error.message}", f"结果不会保存：{error.message}")
        say(either(*said))
        return None
    if not cache and isinstance(store, FolderStore):
        prune(store.folder)
    return store


ABOUT = (
    b"Results of vidcheck, so that no clip is measured twice. Each is kept under a hash of all it\n"
    b"depends on; it is safe to delete any of them, or this whole folder, at any time.\n"
)
