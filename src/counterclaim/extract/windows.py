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


@dataclass(frozen=True, slots=True)
class Window:
    """A run of word pieces: their ids, their character ranges in the text, and which of them continue a word."""

    ids: tuple[int, ...]
    ranges: tuple[tuple[int, int], ...]
    words: tuple[int, ...]


def windows_of(text: str, tokenizer: Tokenizer) -> list[Window]:
    """The windows of a text in order; white space and empty lines are in none."""
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text) if match.group().strip()]
    encoded = tokenizer.encode_batch([text[start:end] for start, end in paragraphs], add_special_tokens=False)
    out: list[Window] = []
    for (start, _), encoding in zip(paragraphs, encoded, strict=True):
        ranges = [(a + start, b + start) for a, b in encoding.offsets]
        for first, last in _cuts([text[a:b] for a, b in ranges]):
            out.append(_window(encoding.ids[first:last], encoding.tokens[first:last], ranges[first:last]))
    return out


def _cuts(pieces: list[str]) -> list[tuple[int, int]]:
    out = []
    first = 0
    while first < len(pieces):
        last = len(pieces)
        if last - first > LONGEST:
            last = first + LONGEST
            ends = (k for k in range(last, first + LONGEST // 2, -1) if pieces[k - 1] in (".", "!", "?"))
            last = next(ends, last)
        out.append((first, last))
        first = last
    return out


def _window(ids: list[int], tokens: list[str], ranges: list[tuple[int, int]]) -> Window:
    words: list[int] = []
    for token in tokens:
        continues = token.startswith("##") and bool(words)
        words.append(words[-1] if continues else (words[-1] + 1 if words else 0))
    return Window(tuple(ids), tuple(ranges), tuple(words))
