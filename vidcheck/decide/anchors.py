"""Values that only the takes know: a frame to start from, a frame to end on, a close-up, a view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vidcheck.decide.rows import Still

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vidcheck.decide.case import Case
    from vidcheck.decide.rules import Edit, Source
    from vidcheck.decide.take import Take
    from vidcheck.storyboard.model import Cast, Subject

WINDOW_S = 0.5
"""The sharpest frame is looked for in so many seconds: the very last one is often blurred."""
_VIEWS = {
    "toward": ("front",),
    "away": ("back",),
    "camera_left": ("left", "three_quarter"),
    "camera_right": ("right", "three_quarter"),
}
"""Views that show most of somebody who faces there."""


@dataclass(frozen=True)
class Grounded:
    """An edit whose value is known, with the picture it needs and the subject it is about."""

    edit: Edit
    still: Still | None = None
    subject: str | None = None


def grounded(edit: Edit, case: Case) -> Grounded | None:
    """An edit with the value that its `use` asks for; None where no take or subject has it."""
    if edit.use is not None:
        return _FINDERS[edit.use](edit, case)
    subject = _main(case) if edit.of == "subject" else None
    if edit.of == "subject" and subject is None:
        return None
    return Grounded(edit, None, subject[0] if subject else None)


def _end_of_clean(edit: Edit, case: Case) -> Grounded | None:
    """The end of the longest clean beginning: the flaw had not begun yet."""
    found = max(_clean_beginnings(case), key=lambda one: one[1], default=None)
    if found is None:
        return None
    take, end = found
    name = _free(case, f"refs/{case.shot.id}_{edit.field.rpartition('.')[2]}.png")
    window = max(take.extent_s[0], end - WINDOW_S), end
    return Grounded(edit.model_copy(update={"to": name}), _still(name, take, window))


def _end_of_before(edit: Edit, case: Case) -> Grounded | None:
    """The end of the take that is kept of the shot this one goes on from."""
    joined = case.shot.continuity
    kept = case.film.kept.get(joined.from_) if joined and joined.from_ else None
    if kept is None or joined is None:
        return None
    start, end = kept.extent_s
    if end <= start:
        return None
    name = _free(case, f"refs/{joined.from_}_last.png")
    window = max(start, end - WINDOW_S), end
    return Grounded(edit.model_copy(update={"to": name}), _still(name, kept, window))


def _crop_of_take(edit: Edit, case: Case) -> Grounded | None:
    """A close-up of the subject, out of a take that begins well, where it has none yet."""
    main = _main(case)
    if main is None:
        return None
    who, subject, _ = main
    role = "face" if subject.track == "face" else "product" if subject.track == "object" else "body"
    if any(ref.role == role for ref in subject.refs):
        return None
    for take, end in sorted(_clean_beginnings(case), key=lambda one: -one[1]):
        box = take.row.subject.box if take.row.subject else None
        if box is not None:
            start = take.extent_s[0]
            name = _free(case, f"refs/{who}_{role}.png")
            still = _still(name, take, (start, min(end, start + WINDOW_S)), box)
            return Grounded(
                edit.model_copy(update={"item": {"path": name, "role": role}}), still, who
            )
    return None


def _fitting_view(edit: Edit, case: Case) -> Grounded | None:
    """The reference that shows the side which this shot shows, where another one leads now."""
    main = _main(case)
    facing = main[2].facing if main and main[2] else None
    wanted = _VIEWS.get(facing or "", ())
    if main is None or not wanted or len(main[1].refs) < 2:
        return None
    refs = main[1].refs
    if refs[0].view in wanted:
        return None
    for view in wanted:
        for index, ref in enumerate(refs):
            if ref.view == view and ref.role == refs[0].role:
                return Grounded(edit.model_copy(update={"index": index}), None, main[0])
    return None


_FINDERS: dict[Source, Callable[[Edit, Case], Grounded | None]] = {
    "end_of_clean": _end_of_clean,
    "end_of_before": _end_of_before,
    "crop_of_take": _crop_of_take,
    "fitting_view": _fitting_view,
}


def _main(case: Case) -> tuple[str, Subject, Cast | None] | None:
    """The subject that a shot is about: its first cast, else its first prop."""
    subjects = case.film.loaded.storyboard.subjects
    for cast in case.shot.cast:
        if cast.who in subjects:
            return cast.who, subjects[cast.who], cast
    for prop in case.shot.props:
        if prop in subjects:
            return prop, subjects[prop], None
    return None


def _clean_beginnings(case: Case) -> Iterator[tuple[Take, float]]:
    """(take, end of its clean beginning in seconds), where it is at least a window long."""
    for take in case.tried.fresh:
        begins = take.extent_s[0]
        for start, end in take.clean_ranges_s:
            if start - begins <= WINDOW_S / 2 and end - start >= WINDOW_S:
                yield take, end


def _still(
    name: str,
    take: Take,
    window: tuple[float, float],
    box: tuple[int, int, int, int] | None = None,
) -> Still:
    return Still(
        path=name, take=take.row.path, from_s=round(window[0], 3), to_s=round(window[1], 3), box=box
    )


def _free(case: Case, name: str) -> str:
    """A name that no file has yet: what a creator put there is never written over."""
    trunk, dot, ending = name.rpartition(".")
    trunk = re.sub(r"[^\w./-]", "_", trunk)
    number, free = 1, f"{trunk}{dot}{ending}"
    while case.film.loaded.file(free).exists():
        number += 1
        free = f"{trunk}_{number}{dot}{ending}"
    return free
