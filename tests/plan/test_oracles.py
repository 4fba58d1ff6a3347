"""Request bodies judged by the vendors' own packages, where installed (extra `oracles`)."""

import importlib
import json
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from vidcheck.generators.load import load_profiles
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.model import PromptRequest
from vidcheck.storyboard.load import load_storyboard

BOARDS = Path(__file__).parent / "boards"


def bodies(name: str) -> Iterator[PromptRequest]:
    for board in sorted(BOARDS.glob("*.yaml")):
        plan = compile_plan(load_storyboard(board), [load_profiles()[name]])
        yield from (one for one in plan.requests if one.body is not None)


def as_schema(hint: Any) -> dict[str, Any]:
    """A TypedDict as a closed JSON Schema with the names used on the wire."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated or str(origin) in {
        "typing.Required",
        "typing_extensions.Required",
    }:
        return as_schema(inner[0])
    if origin is typing.Union or str(origin) == "<class 'types.UnionType'>":
        return {"anyOf": [as_schema(item) for item in inner]}
    if origin is typing.Literal:
        return {"enum": list(inner)}
    if typing.is_typeddict(hint) or hasattr(hint, "__required_keys__"):
        return _closed(hint)
    if origin is not None and issubclass(origin, typing.Iterable):  # type: ignore[arg-type]
        return {"type": "array", "items": as_schema(inner[0])}
    plain = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    return {"type": plain[hint]} if hint in plain else {}


def _closed(hint: Any) -> dict[str, Any]:
    properties, required = {}, []
    for name, field in typing.get_type_hints(hint, include_extras=True).items():
        wire, must = name, False
        part = field
        while typing.get_origin(part) is not None:
            if "Required" in str(typing.get_origin(part)):
                must = "NotRequired" not in str(typing.get_origin(part))
            elif typing.get_origin(part) is typing.Annotated:
                aliases = [getattr(mark, "alias", None) for mark in typing.get_args(part)[1:]]
                wire = next((alias for alias in aliases if alias), wire)
            else:
                break
            part = typing.get_args(part)[0]
        properties[wire] = as_schema(part)
        required += [wire] if must else []
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("name", "mode", "module", "kind"),
    [
        (
            "luma-ray-3.2",
            None,
            "luma_agents.types.generation_create_params",
            "GenerationCreateParams",
        ),
        ("runway-gen4.5", "t2v", "runwayml.types.text_to_video_create_params", "Gen4_5"),
        ("runway-gen4.5", "i2v", "runwayml.types.image_to_video_create_params", "Gen4_5"),
        ("runway-gen4-turbo", "i2v", "runwayml.types.image_to_video_create_params", "Gen4Turbo"),
    ],
)
def test_typed_bodies(name: str, mode: str | None, module: str, kind: str) -> None:
    pytest.importorskip(module.split(".", maxsplit=1)[0])
    schema = as_schema(getattr(importlib.import_module(module), kind))
    judge = Draft202012Validator(schema)
    checked = [one for one in bodies(name) if mode in {None, one.mode}]
    assert checked
    for request in checked:
        assert not [error.message for error in judge.iter_errors(request.body)], request.id
        assert not judge.is_valid({**request.body, "no_such_field": 1})


@pytest.mark.parametrize("name", ["wan-3.0", "wan-2.7", "wan-2.6"])
def test_dashscope_builds_the_same_body(name: str) -> None:
    videos = pytest.importorskip("dashscope.v2.resources.videos")
    named = ("seed", "size", "duration", "resolution", "ratio", "prompt_extend", "watermark")
    for request in bodies(name):
        told, settings = dict(request.body["input"]), dict(request.body["parameters"])
        other = {key: told[key] for key in told if key not in {"prompt", "media", "img_url"}}
        built = videos._build_input(
            request.body["model"],
            told.get("prompt"),
            told.get("img_url"),
            told.get("media"),
            other or None,
        )
        assert built == told
        own = {key: settings.get(key) for key in named}
        rest = {key: settings[key] for key in settings if key not in named}
        assert videos._build_parameters(**own, parameters=rest) == settings


def test_zai_sends_the_same_body() -> None:
    zai = pytest.importorskip("zai")
    httpx = pytest.importorskip("httpx")
    sent: list[tuple[str, dict[str, Any]]] = []

    def answer(request: Any) -> Any:
        sent.append((request.url.path, json.loads(request.content)))
        reply = {"id": "1", "model": "m", "task_status": "PROCESSING", "request_id": "1"}
        return httpx.Response(200, json=reply)

    wire = httpx.Client(transport=httpx.MockTransport(answer))
    client = zai.ZaiClient(api_key="a.b", base_url="https://api.z.ai/api/paas/v4", http_client=wire)
    for request in bodies("cogvideox-3"):
        client.videos.generations(**request.body)
        path, body = sent[-1]
        assert path.endswith(str(request.path))
        assert {key: value for key, value in body.items() if value is not None} == request.body


def test_xai_accepts_the_same_fields() -> None:
    video = pytest.importorskip("xai_sdk.video")
    checked = 0
    for request in bodies("grok-imagine-video"):
        body = request.body
        made = video._make_generate_request(
            body["prompt"],
            body["model"],
            image_url=(body.get("image") or {}).get("url"),
            video_url=None,
            duration=body["duration"],
            aspect_ratio=body.get("aspect_ratio"),
            resolution=body.get("resolution"),
            reference_image_urls=[one["url"] for one in body.get("reference_images", [])] or None,
            generate_audio=body.get("generate_audio"),
        )
        assert made.prompt == request.prompt
        checked += 1
    assert checked


@pytest.mark.parametrize("name", ["comfyui-wan-2.2", "comfyui-hunyuan-1.5", "comfyui-ltx"])
def test_comfy_takes_the_graph(name: str) -> None:
    workflows = pytest.importorskip("comfy_sdk.workflows")
    for request in bodies(name):
        workflows.Workflow(request.body["prompt"])
