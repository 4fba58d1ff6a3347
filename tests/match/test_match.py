from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from vidcheck.errors import StoryboardError, VidcheckError
from vidcheck.match.desk import match_takes
from vidcheck.plan.model import PromptLength, PromptPlan, PromptRequest
from vidcheck.storyboard.load import load_storyboard

if TYPE_CHECKING:
    from pathlib import Path

    from vidcheck.match.found import Matching

BOARD = """\
vidcheck: 1
project: {title: t}
style: {prompt: p}
places: {shop: {prompt: p}}
scenes:
  - id: sc01
    place: shop
    shots:
      - {id: "12A", duration: 4, action: a}
      - {id: "12B", duration: 4, action: b}
      - {id: "12", duration: 4, action: c}
"""


def request(shot: str, take: int, generator: str = "kling-3.0", *more: str) -> PromptRequest:
    return PromptRequest(
        id=f"{shot}.{generator}.t{take}", generator=generator, shots=(shot, *more), take=take,
        mode="t2v", prompt="p", prompt_language="en",
        prompt_length=PromptLength(value=1, unit="characters", limit=None, estimate=False),
        negative_prompt=None, duration_s=4.0, frames=None, fps=None, aspect_ratio=None,
        resolution=None, seed=None, references=(), method=None, path=None, body=None,
        file_stem=f"{shot}_{generator}_t{take}", dropped=(), warnings=(), cost=None,
    )  # fmt: skip


PLAN = tuple(request(shot, take) for shot in ("12A", "12B", "12") for take in (1, 2))


class Folder:
    def __init__(self, root: Path) -> None:
        self.root, self.takes, self.count = root, root / "takes", 0
        self.takes.mkdir()
        self.write_board(BOARD)

    def write_board(self, text: str) -> None:
        (self.root / "storyboard.yaml").write_text(text, encoding="utf-8")

    def put(self, name: str, content: bytes | None = None, age: float = 0) -> None:
        path = self.takes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.count += 1
        path.write_bytes(name.encode() if content is None else content)
        os.utime(path, (1_000_000 - age, 1_000_000 - age))

    def match(self, requests: tuple[PromptRequest, ...] = PLAN) -> Matching:
        plan = PromptPlan(storyboard="s", plan_hash="0", requests=requests)
        return match_takes(plan, load_storyboard(self.root / "storyboard.yaml"), self.takes)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def found(matching: Matching) -> dict[str, tuple[str, int, str]]:
    return {one.path.name: (one.shot, one.take, one.how) for one in matching.matches}


@pytest.mark.parametrize(
    ("name", "shot", "take", "how"),
    [
        ("12A_kling-3.0_t1.mp4", "12A", 1, "name"),
        ("12a_KLING-3.0_T1.MP4", "12A", 1, "name"),
        ("12A_kling-3.0_t10.mp4", "12A", 10, "name"),
        ("12A_kling-3.0_t2 (1).mp4", "12A", 2, "name"),
        ("12A_kling-3.0_t2_upscaled.webm", "12A", 2, "name"),
        ("12B_t03.mov", "12B", 3, "name"),
        ("12B-take4.mkv", "12B", 4, "name"),
        ("12_t1.mp4", "12", 1, "name"),
        ("12A.gif", "12A", 1, "name"),
        ("12A final.mp4", "12A", 1, "name"),
        ("12B/download.mp4", "12B", 1, "folder"),
        ("12B/download (7).mp4", "12B", 1, "folder"),
        ("kling/12b/t2.mp4", "12B", 2, "folder"),
        ("12B/seed_11_v5.mp4", "12B", 5, "folder"),
    ],
)
def test_a_file_finds_its_shot(folder: Folder, name: str, shot: str, take: int, how: str) -> None:
    folder.put(name)
    matching = folder.match()
    assert found(matching) == {name.rpartition("/")[2]: (shot, take, how)}
    assert matching.unmatched == ()


@pytest.mark.parametrize("name", ["12AB_t1.mp4", "x12A.mp4", "121_t1.mp4", "clip.mp4"])
def test_a_name_that_only_looks_alike_is_not_taken(folder: Folder, name: str) -> None:
    folder.put(name)
    matching = folder.match()
    assert matching.matches == ()
    assert "tells no shot" in matching.unmatched[0].reason


def test_the_generator_is_read_from_the_name(folder: Folder) -> None:
    folder.put("12A_seedance-2.0_t1.mp4")
    folder.put("12A_kling-3.0_t1.mp4")
    both = (*PLAN, request("12A", 1, "seedance-2.0"))
    matching = folder.match(both)
    assert {(one.generator, one.take) for one in matching.matches} == {
        ("kling-3.0", 1), ("seedance-2.0", 1)
    }  # fmt: skip


def test_what_is_missing_is_said(folder: Folder) -> None:
    folder.put("12A_t1.mp4")
    assert folder.match().missing == ("12B", "12")


def test_a_half_download_and_an_empty_file_are_said(folder: Folder) -> None:
    folder.put("12A_t1.mp4.crdownload")
    folder.put("12A_t2.mp4.part")
    folder.put("12A_t3.mp4", b"")
    reasons = {one.path.name: one.reason for one in folder.match().unmatched}
    assert reasons["12A_t1.mp4.crdownload"] == "not finished downloading"
    assert reasons["12A_t2.mp4.part"] == "not finished downloading"
    assert "empty" in reasons["12A_t3.mp4"]


def test_the_same_content_twice_counts_once(folder: Folder) -> None:
    folder.put("12A_t1.mp4", b"same")
    folder.put("12A_t2.mp4", b"same")
    folder.put("12A_t3.mp4", b"othr")
    matching = folder.match()
    assert set(found(matching)) == {"12A_t1.mp4", "12A_t3.mp4"}
    assert matching.unmatched[0].reason == "the same content as 12A_t1.mp4"
    assert "内容相同" in matching.unmatched[0].reason_zh


def test_each_file_is_read_once_to_find_copies(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 9):
        folder.put(f"12A_t{number}.mp4", b"as long %d" % number)
    folder.put("12B_t1.mp4", b"longer than all of them")
    read: list[str] = []
    monkeypatch.setattr("vidcheck.match.files.content_of",
                        lambda path: read.append(path.name) or path.read_bytes().hex())  # fmt: skip
    assert len(found(folder.match())) == 9
    assert sorted(read) == [f"12A_t{number}.mp4" for number in range(1, 9)]


def test_two_files_that_claim_one_take_are_both_kept_and_it_is_said(folder: Folder) -> None:
    folder.put("12A_kling-3.0_t1.mp4")
    folder.put("12A_kling-3.0_t1 (1).mp4")
    matching = folder.match()
    assert sorted(one.take for one in matching.matches) == [1, 2]
    assert "counted as take 2" in matching.warnings[0][0]


def test_other_files_are_passed_over(folder: Folder) -> None:
    for name in ("notes.txt", ".hidden.mp4", ".cache/12A_t1.mp4", "12A.png"):
        folder.put(name)
    matching = folder.match()
    assert (matching.matches, matching.unmatched) == ((), ())


def test_order_of_creation_is_the_last_resort_and_is_said(folder: Folder) -> None:
    folder.put("b.mp4", age=30)
    folder.put("a.mp4", age=20)
    folder.put("c.mp4", age=10)
    three = (request("12A", 1), request("12B", 1), request("12", 1))
    matching = folder.match(three)
    assert found(matching) == {
        "b.mp4": ("12A", 1, "order"), "a.mp4": ("12B", 1, "order"), "c.mp4": ("12", 1, "order")
    }  # fmt: skip
    assert "order of creation" in matching.warnings[0][0]
    assert "b.mp4 → 12A" in matching.warnings[0][0]


def test_order_is_not_guessed_where_the_counts_differ(folder: Folder) -> None:
    folder.put("b.mp4")
    matching = folder.match((request("12A", 1), request("12B", 1)))
    assert matching.matches == ()
    assert len(matching.unmatched) == 1


def test_takes_yaml_goes_before_everything(folder: Folder) -> None:
    folder.put("12A_t1.mp4")
    folder.put("gen/99.mp4")
    (folder.takes / "takes.yaml").write_text(
        "takes:\n  12B: [12A_t1.mp4, {path: gen/99.mp4, take: 7, generator: vidu-q2}]\n"
    )
    matching = folder.match()
    assert found(matching) == {"12A_t1.mp4": ("12B", 1, "takes.yaml"),
                               "99.mp4": ("12B", 7, "takes.yaml")}  # fmt: skip
    assert matching.matches[1].generator == "vidu-q2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("takes:\n  12Z: [a.mp4]\n", r"takes\.yaml:2:3: takes\.12Z: the storyboard has no such"),
        ("takes:\n  12A: [{file: a.mp4}]\n", r"a file is needed"),
        ("takes:\n  12A: [{path: a.mp4, tak: 1}]\n", r"takes\.yaml:2:\d+: .*tak: unknown key"),
        ("takes:\n  12A: [{path: a.mp4, take: 0}]\n", r"a number from 1"),
        (
            "takes:\n  12A:\n    - a.mp4\n    - gen/../a.mp4\n",
            r"takes\.yaml:4:7: takes\.12A\.1: a\.mp4 stands twice under this shot",
        ),
        ("takes:\n  12A: [{path: a.mp4, span: [2, 1]}]\n", r"yaml:2:\d+: .*span: two numbers of"),
        ("takes:\n  12A: [{path: a.mp4, span: [0, .inf]}]\n", "span: two numbers of seconds"),
        ("takes:\n  12A: [{path: a.mp4, span: [0, true, 2]}]\n", "span: two numbers of seconds"),
        ("12A: [a.mp4]\n", "takes: missing"),
        ("takes: [\n", "not valid YAML"),
    ],
)
def test_a_broken_takes_yaml_is_one_error_with_its_place(
    folder: Folder, text: str, said: str
) -> None:
    (folder.takes / "takes.yaml").write_text(text)
    with pytest.raises(StoryboardError, match=said):
        folder.match()


def test_one_file_may_serve_two_shots_and_hold_two(folder: Folder) -> None:
    folder.put("sky.mp4")
    folder.put("scene.mp4")
    (folder.takes / "takes.yaml").write_text(
        "takes:\n  12A: [sky.mp4, {path: scene.mp4, span: [0, 2.5], verdict: ng}]\n"
        "  12B:\n    - {path: scene.mp4, span: [2.5, 6], verdict: keep, note: the better half}\n"
        "  12: [sky.mp4]\n"
    )
    matching = folder.match()
    assert [(one.shot, one.path.name, one.span, one.word, one.note)
            for one in matching.matches] == [
        ("12A", "scene.mp4", (0.0, 2.5), "ng", ""),
        ("12A", "sky.mp4", None, None, ""),
        ("12B", "scene.mp4", (2.5, 6.0), "keep", "the better half"),
        ("12", "sky.mp4", None, None, ""),
    ]  # fmt: skip
    assert not matching.missing
    assert not matching.warnings


def test_what_takes_yaml_says_of_a_file_stands_above_the_storyboard(folder: Folder) -> None:
    folder.put("a.mp4")
    line = '{id: "12B", duration: 4, action: b}'
    named = line.replace("}", ", takes: [{path: takes/a.mp4}]}")
    folder.write_board(BOARD.replace(line, named))
    assert found(folder.match()) == {"a.mp4": ("12B", 1, "storyboard")}
    (folder.takes / "takes.yaml").write_text("takes:\n  12A: [a.mp4]\n")
    assert found(folder.match()) == {"a.mp4": ("12A", 1, "takes.yaml")}


def test_a_file_that_takes_yaml_names_but_is_not_there_is_a_warning(folder: Folder) -> None:
    (folder.takes / "takes.yaml").write_text("takes:\n  12A: [gone.mp4]\n")
    matching = folder.match()
    assert "gone.mp4" in matching.warnings[0][0]
    assert "12A" in matching.missing


def test_takes_named_in_the_storyboard_are_found_outside_the_folder(folder: Folder) -> None:
    (folder.root / "elsewhere.mp4").write_bytes(b"x")
    line = '{id: "12A", duration: 4, action: a, takes: [{path: elsewhere.mp4}]}'
    folder.write_board(BOARD.replace('{id: "12A", duration: 4, action: a}', line))
    assert found(folder.match()) == {"elsewhere.mp4": ("12A", 1, "storyboard")}


def test_a_unit_of_several_shots_is_not_missing_and_its_shots_are_known(folder: Folder) -> None:
    folder.put("12A_kling-3.0_t1.mp4")
    matching = folder.match((request("12A", 1, "kling-3.0", "12B"),))
    assert matching.missing == ()
    assert matching.matches[0].unit == ("12A", "12B")


def test_files_of_shots_that_were_not_asked_for_are_passed_over(folder: Folder) -> None:
    folder.put("12A_t1.mp4")
    folder.put("12B_t1.mp4")
    matching = folder.match((request("12A", 1),))
    assert (len(matching.matches), matching.unmatched) == (1, ())


def test_without_a_plan_every_shot_is_wanted(folder: Folder) -> None:
    folder.put("12B_t1.mp4")
    matching = folder.match(())
    assert found(matching) == {"12B_t1.mp4": ("12B", 1, "name")}
    assert matching.missing == ("12A", "12")


def test_a_missing_folder_is_one_clear_error(folder: Folder, tmp_path: Path) -> None:
    loaded = load_storyboard(tmp_path / "storyboard.yaml")
    plan = PromptPlan(storyboard="s", plan_hash="0", requests=())
    for path, said in ((tmp_path / "no", "no such folder"),
                       (tmp_path / "storyboard.yaml", "is a file")):  # fmt: skip
        with pytest.raises(VidcheckError, match=said):
            match_takes(plan, loaded, path)
    assert folder.count == 0


def test_natural_order_of_names(folder: Folder) -> None:
    for name in ("12A/clip10.mp4", "12A/clip9.mp4"):
        folder.put(name)
    assert [one.path.name for one in folder.match().matches] == ["clip9.mp4", "clip10.mp4"]
