"""Every script: import, load, lint without errors, plan; and no text breaks an importer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.importers.made import SCRIPTS, imported, written
from vidcheck.cli.app import app
from vidcheck.errors import StoryboardError
from vidcheck.generators.load import load_profiles
from vidcheck.importers.read import import_file
from vidcheck.lint.check import lint
from vidcheck.plan.compile import compile_plan
from vidcheck.storyboard.load import parse_storyboard

if TYPE_CHECKING:
    from pathlib import Path

ALL = sorted(SCRIPTS.iterdir())


@pytest.mark.parametrize("path", ALL, ids=[path.name for path in ALL])
def test_a_script_lints_without_errors_and_plans(path: Path, tmp_path: Path) -> None:
    loaded = imported(path, tmp_path)
    profiles = load_profiles()
    findings = [one for one in lint(loaded, profiles) if one.severity == "error"]
    assert findings == []
    plan = compile_plan(loaded, [profiles["kling-3.0"]], shots=None, takes=None)
    asked = {shot for one in plan.requests for shot in one.shots}
    assert asked == {shot.id for _, shot in loaded.storyboard.all_shots()}


@pytest.mark.parametrize("path", ALL, ids=[path.name for path in ALL])
def test_the_same_script_gives_the_same_bytes(path: Path) -> None:
    assert import_file(path).text == import_file(path).text


_PIECES = st.sampled_from(
    ["INT. A - DAY\n", "\n\n", "MEI\n", "@林梅 (V.O.) ^\n", "(softly)\n", "[[shot: MCU, 推, 4s]]",
     "[[", "]]", "/*", "*/", "> FADE OUT.\n", ">x<", "Title: T\n", "#12#", ".内景 店 夜\n",
     "{{ x }}", "{a|b}", "{% if %}", "\n= s\n", "!x", "镜号,景别,画面,台词,时长\n",
     '1,近景,"她\n抬头",林梅：好,4\n', ",,,,\n", "[镜 001 | 4s | 微距 | 固定]", "\n旁白：无\n",
     "## 场景1：店 内 夜\n", "<FinalDraft><Content>", "</Content></FinalDraft>",
     '<Paragraph Type="Character"><Text>A</Text></Paragraph>',
     '{"boards":[{"duration":1e400,"action":"\\ud800","shot":1}]}', '"', "'", ":", "- ", "\x85",
     "\u2028", "\t", "# vidcheck: ignore VC101 because x\n", "*", "_", "&a", "|", "%", "\ufeff"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=14).map("".join)


def _survives(folder: Path, ending: str, text: str | bytes) -> bool:
    path = written(folder, f"x{ending}", text)
    try:
        made = import_file(path)
    except StoryboardError as error:
        return str(path) in error.message
    parse_storyboard(made.text, path)  # raises where what was written does not load
    return True


@pytest.mark.parametrize("ending", [".fountain", ".fdx", ".csv", ".txt", ".storyboarder"])
def test_any_text_is_read_or_refused(ending: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")

    @settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
    @given(TEXTS)
    def each(text: str) -> None:
        assert _survives(folder, ending, text.encode("utf-8", "surrogatepass"))

    each()


@pytest.mark.parametrize("ending", [".fountain", ".csv", ".xlsx", ".fdx"])
def test_any_bytes_are_read_or_refused(
    ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")

    @settings(max_examples=60)
    @given(
        st.binary(max_size=80).flatmap(lambda b: st.sampled_from([b, b"\xff\xfe" + b, b"PK" + b]))
    )
    def each(raw: bytes) -> None:
        assert _survives(folder, ending, raw)

    each()


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(words), env={"LC_ALL": "C.UTF-8", "LANG": ""})
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def fountain() -> str:
    return str(SCRIPTS / "film.fountain")


def test_the_verb_writes_a_project_that_lints_and_never_overwrites(
    fountain: str, tmp_path: Path
) -> None:
    folder = tmp_path / "film"
    code, out, err = run("import", fountain, "--out", str(folder))
    assert (code, out) == (0, "")
    assert f"{fountain}:32: 'glowing' is not understood" in err
    assert (folder / "storyboard.schema.json").is_file()
    assert run("lint", str(folder / "storyboard.yaml"))[0] == 0
    before = (folder / "storyboard.yaml").read_bytes()
    code, _, err = run("import", fountain, "--out", str(folder))
    assert code == 2
    assert "is there already; nothing was changed" in err
    assert (folder / "storyboard.yaml").read_bytes() == before


def test_the_verb_prints_or_writes_one_file(fountain: str, tmp_path: Path) -> None:
    code, out, _ = run("import", fountain)
    assert code == 0
    target = tmp_path / "new" / "board.yaml"
    assert run("import", fountain, "--out", str(target))[0] == 0
    assert target.read_text(encoding="utf-8") == out
    assert [path.name for path in target.parent.iterdir()] == ["board.yaml"]


def test_the_language_can_be_said(fountain: str) -> None:
    _, out, _ = run("import", fountain, "--lang", "zh")
    assert "language: zh" in out
    assert run("import", fountain, "--lang", "fr")[0] == 2
