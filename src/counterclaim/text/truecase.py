"""Gives text in capitals the case that its words would have, so that the parser, which learnt from mixed case, can read it.

Old wires and some agencies write in capitals throughout. The frozen text stays as it is: only the words that are parsed
change case, letter by letter, so that every offset holds. Names are told from words by the lexicon (countries, listed
actors, titles), by the parser's own vocabulary, and by what the report itself shows: abbreviations in brackets and the
words that they stand for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import capitals, countries, listed, titles
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from counterclaim.text.blocks import Block

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[.!?]")
_ABBREVIATION = re.compile(r"[(\[]\s?([A-Z][A-Z-]{1,9})\s?[)\]]")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
#: A text with a smaller share of capitals among its letters is in mixed case; so is one of few letters.
_SHOUTED, _FEWEST = 0.85, 200


def is_shouted(blocks: Iterable[Block]) -> bool:
    """True where nearly all letters of the words that are read are capitals."""
    letters = [c for block in blocks for c in block.text if c.isalpha()]
    return len(letters) >= _FEWEST and sum(c.isupper() for c in letters) >= _SHOUTED * len(letters)


def with_case(blocks: Sequence[Block], vocabulary: Container[str]) -> tuple[Block, ...]:
    """The blocks with the case that their words would have; as many characters as before, at the same places.

    Args:
        blocks: blocks of one document in capitals.
        vocabulary: words in small letters that are known to be words of the language.
    """
    text = "\n".join(block.text for block in blocks)
    kept = set(_ABBREVIATION.findall(text))
    spelt = _spelt_out(text)
    return tuple(replace(block, text=_cased(block.text, vocabulary, kept, spelt)) for block in blocks)


def _cased(text: str, vocabulary: Container[str], kept: set[str], spelt: set[str]) -> str:
    out = list(text.lower())
    if len(out) != len(text):
        return text  # a letter whose small form is two letters: offsets would not hold
    found = list(_WORD.finditer(text))
    names = _names_in([m.group().lower() for m in found])
    begins = True
    for k, match in enumerate(found):
        word, start, end = match.group(), match.start(), match.end()
        if word in ".!?":
            begins = text[end : end + 1].isspace() or end == len(text)
            continue
        if word in kept:
            out[start:end] = text[start:end]
        elif begins or k in names or _is_name(word.lower(), vocabulary, spelt, _before(found, k)):
            out[start] = text[start]
            if k and found[k - 1].group().lower() in titles() and not begins:
                out[found[k - 1].start()] = text[found[k - 1].start()]  # "Colonel" before a name
        begins = False
    for match in _DOTTED.finditer(text):
        out[match.start() : match.end()] = text[match.start() : match.end()]
    return "".join(out)


def _before(found: list[re.Match[str]], k: int) -> str:
    return found[k - 1].group().lower() if k else ""


def _is_name(word: str, vocabulary: Container[str], spelt: set[str], before: str) -> bool:
    plain = re.sub(r"['’]s?$", "", word)
    if plain in _small():
        return False
    return before in titles() or before in _openers() or plain in spelt or plain not in vocabulary


def _names_in(words: Sequence[str]) -> set[int]:
    """Places in a run of words of the names that the lexicon knows, longest first."""
    known = _known()
    out: set[int] = set()
    k = 0
    while k < len(words):
        for size in (5, 4, 3, 2, 1):
            run = " ".join(re.sub(r"['’]s$", "", w) for w in words[k : k + size])
            if len(words[k : k + size]) == size and run in known:
                out.update(j for j in range(k, k + size) if words[j] not in _small())
                k += size - 1
                break
        k += 1
    return out


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    names = {name.lower() for name in (*countries(), *capitals(), *listed()) if len(name) > 3}
    return frozenset(names | set(entries("truecase", "names", WordEntry)))


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(entries("truecase", "openers", WordEntry))


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(entries("truecase", "small", WordEntry))


def _spelt_out(text: str) -> set[str]:
    """Words that an abbreviation in brackets stands for: the run before it whose initials it is."""
    out: set[str] = set()
    for match in _ABBREVIATION.finditer(text):
        before = list(re.findall(r"[^\W\d_]+", text[max(0, match.start() - 160) : match.start()].lower()))
        letters = match.group(1).replace("-", "").lower()
        run: list[str] = []
        for word in reversed(before):
            if len(run) >= len(letters) + 3:
                break
            run.append(word)
            initials = "".join(w[0] for w in reversed(run) if w not in _small())
            if initials == letters:
                out.update(w for w in run if w not in _small())
                break
    return out
