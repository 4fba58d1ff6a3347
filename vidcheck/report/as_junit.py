"""JUnit XML: a suite per shot, a case per take, for build servers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.model import RunReport

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: RunReport) -> str:
    """JUnit XML text: `fail` is a failure, an unreadable clip an error, not assessable skipped."""
    top = ET.Element("testsuites", name="vidcheck")
    for shot in dict.fromkeys(row.shot for row in report.clips):
        rows = [row for row in report.clips if row.shot == shot]
        suite = ET.SubElement(
            top,
            "testsuite",
            name=_clean(shot or "clips"),
            tests=str(len(rows)),
            failures=str(sum(row.verdict == "fail" for row in rows)),
            errors=str(sum(row.status == "unreadable" for row in rows)),
            skipped=str(sum(row.status == "not_assessable" for row in rows)),
        )
        for row in rows:
            _case(suite, row)
    ET.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(top, encoding="unicode") + "\n"


def _case(suite: ET.Element, row: ClipRow) -> None:
    case = ET.SubElement(suite, "testcase", name=_clean(row.path), classname=suite.get("name", ""))
    told = "\n".join(
        f"{event.start_s:.2f}-{event.end_s:.2f} s {event.type}: {event.evidence}"
        for event in row.events
    )
    if row.status == "unreadable":
        ET.SubElement(case, "error", message=_clean(row.reason or "unreadable"))
    elif row.verdict == "fail":
        message = ", ".join(dict.fromkeys(event.type for event in row.events)) or "high risk"
        ET.SubElement(case, "failure", message=message).text = _clean(told)
    elif row.status == "not_assessable":
        ET.SubElement(case, "skipped", message=_clean(row.reason or "not assessable"))
    elif told:
        ET.SubElement(case, "system-out").text = _clean(told)


def _clean(text: str) -> str:
    return _NOT_XML.sub("�", text)
