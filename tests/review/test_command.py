"""`vidcheck review` as people start it: a process that listens, answers, refuses, and ends."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from tests.review.test_server import FILM, HIDDEN, made
from vidcheck.files import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_S = 120
"""For a machine that is busy with other things."""


class Running:
    """The command at work on a project."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "vidcheck", "review", str(home / "report")]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=home
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        parts = urlsplit(self.address)
        assert (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
        self.port, self.root = parts.port or 0, parts.path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path as it stands: nobody tidies `..` away on the way."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            wire.putrequest("GET", path, skip_host="Host" in headers)
            for name, value in headers.items():
                wire.putheader(name, value)
            wire.endheaders()
            answer = wire.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, told, answer.read()
        finally:
            wire.close()

    def end(self) -> tuple[int, str]:
        """Ctrl-C; the exit code and what was said."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=WAIT_S)
        return self.process.returncode, said


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "report").mkdir()
    (tmp_path / "secret.mp4").write_text(HIDDEN, encoding="utf-8")
    (tmp_path / "report" / "run.json").write_text(
        made(tmp_path).model_dump_json(), encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    started = Running(home)
    try:
        yield started
    finally:
        started.process.kill()
        started.process.communicate(timeout=WAIT_S)


def test_the_command_serves_its_page_and_parts_of_clips(running: Running, home: Path) -> None:
    status, told, page = running.get(running.root)
    assert (status, told["cache-control"]) == (200, "no-store")
    assert b"12A" in page
    take = home / "takes" / "12A_t1.mp4"
    place = f"{running.root}take/{sha256_of(take)}"
    status, told, part = running.get(place, Range="bytes=256-511")
    assert (status, part) == (206, FILM[256:512])
    assert told["content-range"] == f"bytes 256-511/{take.stat().st_size}"
    assert running.get(place, Range="bytes=999999-")[0] == 416
    assert running.end()[0] in (0, 130)


def test_the_command_refuses_other_hosts_other_tokens_and_paths(running: Running) -> None:
    root = running.root
    for host in ("evil.example", f"evil.example:{running.port}", "127.0.0.1"):
        assert running.get(root, Host=host)[0] == 403
    assert running.get(root, Origin="http://evil.example")[0] == 403
    assert running.get(root, Host=f"localhost:{running.port}")[0] == 200
    for wrong in ("/", "/x/", root[:-2] + "/", f"{root[:-1]}x/state"):
        assert running.get(wrong)[0] == 404
    for way in ("../secret.mp4", "..%2fsecret.mp4", "%2e%2e/secret.mp4", "take/../../secret.mp4",
                "take/..%2f..%2fsecret.mp4", "take/%2fetc%2fpasswd", "..\\secret.mp4"):  # fmt: skip
        status, _, body = running.get(root + way)
        assert status == 404
        assert HIDDEN.encode() not in body


def test_ctrl_c_ends_it_while_it_answers_and_while_a_player_holds_its_line(
    running: Running,
) -> None:
    held = http.client.HTTPConnection("127.0.0.1", running.port, timeout=WAIT_S)
    held.request("GET", running.root + "state")
    held.getresponse().read()  # kept alive, as browsers do
    refused = threading.Event()

    def ask() -> None:
        while not refused.is_set():
            try:
                running.get(running.root)
            except OSError:
                return

    crowd = [threading.Thread(target=ask) for _ in range(4)]
    for one in crowd:
        one.start()
    time.sleep(0.5)
    code, said = running.end()
    refused.set()
    held.close()
    for one in crowd:
        one.join(WAIT_S)
    assert code in (0, 130)
    assert "Traceback" not in said
