from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from vidcheck.evidence import STRIP_FRAMES, make_evidence, window_around
from vidcheck.files import sha256_of
from vidcheck.geometry import Region, Size
from vidcheck.judge.rows import ClipFacts, ClipRow, Curves, Event

FPS, FRAMES, WIDTH, HEIGHT = 20, 60, 640, 360
BOX = (400, 100, 120, 160)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grey for 3 s; from 1.5 s on the box is red."""
    path = tmp_path_factory.mktemp("clip") / "12A t1.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("h264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for i in range(FRAMES):
            rgb = np.full((HEIGHT, WIDTH, 3), 60 + i * 2, np.uint8)
            if i >= 30:
                x, y, w, h = BOX
                rgb[y : y + h, x : x + w] = (220, 20, 20)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        out.mux(stream.encode())
    return path


def row_of(path: Path, *events: Event) -> ClipRow:
    facts = ClipFacts(
        width=WIDTH, height=HEIGHT, fps=FPS, frames=FRAMES, duration_s=3.0, codec="h264",
        sha256=sha256_of(path),
    )  # fmt: skip
    curves = Curves(times_s=tuple(i / FPS for i in range(FRAMES)), values={})
    return ClipRow(
        path=str(path), status="scored", verdict="fail", clip=facts, events=events, curves=curves
    )


def event(**changes: object) -> Event:
    plain = {
        "type": "pop_in", "start_s": 1.5, "end_s": 2.9, "box": BOX, "severity": 0.9,
        "metric": "m", "p_value": None, "evidence": "e",
    }  # fmt: skip
    return Event.model_validate(plain | changes)


def opened(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes())).convert("RGB")


def reds(path: Path) -> float:
    """Share of clearly red pixels."""
    rgb = np.asarray(opened(path), int)
    return float(((rgb[..., 0] > 170) & (rgb[..., 1] < 60) & (rgb[..., 2] < 80)).mean())


def test_before_shows_the_picture_without_and_after_with_the_thing(
    drawn: Path, tmp_path: Path
) -> None:
    row = make_evidence(row_of(drawn, event()), drawn, tmp_path)
    [shown] = row.events
    assert shown.before is not None
    assert shown.after is not None
    assert reds(tmp_path / shown.before) < 0.01
    assert reds(tmp_path / shown.after) > 0.15
    assert not Path(shown.before).is_absolute()


def test_the_outline_is_drawn_where_the_box_is(drawn: Path, tmp_path: Path) -> None:
    row = make_evidence(row_of(drawn, event()), drawn, tmp_path)
    picture = opened(tmp_path / str(row.events[0].before))
    # Source pixels equal crop pixels here: 640×360 at short side 360.
    window = window_around(Region.from_xywh(*BOX), Size(WIDTH, HEIGHT))
    left, top = BOX[0] - window.left, BOX[1] - window.top
    edge = np.asarray(picture, int)[top + 40, left - 1 : left + 4]
    assert any(abs(pixel - (213, 94, 0)).sum() < 90 for pixel in edge)


def test_the_strip_shows_the_clip_in_time_order(drawn: Path, tmp_path: Path) -> None:
    row = make_evidence(row_of(drawn), drawn, tmp_path)
    sheet = opened(tmp_path / str(row.strip)).convert("L")
    cell = sheet.width // STRIP_FRAMES
    assert sheet.width == cell * STRIP_FRAMES
    brightness = [
        np.asarray(sheet.crop((i * cell, 0, i * cell + cell // 2, sheet.height))).mean()
        for i in range(STRIP_FRAMES)
    ]
    assert brightness == sorted(brightness)
    assert brightness[-1] - brightness[0] > 80


def test_an_event_of_the_whole_picture_shows_the_whole_picture(drawn: Path, tmp_path: Path) -> None:
    row = make_evidence(row_of(drawn, event(box=None)), drawn, tmp_path)
    assert opened(tmp_path / str(row.events[0].after)).size == (640, 360)


def test_only_the_gravest_events_get_pictures(drawn: Path, tmp_path: Path) -> None:
    many = [event(severity=i / 20) for i in range(20)]
    row = make_evidence(row_of(drawn, *many), drawn, tmp_path)
    assert [one.before is not None for one in row.events] == [i >= 12 for i in range(20)]


def test_a_box_outside_the_picture_or_an_end_past_the_clip_harms_nothing(
    drawn: Path, tmp_path: Path
) -> None:
    odd = event(box=(5000, 5000, 10, 10), start_s=2.9, end_s=99.0, type="drift")
    row = make_evidence(row_of(drawn, odd), drawn, tmp_path)
    assert opened(tmp_path / str(row.events[0].after)).size == (640, 360)


def test_a_clip_that_has_gone_keeps_its_numbers(drawn: Path, tmp_path: Path) -> None:
    row = row_of(drawn, event())
    assert make_evidence(row, tmp_path / "gone.mp4", tmp_path) == row


def test_an_unreadable_clip_gets_no_pictures(tmp_path: Path) -> None:
    row = ClipRow(path="x", status="unreadable", verdict="unknown", reason="broken")
    assert make_evidence(row, tmp_path / "x", tmp_path) == row


@pytest.mark.parametrize(
    "region", [Region(0, 0, 4, 4), Region(350, 630, 360, 640), Region(10, 10, 350, 630)]
)
def test_the_window_lies_in_the_picture_and_holds_the_box(region: Region) -> None:
    window = window_around(region, Size(640, 360))
    assert window.inside(Size(640, 360)) == window
    assert window.left <= region.left
    assert window.right >= region.right
    assert window.top <= region.top
    assert window.bottom >= region.bottom
