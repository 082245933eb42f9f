"""Cleans a line of text and keeps, for each character that stays, where it stood.

Dropped or replaced: control characters, runs of bytes that were decoded in the wrong encoding, doubled quotation marks
of a badly read table, entities of HTML, and every run of white space.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Words fit for a parser, and the offset in the frozen field of each of their characters."""

    text: str
    origins: tuple[int, ...]

    def part(self, start: int, end: int) -> Cleaned:
        """A range of it without white space at its ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Cleaned(self.text[start:end], self.origins[start:end])


_NOISE = re.compile(
    r"(?P<lost>(?:_*(?:\ufffd|ï¿½)_*)+)"
    r"|(?P<moji>(?:[_\u0080-\u009f]*[âÂÃ€™œ¢£©±¦§¨«»¿Ÿ\u0080-\u009f][_\u0080-\u009f]*){2,}_*)"
    r"|(?P<entity>&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});)"
    r'|(?P<doubled>"{2,})'
    r"|(?P<space>\s+)"
    r"|(?P<control>[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+)"
)


def cleaned(raw: str, offset: int) -> Cleaned:
    """Clean a piece of a field that begins at ``offset``."""
    out: list[str] = []
    origins: list[int] = []
    position = 0
    for match in _NOISE.finditer(raw):
        out.append(raw[position : match.start()])
        origins.extend(range(offset + position, offset + match.start()))
        replacement = _replacement(match, raw)
        out.append(replacement)
        origins.extend([offset + match.start()] * len(replacement))
        position = match.end()
    out.append(raw[position:])
    origins.extend(range(offset + position, offset + len(raw)))
    whole = Cleaned("".join(out), tuple(origins))
    return whole.part(0, len(whole.text))


def _replacement(match: re.Match[str], raw: str) -> str:
    kind = match.lastgroup
    if kind == "entity":
        char = html.unescape(match.group())
        return char if len(char) == 1 and not char.isspace() else " "
    if kind == "doubled":
        return '"'
    if kind == "space":
        return " "
    if kind == "lost":
        return _for_lost(raw[match.start() - 1 : match.start()], raw[match.end() : match.end() + 2])
    if kind == "moji":
        before, after = raw[match.start() - 1 : match.start()], raw[match.end() : match.end() + 2]
        return "'" if _is_possessive(before, after) else "" if before.isspace() else " "
    return ""


def _is_possessive(before: str, after: str) -> bool:
    """True where what is lost between a letter and an "s" at the end of a word was an apostrophe."""
    return before.isalpha() and re.match(r"s\b", after) is not None


def _for_lost(before: str, after: str) -> str:
    """What a character was that a broken encoding lost: an apostrophe, a dash that stood alone, else nothing is known."""
    if _is_possessive(before, after):
        return "'"
    if not before.strip() and not after[:1].strip():
        return "–" if before and after else ""
    return "" if not before.strip() or not after[:1].strip() else " "
