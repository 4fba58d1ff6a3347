"""A draft and a take number into the record that is handed out, body and all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from vidcheck.plan.body import fill
from vidcheck.plan.comfyui import workflow
from vidcheck.plan.length import measure
from vidcheck.plan.model import Cost, Dropped, Mode, PlanWarning, PromptRequest, ReferenceSlot
from vidcheck.plan.phrases import HELD, loss
from vidcheck.plan.prompt import Words, audible
from vidcheck.plan.sound import heard
from vidcheck.storyboard.defaults import camera_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.generators.profile import Call, GeneratorProfile
    from vidcheck.plan.draft import Draft

_MIME = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
}
_DISPUTED = ("pan", "tilt")


@dataclass(frozen=True, slots=True)
class Named:
    """What a request is called: its job's id, its take, and the part of a shot that was split.

    `nth` counts the takes of one version, so that versions are tried with the same seeds.
    """

    job: str
    take: int
    nth: int
    part: int | None = None
    variant: str | None = None

    def id(self, generator: str) -> str:
        """`12A.kling-3.0.t1`, with `.p2` for the second part."""
        tail = f".p{self.part}" if self.part is not None else ""
        return f"{self.job}.{generator}.t{self.take}{tail}"

    def stem(self, generator: str) -> str:
        """What the returned clip should be called, without its extension."""
        tail = f"_p{self.part}" if self.part is not None else ""
        return f"{self.job}_{generator}_t{self.take}{tail}"


def requested(draft: Draft, words: Words, named: Named) -> PromptRequest:
    """The request of one take."""
    profile = draft.profile
    call = profile.request.call(draft.slots.mode)
    seed, seed_losses = _seed(draft, named.nth)
    stem = named.stem(profile.id)
    body, body_warnings = _body(draft, words, call, seed, stem)
    mode: Mode = draft.slots.mode
    if profile.local is not None and profile.host_kind == "host":
        mode = "workflow" if profile.local.host == "comfyui" else "script"
    lost = (*draft.notes.dropped, *seed_losses)
    return PromptRequest(
        id=named.id(profile.id),
        generator=profile.id,
        shots=tuple(one.shot.id for one in draft.placed),
        take=named.take,
        mode=mode,
        prompt=words.prompt,
        prompt_language=draft.told.lang,
        prompt_length=measure(words.prompt, profile.prompt),
        negative_prompt=words.negative,
        duration_s=draft.timing.duration_s,
        frames=draft.timing.frames,
        fps=draft.timing.fps,
        aspect_ratio=draft.picture.ratio,
        resolution=draft.picture.resolution or _pixels(draft.picture.size),
        seed=seed,
        references=_references(draft, words.prompt),
        method=profile.request.method or ("local" if profile.host_kind == "local" else None),
        path=call.path if call is not None else None,
        body=body,
        file_stem=stem,
        dropped=tuple(dict.fromkeys(lost)),
        warnings=(*draft.notes.warnings, *body_warnings, *_standing(draft, call, body)),
        cost=_cost(profile, draft.timing.duration_s),
        variant=named.variant,
        part=named.part,
        needs=draft.needs,
    )


def _pixels(size: tuple[int, int] | None) -> str | None:
    return None if size is None else f"{size[0]}x{size[1]}"


def _seed(draft: Draft, nth: int) -> tuple[int | None, list[Dropped]]:
    """The seed of a take: the list's, else the one given counted upwards from take to take."""
    seeds, rule = draft.asked.seeds, draft.profile.seed
    if not seeds:
        return None, []
    if not rule.supported:
        name = draft.profile.id
        never = (f"{name} takes no seed", f"{name} 不接受种子")
        maybe = (f"{name} may take no seed (not established)", f"{name} 是否接受种子，尚未查明")
        return None, [loss("target.seed", never if rule.supported is False else maybe)]
    seed = seeds[nth - 1] if nth <= len(seeds) else seeds[-1] + nth - len(seeds)
    low, high = rule.min, rule.max
    if (low is not None and seed < low) or (high is not None and seed > high):
        why = (f"{seed} is outside {low}..{high}", f"{seed} 不在 {low}..{high} 之内")
        return None, [loss("target.seed", why)]
    return seed, []


def _references(draft: Draft, prompt: str) -> tuple[ReferenceSlot, ...]:
    found = []
    for slot, path in (("first_frame", draft.first), ("last_frame", draft.slots.last)):
        if path is not None:
            found.append(ReferenceSlot(slot=slot, path=path, role=slot, subject=None, mention=None))
    for item in draft.slots.attached:
        said = item.mention is not None and item.mention in prompt
        found.append(
            ReferenceSlot(
                slot=item.slot,
                path=item.picture.path,
                role=item.picture.role,
                subject=item.picture.subject,
                mention=item.mention if said else None,
            )
        )
    return tuple(found)


def _body(
    draft: Draft, words: Words, call: Call | None, seed: int | None, stem: str
) -> tuple[dict[str, Any] | None, list[PlanWarning]]:
    profile = draft.profile
    values = _values(draft, words, call, seed)
    if profile.local is not None and profile.local.host == "comfyui":
        graph = workflow(profile.local, values, stem)
        return {"prompt": graph, "client_id": "vidcheck"}, []
    if call is None or call.body is None:
        return None, []
    body = fill(call.body, values)
    extra, warnings = _extra(draft)
    return _laid_over(body or {}, extra), warnings


def _values(draft: Draft, words: Words, call: Call | None, seed: int | None) -> dict[str, Any]:
    """Everything that a request template can name."""
    profile, picture = draft.profile, draft.picture
    split = len(words.shots) > 1 and profile.multi_shot.grammar == "multi_prompt"
    camera, model = _camera(draft, call)
    width, height = picture.size or (None, None)
    return {
        "mode": draft.slots.mode,
        "model": model,
        "prompt": None if split else words.prompt,
        "negative": words.negative,
        "duration": _wire(profile, draft.timing.duration_s),
        "frames": draft.timing.frames,
        "fps": _number(draft.timing.fps),
        "ratio": picture.ratio,
        "resolution": picture.resolution_wire,
        "size": picture.size_wire,
        "width": width,
        "height": height,
        "seed": seed,
        "audio": _audio(draft),
        "camera": camera,
        "multi_shot": len(words.shots) > 1,
        "shot_prompts": _shot_prompts(profile, words) if split else [],
        **_files(draft),
    }


def _files(draft: Draft) -> dict[str, Any]:
    """Frames and references by kind; every file appears as its path, a saved subject as its id."""
    attached: dict[str, list[dict[str, Any]]] = {
        "image": [],
        "video": [],
        "audio": [],
        "element": [],
    }
    subjects: dict[str, list[str]] = {}
    for index, item in enumerate(draft.slots.attached, 1):
        path = item.picture.path
        attached[item.kind].append(
            {"path": path, "name": item.name, "index": index, "mime": _mime(path)}
        )
        subjects.setdefault(item.name, []).append(path)
    return {
        "first_frame": draft.first,
        "last_frame": draft.slots.last,
        "first_frame_mime": _mime(draft.first),
        "last_frame_mime": _mime(draft.slots.last),
        "images": attached["image"],
        "videos": attached["video"],
        "audios": attached["audio"],
        "elements": attached["element"],
        "subjects": [{"name": name, "paths": paths} for name, paths in subjects.items()],
    }


def _shot_prompts(profile: GeneratorProfile, words: Words) -> list[dict[str, Any]]:
    return [
        {"index": number, "text": one.text, "seconds": _text_seconds(profile, one.seconds)}
        for number, one in enumerate(words.shots, 1)
    ]


def _camera(draft: Draft, call: Call | None) -> tuple[str | None, str | None]:
    """The vendor's word for the move where it is a parameter, and the model that reads it."""
    rule = draft.profile.camera
    quality = draft.picture.resolution
    model = call.models.get(quality or "", call.model) if call is not None else None
    if (
        rule.kind not in {"template", "param"}
        or draft.slots.mode not in (rule.modes or draft.profile.modes)
        or (rule.resolutions and quality and quality not in rule.resolutions)
    ):
        return None, model
    asked = camera_of(draft.told.board, draft.placed[0].shot)
    held = asked.move == "static" and asked.rig in HELD
    word = rule.words.get(str(asked.rig) if held else asked.move)
    return word, (rule.model or model) if word else model


def _wire(profile: GeneratorProfile, seconds: float | None) -> int | str | float | None:
    if seconds is None:
        return None
    whole = _number(seconds)
    if profile.durations.wire == "string":
        return str(whole)
    return f"{whole}s" if profile.durations.wire == "string_s" else whole


def _text_seconds(profile: GeneratorProfile, seconds: int) -> int | str:
    return str(seconds) if profile.durations.wire == "string" else seconds


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _audio(draft: Draft) -> bool | str | None:
    rule, asked = draft.profile.audio, draft.asked.audio
    if rule.native is not True:
        return None
    wanted = asked or (
        asked is None and audible(draft) is None and any(heard(one) for one in draft.placed)
    )
    return rule.send_on if wanted else rule.send_off if asked is False else None


def _mime(path: str | None) -> str | None:
    return None if path is None else _MIME.get(PurePosixPath(path).suffix.lower())


def _extra(draft: Draft) -> tuple[dict[str, Any], list[PlanWarning]]:
    """The creator's own fields; parameters whose meaning is disputed are never sent."""
    extra = dict(draft.asked.extra)
    control = extra.get("camera_control")
    config = control.get("config") if isinstance(control, dict) else None
    if not isinstance(config, dict) or not any(config.get(name) for name in _DISPUTED):
        return extra, []
    del extra["camera_control"]
    where = draft.notes.loaded.where(*draft.notes.keys, "target", "extra")
    message = "camera_control pan/tilt is not sent: two sources give opposite axes"
    zh = "camera_control 的 pan/tilt 不会发送：两处资料的轴向相反"
    return extra, [PlanWarning(code="VC206", message=message, where=where, message_zh=zh)]


def _laid_over(base: dict[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(base)
    for key, value in top.items():
        old = whole.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            whole[key] = _laid_over(old, value)
        else:
            whole[key] = value
    return whole


def _standing(draft: Draft, call: Call | None, body: dict[str, Any] | None) -> list[PlanWarning]:
    """What is to be said of the generator itself."""
    profile = draft.profile
    where = draft.notes.loaded.where(*draft.notes.keys, "target", "model")
    name, note = profile.id, profile.status_note
    said: list[tuple[str, str, str]] = []
    if profile.status == "retired":
        said.append(("VC201", f"{name} is retired: {note}", f"{name} 已下线：{note}"))
    elif profile.status == "gateway":
        said.append(("VC201", f"{name}: {note}", f"{name} 只能经第三方网关使用：{note}"))
    elif profile.status == "none":
        zh = f"{name} 没有公开接口：只给出提示词"
        said.append(("VC202", f"{name} has no public interface: the prompt text only", zh))
    if profile.host_kind == "api" and profile.status != "none":
        gaps = [
            name
            for name, value in (("path", call.path if call else None), ("body", body))
            if value is None
        ]
        if gaps:
            zh = (
                "请求的"
                + "和".join({"path": "路径", "body": "内容"}[gap] for gap in gaps)
                + "尚未查明"
            )
            said.append(("VC202", f"the request's {' and '.join(gaps)} is not established", zh))
    if draft.timing.duration_s is None and profile.status != "none":
        en = f"{name} decides the length itself, or it is not established"
        said.append(("VC202", en, f"{name} 的时长由模型决定，或尚未查明"))
    return [PlanWarning(code=code, message=en, where=where, message_zh=zh) for code, en, zh in said]


def _cost(profile: GeneratorProfile, seconds: float | None) -> Cost | None:
    price = profile.price
    if price is None:
        return None
    if price.per_request is not None:
        amount = price.per_request
    elif price.per_second is not None and seconds is not None:
        amount = round(price.per_second * seconds, 6)
    else:
        return None
    return Cost(amount=amount, currency=price.currency, source=price.source, as_of=str(price.as_of))
