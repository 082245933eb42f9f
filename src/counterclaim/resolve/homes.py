"""Homes: the state of a person or a body that a report names without one, by what stands beside its name elsewhere."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import capitals, countries_in, head_entry, titles
from counterclaim.lexicon.gazetteer.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Letters of the shortest name that is looked for.
_SHORTEST = 4
#: Words before a name among which its state is named: "Ukraine's deputy prime minister".
_WORDS_BEFORE = 6
#: Characters after a name and a comma in which an office with its state is named.
_AFTER = 60


@cache
def leaders() -> dict[str, tuple[str, str]]:
    """Surnames of heads of state and government to their first name and their state."""
    out: dict[str, tuple[str, str]] = {}
    for row in rows("leaders.csv", resources.files("counterclaim.lexicon")):
        for surname in (row["surname"], *filter(None, row["spellings"].split("|"))):
            out[surname.casefold()] = row["first"], row["country"]
    return out


def home_of_person(texts: Sequence[str], name: str, *, rules: bool = False) -> str | None:
    """The state of a person: named in the phrase before the name or the office after it, else that of a known leader.

    A state that is only named close by says nothing: "Poland said that President Zelenskiy would not accept it".

    Args:
        texts: the blocks of the report.
        name: the person, with or without office.
        rules: true where the report calls a government by the name, as in "the Assad government".
    """
    core = name.split(",")[0].split()[-1]
    if len(core) < _SHORTEST:
        return None
    for text in texts:
        for match in re.finditer(rf"\b{re.escape(core)}\b", text):
            office = re.match(rf",\s+([^,.;:]{{1,{_AFTER}}})", text[match.end() :])
            before = _without_given_names(text[: match.start()], name)
            for words in (*_phrases_before(before), office[1] if office else ""):
                named = countries_in(words)
                if named:
                    return named[0]
    return _home_of_leader(name, rules=rules)


def _without_given_names(text: str, name: str) -> str:
    """The text before a surname without the given names of its bearer."""
    given = [word for word in name.split(",")[0].split()[:-1] if word.lower().strip(".") not in titles()]
    while given and text.rstrip().endswith(given[-1]):
        text = text.rstrip().removesuffix(given.pop())
    return text


def _phrases_before(text: str) -> Iterator[str]:
    """The words that belong to a name right before it, and the office set off by a comma: "the president of Chad,"."""
    words: list[str] = []
    for word in reversed(text.split()[-_WORDS_BEFORE:]):
        plain = re.sub(r"['’]s$", "", word)
        known = head_entry(plain) is not None or plain.lower().strip(".") in titles()
        if not (plain[:1].isupper() or known) or not re.fullmatch(r"[\w.’'-]+", plain):
            break
        words.insert(0, word)
    yield " ".join(words)
    apposed = re.search(r"(?P<office>(?:\w+\s){1,5}\w+),\s*$", text)
    if apposed is not None and any(head_entry(word) is not None for word in apposed["office"].split()):
        yield apposed["office"]


def _home_of_leader(name: str, *, rules: bool) -> str | None:
    """The state of a leader who is named by first name and surname, or by a title of a state and surname."""
    words = name.split(",")[0].split()
    first, country = leaders().get(words[-1].casefold(), ("", None))
    title = titles().get(words[0].lower().strip("."))
    full = bool(first) and all(part in words for part in first.split())
    return country if full or rules or (title is not None and title.kind == "government" and len(words) > 1) else None


def home_of_body(texts: Sequence[str], name: str) -> str | None:
    """The state that stands before the name of a body somewhere in a report: "Iraq's Joint Operations Command"."""
    for text in texts:
        for match in re.finditer(rf"(?P<state>[A-Z][\w.]*)(?:['’]s?)?\s+{re.escape(name)}\b", text):
            named = countries_in(match["state"])
            if named:
                return named[0]
            if match["state"].lower() in capitals():
                return capitals()[match["state"].lower()]
    return None
