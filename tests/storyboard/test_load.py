from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.storyboard.made import BOARD, PATH, board, loaded
from vidcheck.errors import StoryboardError
from vidcheck.storyboard.load import load_storyboard, parse_storyboard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def refusal(*changes: tuple[str, str]) -> StoryboardError:
    with pytest.raises(StoryboardError) as caught:
        parse_storyboard(board(*changes), PATH)
    return caught.value


def place_of(needle: str, text: str) -> str:
    """Line and column of a string in a text, by counting."""
    for number, line in enumerate(text.split("\n"), start=1):
        if needle in line:
            return f"board.yaml:{number}:{line.index(needle) + 1}"
    raise AssertionError(needle)


def test_words_are_stored_as_codes_whatever_the_spelling() -> None:
    camera = loaded().storyboard.shot("12A").camera
    assert (camera.size, camera.move) == ("MS", "dolly_in")


def test_places_are_where_an_editor_would_show_them() -> None:
    made = loaded()
    keys = ("scenes", 0, "shots", 1, "camera", "angle")
    assert f"board.yaml:{made.place(*keys)[0]}:{made.place(*keys)[1]}" == place_of("angle", BOARD)
    assert made.where("scenes", 0, "shots", 1, "light", "key") == place_of("id: 12B", BOARD)
    assert made.keys_of("12B") == ("scenes", 0, "shots", 1)


def test_shots_come_in_the_order_of_the_film() -> None:
    pairs = [(scene.id, shot.id) for scene, shot in loaded().storyboard.all_shots()]
    assert pairs == [("sc01", "12A"), ("sc01", "12B")]


@pytest.mark.parametrize(
    ("old", "new", "needle", "field", "says", "hint"),
    [
        ("    name: 林梅", "    nmae: 林梅", "nmae", "subjects.mei.nmae", "unknown key", "'name'"),
        ("        end_state:", "        景别:", "景别", "shots.0.景别", "unknown key", None),
        ("size: insert", "景别: insert", "景别", "camera.景别", "unknown key", "'size'"),
        ("duration: 3", "duration: soon", "soon", "1.duration", "'soon' is not", "seconds"),
        ("duration: 3", 'duration: "1:30"', '"1:30"', "1.duration", "not a number", "seconds: 90"),
        ("duration: 3", "duration: 1:30", "1:30", "1.duration", "not a number", "seconds: 90"),
        ("duration: 3", "duration: [3]", "[3]", "1.duration", "a number is needed", None),
        ("duration: 3", "duration: -1", "-1", "1.duration", "greater than 0", None),
        ("duration: 3", "duration: .inf", ".inf", "1.duration", "not a number", "seconds"),
        ("angle: high", "angle: hihg", "hihg", "camera.angle", "'hihg'", "'high' (俯拍)"),
        ("angle: high", "angle: 好看", "好看", "camera.angle", "'好看'", "low 仰拍"),
        ("move: 推", "move: 推+摇", "推+摇", "camera.move", "unknown value", "one camera move"),
        ("place: shop", "place: shpo", "shpo", "scenes.0.place", "unknown place", "'shop'"),
        ("props: [letter]", "props: [leter]", "leter", "props.0", "unknown subject", "'letter'"),
        ("look: apron}]\n        camera", "look: aprn}]\n        camera", "aprn", "cast.0.look",
         "unknown look of mei 'aprn'", "'apron'"),
        ("from: 12A", "from: 12C", "12C", "continuity.from", "unknown earlier shot", "'12A'"),
        ("from: 12A", "from: 12B", "12B, kind", "continuity.from", "unknown earlier shot", "12A"),
        ("[12A, 12B]", "[12A, 12X]", "12X", "units.0.shots.1", "unknown shot", "12"),
        ("id: 12B", "id: 12a", "12a", "shots.1.id", "taken by '12A'", "another id"),
        ("id: 12B", "id: 12 B", "12 B", "shots.1.id", "an id is letters", "title"),
        ("refs/mei.png", "../../etc/passwd", "../../etc", "refs.0.path", "leaves the project", "c"),
        ("refs/mei.png", "/etc/passwd", "/etc", "refs.0.path", "an absolute path", "copy"),
        ("refs/mei.png", "https://x.test/a.png", "https", "refs.0.path", "a web address", "copy"),
        ("vidcheck: 1", "vidcheck: 2", "2", "vidcheck", "'2' is not known", "1"),
        ("    identity: woman, early 30s, blunt black bob\n", "", "mei:", "mei.identity", "missing",
         "never changes"),
        ("identity: a folded red letter", "identity: ''", "''", "letter.identity", "empty", None),
        ("time: night", "time:", "time:", "scenes.0.time", "", None),
        ("style: {prompt: restrained night drama, negative: [watermark]}", "style: moody", "moody",
         "style", "a mapping (key: value) is needed", "indent"),
    ],
)  # fmt: skip
def test_each_mistake_is_said_with_place_field_and_mend(
    *, old: str, new: str, needle: str, field: str, says: str, hint: str | None
) -> None:
    if says == "":  # an empty optional field is the same as none
        assert loaded((old, new)).storyboard.scenes[0].time is None
        return
    error = refusal((old, new))
    text = board((old, new))
    start = place_of(needle.removeprefix(" "), text)
    if says == "missing":
        start = place_of("mei:", text)
    assert error.message.startswith(start), error.message
    assert field in error.message
    assert says in error.message
    assert hint is None or hint in (error.hint or "")


def test_several_mistakes_come_in_one_message_in_the_order_of_the_file() -> None:
    error = refusal(("vidcheck: 1", "vidchek: 1"), ("angle: high", "angle: hihg"))
    lines = error.message.split("\n")
    assert ["vidchek" in lines[0], "vidcheck: missing" in lines[1], "hihg" in lines[2]] == [
        True
    ] * 3
    assert "did you mean 'vidcheck'?" in lines[0]


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("", "1:1", "empty"),
        ("# nothing\n", "1:1", "empty"),
        ("- a\n- b\n", "1:1", "a mapping (key: value), not a list"),
        ("vidcheck: 1\nvidcheck: 1\n", "2:1", "stands twice (first in line 1)"),
        ("a: {b: 1, c: {d: 1, d: 2}}\n", "1:21", "a.c.d: the key stands twice"),
        ("a: 1\n\tb: 2\n", "2:1", "a tab indents"),
        ("a:\n\t- b\n", "2:1", "a tab indents"),
        ("标题：红信\nb: 1\n", "2:2", "not valid YAML"),
        ("a: b: c\n", "1:5", "mapping values"),
        ("a: 'open\n", "2:1", "not valid YAML"),
        ("a: [1, 2\n", "2:1", "not valid YAML"),
        ("a: *b\n", "1:4", "*b is not defined above"),
        ("a: &a [*a]\n", "1:8", "*a stands inside itself"),
        ("a: !!python/object:os.system x\n", "1:4", "a tag"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second document"),
        ("{[a]: b}\n", "1:2", "a key is a plain word"),
        ("a: \x07\n", "1:4", "cannot be printed (U+0007)"),
        ("a: \ud800\n", "1:4", "cannot be printed (U+D800)"),
        ("[" * 200, "1:34", "nested deeper"),
    ],
)  # fmt: skip
def test_text_that_is_not_yaml_is_refused_at_its_place(text: str, where: str, says: str) -> None:
    with pytest.raises(StoryboardError) as caught:
        parse_storyboard(text, PATH)
    assert caught.value.message.startswith(f"board.yaml:{where}: ")
    assert says in caught.value.message
    assert caught.value.hint


def test_old_yaml_traps_mean_what_they_look_like() -> None:
    made = loaded(
        ("title: The Red Letter", "title: No"),
        ("id: sc01", "id: 010\n    number: 0012"),
        ("eyes down", "on"),
    ).storyboard
    assert str(made.project.title) == "No"
    assert (made.scenes[0].id, made.scenes[0].number) == ("010", "0012")
    assert str(made.shot("12A").end_state) == "on"
    assert loaded(('aspect: "9:16"', "aspect: 9:16")).storyboard.project.aspect == "9:16"
    switched = loaded(
        ("who: mei, look: apron}]\n        props", "who: mei, enters: yes}]\n        props")
    )
    assert switched.storyboard.shot("12B").cast[0].enters is True
    assert loaded(("duration: 3", "duration: 010")).storyboard.shot("12B").duration == 10


def test_seconds_may_carry_their_unit() -> None:
    for written in ("3s", "3 秒", "3.0"):
        assert loaded(("duration: 3", f"duration: {written}")).storyboard.shot("12B").duration == 3


def test_anchors_and_merges_save_writing() -> None:
    made = (
        loaded(
            ("camera: {size: 中景, move: 推}", "camera: &cam {size: 中景, move: 推}"),
            ("camera: {size: insert, angle: high}", "camera: {<<: *cam, angle: high}"),
        )
        .storyboard.shot("12B")
        .camera
    )
    assert (made.size, made.move, made.angle) == ("MS", "dolly_in", "high")


def test_a_bomb_of_aliases_is_met_before_it_is_built() -> None:
    rows = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    with pytest.raises(StoryboardError, match=r"board.yaml:6:\d+: more than"):
        parse_storyboard("\n".join(rows), PATH)


@pytest.mark.parametrize(
    "text",
    [
        "a: [" + "1," * 900_000 + "]",
        "a: " + "x" * 10_000_000,
        "- a\n" * 450_000,
        "&a [" * 400_000,
        "a: {" * 400_000,
        "".join(f"k{n}: {n}\n" for n in range(150_000)),
    ],
    ids=["long list", "10 MB of text", "long lines", "anchors", "deep", "many keys"],
)
def test_what_is_far_too_much_is_refused_before_it_is_built(text: str) -> None:
    started = time.process_time()
    with pytest.raises(StoryboardError, match=r"board\.yaml:") as caught:
        parse_storyboard(text, PATH)
    assert time.process_time() - started < 15  # building it takes minutes
    assert caught.value.hint


class TestFiles:
    def test_missing(self, tmp_path: Path) -> None:
        (tmp_path / "storyboard.yaml").write_text(BOARD, encoding="utf-8")
        with pytest.raises(StoryboardError, match="no such file") as caught:
            load_storyboard(tmp_path / "storybord.yaml")
        assert caught.value.hint == "did you mean 'storyboard.yaml'?"

    def test_folder(self, tmp_path: Path) -> None:
        with pytest.raises(StoryboardError, match="is a folder, not a storyboard") as caught:
            load_storyboard(tmp_path)
        assert "storyboard.yaml" in (caught.value.hint or "")

    def test_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "board.yaml"
        path.write_text(BOARD + "# long\n" * 1_500_000, encoding="utf-8")
        with pytest.raises(StoryboardError, match=r"board.yaml:1:1: larger than 2 MB"):
            load_storyboard(path)

    def test_many_values(self, tmp_path: Path) -> None:
        path = tmp_path / "board.yaml"
        path.write_text("a: [" + "1," * 900_000 + "]", encoding="utf-8")
        with pytest.raises(StoryboardError, match=r"board.yaml:1:\d+: more than 100000 values"):
            load_storyboard(path)

    def test_another_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "board.yaml"
        path.write_bytes(BOARD.encode("gbk"))
        with pytest.raises(StoryboardError, match=r"board.yaml:6:11: not UTF-8") as caught:
            load_storyboard(path)
        assert "GBK" in (caught.value.hint or "")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_encodings_that_say_what_they_are(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "board.yaml"
        path.write_bytes(BOARD.encode(encoding))
        assert load_storyboard(path).storyboard == loaded().storyboard

    def test_windows_line_ends(self, tmp_path: Path) -> None:
        path = tmp_path / "board.yaml"
        path.write_bytes(BOARD.replace("\n", "\r\n").encode())
        assert load_storyboard(path).storyboard == loaded().storyboard

    def test_a_link_out_of_the_folder(self, tmp_path: Path) -> None:
        project = tmp_path / "project"
        (project / "refs").mkdir(parents=True)
        (tmp_path / "secret.png").write_bytes(b"x")
        (project / "refs" / "mei.png").symlink_to(tmp_path / "secret.png")
        path = project / "board.yaml"
        path.write_text(BOARD, encoding="utf-8")
        with pytest.raises(StoryboardError, match="a link that leaves the project folder"):
            load_storyboard(path)
        assert load_storyboard(path, allow_outside=True).storyboard.subjects["mei"].refs


class TestInclude:
    def write(self, folder: Path, files: dict[str, str]) -> Path:
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder / "board.yaml"

    def parts(self) -> tuple[str, str]:
        start, end = BOARD.index("subjects:"), BOARD.index("places:")
        return BOARD[:start] + BOARD[end:] + "include: [people.yaml]\n", BOARD[start:end]

    def test_gives_the_same_storyboard_with_places_in_the_included_file(
        self, tmp_path: Path
    ) -> None:
        main, people = self.parts()
        path = self.write(tmp_path, {"board.yaml": main, "people.yaml": people})
        made = load_storyboard(path)
        assert made.storyboard.subjects == loaded().storyboard.subjects
        assert made.where("subjects", "mei", "name") == f"{tmp_path / 'people.yaml'}:3:5"

    def test_included_scenes_come_first_and_keep_their_places(self, tmp_path: Path) -> None:
        shots = "shots: [{id: 1A, duration: 2, action: x}]"
        more = f"scenes:\n  - id: sc00\n    place: shop\n    {shots}\n"
        path = self.write(
            tmp_path, {"board.yaml": BOARD + "include: [more.yaml]\n", "more.yaml": more}
        )
        made = load_storyboard(path)
        assert [shot.id for _, shot in made.storyboard.all_shots()] == ["1A", "12A", "12B"]
        assert made.where("scenes", 0, "shots", 0) == f"{tmp_path / 'more.yaml'}:4:13"
        assert made.place("scenes", 1, "id") == loaded().place("scenes", 0, "id")

    @pytest.mark.parametrize(
        ("files", "says"),
        [
            ({"more.yaml": "include: [board.yaml]\n"}, "includes itself"),
            ({"more.yaml": "include: [more.yaml]\n"}, "includes itself"),
            ({"more.yaml": "subjects: {mei: {identity: x}}\n"}, "already defined"),
            ({"more.yaml": "style: {prompt: x}\n"}, "an included file cannot set this"),
            ({"more.yaml": "a: [\n"}, "more.yaml:2:1: not valid YAML"),
            ({}, "no such file"),
        ],
    )
    def test_refuses(self, tmp_path: Path, files: dict[str, str], says: str) -> None:
        path = self.write(tmp_path, {"board.yaml": BOARD + "include: [more.yaml]\n", **files})
        with pytest.raises(StoryboardError, match=says):
            load_storyboard(path)

    def test_stays_in_the_project_folder(self, tmp_path: Path) -> None:
        (tmp_path / "more.yaml").write_text("places: {}\n")
        path = self.write(tmp_path / "in", {"board.yaml": BOARD + "include: [../more.yaml]\n"})
        with pytest.raises(StoryboardError, match="leaves the project folder"):
            load_storyboard(path, allow_outside=True)


def _raises_only_storyboard_errors(text: str) -> None:
    with contextlib.suppress(StoryboardError):
        parse_storyboard(text, PATH)


@given(st.text())
def test_any_text_loads_or_is_a_storyboard_error(text: str) -> None:
    _raises_only_storyboard_errors(text)


@given(st.lists(st.sampled_from([*BOARD, "\t", "\0", "：", "&a ", "*a", "!!", "- ", "? ", "|\n"])))
def test_yaml_like_text_loads_or_is_a_storyboard_error(parts: Sequence[str]) -> None:
    _raises_only_storyboard_errors("".join(parts))


@given(
    st.integers(0, len(BOARD) - 1),
    st.integers(0, 12),
    st.text(max_size=4) | st.sampled_from(["[]", "{}", "1", "null", "yes", "*x", "<<: 3", ": "]),
)
def test_a_damaged_storyboard_loads_or_is_a_storyboard_error(at: int, drop: int, put: str) -> None:
    _raises_only_storyboard_errors(BOARD[:at] + put + BOARD[at + drop :])
