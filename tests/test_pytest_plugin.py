"""The pytest plugin, as a project that uses it meets it."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import vidcheck.evidence
from tests.told import believe, put

pytest_plugins = ("pytester",)
ROOT = Path(__file__).parents[1]
SINGLES = ROOT / "samples" / "single"


def run(pytester: pytest.Pytester, *args: str) -> pytest.RunResult:
    """A session in another project; the plugin is found as an installed one is, where it is."""
    there = any(one.value == "vidcheck.pytest_plugin" for one in entry_points(group="pytest11"))
    return pytester.runpytest_inprocess(
        *(() if there else ("-p", "vidcheck.pytest_plugin")), "-p", "no:cacheprovider", *args
    )


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["project"]["entry-points"]["pytest11"] == {"vidcheck": "vidcheck.pytest_plugin"}


def test_real_clips_pass_or_fail_with_what_was_seen_and_its_evidence(
    pytester: pytest.Pytester,
) -> None:
    """`turn` is innocent; `two_shots` cuts to another picture in the middle (samples/README.md)."""
    pytester.makepyfile(
        f"""
        def test_turn(vidcheck):
            row = vidcheck.assert_consistent({str(SINGLES / "turn.mp4")!r})
            assert row.clip.width == 640

        def test_cut(vidcheck):
            vidcheck.assert_consistent({str(SINGLES / "two_shots.mp4")!r}, max_risk=0.05)

        def test_broken(vidcheck, tmp_path):
            (tmp_path / "x.mp4").write_bytes(b"no clip")
            vidcheck.assert_consistent(tmp_path / "x.mp4")
        """
    )
    result = run(pytester)
    result.assert_outcomes(passed=1, failed=2)
    told = result.stdout.str()
    assert re.search(
        r"two_shots\.mp4: its risk [01]\.\d\d is above 0\.05\n  verdict: \w+, risk", told
    )
    assert re.search(r"\n  \d\.\d\d–\d\.\d\d s \w+: \w+", told), "what was seen, and when"
    assert "x.mp4: cannot be judged (" in told
    assert "unknown is no pass" in told
    assert "Traceback" not in told
    assert "pytest_plugin.py" not in told, "the failure is the user's line, not ours"
    # told once more in the short summary, whole where CI is set
    pages = {Path(one) for one in re.findall(r"evidence: (\S+)", told)}
    [cut] = [page for page in pages if "two_shots" in page.parent.name]
    assert "data:image/" in cut.read_text(encoding="utf-8")
    assert all(page.is_file() for page in pages)


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with one test of one clip that says itself what is wrong with it."""
    believe(monkeypatch)
    monkeypatch.setattr(vidcheck.evidence, "make_evidence", lambda row, _path, _folder: row)
    pytester.makepyfile(
        test_film="""
        import pytest

        @pytest.mark.parametrize("name", ["coat/red"])
        def test_clip(vidcheck, name):
            vidcheck.assert_consistent("clip.mp4")
        """
    )
    put(pytester.path, clip="flicker 1")
    return pytester


def test_without_a_baseline_the_verdict_counts(project: pytest.Pytester) -> None:
    result = run(project)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["clip.mp4: its verdict is fail", "  verdict: fail, risk 0.90",
         "  5.00–8.00 s flicker: e", "  evidence: */__vidcheck__/evidence/*/report.html"]
    )  # fmt: skip
    put(project.path, clip="good 1")
    run(project).assert_outcomes(passed=1)


def test_update_writes_the_baseline_and_only_worse_fails_from_then_on(
    project: pytest.Pytester,
) -> None:
    run(project, "--vidcheck-update").assert_outcomes(passed=1)
    [baseline] = (project.path / "__vidcheck__").glob("*.json")
    assert baseline.name.startswith("test_film-test_clip_coat_red_-clip-")
    told = json.loads(baseline.read_text(encoding="utf-8"))
    assert [row["verdict"] for row in told["clips"]] == ["fail"]
    run(project).assert_outcomes(passed=1)
    put(project.path, clip="morph 1")
    result = run(project)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*worse than {baseline.name}: *now with morph"])
    run(project, "--vidcheck-update").assert_outcomes(passed=1)
    run(project).assert_outcomes(passed=1)


def test_a_clip_that_cannot_be_judged_is_never_a_baseline(project: pytest.Pytester) -> None:
    put(project.path, clip="broken")
    run(project, "--vidcheck-update").assert_outcomes(failed=1)
    assert list((project.path / "__vidcheck__").glob("*.json")) == []


def test_evidence_is_kept_out_of_version_control(project: pytest.Pytester) -> None:
    run(project)
    ignored = project.path / "__vidcheck__" / "evidence" / ".gitignore"
    assert ignored.read_text(encoding="utf-8") == "*\n"


def test_a_session_that_asks_nothing_of_it_loads_nothing_heavy(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_light():
            assert not {"numpy", "cv2", "av", "scipy", "pydantic"} & set(sys.modules)
        """
    )
    there = any(one.value == "vidcheck.pytest_plugin" for one in entry_points(group="pytest11"))
    args = () if there else ("-p", "vidcheck.pytest_plugin")
    pytester.runpytest_subprocess(*args, "-p", "no:cacheprovider").assert_outcomes(passed=1)
