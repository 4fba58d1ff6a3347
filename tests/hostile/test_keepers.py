"""Damage in what vidcheck wrote itself: the ledger, the cache, a result that is shown again."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.damage import JUNK, QUICK, complaint, damaged, tries
from tests.hostile.test_readers import WAYS, WHOLE
from tests.ledger.made import check, entry_id, seen, write
from tests.run import works
from vidcheck.cli.manifest import read_manifest
from vidcheck.ledger.history import takes_of
from vidcheck.ledger.store import opened
from vidcheck.report import as_html, as_terminal
from vidcheck.report.formats import PLAIN
from vidcheck.report.model import load_report
from vidcheck.run.batch import score_clips
from vidcheck.run.job import ClipJob
from vidcheck.run.kept import recall
from vidcheck.run.store import FolderStore

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow


@tries(30)
@given(data=st.data())
def test_a_damaged_entry_of_the_ledger_costs_itself_and_is_said(
    tmp_path: Path, data: st.DataObject
) -> None:
    project = Path(tempfile.mkdtemp(dir=tmp_path))
    write(project, check(1, seen("a")), check(2, seen("b")))
    entry = project / ".vidcheck" / "journal" / f"{entry_id(1)}.json"
    entry.write_bytes(data.draw(damaged(entry.read_bytes())))
    with opened(project) as ledger:
        ids = {row[0] for row in ledger.connection.execute("SELECT id FROM entries")}
        assert entry_id(2) in ids
        assert entry_id(1) in ids or ledger.notes
    assert "b" in [take.path.stem for take in takes_of(project, "12A")]


@tries(30)
@given(data=st.data())
def test_a_damaged_database_loses_nothing(tmp_path: Path, data: st.DataObject) -> None:
    project = Path(tempfile.mkdtemp(dir=tmp_path))
    write(project, check(1, seen("a")), check(2, seen("b")))
    with opened(project):
        pass
    database = project / ".vidcheck" / "ledger.sqlite"
    raw = bytearray(database.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + 64] = data.draw(st.binary(min_size=1, max_size=64))
    database.write_bytes(raw)
    assert [take.path.stem for take in takes_of(project, "12A")] == ["a", "b"]


@QUICK
@given(way=st.sampled_from(WAYS), junk=JUNK)
def test_a_result_that_can_be_read_can_be_shown(
    tmp_path: Path, way: tuple[Any, ...], junk: Any
) -> None:
    raw = json.loads(json.dumps(WHOLE))
    inside = raw
    for step in way[:-1]:
        inside = inside[step]
    inside[way[-1]] = junk
    path = tmp_path / "run.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    if complaint(lambda: load_report(path)) is not None:
        return
    report = load_report(path)
    for lang in ("en", "zh"):
        page = as_html.render(report, {}, lang=lang, links={})
        assert page.rstrip().endswith("</html>")
    assert as_terminal.render(report, colour=False)
    for render in PLAIN.values():
        assert isinstance(render(report), str)


@QUICK
@given(data=st.data())
def test_a_damaged_manifest_is_jobs_or_a_clear_error(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "clips.csv"
    whole = b'path,subject,reference\na.mp4,"1,2,30,40",\nb.mp4,,\nc.mp4,"0,0,9,9",\n'
    path.write_bytes(data.draw(damaged(whole)))
    said = complaint(lambda: read_manifest(path))
    assert said is None or str(path) in said or str(tmp_path) in said


@tries(30)
@given(data=st.data())
def test_a_damaged_entry_of_the_cache_is_no_result_or_a_whole_one(
    tmp_path: Path, data: st.DataObject
) -> None:
    home = Path(tempfile.mkdtemp(dir=tmp_path))
    clip = home / "a.mp4"
    clip.write_bytes(b"a clip")
    job, store = ClipJob(clip, pictures=home / "out"), FolderStore(home / "kept")

    def measured(job: ClipJob) -> ClipRow:
        return works.pictured(works.act_with_facts(job), job.pictures or home)

    score_clips([job], workers=1, work=measured, store=store)
    kept = sorted(path for path in store.folder.rglob("*") if path.is_file())
    entry = data.draw(st.sampled_from(kept))
    entry.write_bytes(data.draw(damaged(entry.read_bytes())))
    row = recall(job, store)
    assert row is None or row.path == str(clip)
    outside = [path for path in home.rglob("*") if path.is_file() and path not in kept]
    assert all(path == clip or path.is_relative_to(home / "out") for path in outside)
