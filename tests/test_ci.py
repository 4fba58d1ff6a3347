"""The workflow that docs/ci.md hands out: valid YAML, known keys, commands that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.test_docs import help_of, verbs

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "ci" / "vidcheck.yml"
TEXT = FILE.read_text(encoding="utf-8")

# GitHub's workflow syntax (docs.github.com, read 2026-11): the keys there are.
TOP = {"name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs"}
EVENTS = {"push", "pull_request", "schedule", "workflow_dispatch", "merge_group", "release"}
PERMISSIONS = {"actions", "checks", "contents", "issues", "pull-requests", "security-events"}
JOB = {
    "name", "permissions", "needs", "if", "runs-on", "environment", "concurrency", "outputs",
    "env", "defaults", "steps", "timeout-minutes", "strategy", "continue-on-error", "container",
    "services", "uses", "with", "secrets",
}  # fmt: skip
STEP = {
    "id", "if", "name", "uses", "run", "working-directory", "shell", "with", "env",
    "continue-on-error", "timeout-minutes",
}  # fmt: skip
INPUTS = {  # of each action's action.yml at that major version
    "actions/checkout@v4": {"lfs", "ref", "fetch-depth", "submodules", "path", "token"},
    "actions/setup-python@v5": {"python-version", "cache", "architecture", "check-latest"},
    "actions/upload-artifact@v4": {"name", "path", "if-no-files-found", "retention-days"},
    "github/codeql-action/upload-sarif@v3": {"sarif_file", "category", "checkout_path"},
}


@pytest.fixture
def workflow() -> dict[str, Any]:
    """The file, read as YAML 1.2, where `on` is a word."""
    told: dict[str, Any] = YAML(typ="safe").load(TEXT)
    return told


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_every_key_is_one_that_github_knows(workflow: dict[str, Any]) -> None:
    assert set(workflow) <= TOP
    assert set(workflow["on"]) <= EVENTS
    assert set(workflow["permissions"]) <= PERMISSIONS
    assert set(workflow["permissions"].values()) <= {"read", "write", "none"}
    assert set(workflow["concurrency"]) <= {"group", "cancel-in-progress"}
    for job in workflow["jobs"].values():
        assert set(job) <= JOB
        assert isinstance(job["timeout-minutes"], int)
    for step in steps(workflow):
        assert set(step) <= STEP
        assert ("uses" in step) != ("run" in step), step


def test_actions_are_pinned_and_get_inputs_they_know(workflow: dict[str, Any]) -> None:
    used = [step for step in steps(workflow) if "uses" in step]
    assert len(used) >= 4
    for step in used:
        assert set(step.get("with", {})) <= INPUTS[step["uses"]], step["uses"]


def test_conditions_and_expressions_are_closed_and_call_what_is_there(
    workflow: dict[str, Any],
) -> None:
    assert TEXT.count("${{") == TEXT.count("}}")
    for step in steps(workflow):
        condition = step.get("if", "")
        assert condition.count("(") == condition.count(")")
        assert condition.count("'") % 2 == 0
        assert set(re.findall(r"(\w+)\(", condition)) <= {"always", "failure", "hashFiles"}


def commands(workflow: dict[str, Any]) -> list[list[str]]:
    lines = [line for step in steps(workflow) for line in step.get("run", "").splitlines()]
    return [shlex.split(line) for line in lines if line.strip()]


def test_every_command_exists_with_its_options(workflow: dict[str, Any]) -> None:
    ours = [words[1:] for words in commands(workflow) if words[0] == "vidcheck"]
    assert {words[0] for words in ours} == {"lint", "check", "report"}
    for words in ours:
        verb = next(verb for verb in verbs() if tuple(words[: len(verb)]) == verb)
        code, told = help_of(verb)
        assert code == 0
        for option in (word for word in words if word.startswith("--")):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", told), option
        if "--format" in words:
            assert re.search(rf"\b{words[words.index('--format') + 1]}\b", told)
    others = {words[0] for words in commands(workflow) if words[0] != "vidcheck"}
    assert others == {"python"}


def test_what_a_step_reads_an_earlier_one_has_written(workflow: dict[str, Any]) -> None:
    """run.json and report.html are what `check --out report` writes; the rest comes by --out."""
    written = {"report/run.json", "report/report.html"}
    for words in commands(workflow):
        read = {word for word in words if word.startswith("report/")}
        out = {words[words.index("--out") + 1]} if "--out" in words else set()
        assert read - out <= written, words
        written |= out
    for step in steps(workflow):
        named = set(re.findall(r"hashFiles\('([^']+)'\)", step.get("if", "")))
        named |= {step["with"]["sarif_file"]} if "sarif_file" in step.get("with", {}) else set()
        assert named <= written, step


def test_the_page_shows_the_file_as_it_is() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert f"```yaml\n{TEXT}```" in page
