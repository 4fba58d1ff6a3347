"""Which picture goes where: the mode of a request, its frames and its reference slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from vidcheck.plan.phrases import Pair, loss

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.generators.profile import Clip, GeneratorProfile
    from vidcheck.plan.model import Dropped
    from vidcheck.storyboard.model import Scene, Shot, Storyboard

Kind = Literal["image", "video", "audio", "element"]

_VIDEO = {".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v"}
_AUDIO = {".wav", ".mp3", ".m4a", ".flac", ".ogg", ".aac"}
_WANTED: dict[str, Clip] = {
    "t2v": "t2v",
    "i2v": "i2v",
    "first_last": "flf2v",
    "reference": "ref2v",
    "extend": "i2v",
}
_KIND_ZH: dict[str, str] = {"image": "图片", "video": "视频", "audio": "音频"}
_IDENTITY = ("face", "product", "turnaround", "body")


@dataclass(frozen=True, slots=True)
class Picture:
    """A reference a shot could use: whose it is, what it shows, and where it was named.

    With the role `element` it is a subject that the vendor keeps, and `path` is its id there.
    """

    path: str
    role: str
    subject: str | None
    field: str

    @property
    def kind(self) -> Kind:
        """By its extension; a file without a known one is a picture, a saved subject an element."""
        if self.role == "element":
            return "element"
        suffix = PurePosixPath(self.path.replace("\\", "/")).suffix.lower()
        return "video" if suffix in _VIDEO else "audio" if suffix in _AUDIO else "image"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A reference in its slot; `name` is its id on the wire, `mention` how the text calls it."""

    slot: str
    name: str
    kind: Kind
    picture: Picture
    mention: str | None


@dataclass(frozen=True, slots=True)
class Slots:
    """What is attached to a request, and what could not be."""

    mode: Clip
    first: str | None = None
    last: str | None = None
    attached: tuple[Attachment, ...] = ()
    keyframe: bool = False
    dropped: tuple[Dropped, ...] = ()
    conflicts: tuple[Pair, ...] = ()
    too_many: tuple[str, ...] = ()


@dataclass
class _Notes:
    dropped: list[Dropped] = field(default_factory=list)
    conflicts: list[Pair] = field(default_factory=list)


def pictures_of(board: Storyboard, placed: Sequence[tuple[Scene, Shot]]) -> list[Picture]:
    """Every reference these shots could use, the most telling first.

    First one picture of each person or thing, then what they wear, then the places, then further
    views, then style and layout: when slots run out, the end of this list is what is left.
    """
    first: list[Picture] = []
    wardrobe: list[Picture] = []
    further: list[Picture] = []
    for who, looks in present(placed).items():
        subject = board.subjects.get(who)
        if subject is None:
            continue
        own = [
            Picture(ref.path, ref.role, who, f"subjects.{who}.refs")
            for ref in sorted(subject.refs, key=lambda ref: _rank(ref.role))
        ]
        first += own[:1]
        further += own[1:]
        for name in looks or ((subject.default_look,) if subject.default_look else ()):
            look = subject.looks.get(name)
            if look is not None:
                wardrobe += [
                    Picture(ref.path, ref.role, who, f"subjects.{who}.looks.{name}.refs")
                    for ref in look.refs
                ]
    places = [
        Picture(ref.path, ref.role, None, f"places.{name}.refs")
        for name in dict.fromkeys(scene.place for scene, _ in placed)
        if name in board.places
        for ref in board.places[name].refs
    ]
    style = [Picture(ref.path, ref.role, None, "style.refs") for ref in board.style.refs]
    seen: dict[str, Picture] = {}
    for picture in (*first, *wardrobe, *places, *further, *style):
        seen.setdefault(picture.path, picture)
    return list(seen.values())


def fill_slots(
    profile: GeneratorProfile,
    wanted_mode: str,
    frames: tuple[str | None, str | None],
    pictures: Sequence[Picture],
    lang: str,
    *,
    elements: Sequence[Picture] = (),
    names: Mapping[str, str] | None = None,
) -> Slots:
    """Choose the mode and put pictures into slots, so that no exclusion of the vendor is broken.

    Args:
        profile: the generator.
        wanted_mode: `auto`, `t2v`, `i2v`, `first_last`, `reference` or `extend`.
        frames: paths of the first and the last frame, None where there is none.
        pictures: references, the most telling first.
        lang: language of the mentions.
        elements: subjects that the vendor keeps, each taking the place of its own pictures.
        names: what subjects are called on the wire, where the creator may name them.
    """
    notes = _Notes()
    by_id = profile.references.elements
    usable: list[Picture] = [item for item in pictures if _room(profile, item.kind) != 0]
    if by_id is not None and "ref2v" in by_id.modes:
        usable += elements
    mode = _mode(profile, wanted_mode, frames, (bool(usable), bool(pictures or elements)), notes)
    first, last = _frames(mode, frames, notes)
    attached, too_many = _saved(profile, mode, elements, lang, notes)
    held = {item.picture.subject for item in attached}
    pictures = [item for item in pictures if item.subject not in held or ".looks." in item.field]
    if mode == "ref2v" or (profile.references.with_frames and mode in {"i2v", "flf2v"}):
        more, left = _packed(profile, pictures, lang, notes, saved=len(attached), names=names or {})
        attached, too_many = attached + more, too_many + left
    elif pictures and first is not None:
        _left_out(profile, pictures, notes)
    return Slots(
        mode=mode,
        first=first,
        last=last,
        attached=tuple(attached),
        keyframe=mode in {"i2v", "flf2v"} and first is None,
        dropped=tuple(notes.dropped),
        conflicts=tuple(notes.conflicts),
        too_many=tuple(too_many),
    )


def _frames(
    mode: Clip, frames: tuple[str | None, str | None], notes: _Notes
) -> tuple[str | None, str | None]:
    """The frames that a mode takes."""
    first, last = frames
    takes = {"i2v": 1, "flf2v": 2}.get(mode, 0)
    for number, (name, path) in enumerate((("frames.first", first), ("frames.last", last)), 1):
        if path is not None and number > takes:
            notes.dropped.append(
                loss(name, (f"mode {mode} does not take it", f"{mode} 模式不接受"))
            )
    return (first if takes >= 1 else None), (last if takes == 2 else None)


def _left_out(profile: GeneratorProfile, pictures: Sequence[Picture], notes: _Notes) -> None:
    """Say why references give way to a first frame."""
    takes = "ref2v" in profile.modes and profile.references.max_images != 0
    why = (
        ("a first frame excludes references", "有首帧时不能再传参考图")
        if takes
        else ("no reference can be attached", "不能传参考图")
    )
    notes.dropped += [loss(item.field, _of(item, why)) for item in pictures]
    if takes:
        notes.conflicts.append(
            (
                "a first frame and references exclude each other; the frame is used",
                "首帧与参考图不能同时使用；这里用首帧",
            )
        )


def _of(item: Picture, why: Pair) -> Pair:
    return f"{item.path}: {why[0]}", f"{item.path}：{why[1]}"


def present(placed: Sequence[tuple[Scene, Shot]]) -> dict[str, list[str]]:
    """Who and what is in these shots, in order of entry, with the looks named for them."""
    found: dict[str, list[str]] = {}
    for _, shot in placed:
        for member in shot.cast:
            looks = found.setdefault(member.who, [])
            if member.look and member.look not in looks:
                looks.append(member.look)
        for prop in shot.props:
            found.setdefault(prop, [])
    return found


def _rank(role: str) -> int:
    return _IDENTITY.index(role) if role in _IDENTITY else len(_IDENTITY)


def _room(profile: GeneratorProfile, kind: Kind) -> int | None:
    rule = profile.references
    if kind == "image":
        return rule.max_images if "ref2v" in profile.modes else 0
    most = rule.max_videos if kind == "video" else rule.max_audios
    return most or 0


def _mode(
    profile: GeneratorProfile,
    wanted: str,
    frames: tuple[str | None, str | None],
    references: tuple[bool, bool],
    notes: _Notes,
) -> Clip:
    """The mode asked for where it can be had, else the one that fails least.

    `references`: whether any can be attached here, and whether the shot has any at all.
    """
    first, last = frames
    usable = references[0]
    asked = _WANTED.get(wanted)
    if asked == "ref2v" and asked in profile.modes and not usable:
        notes.conflicts.append(
            (
                "mode reference was asked for, but no reference can be attached",
                "要求参考模式，但没有可用的参考图",
            )
        )
    elif asked == "flf2v" and (first is None or last is None):
        notes.conflicts.append(
            (
                "mode first_last was asked for, but a frame is missing",
                "要求首尾帧模式，但缺少首帧或尾帧",
            )
        )
    elif asked is not None and asked in profile.modes:
        return asked
    elif asked is not None:
        offered = ", ".join(profile.modes) or "none that we know of"
        notes.conflicts.append(
            (
                f"mode {wanted} is not offered (offered: {offered})",
                f"不支持 {wanted} 模式（支持：{offered}）",
            )
        )
    return _best(profile, frames, references, notes)


def _best(
    profile: GeneratorProfile,
    frames: tuple[str | None, str | None],
    references: tuple[bool, bool],
    notes: _Notes,
) -> Clip:
    offered = profile.modes
    first, last = frames
    usable, any_reference = references
    if first is not None and last is not None and "flf2v" in offered:
        return "flf2v"
    if first is not None and "i2v" in offered:
        return "i2v"
    if first is not None and offered:
        notes.conflicts.append(("this generator takes no first frame", "此模型不接受首帧图"))
    single = (
        profile.references.max_images == 1
    )  # one slot cannot hold a face and a place: a still can
    if usable and "ref2v" in offered and not (single and "i2v" in offered):
        return "ref2v"
    if any_reference and "i2v" in offered:
        return "i2v"
    if "t2v" in offered or not offered:
        return "t2v"
    return "i2v" if "i2v" in offered else offered[0]


def _saved(
    profile: GeneratorProfile, mode: Clip, elements: Sequence[Picture], lang: str, notes: _Notes
) -> tuple[list[Attachment], list[str]]:
    """Saved subjects in their slots, and the ids of those that found none."""
    rule = profile.references.elements
    if rule is None or mode not in rule.modes:
        why = (f"mode {mode} takes no saved subjects", f"{mode} 模式不能用平台主体")
        notes.dropped += [loss(item.field, _of(item, why)) for item in elements]
        return [], []
    most = len(elements) if rule.max is None else rule.max
    why = (f"at most {most} saved subjects", f"平台主体最多 {most} 个")
    notes.dropped += [loss(item.field, _of(item, why)) for item in elements[most:]]
    made = [_attachment(item, n, profile, lang, {}) for n, item in enumerate(elements[:most], 1)]
    return made, [item.path for item in elements[most:]]


def _packed(
    profile: GeneratorProfile,
    pictures: Sequence[Picture],
    lang: str,
    notes: _Notes,
    *,
    saved: int,
    names: Mapping[str, str],
) -> tuple[list[Attachment], list[str]]:
    rule = profile.references
    counts: dict[str, int] = {"image": 0, "video": 0, "audio": 0, "element": saved}
    per_subject: dict[str | None, int] = {}
    attached: list[Attachment] = []
    too_many: list[str] = []
    for item in pictures:
        why = _full(profile, item, counts, per_subject)
        if why is not None:
            notes.dropped.append(loss(item.field, _of(item, why)))
            too_many.append(item.path)
            continue
        counts[item.kind] += 1
        per_subject[item.subject] = per_subject.get(item.subject, 0) + 1
        attached.append(_attachment(item, counts[item.kind], profile, lang, names))
    order = ("image", "video", "audio")
    attached.sort(key=lambda one: order.index(one.kind))
    if rule.max_images is None and counts["image"]:
        notes.conflicts.append(
            (
                "how many references this generator takes is not established",
                "此模型可用多少张参考图，尚未查明",
            )
        )
    return attached, too_many


def _full(
    profile: GeneratorProfile,
    item: Picture,
    counts: dict[str, int],
    per_subject: dict[str | None, int],
) -> Pair | None:
    rule = profile.references
    most = _room(profile, item.kind)
    kind = _KIND_ZH[item.kind]
    if most == 0:
        return f"no {item.kind} can be attached", f"不能传{kind}"
    shared = item.kind == "image" and rule.elements is not None and rule.elements.shares_images
    used = counts[item.kind] + (counts["element"] if shared else 0)
    if most is not None and used >= most:
        return f"at most {most} {item.kind}s", f"{kind}最多 {most} 个"
    if rule.max_total is not None and sum(counts.values()) >= rule.max_total:
        return f"at most {rule.max_total} files in all", f"素材总共最多 {rule.max_total} 个"
    if rule.kind == "subjects":
        if item.subject is None:
            return "only named subjects can be attached", "只能传具名主体的图"
        if rule.per_subject is not None and per_subject.get(item.subject, 0) >= rule.per_subject:
            most = rule.per_subject
            return f"at most {most} pictures of one subject", f"同一主体最多 {most} 张图"
    return None


def _attachment(
    item: Picture, number: int, profile: GeneratorProfile, lang: str, names: Mapping[str, str]
) -> Attachment:
    rule = profile.references
    called = names.get(item.subject or "", item.subject)
    pattern: Any = {
        "image": rule.mention,
        "video": rule.video_mention,
        "audio": rule.audio_mention,
        "element": rule.elements.mention if rule.elements else None,
    }[item.kind]
    slot = f"{item.kind}_{number}"
    mention = pattern.say(lang).format(n=number, id=called) if pattern else None
    name = slot
    if rule.kind == "subjects" and called is not None:
        name = called
    elif mention is not None and mention.startswith("@"):
        name = mention[1:]
    return Attachment(slot, name, item.kind, item, mention)
