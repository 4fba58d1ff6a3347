"""Run every rule over a storyboard, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidcheck.lint.finding import Finding, View
from vidcheck.lint.ignores import sifted
from vidcheck.lint.table import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vidcheck.generators.profile import GeneratorProfile
    from vidcheck.lint.finding import Both, Hit, Rule
    from vidcheck.lint.ignores import Ignore
    from vidcheck.storyboard.load import LoadedStoryboard

_WEIGHT = {"error": 0, "warn": 1, "note": 2}


def lint(
    loaded: LoadedStoryboard,
    profiles: Mapping[str, GeneratorProfile] | None = None,
    *,
    language: str = "en",
    rules: Sequence[Rule] = RULES,
) -> list[Finding]:
    """Everything that would go wrong, errors first, then in the order of the file.

    Args:
        loaded: the storyboard; load it with `unknown_ids="keep"` to have wrong names reported here
            (VC101) instead of refused.
        profiles: the generators known, by id; without them their limits are not checked.
        language: `en` or `zh`, for messages and hints.
        rules: only these.
    """
    view = View(loaded, profiles or {})
    findings = [_finding(rule, hit, loaded, language) for rule in rules for hit in rule.find(view)]
    kept, faults = sifted(dict.fromkeys(findings), loaded)
    kept += [_fault(ignore, why, language) for ignore, why in faults]
    return sorted(kept, key=lambda f: (_WEIGHT[f.severity], f.path, f.line, f.column, f.code))


def _finding(rule: Rule, hit: Hit, loaded: LoadedStoryboard, language: str) -> Finding:
    spot = hit.spot or loaded.spot(*hit.keys)
    return Finding(
        code=rule.code,
        severity=hit.severity or rule.severity,
        message=hit.says.say(language),
        hint=(hit.hint or rule.hint).say(language),
        path=spot.file,
        line=spot.line,
        column=spot.column,
        shot=hit.shot,
    )


def _fault(ignore: Ignore, why: Both, language: str) -> Finding:
    rule = next(rule for rule in RULES if rule.code == "VC190")
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=f"{why.say(language)}: {' '.join(sorted(ignore.codes))}",
        hint=rule.hint.say(language),
        path=ignore.path,
        line=ignore.line,
        column=ignore.column,
        shot=None,
    )
