from __future__ import annotations

import json
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.drawing import Coding, numbered
from tests.match.test_match import Folder, found, request
from vidcheck.match.inside import request_of, what_it_says

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.plan.model import PromptRequest

PROMPTS = {"12A": "Mei looks down at the letter on the counter.",
           "12B": "Jun stands in the rain before the shop."}  # fmt: skip


def asked(shot: str, take: int = 1, seed: int | None = None) -> PromptRequest:
    return request(shot, take).model_copy(update={"prompt": PROMPTS[shot], "seed": seed})


def clip(path: Path, tags: dict[str, str], container: str = "mp4") -> Path:
    """A real clip with tags, as FFmpeg writes them."""
    codec = "libvpx" if container == "webm" else "libx264"
    options = {"movflags": "use_metadata_tags"} if container == "mp4" else {}
    with av.open(str(path), "w", options=options) as out:
        out.metadata.update(tags)
        stream = out.add_stream(codec, rate=12)
        stream.width, stream.height, stream.pix_fmt = 64, 48, Coding().pixels
        for picture in numbered(4):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def workflow(prompt: str, seed: int, prefix: str = "video/ComfyUI") -> str:
    """A ComfyUI prompt: nodes by number."""
    return json.dumps(
        {
            "3": {"class_type": "KSampler", "inputs": {"seed": seed, "steps": 20}},
            "6": {"class_type": "CLIPTextEncode", "inputs": {"text": f"cinematic, {prompt}"}},
            "9": {"class_type": "SaveVideo", "inputs": {"filename_prefix": prefix}},
        }
    )


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_a_workflow_inside_a_clip_tells_its_shot_and_seed(tmp_path: Path, container: str) -> None:
    path = clip(tmp_path / f"ComfyUI_00007_.{container}",
                {"prompt": workflow(PROMPTS["12B"], 4711)}, container)  # fmt: skip
    inside = what_it_says(path)
    assert inside is not None
    assert inside.seed == 4711
    answer = request_of(inside, [asked("12A"), asked("12B")])
    assert answer is not None
    assert answer.shots == ("12B",)


def test_json_in_json_in_a_comment_is_read(tmp_path: Path) -> None:
    comment = json.dumps({"prompt": workflow(PROMPTS["12A"], 5), "CreationTime": "2026"})
    inside = what_it_says(clip(tmp_path / "AnimateDiff_1.mp4", {"comment": comment}))
    assert inside is not None
    assert inside.seed == 5
    assert inside.holds(PROMPTS["12A"])
    assert not inside.holds(PROMPTS["12B"])


def test_a_png_beside_the_clip_counts(tmp_path: Path) -> None:
    path = clip(tmp_path / "x.mp4", {})
    notes = PngInfo()
    notes.add_text("parameters", f"{PROMPTS['12B']}\nSteps: 20, Seed: 99, CFG scale: 7")
    Image.new("RGB", (8, 8)).save(tmp_path / "x.png", pnginfo=notes)
    inside = what_it_says(path)
    assert inside is not None
    assert inside.seed == 99
    assert inside.holds(PROMPTS["12B"])


def test_the_name_a_workflow_saves_under_is_enough(tmp_path: Path) -> None:
    wanted = asked("12B", 2)
    path = clip(tmp_path / "a.mp4", {"prompt": workflow("x", 1, f"film/{wanted.file_stem}")})
    inside = what_it_says(path)
    assert inside is not None
    assert request_of(inside, [asked("12A"), asked("12B", 1), wanted]) == wanted


def test_the_seed_tells_takes_of_one_prompt_apart(tmp_path: Path) -> None:
    requests = [asked("12A", 1, 11), asked("12A", 2, 12), asked("12B", 1, 11)]
    inside = what_it_says(clip(tmp_path / "a.mp4", {"prompt": workflow(PROMPTS["12A"], 12)}))
    assert inside is not None
    assert request_of(inside, requests) == requests[1]


def test_a_prompt_of_two_shots_tells_nothing(tmp_path: Path) -> None:
    twice = [asked("12A"), asked("12B").model_copy(update={"prompt": PROMPTS["12A"]})]
    inside = what_it_says(clip(tmp_path / "a.mp4", {"prompt": workflow(PROMPTS["12A"], 1)}))
    assert inside is not None
    assert request_of(inside, twice) is None


@pytest.mark.parametrize("tags", [{}, {"comment": "[" * 5000}, {"prompt": "{not json"}])
def test_odd_metadata_does_no_harm(tmp_path: Path, tags: dict[str, str]) -> None:
    inside = what_it_says(clip(tmp_path / "a.mp4", tags))
    assert inside is None or inside.seed is None


def test_matching_uses_it_and_says_where_it_contradicts_the_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    clip(folder.takes / "ComfyUI_1.mp4", {"prompt": workflow(PROMPTS["12A"], 7)})
    clip(folder.takes / "12A_kling-3.0_t2.mp4", {"prompt": workflow(PROMPTS["12B"], 8)})
    matching = folder.match((asked("12A"), asked("12A", 2), asked("12B")))
    assert found(matching) == {
        "ComfyUI_1.mp4": ("12A", 1, "metadata"),
        "12A_kling-3.0_t2.mp4": ("12A", 2, "name"),
    }
    assert {one.path.name: one.seed for one in matching.matches} == {
        "ComfyUI_1.mp4": 7,
        "12A_kling-3.0_t2.mp4": 8,
    }
    assert "the prompt inside it is that of 12B" in matching.warnings[0][0]
