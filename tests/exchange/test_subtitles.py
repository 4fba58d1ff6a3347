from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pysubs2
import pytest

from tests.exchange.made import NASTY, RATES, film, renamed, timeline
from vidcheck.errors import VidcheckError
from vidcheck.exchange.as_subtitles import render_srt, render_vtt
from vidcheck.exchange.assemble import Wish, assemble

if TYPE_CHECKING:
    from vidcheck.exchange.timeline import Timeline

FORMATS = {"srt": render_srt, "vtt": render_vtt}


def read(made: Timeline, kind: str, *, defects: bool = False) -> list[pysubs2.SSAEvent]:
    text = FORMATS[kind](made, defects=defects)
    return list(pysubs2.SSAFile.from_string(text, format_=kind))


def ms(frame: int, rate: Fraction) -> int:
    return round(Fraction(frame) / rate * 1000)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("rate", RATES, ids=str)
def test_dialogue_reads_back_at_its_time(kind: str, rate: Fraction) -> None:
    made = timeline(rate, lang="zh", start=86400)
    cues = [cue for piece in made.pieces for cue in piece.cues]
    back = read(made, kind)
    assert [one.plaintext for one in back] == ["林梅: 他不会来了。", "后来。", "林梅: 他不会来了。"]
    assert [(one.start, one.end) for one in back] == [
        (ms(cue.first, rate), ms(cue.end, rate)) for cue in cues
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_defects_read_back_where_they_are_seen(kind: str) -> None:
    made = timeline()
    [back] = read(made, kind, defects=True)
    first = made.pieces[3].first + 12
    assert (back.start, back.end) == (ms(first, Fraction(24)), ms(first + 13, Fraction(24)))
    assert back.plaintext.startswith("12D Shot 12D: occlusion (meant): the colour moved by ΔE 14")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", NASTY, ids=ascii)
def test_any_name_is_one_subtitle(kind: str, name: str) -> None:
    made = assemble(renamed(film(), name), Wish())
    text = FORMATS[kind](made)
    assert text.count("-->") == len([cue for piece in made.pieces for cue in piece.cues])
    assert len(read(made, kind)) == len([cue for piece in made.pieces for cue in piece.cues])


def test_a_web_page_cannot_be_smuggled_into_vtt() -> None:
    made = assemble(renamed(film(), "<script>x</script>"), Wish())
    assert "<script>" not in render_vtt(made)
    assert "&lt;script&gt;" in render_vtt(made)


def test_no_dialogue_is_said() -> None:
    report = film().model_copy(update={"film": None})
    with pytest.raises(VidcheckError, match="no dialogue in this result"):
        render_srt(assemble(report, Wish()))
    first = report.model_copy(update={"shots": report.shots[:1]})
    with pytest.raises(VidcheckError, match="no defects are seen"):
        render_vtt(assemble(first, Wish()), defects=True)
