"""Reads attributions written into a text as brackets: ``{S1 The army} {C1 said} {T1 nobody was hurt}``.

``S``, ``C`` and ``T`` are source, cue and content ("T" for what is told), the digits say of which attributions of the
line; brackets may stand inside each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARK = re.compile(r"\{([SCT])([1-9]+) |\}")


@dataclass(frozen=True)
class Bracketed:
    """The character ranges of the three parts of one attribution."""

    source: list[tuple[int, int]] = field(default_factory=list)
    cue: list[tuple[int, int]] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)


def read_brackets(line: str) -> tuple[str, list[Bracketed]]:
    """The text without its brackets, and its attributions in the order of their numbers.

    Raises:
        ValueError: brackets do not match, or an attribution lacks its cue or content.
    """
    text, position = "", 0
    opened: list[tuple[str, str, int]] = []
    found: dict[str, Bracketed] = {}
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        position = mark.end()
        if mark.group(1):
            opened.append((mark.group(1), mark.group(2), len(text)))
        elif not opened:
            raise ValueError(f"a bracket closes that was not opened: {line}")
        else:
            part, numbers, start = opened.pop()
            for number in numbers:
                ranges = getattr(
                    found.setdefault(number, Bracketed()), {"S": "source", "C": "cue", "T": "content"}[part]
                )
                ranges.append((start, len(text)))
    if opened or any(not (b.cue and b.content) for b in found.values()):
        raise ValueError(f"a bracket stays open, or an attribution lacks its cue or content: {line}")
    ordered = [found[number] for number in sorted(found)]
    return text + line[position:], [Bracketed(sorted(b.source), sorted(b.cue), sorted(b.content)) for b in ordered]
