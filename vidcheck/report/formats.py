"""Every format a report can be told in; each is a function from the result to text."""

from __future__ import annotations

from vidcheck.report import as_csv, as_github, as_json, as_junit, as_sarif

PLAIN = {
    "json": as_json.render,
    "csv": as_csv.render,
    "junit": as_junit.render,
    "sarif": as_sarif.render,
    "github": as_github.render,
}
"""Formats that need nothing but the result; the others take more (their modules)."""
NAMES = ("html", "terminal", "sheet", "plot", *PLAIN)
