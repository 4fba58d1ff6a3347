"""Workflows for ComfyUI in its API format: nodes by id, links as `[node id, output number]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vidcheck.generators.profile import LocalRule

Link = list[Any]


class Graph:
    """Nodes in the order they are added, numbered from 1."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, Any]] = {}

    def add(self, kind: str, **inputs: Any) -> str:
        """Add a node and return its id; an input that is None is left out."""
        name = str(len(self.nodes) + 1)
        given = {key: value for key, value in inputs.items() if value is not None}
        self.nodes[name] = {"class_type": kind, "inputs": given}
        return name

    def save(self, images: Link, fps: float, prefix: str) -> dict[str, dict[str, Any]]:
        """Close the graph: frames into a video file."""
        video = self.add("CreateVideo", images=images, fps=fps)
        self.add("SaveVideo", video=[video, 0], filename_prefix=prefix, format="auto", codec="auto")
        return self.nodes


def workflow(rule: LocalRule, values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The graph of one clip.

    Args:
        rule: file names and sampler settings of the profile.
        values: prompt, negative, width, height, frames, fps, seed, first_frame, last_frame.
        prefix: what the saved file's name begins with.

    Source: inputs of ComfyUI's nodes_wan.py, nodes_hunyuan.py, nodes_lt.py, nodes_video.py.
    """
    return _BUILDERS[rule.family](rule.settings, values, prefix)


def _texts(graph: Graph, clip: Link, values: Mapping[str, Any]) -> tuple[Link, Link]:
    positive = graph.add("CLIPTextEncode", text=values["prompt"] or "", clip=clip)
    negative = graph.add("CLIPTextEncode", text=values["negative"] or "", clip=clip)
    return [positive, 0], [negative, 0]


def _picture(graph: Graph, path: str | None) -> Link | None:
    return None if path is None else [graph.add("LoadImage", image=path), 0]


def _size(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "width": values["width"],
        "height": values["height"],
        "length": values["frames"],
        "batch_size": 1,
    }


def _opening(
    graph: Graph,
    values: Mapping[str, Any],
    sides: tuple[Link, Link],
    vae: Link,
    kinds: tuple[str, str],
) -> tuple[Link, Link, Link]:
    """Positive, negative and latent: empty, or opening with the given frames."""
    positive, negative = sides
    first = _picture(graph, values["first_frame"])
    if first is None:
        return positive, negative, [graph.add(kinds[0], **_size(values)), 0]
    made = graph.add(
        kinds[1],
        positive=positive,
        negative=negative,
        vae=vae,
        start_image=first,
        end_image=_picture(graph, values["last_frame"]),
        **_size(values),
    )
    return [made, 0], [made, 1], [made, 2]


def _sampling(
    own: Mapping[str, Any], positive: Link, negative: Link, latent: Link
) -> dict[str, Any]:
    return {
        "steps": own["steps"],
        "cfg": own["cfg"],
        "sampler_name": own["sampler"],
        "scheduler": own["scheduler"],
        "positive": positive,
        "negative": negative,
        "latent_image": latent,
    }


def _wan(own: Mapping[str, Any], values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Wan 2.2 14B: a model for the noisy steps, another for the fine ones."""
    graph = Graph()
    tail = "" if values["first_frame"] is None else "_i2v"
    models = []
    for name in ("high", "low"):
        loader = graph.add("UNETLoader", unet_name=own[name + tail], weight_dtype="default")
        models.append(graph.add("ModelSamplingSD3", model=[loader, 0], shift=own["shift"]))
    clip = graph.add("CLIPLoader", clip_name=own["clip"], type="wan", device="default")
    vae = graph.add("VAELoader", vae_name=own["vae"])
    sides = _texts(graph, [clip, 0], values)
    kind = "WanImageToVideo" if values["last_frame"] is None else "WanFirstLastFrameToVideo"
    positive, negative, latent = _opening(
        graph, values, sides, [vae, 0], ("EmptyHunyuanLatentVideo", kind)
    )
    switch = own["switch_step"]
    spans = (("enable", 0, switch, "enable"), ("disable", switch, 10000, "disable"))
    for model, (noise, start, end, leftover) in zip(models, spans, strict=True):
        sampler = graph.add(
            "KSamplerAdvanced",
            model=[model, 0],
            add_noise=noise,
            noise_seed=values["seed"] or 0,
            **_sampling(own, positive, negative, latent),
            start_at_step=start,
            end_at_step=end,
            return_with_leftover_noise=leftover,
        )
        latent = [sampler, 0]
    images = graph.add("VAEDecode", samples=latent, vae=[vae, 0])
    return graph.save([images, 0], values["fps"], prefix)


def _hunyuan(own: Mapping[str, Any], values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    graph = Graph()
    unet = own["unet"] if values["first_frame"] is None else own["unet_i2v"]
    loader = graph.add("UNETLoader", unet_name=unet, weight_dtype="default")
    model = graph.add("ModelSamplingSD3", model=[loader, 0], shift=own["shift"])
    clip = graph.add(
        "DualCLIPLoader",
        clip_name1=own["clip"],
        clip_name2=own["clip_2"],
        type="hunyuan_video_15",
        device="default",
    )
    vae = graph.add("VAELoader", vae_name=own["vae"])
    kinds = ("EmptyHunyuanVideo15Latent", "HunyuanVideo15ImageToVideo")
    sides = _texts(graph, [clip, 0], values)
    positive, negative, latent = _opening(graph, values, sides, [vae, 0], kinds)
    sampler = graph.add(
        "KSampler",
        model=[model, 0],
        seed=values["seed"] or 0,
        **_sampling(own, positive, negative, latent),
        denoise=1.0,
    )
    images = graph.add("VAEDecode", samples=[sampler, 0], vae=[vae, 0])
    return graph.save([images, 0], values["fps"], prefix)


def _ltx(own: Mapping[str, Any], values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    graph = Graph()
    model = graph.add("CheckpointLoaderSimple", ckpt_name=own["checkpoint"])
    clip = graph.add("CLIPLoader", clip_name=own["clip"], type="ltxv", device="default")
    vae: Link = [model, 2]
    positive, negative = _texts(graph, [clip, 0], values)
    first = _picture(graph, values["first_frame"])
    if first is None:
        latent: Link = [graph.add("EmptyLTXVLatentVideo", **_size(values)), 0]
    else:
        made = graph.add(
            "LTXVImgToVideo",
            positive=positive,
            negative=negative,
            vae=vae,
            image=first,
            strength=1.0,
            **_size(values),
        )
        positive, negative, latent = [made, 0], [made, 1], [made, 2]
    rate = float(values["fps"])
    rated = graph.add("LTXVConditioning", positive=positive, negative=negative, frame_rate=rate)
    schedule = {"max_shift": 2.05, "base_shift": 0.95, "stretch": True, "terminal": 0.1}
    sigmas = graph.add("LTXVScheduler", steps=own["steps"], latent=latent, **schedule)
    chosen = graph.add("KSamplerSelect", sampler_name=own["sampler"])
    sampler = graph.add(
        "SamplerCustom",
        model=[model, 0],
        add_noise=True,
        noise_seed=values["seed"] or 0,
        cfg=own["cfg"],
        positive=[rated, 0],
        negative=[rated, 1],
        sampler=[chosen, 0],
        sigmas=[sigmas, 0],
        latent_image=latent,
    )
    images = graph.add("VAEDecode", samples=[sampler, 0], vae=vae)
    return graph.save([images, 0], values["fps"], prefix)


def _cogvideox(own: Mapping[str, Any], values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The wrapper's nodes; ComfyUI has none of its own for this model."""
    graph = Graph()
    first = _picture(graph, values["first_frame"])
    loader = graph.add(
        "DownloadAndLoadCogVideoModel",
        model=own["model"] if first is None else own["model_i2v"],
        precision="bf16",
        quantization="disabled",
        enable_sequential_cpu_offload=False,
    )
    clip = graph.add("CLIPLoader", clip_name=own["clip"], type="sd3", device="default")
    sides = {"strength": 1.0, "force_offload": True, "clip": [clip, 0]}
    positive = graph.add("CogVideoTextEncode", prompt=values["prompt"] or "", **sides)
    negative = graph.add("CogVideoTextEncode", prompt=values["negative"] or "", **sides)
    empty, encoded = _cogvideox_latents(graph, values, first, [loader, 1])
    sampler = graph.add(
        "CogVideoSampler",
        model=[loader, 0],
        positive=[positive, 0],
        negative=[negative, 0],
        samples=empty,
        image_cond_latents=encoded,
        num_frames=values["frames"],
        steps=own["steps"],
        cfg=own["cfg"],
        seed=values["seed"] or 0,
        scheduler=own["scheduler"],
        denoise_strength=1.0,
    )
    images = graph.add(
        "CogVideoDecode",
        vae=[loader, 1],
        samples=[sampler, 0],
        **_TILES,
    )
    return graph.save([images, 0], values["fps"], prefix)


def _cogvideox_latents(
    graph: Graph, values: Mapping[str, Any], first: Link | None, vae: Link
) -> tuple[Link | None, Link | None]:
    """An empty latent, or the opening picture as condition."""
    size = {"width": values["width"], "height": values["height"]}
    if first is None:
        return [graph.add("EmptyLatentImage", batch_size=1, **size), 0], None
    scaled = graph.add("ImageScale", image=first, upscale_method="lanczos", crop="center", **size)
    made = graph.add("CogVideoImageEncode", vae=vae, start_image=[scaled, 0], enable_tiling=False)
    return None, [made, 0]


_TILES = {
    "enable_vae_tiling": True,
    "tile_sample_min_height": 240,
    "tile_sample_min_width": 360,
    "tile_overlap_factor_height": 0.2,
    "tile_overlap_factor_width": 0.2,
    "auto_tile_size": True,
}


_BUILDERS = {"wan": _wan, "hunyuan": _hunyuan, "ltx": _ltx, "cogvideox": _cogvideox}
