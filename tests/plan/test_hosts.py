"""Workflows and scripts for models that run at home."""

import ast
from collections.abc import Callable
from typing import Any

import pytest

from vidcheck.errors import ProfileError
from vidcheck.generators.load import load_profiles, profile
from vidcheck.plan.model import PromptPlan
from vidcheck.plan.script import render_script
from vidcheck.storyboard.load import LoadedStoryboard

Compiled = Callable[..., PromptPlan]
COMFY = ["comfyui-wan-2.2", "comfyui-hunyuan-1.5", "comfyui-ltx", "comfyui-cogvideox"]
DIFFUSERS = [name for name in load_profiles() if name.startswith("diffusers-")]


@pytest.mark.parametrize("name", COMFY)
@pytest.mark.parametrize("shot", ["12A", "12B"])
def test_a_workflow_is_a_sound_graph(
    noodles: LoadedStoryboard, compiled: Compiled, name: str, shot: str
) -> None:
    request = compiled(noodles, name, shots=[shot]).requests[0]
    assert request.mode == "workflow"
    assert (request.method, request.path) == ("POST", "/prompt")
    graph: dict[str, Any] = request.body["prompt"]
    used = set()
    for node in graph.values():
        assert set(node) == {"class_type", "inputs"}, "API format, not the editor's"
        for value in node["inputs"].values():
            if isinstance(value, list):
                assert value[0] in graph, "a link to nowhere"
                used.add(value[0])
    ends = {name for name in graph if name not in used}
    assert [graph[end]["class_type"] for end in sorted(ends)] == ["SaveVideo"]
    texts = [node["inputs"].get("text", node["inputs"].get("prompt")) for node in graph.values()]
    assert request.prompt in texts
    assert request.negative_prompt in texts
    images = [node for node in graph.values() if node["class_type"] == "LoadImage"]
    assert [node["inputs"]["image"] for node in images] == [request.references[0].path]


@pytest.mark.parametrize(
    ("name", "step", "side"), [("comfyui-wan-2.2", 4, 16), ("comfyui-ltx", 8, 32)]
)
def test_a_workflow_keeps_the_latents_rules(
    noodles: LoadedStoryboard, compiled: Compiled, name: str, step: int, side: int
) -> None:
    graph = compiled(noodles, name, shots=["12A"]).requests[0].body["prompt"]
    latent = next(node["inputs"] for node in graph.values() if "length" in node["inputs"])
    assert latent["length"] % step == 1
    assert latent["width"] % side == latent["height"] % side == 0
    assert latent["height"] > latent["width"], "the film is upright"


def test_first_and_last_frame_in_a_workflow(
    compiled: Compiled, changed: Callable[..., LoadedStoryboard]
) -> None:
    board = changed("noodles", "boards/12B_first.png}", "boards/12B_first.png, last: b.png}")
    graph = compiled(board, "comfyui-wan-2.2", shots=["12B"]).requests[0].body["prompt"]
    node = next(n for n in graph.values() if n["class_type"] == "WanFirstLastFrameToVideo")
    assert graph[node["inputs"]["end_image"][0]]["inputs"]["image"] == "b.png"


@pytest.mark.parametrize("name", DIFFUSERS)
def test_a_script_is_python_and_says_what_the_request_says(
    noodles: LoadedStoryboard, compiled: Compiled, name: str
) -> None:
    request = compiled(noodles, name, shots=["12A"]).requests[0]
    assert request.mode == "script"
    tree = ast.parse(render_script(request, profile(name)))
    call = next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "pipe"
    )
    given = {k.arg: ast.literal_eval(k.value) for k in call.keywords if _plain(k.value)}
    assert given["prompt"] == request.prompt
    assert given["num_frames"] == request.frames
    saved = ast.unparse(tree.body[-1])
    assert f"{request.file_stem}.mp4" in saved


def _plain(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


@pytest.mark.parametrize(
    ("frames", "width", "says"), [(64, 704, "64 frames"), (65, 700, r"sides \[700")]
)
def test_a_script_that_would_fail_after_loading_is_refused(
    noodles: LoadedStoryboard, compiled: Compiled, frames: int, width: int, says: str
) -> None:
    request = compiled(noodles, "diffusers-ltx", shots=["12A"]).requests[0]
    body = {**request.body, "num_frames": frames, "width": width}
    with pytest.raises(ProfileError, match=says):
        render_script(request.model_copy(update={"body": body}), profile("diffusers-ltx"))


def test_no_script_for_a_service(noodles: LoadedStoryboard, compiled: Compiled) -> None:
    request = compiled(noodles, "kling-3.0", shots=["12A"]).requests[0]
    with pytest.raises(ProfileError, match="no diffusers pipeline"):
        render_script(request, profile("kling-3.0"))
