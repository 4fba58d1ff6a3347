"""A runnable Python script for diffusers, its arguments checked against the pipeline's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vidcheck.errors import ProfileError

if TYPE_CHECKING:
    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.plan.model import PromptRequest

_SIDE = {"wan": 16, "hunyuan": 16, "hunyuan15": 16, "cogvideox": 8, "ltx": 32, "ltx2": 32}
_RATE = {"ltx", "ltx2"}  # families whose pipelines take the frame rate themselves


def render_script(request: PromptRequest, profile: GeneratorProfile) -> str:
    """The script that makes one take with diffusers and saves it under its file stem.

    Raises: ProfileError where the profile is not one of diffusers, or where frames or size break
        a rule of the pipeline, which would only be seen after minutes of loading.
    """
    rule = profile.local
    if rule is None or rule.host != "diffusers" or request.body is None:
        hint = "`vidcheck generators list` shows those whose id begins with diffusers-"
        raise ProfileError(f"{profile.id}: no diffusers pipeline", hint=hint)
    _checked(request.body, profile)
    body, own = dict(request.body), rule.settings
    image = body.pop("image", None)
    last = body.pop("last_image", None)
    fps = body.pop("frame_rate" if rule.family in _RATE else "fps", None)
    seed = body.pop("seed", None)
    tail = "" if image is None else "_i2v"
    pipeline, checkpoint = own["pipeline" + tail], own["checkpoint" + tail]
    arguments = _arguments(body, rule.family, own, fps)
    loaded = {"image": image, "last_image": last}
    pictures = [f"    {name}=load_image({path!r})," for name, path in loaded.items() if path]
    seeded = [f"    generator=torch.Generator().manual_seed({seed}),"] if seed is not None else []
    needs = f"export_to_video{', load_image' if pictures else ''}"
    lines = [
        f'"""{request.id}: made by vidcheck; run it where diffusers and a GPU are."""\n',
        f"import torch\nfrom diffusers import {pipeline}\nfrom diffusers.utils import {needs}\n",
        f"pipe = {pipeline}.from_pretrained(",
        f"    {checkpoint!r}, torch_dtype=torch.{own['dtype']}",
        ")",
        "pipe.enable_model_cpu_offload()",
        "pipe.vae.enable_tiling()\n",
        "video = pipe(",
        *pictures,
        *(f"    {name}={value!r}," for name, value in arguments.items()),
        *seeded,
        ").frames[0]",
        f"export_to_video(video, {request.file_stem + '.mp4'!r}, fps={fps!r})",
    ]
    return "\n".join(lines) + "\n"


def _arguments(
    body: dict[str, Any], family: str, own: dict[str, Any], fps: float | None
) -> dict[str, Any]:
    arguments = dict(body)
    if family in _RATE:
        arguments["frame_rate"] = fps
    for name in ("num_inference_steps", "guidance_scale"):
        if name in own:
            arguments[name] = own[name]
    if family == "hunyuan" and body.get("negative_prompt"):
        arguments["true_cfg_scale"] = 6.0
    return arguments


def _checked(body: dict[str, Any], profile: GeneratorProfile) -> None:
    """The rules that the pipelines themselves enforce, before anything is loaded."""
    rule, frames = profile.frames_rule, body.get("num_frames")
    if rule is not None and frames is not None and not rule.allows(frames):
        raise ProfileError(
            f"{profile.id}: {frames} frames", hint=f"{rule.step}k+{rule.offset} are made"
        )
    step = _SIDE.get(profile.local.family if profile.local else "", 8)
    sides = [body[name] for name in ("width", "height") if name in body]
    if any(side % step for side in sides):
        raise ProfileError(f"{profile.id}: sides {sides}", hint=f"both must divide by {step}")
