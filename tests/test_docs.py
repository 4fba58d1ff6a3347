"""The documents against the code: names, links and commands in them are there."""

from __future__ import annotations

import re
import shlex
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from vidcheck.cli.app import app
from vidcheck.decode import LARGEST_AREA
from vidcheck.storyboard import strict_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
MACHINE = re.compile(r"(?<![\w.}/])/(?:work|home|tmp|root|Users)\b/?\S*|C:\\\S+|file:///\S+")
SMALL = {
    "__main__",
    "brief",
    "chinese",
    "contents",
    "defects",
    "errors",
    "evidence",
    "files",
    "geometry",
    "paper",
    "picture",
    "proxy",
    "pytest_plugin",
    "run",
    "shipped",
    "takes",
}
"""Rooms that docs/README.md describes in a line instead of a page."""

EACH = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])


def verbs() -> Iterator[tuple[str, ...]]:
    """Every command as it is typed, groups with their members."""
    pending = [((name,), command) for name, command in get_command(app).commands.items()]  # type: ignore[attr-defined]
    while pending:
        name, command = pending.pop(0)
        members = getattr(command, "commands", None)
        if members is None:
            yield name
        else:
            pending += [((*name, one), member) for one, member in members.items()]


SHELL = re.compile(r"^```(?:sh|console|text)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def without_code(text: str) -> str:
    """Markdown without its code, where brackets are no links."""
    return re.sub(r"`[^`\n]*`", "", PROGRAM.sub("", text))


def links(page: Path) -> list[str]:
    """Targets of links and pictures, Markdown and HTML, that are no web addresses."""
    text = without_code(page.read_text(encoding="utf-8"))
    found = re.findall(r"\]\(<?([^)>\s]+)>?(?: \"[^\"]*\")?\)", text)
    found += re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
    return [one for one in found if not re.match(r"[a-z]+:", one)]


def anchors(page: Path) -> set[str]:
    """What a link into a page may name, made from its headings as forges make them."""
    text = PROGRAM.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ +(.+?) *$", text, flags=re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", head.lower()) for head in heads]
    return {head.replace(" ", "-") for head in plain}


@EACH
def test_every_local_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert target.is_relative_to(ROOT), f"{page.name}: {link} leads out of the project"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{page.name}: {link}"


@EACH
def test_no_page_names_a_place_on_some_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert MACHINE.findall(text) == []


def test_the_search_for_machine_paths_finds_them() -> None:
    for bad in ("see /home/ann/x", "`/tmp/x.png`", "=/work/y", "(/Users/ann)"):
        assert MACHINE.search(bad)
    for good in ("teamwork/x", "your home/folder", "a/work/b"):
        assert not MACHINE.search(good)


def test_every_command_is_named_in_the_documents() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "README.md", DOCS / "cli.md")
        if path.exists()
    )  # fmt: skip
    for verb in verbs():
        assert re.search(rf"(?:vidcheck |`){' '.join(verb)}\b", text), " ".join(verb)


def shown(page: Path) -> Iterator[list[str]]:
    """The vidcheck commands in a page's shell blocks and inline code, as words."""
    text = page.read_text(encoding="utf-8")
    blocks = SHELL.findall(text)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`(vidcheck [^`\n]+)`", text)
    for line in lines:
        if re.match(r"(?:\S*/)?vidcheck +[a-z-]", line):
            yield shlex.split(line, comments=True)[1:]


COMMANDS = list(
    {(page.name, *words): (page.name, words) for page in PAGES for words in shown(page)}.values()
)


@cache
def help_of(verb: tuple[str, ...]) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*verb, "--help"])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("page", "words"), COMMANDS, ids=[f"{page}: {' '.join(words)}" for page, words in COMMANDS]
)
def test_every_command_shown_exists_with_its_options(page: str, words: list[str]) -> None:
    verb = next((v for v in verbs() if tuple(words[: len(v)]) == v), None)
    if verb is None:
        assert words[0] in {"--version", "--help", "--debug"}, f"{page}: {words}"
        return
    code, told = help_of(verb)
    assert code == 0
    for word in words[len(verb) :]:
        option = word.partition("=")[0]
        if re.fullmatch(r"--?[a-z][a-z-]*", option):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", told), f"{page}: {option}"


def test_there_are_commands_to_check() -> None:
    assert len({tuple(words[:1]) for _, words in COMMANDS}) >= 5


def stages() -> list[str]:
    """The rooms of the house, from the layer rule, which a module cannot escape."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [one for one in settings["tool"]["importlinter"]["contracts"]
                  if one["type"] == "layers"]  # fmt: skip
    return [row.strip("()") for layer in contract["layers"] for row in layer.split(" | ")]


@pytest.mark.parametrize("stage", stages())
def test_every_stage_has_its_page(stage: str) -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert stage == "__main__" or f"`{stage}`" in index or f"[{stage}]({stage}.md)" in index
    assert stage in SMALL or (DOCS / f"{stage}.md").is_file()


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


def cited(text: str) -> Iterator[tuple[Path, list[str]]]:
    """Tests named as `path::name`, `…::name` taking the path before it."""
    path = ROOT
    for name in re.findall(r"`((?:tests/[\w/]+\.py|…)(?:::\w+)*)`", text):
        file, *parts = name.split("::")
        path = path if file == "…" else ROOT / file
        yield path, parts


def test_the_tests_that_security_names_are_there() -> None:
    promised = list(cited((ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert len(promised) > 15
    for path, parts in promised:
        source = path.read_text(encoding="utf-8")
        for part in parts:
            assert re.search(rf"(?:def|class) {part}\b", source), f"{path.name}: {part}"


def test_every_promise_of_security_names_a_test() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) > 25
    for promise, _, shown_by in rows[1:]:
        assert list(cited(shown_by)), promise


def test_the_limits_that_security_names_are_those_of_the_code() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    nodes = f"{strict_yaml.MOST_NODES:,}".replace(",", " ")
    said = f"at most {strict_yaml.MOST_BYTES // 1_000_000} MB, {nodes} keys and values"
    assert f"{said} counted with aliases expanded, {strict_yaml.DEEPEST} levels" in text
    power = LARGEST_AREA.bit_length() - 1
    assert (
        f"above 2{str(power).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))} pixels" in text
    )


def test_the_tests_that_contributing_says_find_things_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    names = re.findall(r"`(test_\w+)`", text)
    assert len(names) >= 5
    assert [name for name in names if f"def {name}(" not in sources] == []


@pytest.mark.parametrize("name", sorted({one.strip("`") for one in re.findall(
    r"`(?:vidcheck|samples|benchmarks|tests)/[\w./-]+`",
    (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))}))  # fmt: skip
def test_files_that_contributing_names_are_there(name: str) -> None:
    invented = re.search(r"haze|my-model|/x\.py|as_x\.py", name)
    assert invented or (ROOT / name).exists()
