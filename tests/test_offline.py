from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "vidcheck"
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser",
    "websockets", "xmlrpc",
}  # fmt: skip


FETCHER = ROOT / "models" / "fetch.py"
"""The one module that may reach out, and only where the user typed `vidcheck models install`."""


def imported(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def reaches_out(source: str) -> set[str]:
    """Imports of a network library, whole or in part."""
    return {name for name in imported(source)
            if any(name == one or name.startswith(f"{one}.") for one in NETWORK)}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import socket", {"socket"}),
        ("from urllib import request", {"urllib.request"}),
        ("from http.client import HTTPSConnection", {"http.client", "http.client.HTTPSConnection"}),
        ("def f():\n    import requests", {"requests"}),
        ("from urllib.parse import quote", set()),
    ],
)
def test_the_search_finds_what_it_looks_for(source: str, found: set[str]) -> None:
    assert reaches_out(source) == found


def test_no_module_imports_a_network_library() -> None:
    modules = sorted(set(ROOT.rglob("*.py")) - {FETCHER})
    assert len(modules) > 100
    found = {path.name: reaches_out(path.read_text(encoding="utf-8")) for path in modules}
    assert {name: names for name, names in found.items() if names} == {}


def test_only_installing_models_reaches_out() -> None:
    assert reaches_out(FETCHER.read_text(encoding="utf-8")) == {"urllib.request"}
    users = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if any("models.fetch" in name for name in imported(path.read_text(encoding="utf-8")))
        or any("models.install" in name for name in imported(path.read_text(encoding="utf-8")))
    }
    assert users == {"cli/models.py", "models/install.py"}
