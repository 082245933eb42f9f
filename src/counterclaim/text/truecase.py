"""Gives text in capitals the case that its words would have, so that the parser, which learnt from mixed case, can read it.

Old wires and some agencies write in capitals throughout. The frozen text stays as it is: only the words that are parsed
change case, letter by letter, so that every offset holds. Names are told from words by the lexicon (countries, listed
actors, titles), by the parser's own vocabulary, by a table of words that are mostly names or are names of persons
(``word_case.csv``, made by ``tools/count_case.py``), and by what the report itself shows: abbreviations in brackets
and the words that they stand for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import capitals, countries, listed, titles
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from counterclaim.text.blocks import Block

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[.!?]")
_ABBREVIATION = re.compile(r"[(\[]\s?([A-Z][A-Z-]{1,9})\s?[)\]]")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_POSSESSIVE = re.compile(r"['’]s?$")
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:re|ve|ll|d|m))$")
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
    words = [m.group().lower() for m in found]
    names = _names_in(words)
    begins, follows = True, False
    for k, match in enumerate(found):
        word, start, end = match.group(), match.start(), match.end()
        if word in ".!?":
            begins = text[end : end + 1].isspace() or end == len(text)
            continue
        before = words[k - 1] if k else ""
        known = k in names or _is_name(words[k], vocabulary, spelt, before)
        named = known or _is_beside(words, k, vocabulary, follows=follows)
        if word in kept:
            out[start:end] = text[start:end]
        elif begins or named:
            out[start] = text[start]
            if before in titles() and not begins:
                out[found[k - 1].start()] = text[found[k - 1].start()]  # "Colonel" before a name
        follows = named or (follows and words[k] in _openers()) or words[k] in titles()
        begins = False
    for match in _DOTTED.finditer(text):
        out[match.start() : match.end()] = text[match.start() : match.end()]
    return "".join(out)


def _is_name(word: str, vocabulary: Container[str], spelt: set[str], before: str) -> bool:
    """True for what is a name by itself, or by the title or the opening word before it."""
    if _CONTRACTED.search(word):
        return word.startswith(("i'", "i’"))
    plain = _plain(word)
    if plain in _small():
        return False
    if before in titles() or before in _openers() or plain in spelt:
        return True
    kind = _kinds().get(plain)
    return kind in ("name", "given") or (kind is None and plain not in vocabulary)


def _is_beside(words: Sequence[str], k: int, vocabulary: Container[str], *, follows: bool) -> bool:
    """True for what may be a word or a name, beside a name: "Mark Eastwood", "Erika Baker"."""
    plain = _plain(words[k])
    kind = _kinds().get(plain)
    if plain in _small():
        return False
    if kind == "family" or len(plain) == 1:
        return follows
    after = _plain(words[k + 1]) if k + 1 < len(words) else "."
    leads = after.isalpha() and _kinds().get(after, "" if after in vocabulary else "family") in (
        "given",
        "family",
        "name",
    )
    return kind == "doubtful" and (follows or leads)


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _names_in(words: Sequence[str]) -> set[int]:
    """Places in a run of words of the names that the lexicon knows, longest first."""
    known = _known()
    out: set[int] = set()
    k = 0
    while k < len(words):
        for size in (5, 4, 3, 2, 1):
            run = " ".join(_plain(w) for w in words[k : k + size])
            if len(words[k : k + size]) == size and run in known:
                out.update(j for j in range(k, k + size) if words[j] not in _small())
                k += size - 1
                break
        k += 1
    return out


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    names = {name.lower() for name in (*countries(), *capitals(), *listed()) if len(name) > 3}
    common = entries("triggers", "combatants", WordEntry)  # "coalition", "army" stand for one party of many
    names = {name for name in names if name.removeprefix("the ") not in common}
    return frozenset(names | set(entries("truecase", "names", WordEntry)))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """What ``tools/count_case.py`` found of words: word, name, given, doubtful or family."""
    table = (resources.files("counterclaim.lexicon") / "en" / "word_case.csv").read_text(encoding="utf-8")
    return dict(line.split(",") for line in table.splitlines()[1:])


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
