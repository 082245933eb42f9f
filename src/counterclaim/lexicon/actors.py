"""Who takes part and who speaks: listed actors, countries with their people's names, and heads of phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from counterclaim.errors import LexiconError
from counterclaim.lexicon.gazetteer.tables import rows
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import SOURCE_KINDS, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Actor:
    """A party, body or outlet: its name, kind, and the side that it belongs to or speaks for."""

    name: str
    kind: SourceKind
    side: str | None
    listed: bool = True


class HeadEntry(WordEntry, frozen=True):
    """A head noun, modifier or title, and the kind of source that it makes."""

    kind: SourceKind
    party: bool = False
    anonymous: bool = False


class BodyEntry(WordEntry, frozen=True):
    """A plain word for a body, and the kinds of body that it can mean."""

    kinds: tuple[SourceKind, ...]


def bodies() -> dict[str, BodyEntry]:
    """Plain words for a body: "the group", "the charity"."""
    return entries("source_kinds", "bodies", BodyEntry)


def heads() -> dict[str, HeadEntry]:
    """Head nouns by lemma."""
    return entries("source_kinds", "heads", HeadEntry)


def head_entry(word: str) -> HeadEntry | None:
    """The entry of a word in the singular or the plural, whatever its case."""
    lower = word.lower()
    return heads().get(lower) or heads().get(lower.removesuffix("s"))


def modifiers() -> dict[str, HeadEntry]:
    """Modifiers by word."""
    return entries("source_kinds", "modifiers", HeadEntry)


def titles() -> dict[str, HeadEntry]:
    """Titles and ranks by word, without their full stop."""
    return entries("source_kinds", "titles", HeadEntry)


class ForceEntry(WordEntry, frozen=True):
    """A word for men or arms of a state, and the kind of body that they belong to."""

    kind: SourceKind


@lru_cache(maxsize=1)
def forces() -> re.Pattern[str]:
    """A pattern of the words that make a country's name its forces'."""
    words = sorted(entries("forces", "forces", ForceEntry), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def force_kind(word: str) -> SourceKind:
    """Whose men or arms a word of :func:`forces` means: ``"military"`` or ``"police"``."""
    kind: SourceKind = entries("forces", "forces", ForceEntry)[word.lower()].kind
    return kind


@lru_cache(maxsize=1)
def backing() -> re.Pattern[str]:
    """A pattern of "Iran-backed" and the like, with who stands behind it as ``who``."""
    return re.compile(rf"\b(?P<who>[A-Z][\w.]*)-(?:{'|'.join(entries('forces', 'backing', WordEntry))})\b")


def states_own() -> frozenset[str]:
    """Listed bodies that are a state's own hand or seat: what they do, the state does."""
    return frozenset(entries("forces", "states_own", WordEntry))


def names_of_actors() -> Iterator[tuple[str, Actor]]:
    """Every name and alias of the table of actors as it is written there, with its actor.

    Raises:
        LexiconError: a row has a kind that there is not.
    """
    for row in rows("actors.csv", resources.files("counterclaim.lexicon")):
        if row["kind"] not in SOURCE_KINDS:
            raise LexiconError(f"actors.csv: {row['name']!r} has no such kind {row['kind']!r}", subject=row["name"])
        actor = Actor(row["name"], row["kind"], row["side"] or None)
        for alias in (row["name"], *filter(None, row["aliases"].split("|"))):
            yield alias, actor


@lru_cache(maxsize=1)
def listed() -> dict[str, Actor]:
    """Every name and alias of the listed actors; short ones in capitals only as they are written.

    Raises:
        LexiconError: a row has a kind that there is not.
    """
    out: dict[str, Actor] = {}
    for alias, actor in names_of_actors():
        out.setdefault(_key(alias), actor)
        if alias.isupper() and len(alias) > 3:
            out.setdefault(alias.lower(), actor)  # "Isis", "Daesh" and "Nato" as British papers write them
    return out


def listed_as(name: str) -> Actor | None:
    """The listed actor of exactly this name or alias."""
    return listed().get(_key(name))


#: Letters up to which a name in capitals is an abbreviation; "DAESH" and "HAMAS" are only printed so.
_ABBREVIATION = 4


def _key(name: str) -> str:
    plain = re.sub(r"[’']", "'", name)
    return plain if len(plain) <= 3 or (plain.isupper() and len(plain) <= _ABBREVIATION) else plain.lower()


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Names, aliases and people's names of countries to the name used here; lower case but for abbreviations."""
    out: dict[str, str] = {}
    for row in rows("countries.csv"):
        words = [row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|")]
        for word in filter(None, words):
            out.setdefault(_key(word), row["name"])
    return out


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """Capitals to countries: a capital that speaks is its government."""
    return {row["capital"].lower(): row["name"] for row in rows("countries.csv") if row.get("capital")}


@lru_cache(maxsize=1)
def seats() -> dict[str, str]:
    """ISO codes of countries to their capitals."""
    return {row["iso"]: row["capital"] for row in rows("countries.csv") if row.get("capital")}


_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*\.?|[A-Z]\.(?:[A-Z]\.)+")
_LONGEST = 6


def _runs(text: str) -> Iterator[tuple[str, int, int]]:
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for k in range(len(words) - size + 1):
            start, end = words[k][0], words[k + size - 1][1]
            yield (
                text[start:end].rstrip(".") if not re.search(r"[A-Z]\.[A-Z]", text[start:end]) else text[start:end],
                start,
                end,
            )


def _look_up(table: dict[str, Actor] | dict[str, str], run: str) -> Actor | str | None:
    bare = re.sub(r"(?:'s|’s|s'|s’)$", "", run)
    for form in (run, bare, bare.rstrip(".")):
        found = table.get(_key(form)) or (table.get(form) if form.isupper() else None)
        if found is not None and not (len(form) <= 3 and not form[:1].isupper()):
            return found
    return None


@lru_cache(maxsize=8192)
def listed_in(text: str) -> Actor | None:
    """The listed actor that a phrase names: the longest name, the first of two as long."""
    table = listed()
    for run, _, _ in _runs(text):
        found = _look_up(table, run)
        if isinstance(found, Actor):
            return found
    return None


@lru_cache(maxsize=4096)
def countries_in(text: str) -> tuple[str, ...]:
    """The countries named in a phrase, by their own name or their people's, in text order.

    "US-backed rebels" names no country as theirs: a word before "-backed" and the like does not count.
    """
    table = countries()
    found: list[tuple[int, str]] = []
    taken: list[tuple[int, int]] = []
    plain = re.sub(
        r"\b[\w.]+-(?:backed|made|built|supplied|designed|born|based|allied|supported|funded|held|controlled|occupied)\b|\bpro-[\w-]+|\banti-[\w-]+",
        lambda m: " " * len(m.group()),
        text,
    )
    plain = plain.replace("-led", "    ")
    for run, start, end in _runs(plain):
        if any(a < end and start < b for a, b in taken):
            continue
        country = _look_up(table, run)
        if isinstance(country, str):
            found.append((start, country))
            taken.append((start, end))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


@lru_cache(maxsize=512)
def actors_with_places(text: str) -> tuple[tuple[int, str, Actor], ...]:
    """Every listed actor that a text names: where, by which words, and who; the longest name where two overlap."""
    table = listed()
    found: list[tuple[int, str, Actor]] = []
    taken: list[tuple[int, int]] = []
    for run, start, end in _runs(text):
        if not any(c.isupper() for c in run) or any(a < end and start < b for a, b in taken):
            continue
        actor = _look_up(table, run)
        if isinstance(actor, Actor):
            found.append((start, re.sub(r"['’]s$", "", run), actor))
            taken.append((start, end))
    return tuple(sorted(found, key=lambda one: one[0]))
