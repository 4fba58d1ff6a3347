"""The review page: who may ask, what is handed out, and what is written down."""

from __future__ import annotations

import contextlib
import html
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("starlette")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # newer Starlette would rather have httpx's successor
    from starlette.testclient import TestClient

from tests.report.made import CLIPS, RUN
from vidcheck.errors import VidcheckError
from vidcheck.files import sha256_of
from vidcheck.ledger.verdicts import latest
from vidcheck.report.page_data import take_id
from vidcheck.review.desk import Desk, run_file
from vidcheck.review.server import app_for
from vidcheck.review.watch import watch
from vidcheck.takes import read_takes

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidcheck.report.model import RunReport

TOKEN, PORT = "a-secret-for-tests", 8765
HOME = f"http://127.0.0.1:{PORT}"
FILM = bytes(range(256)) * 8
HIDDEN = "a file beside the takes that nobody may read"


def made(home: Path, names: tuple[str, ...] = ("12A_t1.mp4", "12A_t2.mp4")) -> RunReport:
    """A run over files that are there; what is in them is of no matter to a server."""
    rows = []
    for i, name in enumerate(names, 1):
        path = home / "takes" / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            path.write_bytes(FILM + name.encode())
        facts = CLIPS[0].clip
        assert facts is not None
        facts = facts.model_copy(update={"sha256": sha256_of(path)})
        rows.append(CLIPS[0].model_copy(update={"path": str(path), "clip": facts, "take": i}))
    ranking = tuple(RUN.shots[0].ranking[0].model_copy(update={"path": row.path}) for row in rows)
    shot = RUN.shots[0].model_copy(update={"ranking": ranking, "take": None, "decision": "reroll"})
    return RUN.model_copy(
        update={"clips": tuple(rows), "shots": (shot,), "storyboard": str(home / "storyboard.yaml"),
                "takes_dir": str(home / "takes"), "unmatched": (), "missing": ()}
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    report = tmp_path / "report" / "run.json"
    report.parent.mkdir()
    (tmp_path / "secret.mp4").write_text(HIDDEN, encoding="utf-8")
    report.write_text(made(tmp_path).model_dump_json(), encoding="utf-8")
    return Desk(report)


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return TestClient(app_for(desk, TOKEN, PORT), base_url=HOME)


def content(desk: Desk, index: int = 0) -> str:
    facts = desk.report.clips[index].clip
    assert facts is not None
    return facts.sha256


def test_the_page_needs_its_token(client: TestClient) -> None:
    assert client.get(f"/{TOKEN}/").status_code == 200
    for path in ("/", "/wrong/", "/wrong/state", f"/{TOKEN}x/", f"/{TOKEN[:-1]}/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1:1",
                                  "localhost.evil.example:8765", "127.0.0.1", ""])  # fmt: skip
def test_another_host_is_refused_even_with_the_token(client: TestClient, host: str) -> None:
    answer = client.get(f"/{TOKEN}/", headers={"host": host})
    assert answer.status_code == 403
    assert "12A" not in answer.text


def test_localhost_is_this_machine_too(client: TestClient) -> None:
    assert client.get(f"/{TOKEN}/", headers={"host": f"localhost:{PORT}"}).status_code == 200


def test_the_page_may_ask_only_its_own_server(client: TestClient) -> None:
    answer = client.get(f"/{TOKEN}/")
    assert "connect-src 'self'" in html.unescape(answer.text)
    assert f"take/{'0' * 8}" not in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=1000-", 1000, 2057), ("bytes=-5", 2053, 2057)],
)
def test_a_part_of_a_clip(
    client: TestClient, desk: Desk, asked: str, first: int, last: int
) -> None:
    whole = Path(desk.report.clips[0].path).read_bytes()
    answer = client.get(f"/{TOKEN}/take/{content(desk)}", headers={"range": asked})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    assert answer.content == whole[first : last + 1]


def test_a_part_that_is_not_there(client: TestClient, desk: Desk) -> None:
    answer = client.get(f"/{TOKEN}/take/{content(desk)}", headers={"range": "bytes=99999-"})
    assert answer.status_code == 416


@pytest.mark.parametrize(
    "path",
    ["../secret.mp4", "..%2fsecret.mp4", "%2e%2e/secret.mp4", "..%5csecret.mp4", "secret.mp4",
     "%2fetc%2fpasswd", "....//secret.mp4", "12A_t1.mp4", "%00", "x" * 3000],
)  # fmt: skip
def test_no_path_in_an_address_reads_a_file(client: TestClient, path: str) -> None:
    for place in (f"/{TOKEN}/take/{path}", f"/{TOKEN}/{path}", f"/{path}"):
        answer = client.get(place)
        assert answer.status_code in {403, 404}
        assert HIDDEN not in answer.text


def test_a_result_that_names_other_files_hands_none_of_them_out(tmp_path: Path) -> None:
    run = made(tmp_path)
    notes = tmp_path / "notes.txt"
    notes.write_text(HIDDEN, encoding="utf-8")
    evil = run.clips[0].model_copy(update={"path": str(notes)})
    (tmp_path / "run.json").write_text(
        run.model_copy(update={"clips": (evil,)}).model_dump_json(), encoding="utf-8"
    )
    desk = Desk(tmp_path / "run.json")
    answer = TestClient(app_for(desk, TOKEN, PORT), base_url=HOME).get(
        f"/{TOKEN}/take/{content(desk)}"
    )
    assert answer.status_code == 404


def test_a_verdict_stands_in_both_places_and_above_the_tool(client: TestClient, desk: Desk) -> None:
    said = {"id": take_id(desk.report.clips[1]), "verdict": "keep", "note": "好 & <good>"}
    answer = client.post(f"/{TOKEN}/verdict", json=said, headers={"origin": HOME})
    assert answer.status_code == 200
    assert answer.json()["decision"] == "keep"
    listed = read_takes(desk.takes_dir / "takes.yaml", {"12A"})
    assert [(one.path.name, one.word, one.note) for one in listed] == [
        ("12A_t1.mp4", None, ""), ("12A_t2.mp4", "keep", "好 & <good>"),
    ]  # fmt: skip
    kept = latest(desk.project)["12A", content(desk, 1)]
    assert (kept.verdict, kept.note) == ("keep", "好 & <good>")
    assert 'value="keep" checked' in client.get(f"/{TOKEN}/").text


def test_a_word_on_one_shot_of_a_file_says_nothing_of_its_other(desk: Desk) -> None:
    """A file that serves two shots, and one that holds two: each has its own verdict."""
    first = desk.report.clips[0]
    parts = [first.model_copy(update={"span_s": span}) for span in ((0.0, 1.0), (1.0, 2.0))]
    rows = [parts[0], parts[1].model_copy(update={"shot": "12B"}),
            desk.report.clips[1].model_copy(update={"shot": "12A"}),
            desk.report.clips[1].model_copy(update={"shot": "12B"})]  # fmt: skip
    desk.report = desk.report.model_copy(update={"clips": tuple(rows)})
    for number in (1, 3):
        with contextlib.suppress(StopIteration):  # (the result has no row for shot 12B)
            desk.say(take_id(rows[number]), "ng", "")
    listed = read_takes(desk.takes_dir / "takes.yaml", {"12A", "12B"})
    assert [(one.shot, one.span, one.word) for one in listed] == [
        ("12A", (0.0, 1.0), None), ("12A", None, None), ("12B", None, "ng"),
        ("12B", (1.0, 2.0), "ng"),
    ]  # fmt: skip
    assert set(latest(desk.project)) == {("12B", rows[number].content) for number in (1, 3)}


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "https://127.0.0.1:8765"])
def test_only_the_page_itself_tells_verdicts(
    client: TestClient, desk: Desk, origin: str | None
) -> None:
    headers = {"origin": origin} if origin else {}
    said = {"id": take_id(desk.report.clips[0]), "verdict": "ng", "note": ""}
    assert client.post(f"/{TOKEN}/verdict", json=said, headers=headers).status_code == 403
    assert not (desk.takes_dir / "takes.yaml").exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [({"id": "0" * 64, "verdict": "keep"}, 409), ({"id": "x", "verdict": "best"}, 422),
     ({"verdict": "keep"}, 422), ([], 422), ({"id": "x", "verdict": "keep", "note": "a\x00"}, 422),
     ({"id": "x", "verdict": "keep", "note": "n" * 501}, 422),
     ({"id": "x" * 9000, "verdict": "keep"}, 413)],
)  # fmt: skip
def test_what_is_no_verdict_is_refused(
    client: TestClient, desk: Desk, said: object, code: int
) -> None:
    answer = client.post(f"/{TOKEN}/verdict", json=said, headers={"origin": HOME})
    assert answer.status_code == code
    assert not (desk.takes_dir / "takes.yaml").exists()


def looking(*steps: Callable[[], object] | None) -> Callable[[float], bool]:
    """A sleep during which the next thing happens; it is over when all have."""
    script = iter(steps)

    def sleep(_: float) -> bool:
        for step in script:
            if step is not None:
                step()
            return False
        return True

    return sleep


def test_new_takes_are_measured_once_they_have_come_to_rest(desk: Desk, tmp_path: Path) -> None:
    names = ("12A_t1.mp4", "12A_t2.mp4", "12A_t3.mp4")
    seen: list[bytes] = []
    new, verdicts = desk.takes_dir / names[2], desk.takes_dir / "takes.yaml"

    def check(progress: Callable[[int, int, str], None]) -> RunReport:
        seen.append(new.read_bytes())
        progress(1, 3, names[2])
        return made(tmp_path, names)

    desk.check = check
    watch(desk, looking(
        None,
        None,
        lambda: new.write_bytes(b"half"),
        lambda: new.write_bytes(b"half and half"),
        None,
        None,
        lambda: verdicts.write_text("takes: {}", encoding="utf-8"),  # as the page itself does
        None,
        None,
    ))  # fmt: skip
    assert seen == [b"half and half"]
    assert (desk.state.version, len(desk.report.clips)) == (2, 3)


def checks_of(desk: Desk) -> list[str]:
    """Grows by one line whenever the desk measures."""
    made_so_far: list[str] = []

    def check(_: object) -> RunReport:
        made_so_far.append("checked")
        return desk.report

    desk.check = check
    return made_so_far


def test_an_edited_storyboard_is_checked_anew(desk: Desk, tmp_path: Path) -> None:
    board = tmp_path / "storyboard.yaml"
    board.write_text("x", encoding="utf-8")
    checks = checks_of(desk)
    watch(desk, looking(None, None, lambda: board.write_text("xy", encoding="utf-8"), None, None))
    assert len(checks) == 1


def test_takes_that_came_while_nobody_looked_are_found(desk: Desk) -> None:
    (desk.takes_dir / "12A_t9.mp4").write_bytes(b"new")
    checks = checks_of(desk)
    watch(desk, looking(None, None, None))
    assert len(checks) == 1


def test_what_goes_wrong_while_measuring_is_told_and_ends_nothing(desk: Desk) -> None:
    def broken(_progress: object) -> RunReport:
        raise VidcheckError("storyboard.yaml:3:1: broken")

    desk.check = broken
    desk.measure_again()
    assert desk.state.error == "storyboard.yaml:3:1: broken"
    assert len(desk.report.clips) == 2


def test_where_the_report_is(tmp_path: Path, desk: Desk) -> None:
    assert run_file(tmp_path) == run_file(tmp_path / "report") == run_file(desk.path) == desk.path
    with pytest.raises(VidcheckError, match="no report here"):
        run_file(tmp_path / "takes")


def test_clips_without_a_project_are_refused(tmp_path: Path) -> None:
    bare = RUN.model_copy(update={"storyboard": None, "shots": ()})
    (tmp_path / "run.json").write_text(bare.model_dump_json(), encoding="utf-8")
    with pytest.raises(VidcheckError, match="names no storyboard"):
        Desk(tmp_path / "run.json")
