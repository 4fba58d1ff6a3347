"""JUnit XML: a suite per shot, a case per take, for build servers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from vidcheck.report.guard_rows import GuardRow

if TYPE_CHECKING:
    from vidcheck.judge.rows import ClipRow
    from vidcheck.report.guard_rows import Waived
    from vidcheck.report.model import RunReport

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: RunReport) -> str:
    """JUnit XML text: `fail` is a failure, an unreadable clip an error, not assessable skipped.

    A failure that is waived is skipped, and says until when and why; what is worse than a baseline
    stands in a suite of that name.
    """
    top = ET.Element("testsuites", name="vidcheck")
    guard = report.guard or GuardRow()
    for shot in dict.fromkeys(row.shot for row in report.clips):
        rows = [row for row in report.clips if row.shot == shot]
        suite = ET.SubElement(
            top,
            "testsuite",
            name=_clean(shot or "clips"),
            tests=str(len(rows)),
            failures=str(sum(row.verdict == "fail" and not guard.waiver_of(row.path)
                             for row in rows)),
            errors=str(sum(row.status == "unreadable" for row in rows)),
            skipped=str(sum(row.status == "not_assessable" or bool(guard.waiver_of(row.path))
                            for row in rows)),
        )  # fmt: skip
        for row in rows:
            _case(suite, row, guard.waiver_of(row.path))
    if guard.baseline is not None:
        _compared(top, guard)
    ET.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(top, encoding="unicode") + "\n"


def _compared(top: ET.Element, guard: GuardRow) -> None:
    """A suite of its own: a case for all that is worse, or one that says that nothing is."""
    worse = [one for one in guard.regressions if one.waived is None]
    suite = ET.SubElement(
        top,
        "testsuite",
        name="baseline",
        tests=str(max(1, len(guard.regressions))),
        failures=str(sum(one.level == "fail" for one in worse)),
        errors="0",
        skipped=str(len(guard.regressions) - len(worse)),
    )
    for one in guard.regressions:
        name = _clean(f"{one.path or one.shot}: {one.kind}")
        case = ET.SubElement(suite, "testcase", name=name, classname="baseline")
        if one.waived is not None:
            ET.SubElement(case, "skipped", message=_clean(f"waived: {one.waived}: {one.text}"))
        elif one.level == "fail":
            ET.SubElement(case, "failure", message=_clean(one.text)).text = _clean(one.text)
        else:
            ET.SubElement(case, "system-out").text = _clean(one.text)
    if not guard.regressions:
        ET.SubElement(suite, "testcase", name="nothing is worse", classname="baseline")


def _case(suite: ET.Element, row: ClipRow, waived: Waived | None) -> None:
    case = ET.SubElement(suite, "testcase", name=_clean(row.path), classname=suite.get("name", ""))
    told = "\n".join(
        f"{event.start_s:.2f}-{event.end_s:.2f} s {event.type}: {event.evidence}"
        for event in row.events
    )
    if row.status == "unreadable":
        ET.SubElement(case, "error", message=_clean(row.reason or "unreadable"))
    elif waived is not None:
        message = f"fail, waived until {waived.until}: {waived.note}"
        ET.SubElement(case, "skipped", message=_clean(message)).text = _clean(told)
    elif row.verdict == "fail":
        message = ", ".join(dict.fromkeys(event.type for event in row.events)) or "high risk"
        ET.SubElement(case, "failure", message=message).text = _clean(told)
    elif row.status == "not_assessable":
        ET.SubElement(case, "skipped", message=_clean(row.reason or "not assessable"))
    elif told:
        ET.SubElement(case, "system-out").text = _clean(told)


def _clean(text: str) -> str:
    return _NOT_XML.sub("�", text)
