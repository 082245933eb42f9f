"""Passages that show harm to bodies, so that a page can veil them until its reader asks for them."""

from __future__ import annotations

import re
from functools import lru_cache

from counterclaim.lexicon.words import WordEntry, entries

#: Where a sentence ends, well enough to veil one: a full stop and what closes it, or a new line.
_END = re.compile(r"(?:[.!?]+[\"'”’»)\]]*\s+|\n+)")


def is_graphic(words: str, *, language: str = "en") -> bool:
    """True for words in which a graphic one stands (``lexicon/<language>/graphic.toml``)."""
    return _graphic(language).search(words) is not None


def graphic_passages(text: str, *, language: str = "en") -> tuple[tuple[int, int], ...]:
    """The sentences of a text that hold a graphic word, as half-open ranges of characters, in order."""
    starts = [0, *(end.end() for end in _END.finditer(text))]
    sentences = zip(starts, [*starts[1:], len(text)], strict=True)
    return tuple(
        (start, start + len(text[start:end].rstrip()))
        for start, end in sentences
        if is_graphic(text[start:end], language=language)
    )


@lru_cache(maxsize=8)
def _graphic(language: str) -> re.Pattern[str]:
    return re.compile("|".join(entries("graphic", "words", WordEntry, language)), re.IGNORECASE)
