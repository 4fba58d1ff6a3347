"""A film made by hand at any rate: kept, cut, best so far, missing, and two shots in one file."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from vidcheck.decide.rows import Meant, Ranked, ShotRow
from vidcheck.exchange.assemble import Wish, assemble
from vidcheck.judge.rows import ClipFacts, ClipRow, Event, HumanRow, Playback
from vidcheck.report.film import FilmRow, Said, ScriptRow, SpokenRow
from vidcheck.report.model import CalibrationRow, RunReport

if TYPE_CHECKING:
    from vidcheck.exchange.timeline import Timeline

RATES = (
    Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30),
    Fraction(60000, 1001), Fraction(60),
)  # fmt: skip
NASTY = (
    '"><script>alert(1)</script>', "a\nb", "=cmd|calc!A0", "红色的信", "]]>", "-->", "&amp;",
    "a\x00\x1b[31mb", "\u202egpj", "'quoted'", "\ufffe",
)  # fmt: skip


def event(kind: str, start: float, end: float, severity: float = 0.8) -> Event:
    return Event.model_validate(
        {"type": kind, "start_s": start, "end_s": end, "box": None, "severity": severity,
         "metric": "ssim_first", "p_value": 0.01, "evidence": "the colour moved by ΔE 14",
         "evidence_zh": "颜色偏移 ΔE 14"}
    )  # fmt: skip


def take(
    path: str, shot: str, number: int, rate: Fraction, frames: int, *events: Event, **more: object
) -> ClipRow:
    seconds = round(float(Fraction(frames) / rate), 4)
    return ClipRow.model_validate(
        {
            "path": path, "status": "scored", "verdict": "fail" if events else "pass",
            "risk": 0.5, "shot": shot, "take": number, "generator": "kling-3.0",
            "clip": ClipFacts(width=1280, height=720, fps=round(float(rate), 4), frames=frames,
                              duration_s=seconds, codec="h264", sha256=f"{number:064d}",
                              sound=True),
            "events": events, "clean_ranges_s": ((0.0, seconds),), **more,
        }
    )  # fmt: skip


def shot(name: str, decision: str, chosen: str | None, *paths: str, **more: object) -> ShotRow:
    ranking = [
        Ranked(path=path, rank=rank, tied_with=(), why="why", why_zh="原因")
        for rank, path in enumerate(paths, 1)
    ]
    return ShotRow.model_validate(
        {"shot": name, "decision": decision, "take": chosen, "reason": "it passes",
         "reason_zh": "通过", "ranking": ranking, **more}
    )  # fmt: skip


def said(en: str, zh: str | None = None) -> Said:
    return Said(en=en, zh=zh or en)


def script(name: str, seconds: float, *lines: SpokenRow, **more: object) -> ScriptRow:
    return ScriptRow.model_validate(
        {"shot": name, "scene": "sc01", "scene_number": "1", "place": "shop", "int_ext": "INT",
         "time": "night", "duration_s": seconds, "title": said(f"Shot {name}", f"镜头 {name}"),
         "action": said("She turns.", "她转身。"), "dialogue": lines,
         "camera": {"size": "MCU", "move": "dolly_in", "move_speed": "slow", "lens_mm": 35},
         "cast": [said("Mei", "林梅")], "props": [said("letter", "信")], **more}
    )  # fmt: skip


MEI = SpokenRow(
    by=said("Mei", "林梅"), text=said("He won't come.", "他不会来了。"), mode="on_screen"
)
VOICE = SpokenRow(by=None, text=said("Later.", "后来。"), mode="voice_over")


def film(rate: Fraction = Fraction(24), source: Fraction | None = None) -> RunReport:
    """Six shots: 12A kept, 12B cut, 12C missing, 12D best so far, 12E and 12F in one file."""
    of = source or rate
    frame = float(1 / of)
    cut = (round(10 * frame, 4), round(40 * frame, 4))
    half = (round(50 * frame, 4), round(100 * frame, 4))
    clips = (
        take("takes/12A_t1.mp4", "12A", 1, of, 96, event("drift", 1.0, 2.0)),
        take("takes/12A_t2.mp4", "12A", 2, of, 97),
        take("takes/12B_t1.mp4", "12B", 1, of, 120, event("flicker", 2.5, 3.0, 0.5)),
        take("takes/12D_t1.mp4", "12D", 1, of, 240, event("pop_in", 2.5, 3.0, 0.2),
             event("occlusion", 0.5, 1.0), clean_ranges_s=((0.0, 2.0), (3.1, 3.9))),
        take("takes/12D_t2.mp4", "12D", 2, of, 240, event("morph", 0.1, 3.0),
             human=HumanRow(verdict="ng")),
        take("takes/u1.mp4", "12E", 1, of, 50, span_s=(0.0, half[0])),
        take("takes/u1.mp4", "12F", 1, of, 50, span_s=half),
    )  # fmt: skip
    meant = Meant(type="occlusion", start_s=0.5, end_s=1.0, why="asked", why_zh="要求")
    best = shot("12D", "reroll", "takes/12D_t1.mp4", "takes/12D_t2.mp4", "takes/12D_t1.mp4")
    ranking = (best.ranking[0], best.ranking[1].model_copy(update={"meant": (meant,)}))
    return RunReport(
        calibration=CalibrationRow(id="x", clips=1, date="2026-11-01"),
        clips=clips,
        storyboard="storyboard.yaml",
        title="The Red Letter · 红色的信",
        title_zh="The Red Letter · 红色的信",
        created="2026-11-23T12:00:00+00:00",
        shots=(
            shot("12A", "keep", "takes/12A_t2.mp4", "takes/12A_t2.mp4", "takes/12A_t1.mp4"),
            shot("12B", "fix_in_post", "takes/12B_t1.mp4", "takes/12B_t1.mp4", cut_s=cut),
            best.model_copy(update={"ranking": ranking}),
            shot("12E", "keep", "takes/u1.mp4", "takes/u1.mp4"),
            shot("12F", "keep", "takes/u1.mp4", "takes/u1.mp4"),
        ),
        film=FilmRow(
            fps=round(float(rate), 3), aspect="16:9", language="zh",
            shots=(
                script("12A", 4, MEI, VOICE), script("12B", 2), script("12C", 2.5, MEI),
                script("12D", 4), script("12E", 2), script("12F", 2),
            ),
        ),
    )  # fmt: skip


def timeline(rate: Fraction = Fraction(24), **wish: object) -> Timeline:
    return assemble(film(rate), Wish(**wish))  # type: ignore[arg-type]


def lengths(rate: Fraction) -> list[int]:
    """Frames of each shot of `film`, counted by hand: all, 10 to 40, a gap, clean, two halves."""
    return [97, 30, round(Fraction(5, 2) * rate), int(2 * rate + Fraction(1, 100)), 50, 50]


def varying(row: ClipRow) -> ClipRow:
    """The row of a clip whose frames do not come evenly."""
    assert row.clip is not None
    frames = row.clip.frames
    times = tuple(i / 24 + (0.01 if i % 3 else 0) for i in range(frames))
    return row.model_copy(update={"playback": Playback(times_s=times)})


def renamed(report: RunReport, name: str) -> RunReport:
    """The film with a nasty name for everything that has one."""
    first = report.clips[1]
    path = f"takes/{name.replace('/', '')}.mp4".replace("\x00", "")
    clip = first.model_copy(
        update={"path": path, "events": (event("drift", 1.0, 2.0).model_copy(
            update={"evidence": name, "evidence_zh": name}),)}
    )  # fmt: skip
    row = shot("12A", "keep", path, path, reason=name, reason_zh=name)
    assert report.film is not None
    line = SpokenRow(by=said(name), text=said(name), mode="on_screen")
    one = script("12A", 4, line, title=said(name), action=said(name), notes=said(name))
    return report.model_copy(
        update={
            "title": name, "title_zh": name,
            "clips": (clip, *report.clips[2:]), "shots": (row, *report.shots[1:]),
            "film": report.film.model_copy(update={"shots": (one, *report.film.shots[1:])}),
        }
    )  # fmt: skip
