from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest
from typer.testing import CliRunner

from vidcheck.cli.app import app


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A textured square that slides over a textured ground for a second."""
    path = tmp_path_factory.mktemp("clips") / "slide.mp4"
    random = np.random.default_rng(1)
    ground = random.integers(40, 200, (96, 128, 3), np.uint8)
    thing = random.integers(0, 255, (32, 32, 3), np.uint8)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("h264", rate=12)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for i in range(14):
            rgb = ground.copy()
            rgb[30:62, 10 + 4 * i : 42 + 4 * i] = thing
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        out.mux(stream.encode())
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"not a video at all")
    return path


def score(*args: object, lang: str = "C") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["score", *map(str, args)], env={"LC_ALL": lang})
    return done.exit_code, done.stdout, done.stderr


def test_json_on_stdout_has_the_promised_shape(clip: Path) -> None:
    code, out, _ = score(clip, "--json", "-")
    raw = json.loads(out)
    assert set(raw) >= {"schema_version", "vidcheck", "calibration", "clips"}
    [row] = raw["clips"]
    promised = {"path", "status", "reason", "verdict", "risk", "consistency", "false_alarm_rate",
                "clip", "subject", "metrics", "events", "clean_ranges_s"}  # fmt: skip
    assert promised <= set(row)
    assert row["path"] == str(clip)
    assert row["clip"]["frames"] == 14
    assert code == {"pass": 0, "warn": 0, "fail": 1, "unknown": 3}[row["verdict"]]


def test_a_given_box_is_used(clip: Path) -> None:
    _, out, _ = score(clip, "--subject", "10,30,32,32", "--json", "-")
    assert json.loads(out)["clips"][0]["subject"]["source"] == "given"


def test_a_broken_clip_is_a_row_and_ends_with_3(broken: Path) -> None:
    code, out, err = score(broken)
    assert code == 3
    assert "unreadable" in out
    assert err == ""


def test_a_broken_clip_among_good_ones_costs_one_row(clip: Path, broken: Path) -> None:
    missing = broken.parent / "missing.mp4"
    code, out, _ = score(clip, broken, missing, "--json", "-", "--jobs", 1, "--fail-on", "never")
    rows = json.loads(out)["clips"]
    assert code == 0
    assert [row["path"] for row in rows] == [str(clip), str(broken), str(missing)]
    assert [row["status"] for row in rows[1:]] == ["unreadable", "unreadable"]
    assert "no such file" in rows[2]["reason"]


def test_a_folder_is_one_clear_error(tmp_path: Path) -> None:
    code, out, err = score(tmp_path)
    assert (code, out) == (2, "")
    assert "is a folder, not a clip" in err
    assert f"{tmp_path}/*.mp4" in err


@pytest.mark.parametrize("args", [[], ["x.mp4", "--subject", "1,2,3"], ["x.mp4", "--jobs", "0"]])
def test_wrong_use_ends_with_2(args: list[str]) -> None:
    assert score(*args)[0] == 2


def test_a_manifest_is_measured_in_its_order(clip: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "clips.csv"
    manifest.write_text(f'path,subject\ngone.mp4,\n{clip},"10,30,32,32"\n')
    target = tmp_path / "deep" / "scores.json"
    _, out, _ = score("--manifest", manifest, "--json", target, "--jobs", 1)
    rows = json.loads(target.read_text())["clips"]
    assert out == ""
    assert [Path(row["path"]).name for row in rows] == ["gone.mp4", "slide.mp4"]
    assert rows[1]["subject"]["source"] == "given"


def test_html_holds_its_pictures_and_leaves_nothing_behind(clip: Path, tmp_path: Path) -> None:
    page, data = tmp_path / "page.html", tmp_path / "data.json"
    score(clip, "--html", page, "--json", data)
    assert "data:image/webp;base64," in page.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.json", "page.html"]
    assert json.loads(data.read_text())["clips"][0]["strip"] is None


def test_a_reference_that_is_no_picture_is_one_clear_error(clip: Path, broken: Path) -> None:
    code, _, err = score(clip, "--reference", broken)
    assert code == 2
    assert f"error: {broken}: not a readable picture" in err


def test_the_old_result_survives_a_full_disk(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "scores.json"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code, _, err = score(clip, "--json", target)
    assert code == 2
    assert "No space left on device" in err
    assert target.read_text() == "old"


def test_a_chinese_reader_gets_a_chinese_report(broken: Path) -> None:
    _, out, _ = score(broken, lang="zh_CN.UTF-8")
    assert "无法读取" in out


def test_a_file_name_that_is_no_utf8_is_written_and_read_back(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.mp4"))
    odd.write_bytes(b"junk")
    target = tmp_path / "o.json"
    assert score(odd, "--json", target, "--html", tmp_path / "o.html")[0] == 3
    assert json.loads(target.read_text(encoding="utf-8"))["clips"][0]["path"] == str(odd)
    for form in ("csv", "junit", "sarif", "github", "terminal", "html"):
        args = ["report", str(target), "-f", form, "--out", str(tmp_path / "out")]
        assert CliRunner().invoke(app, args).exit_code == 0


def alive(group: int) -> list[str]:
    """Processes of a group that are neither gone nor waiting to be buried."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[2] == str(group) and fields[0] != "Z":
            found.append(stat.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_interrupting_a_run_with_workers_ends_with_130_and_leaves_nobody_behind(
    clip: Path, tmp_path: Path
) -> None:
    manifest = tmp_path / "many.csv"
    manifest.write_text("path\n" + f"{clip}\n" * 500)
    # Whoever starts the tests in the background of a shell has them born deaf to Ctrl-C.
    hearing = "import signal, os, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    hearing += "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    with subprocess.Popen(
        [sys.executable, "-c", hearing, "-m", "vidcheck", "score",
         "--manifest", str(manifest), "--jobs", "2", "--no-cache"],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "LC_ALL": "C"},
    ) as run:  # fmt: skip
        while len(alive(run.pid)) < 3 and run.poll() is None:  # itself and two workers
            time.sleep(0.1)
        os.killpg(run.pid, signal.SIGINT)
        # Generous: a machine busy with other work is slow, and a real hang waits for ever.
        out, err = run.communicate(timeout=300)
        # a worker struck while Python itself starts in it may still leave a traceback before
        assert (run.returncode, out, err[-12:]) == (130, "", "interrupted\n")
        deadline = time.monotonic() + 60
        while alive(run.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert alive(run.pid) == []
