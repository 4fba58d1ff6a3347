"""Text from elsewhere as a terminal may show it: nothing in a file's name commands the screen."""

from __future__ import annotations

import re

_OURS = r"\x1b\[(?:0|2|3[1-6]|1;31)m"
"""The colours that vidcheck itself writes; every other sequence came with a name or a text."""
_COMMANDS = re.compile(
    rf"({_OURS})|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    """The text with control characters, and those that turn the reading direction, made visible.

    Lines, tabs and our own colours stay. A terminal would otherwise obey a file that is called
    `ESC ]0;title BEL`, or show `gpj.exe` backwards.
    """
    return _COMMANDS.sub(lambda found: found[1] or "\N{REPLACEMENT CHARACTER}", text)
