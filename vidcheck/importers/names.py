"""Ids for people, things, places, scenes and shots out of the names in a script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

LONGEST_ID = 40


def slug(text: str) -> str:
    """Latin letters and digits of a name, joined by `_`; empty where it has no letter."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    joined = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].strip("_")
    return joined if re.search("[a-z]", joined) else ""


def label(number: str | None) -> str:
    """A scene's or shot's number as the part of an id: `12`, `12A`, `1-2`; empty for none."""
    plain = unicodedata.normalize("NFKC", number or "")
    return re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-_")[:LONGEST_ID].strip("-_")


def unique(wanted: str, taken: set[str]) -> str:
    """The id itself, or with the first number that makes it new; case does not tell ids apart."""
    made, number = wanted, 1
    while made.casefold() in taken:
        number += 1
        made = f"{wanted}-{number}"
    taken.add(made.casefold())
    return made


@dataclass
class Register:
    """Names met so far with their ids: `mei` for MEI, `c1` where no Latin letter helps."""

    prefix: str
    taken: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def id_of(self, name: str, key: str | None = None) -> str:
        """The id of a name; the same for every case and spacing of it."""
        folded = key if key is not None else " ".join(name.casefold().split())
        if folded not in self.ids:
            made = unique(slug(name) or f"{self.prefix}{len(self.ids) + 1}", self.taken)
            self.ids[folded] = made
            self.names[made] = name
        return self.ids[folded]
