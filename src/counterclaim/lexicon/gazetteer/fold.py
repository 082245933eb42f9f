"""Names of places brought to one form, so that two ways of writing one name meet.

``fold`` is for exact look-up: case, diacritics, hyphens, apostrophes and articles go. ``skeleton`` is coarser, for
transliterations that differ in their vowels and doublings; it may only choose among the names of one country.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from counterclaim.lexicon.gazetteer.tables import letters, name_words

_APOSTROPHES: Final = re.compile(r"['’‘`´ʼʻʾʿ\"“”]+")
_BREAKS: Final = re.compile(r"[^0-9a-z]+")
_ASSIMILATED: Final = re.compile(r"\b[ae](?P<sun>sh|th|dh|[dnrstz])(?P=sun)")
_DOUBLED: Final = re.compile(r"(.)\1+")
#: Letters of like sound made one; vowels, glides, breaths ("kh", "sh", "ph") and blanks go.
_SOUNDS: Final = str.maketrans("gjqkctdfvpzs", "kkkkkttbbbss", "aeiouywh ")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form under which a name is looked up: lower case Latin words, single blanks, without articles.

    ``"Deir ez-Zor"`` and ``"Deir al-Zor"`` give ``"deir zor"``, ``"St. Louis"`` and ``"Saint Louis"`` one form,
    ``"Abu Kamal"``, ``"Albu Kamal"`` and ``"al-Bukamal"`` another. Names in other scripts give ``""``.
    """
    text = _latin(name.lower())
    text = _APOSTROPHES.sub("", text)
    words = _BREAKS.sub(" ", text).split()
    changed = name_words()
    out: list[str] = []
    for place, word in enumerate(words):
        if word in changed.articles and len(words) > 1 and (place < len(words) - 1 or len(word) > 2):
            continue
        out.append(changed.same_as.get(word, word) if len(words) > 1 else word)
    return " ".join(_kunya(out or words))


def skeleton(folded: str) -> str:
    """The consonants of a folded name with like sounds made one: ``"dayr zawr"`` and ``"deir ezzor"`` both ``"trsr"``."""
    text = _ASSIMILATED.sub(r"\g<sun>", folded) if folded[:1] in "ae" or " a" in folded or " e" in folded else folded
    return _DOUBLED.sub(r"\1", text.replace("ch", "s").replace("dj", "k").translate(_SOUNDS))


def _latin(text: str) -> str:
    """Letters without their marks; those that Unicode does not take apart come from the table."""
    if text.isascii():
        return text
    text = text.translate(letters())
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _kunya(words: list[str]) -> list[str]:
    """Abu X, Albu X, al-Bu X and Bukamal written one way: "bu" and the name joined."""
    if len(words) > 1 and words[0] in ("abu", "albu", "bu", "abou", "abo"):
        return ["bu" + words[1], *words[2:]]
    return words
