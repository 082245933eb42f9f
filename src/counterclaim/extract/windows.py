"""Cuts a text into the windows that the tagger reads: paragraphs of word pieces, long ones cut at sentence ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Most word pieces in a window; PolNeAR's paragraphs are shorter but for 2 %.
LONGEST = 190
_PARAGRAPH = re.compile(r"[^\n]+")
_END = re.compile(r"[.!?]+[\"'”’)\]]*$")
_SHORT = re.compile(r"(?:^|[^\w])(?:\w\.)*[A-Z]\w{0,3}\.$")


@dataclass(frozen=True, slots=True)
class Window:
    """A run of word pieces: their ids, their character ranges in the text, and which of them continue a word."""

    ids: tuple[int, ...]
    ranges: tuple[tuple[int, int], ...]
    words: tuple[int, ...]

    def moved(self, by: int) -> Window:
        """The window of a passage, in the text that the passage begins at character ``by`` of."""
        return Window(self.ids, tuple((a + by, b + by) for a, b in self.ranges), self.words)


def windows_of(text: str, tokenizer: Tokenizer) -> list[Window]:
    """The windows of a text in order; white space and empty lines are in none."""
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text) if match.group().strip()]
    encoded = tokenizer.encode_batch([text[start:end] for start, end in paragraphs], add_special_tokens=False)
    out: list[Window] = []
    for (start, _), encoding in zip(paragraphs, encoded, strict=True):
        ranges = [(a + start, b + start) for a, b in encoding.offsets]
        for first, last in _cuts(text, ranges):
            out.append(_window(encoding.ids[first:last], encoding.tokens[first:last], ranges[first:last]))
    return out


def _cuts(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out = []
    first = 0
    while first < len(ranges):
        last = len(ranges)
        if last - first > LONGEST:
            last = first + LONGEST
            ends = (k for k in range(last, first + LONGEST // 3, -1) if _ends_sentence(text, ranges, k))
            last = next(ends, last)
        out.append((first, last))
        first = last
    return out


def _ends_sentence(text: str, ranges: list[tuple[int, int]], k: int) -> bool:
    """Whether a sentence ends before piece ``k``; not after a short capitalised word ("Gen.", "U.S.")."""
    before = text[: ranges[k - 1][1]][-40:]
    end = _END.search(before)
    if end is None or not text[ranges[k - 1][1] : ranges[k][0]].isspace():
        return False
    following = text[ranges[k][0]]
    return not _SHORT.search(before[: end.start() + 1]) and (following.isupper() or not following.isalpha())


def _window(ids: list[int], tokens: list[str], ranges: list[tuple[int, int]]) -> Window:
    words: list[int] = []
    for token in tokens:
        continues = token.startswith("##") and bool(words)
        words.append(words[-1] if continues else (words[-1] + 1 if words else 0))
    return Window(tuple(ids), tuple(ranges), tuple(words))
