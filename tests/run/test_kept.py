from __future__ import annotations

import io
import multiprocessing
import os
import signal
import time
import zipfile
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.drawing import moving, write
from tests.models import made
from tests.run import works
from vidcheck.evidence import make_evidence
from vidcheck.geometry import Region
from vidcheck.run import fingerprint
from vidcheck.run.batch import measure, score_clips
from vidcheck.run.job import ClipJob
from vidcheck.run.kept import Kept
from vidcheck.run.store import FolderStore, UrlStore, open_store, usual_place

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("clip") / "a.mp4", moving(14))


@dataclass
class Counted:
    """A measurement that counts how often it was asked."""

    calls: int = 0

    def __call__(self, job: ClipJob) -> ClipRow:
        self.calls += 1
        row = works.act(job).model_copy(update={"clip": works.FACTS})
        return row if job.pictures is None else works.pictured(row, job.pictures)


@pytest.fixture
def work() -> Counted:
    return Counted()


def rows(work: Counted, store: FolderStore, *jobs: ClipJob) -> list[ClipRow]:
    return score_clips(jobs, workers=1, work=work, store=store)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "kept")


def test_the_same_clip_is_measured_once_whatever_it_is_called(
    tmp_path: Path, work: Counted, store: FolderStore
) -> None:
    one, other = tmp_path / "one.mp4", tmp_path / "other.mp4"
    one.write_bytes(b"same")
    other.write_bytes(b"same")
    assert rows(work, store, ClipJob(one))[0].path == str(one)
    assert rows(work, store, ClipJob(other), ClipJob(one))[0].path == str(other)
    assert work.calls == 1


def test_anything_that_could_change_a_row_has_it_measured_anew(
    tmp_path: Path, work: Counted, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, picture = tmp_path / "a.mp4", tmp_path / "ref.png"
    path.write_bytes(b"clip")
    picture.write_bytes(b"face")
    box = Region(1, 2, 3, 4)
    different = [ClipJob(path), ClipJob(path, box), ClipJob(path, Region(1, 2, 3, 5)),
                 ClipJob(path, box, (picture,))]  # fmt: skip
    rows(work, store, *different)
    assert work.calls == 4
    rows(work, store, *different, ClipJob(path, threads=1))
    assert work.calls == 4
    picture.write_bytes(b"another face")
    rows(work, store, *different)
    assert work.calls == 5
    path.write_bytes(b"another clip")
    rows(work, store, ClipJob(path))
    assert work.calls == 6
    monkeypatch.setattr(fingerprint, "analyzer", lambda: "another release")
    rows(work, store, ClipJob(path))
    assert work.calls == 7


def test_a_field_added_to_a_job_counts_without_being_named() -> None:
    assert set(fingerprint.NO_INFLUENCE) < {field.name for field in fields(ClipJob)}

    @dataclass(frozen=True)
    class Longer(ClipJob):
        sharpened: bool = False

    path = Path(__file__)
    assert fingerprint.key_of(Longer(path)) != fingerprint.key_of(Longer(path, sharpened=True))


def test_the_analyzer_is_known_by_its_sources_and_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("measure/ssim.py", "detect/drift.py", "cli/app.py", "calibration/default.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path)

    def now() -> str:
        return fingerprint.analyzer.__wrapped__()

    first = now()
    (tmp_path / "cli/app.py").write_text("new")
    assert now() == first
    for name in ("measure/ssim.py", "detect/drift.py", "calibration/default.json"):
        before = now()
        (tmp_path / name).write_text("new")
        assert now() != before
    before = now()
    (tmp_path / "a_new_room").mkdir()
    (tmp_path / "a_new_room/look.py").write_text("x")
    assert now() != before
    before = now()
    monkeypatch.setattr(fingerprint, "version", lambda _: "99")
    assert now() != before


def test_results_with_and_without_a_model_or_with_a_changed_one_are_not_mixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def now() -> str:
        return fingerprint.analyzer.__wrapped__()

    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path / "nothing")
    home = tmp_path / "models"
    monkeypatch.setenv("VIDCHECK_MODELS", "none")
    seen = [now()]
    monkeypatch.setenv("VIDCHECK_MODELS", str(home))
    made.put(home, "embedding", made.embedder())
    seen.append(now())
    file = home / "own-embedding.onnx"
    file.write_bytes(file.read_bytes()[:-1] + b"!")  # as long as before, and no longer used
    seen.append(now())
    made.put(home, "embedding", made.embedder(seed=1))
    seen.append(now())
    assert len(set(seen)) == 4


def test_rooms_said_to_be_without_influence_are_there() -> None:
    assert [one for one in fingerprint.WITHOUT_INFLUENCE
            if one != "_shipped" and not (fingerprint.PACKAGE / one).exists()] == []  # fmt: skip


def test_no_room_that_measures_imports_one_without_influence() -> None:
    named = [one.removesuffix(".py").replace("/", ".") for one in fingerprint.WITHOUT_INFLUENCE]
    for path in fingerprint.PACKAGE.rglob("*.py"):
        name = path.relative_to(fingerprint.PACKAGE).as_posix()
        if fingerprint._without_influence(name) or "/" not in name:
            continue
        source = path.read_text(encoding="utf-8")
        assert [one for one in named if f"from vidcheck.{one}" in source] == [], name


def test_a_failure_is_not_kept(tmp_path: Path, store: FolderStore) -> None:
    for name in ("bug.mp4", "leave.mp4"):
        (tmp_path / name).write_bytes(name.encode())
        job = ClipJob(tmp_path / name)
        for _ in range(2):
            [row, _] = score_clips([job, job], workers=2, work=works.act, store=store)
            assert row.status == "unreadable"
    assert list(store.folder.glob("*/*.json")) == []


def test_a_missing_clip_and_a_missing_reference_are_said_as_without_a_store(
    tmp_path: Path, store: FolderStore
) -> None:
    [row] = score_clips([ClipJob(tmp_path / "gone.mp4")], workers=1, store=store)
    assert "no such file" in (row.reason or "")


@pytest.mark.parametrize("junk", [b"", b"{}", b"\xff\xfe", b'{"path": "x"', b"[" * 5000])
def test_a_damaged_entry_is_measured_anew_and_mended(
    tmp_path: Path, work: Counted, store: FolderStore, junk: bytes
) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"clip")
    job = ClipJob(path, pictures=tmp_path / "out")
    rows(work, store, job)
    for kept in store.folder.rglob("*.*"):
        kept.write_bytes(junk)
    assert rows(work, store, job)[0].status == "scored"
    assert work.calls == 2
    rows(work, store, job)
    assert work.calls == 2


@pytest.mark.parametrize("name", ["../../evil.webp", "/evil.webp", "a/evil.webp", "evil.sh"])
def test_a_bundle_of_pictures_writes_nowhere_else(
    tmp_path: Path, work: Counted, store: FolderStore, name: str
) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"clip")
    job = ClipJob(path, pictures=tmp_path / "x" / "out")
    rows(work, store, job)
    [bundle] = store.folder.rglob("*.zip")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(name, b"evil")
    bundle.write_bytes(packed.getvalue())
    rows(work, store, job)
    assert list(tmp_path.rglob("evil*")) == []


def test_a_store_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, work: Counted
) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "a.mp4"
    path.write_bytes(b"clip")
    assert rows(work, FolderStore(tmp_path / "file" / "kept"), ClipJob(path))[0].status == "scored"


def test_a_real_clip_comes_back_the_same_with_its_pictures(
    tmp_path: Path, clip: Path, store: FolderStore
) -> None:
    def scored(out: str) -> ClipRow:
        [row] = score_clips([ClipJob(clip, pictures=tmp_path / out)], workers=1, store=store)
        return row

    fresh = scored("one")
    assert scored("two") == fresh == make_evidence(measure(ClipJob(clip)), clip, tmp_path / "three")
    assert fresh.strip is not None
    assert (tmp_path / "two" / fresh.strip).read_bytes() == (
        tmp_path / "three" / fresh.strip
    ).read_bytes()


def test_pictures_asked_for_later_need_no_measuring(
    tmp_path: Path, clip: Path, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    score_clips([ClipJob(clip)], workers=1, store=store)
    monkeypatch.setattr("vidcheck.run.clip.measure_clip", None)
    [row] = score_clips([ClipJob(clip, pictures=tmp_path)], workers=1, store=store)
    assert row.strip is not None
    assert (tmp_path / row.strip).is_file()


def test_what_is_measured_is_kept_at_once_so_that_a_killed_run_goes_on(
    tmp_path: Path, store: FolderStore
) -> None:
    jobs = []
    for number in range(6):
        path = tmp_path / f"{'gate' if number > 2 else 'a'}{number}.mp4"
        path.write_bytes(b"%d" % number)
        jobs.append(ClipJob(path))
    run = partial(score_clips, jobs, workers=2, work=works.act_with_facts, store=store)
    process = multiprocessing.get_context("spawn").Process(target=run)
    process.start()
    while len(list(store.folder.glob("*/*.json"))) < 3:
        time.sleep(0.02)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    (tmp_path / "open").write_text("")  # the clips that were being measured are measured now
    told: list[tuple[int, int]] = []
    done = run(progress=lambda n, of, _: told.append((n, of)))
    assert [row.status for row in done] == ["scored"] * 6
    assert told[0][0] >= 3
    assert told[-1] == (6, 6)


def test_a_url_is_a_store_too(tmp_path: Path, work: Counted) -> None:
    store = open_store(f"memory://{tmp_path.name}")
    assert isinstance(store, UrlStore)
    assert store.read("ab/nothing.json") is None
    path = tmp_path / "a.mp4"
    path.write_bytes(b"clip")
    for _ in range(2):
        score_clips([ClipJob(path)], workers=1, work=work, store=store)
    assert work.calls == 1
    files = open_store(f"file://{tmp_path}/by-url")
    files.write("ab/x.json", b"1")
    assert files.read("ab/x.json") == b"1"
    assert [path.name for path in (tmp_path / "by-url").rglob("*.*")] == ["x.json"]


def test_the_usual_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VIDCHECK_CACHE", "off")
    assert usual_place() is None
    monkeypatch.delenv("VIDCHECK_CACHE")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert usual_place() == str(tmp_path / "vidcheck" / "results")


def test_work_that_is_kept_can_be_sent_to_workers(store: FolderStore, clip: Path) -> None:
    jobs = [ClipJob(clip), ClipJob(clip, Region(1, 1, 40, 40))]
    assert [row.status for row in score_clips(jobs, workers=2, store=store)] == ["scored"] * 2
    assert len(list(store.folder.glob("*/*.json"))) == 2
    assert Kept(measure, store)(jobs[0]).path == str(clip)
