"""Names that pose as another: a word of letters that look alike but come from several alphabets."""

from __future__ import annotations

import re
import unicodedata

#: Alphabets whose letters are taken for one another ("Rеuters" with a Cyrillic e); no language mixes them in one word.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
_WORD = re.compile(r"[^\W\d_]+")


def posing_word(name: str | None) -> tuple[str, tuple[str, ...]] | None:
    """The first word of a name that mixes alphabets, with these in their order; ``None`` where none does."""
    for word in _WORD.findall(name or ""):
        found = {unicodedata.name(letter, "").split(" ")[0] for letter in word} & _ALIKE
        if len(found) > 1:
            return word, tuple(sorted(found))
    return None
