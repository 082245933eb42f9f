"""When a reader's name, place, day, kind or toll counts as that of the gold."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import msgspec

from counterclaim.lexicon.words import rules_in

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+|\n+")
_HALF = 0.5
#: What a name is worth that stands one link away in the chain of those who passed it on.
_ONE_LINK = 0.6
_QUOTE_WORDS = 12


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    small: frozenset[str]
    same: dict[str, str]
    families: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _known() -> _Words:
    return rules_in(_Words, "counterclaim.evaluate", "en.toml")


@lru_cache(maxsize=20_000)
def words(name: str | None) -> frozenset[str]:
    """The words of a name that tell it from others."""
    plain = (name or "").lower().replace("u.s.", "us").replace("al-", "").replace("-", " ")
    found = {_known().same.get(w, w) for w in _WORD.findall(re.sub("[’']s", "", plain))} - {""}
    return frozenset(found - _known().small or found)


def alike(one: str | None, other: str | None) -> float:
    """The share of the smaller bag of words that is in the larger: names are given long or short."""
    a, b = words(one), words(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def sources_alike(gold: dict[str, Any], given: dict[str, Any]) -> float:
    """How far a claim's source is the gold's; a reader may stop one link earlier in the chain."""
    wanted, said = gold.get("source") or "", given.get("source") or ""
    if "AUTHOR" in (wanted, said):
        return float(wanted == said)
    best = alike(wanted, said)
    if best >= _HALF:
        return best
    chain = [alike(wanted, via) for via in given.get("via") or ()] + [alike(via, said) for via in gold.get("via") or ()]
    return max(best, *(_ONE_LINK * c for c in chain)) if chain else best


def value_alike(facet: str, gold: Any, given: Any) -> bool:
    """True where both give the facet and mean the same; a toll must begin alike and may be open at the top."""
    if not gold or not given:
        return False
    if facet in ("killed", "injured"):
        return bool(gold[0] == given[0] and (gold[1] in (given[1], None, gold[0]) or given[1] is None))
    return alike(gold, given) >= _HALF


def incidents_alike(gold: dict[str, Any], given: dict[str, Any]) -> float:
    """More than nothing where two of place, days and kind agree; a main incident is rather paired with a main one."""
    agree = sum((_places(gold, given), _days(gold, given), _kind(gold) == _kind(given)))
    return 0.0 if agree < 2 else agree + _HALF * (bool(gold.get("main")) == bool(given.get("main")))


def _places(gold: dict[str, Any], given: dict[str, Any]) -> bool:
    place = given.get("place")
    said = " ".join(filter(None, (place.get("name"), place.get("detail")))) if isinstance(place, dict) else place or ""
    if not gold.get("place") and not said:
        return True
    whole = " ".join(filter(None, (gold.get("place"), gold.get("place_detail"))))
    return max(alike(said, whole), alike(gold.get("place"), said)) >= _HALF


def _days(gold: dict[str, Any], given: dict[str, Any]) -> bool:
    first, start = gold.get("date_start"), given.get("date_start")
    if not first or not start:
        return not first and not start
    return bool(first <= (given.get("date_end") or start) and start <= (gold.get("date_end") or first))


def _kind(incident: dict[str, Any]) -> str:
    kind = (incident.get("sub_event_type") or "").strip().lower()
    return next((name for name, kinds in _known().families.items() if kind in kinds), kind)


class Sentences:
    """A report's title and text cut at sentence ends, to tell in which sentences given words stand."""

    def __init__(self, title: str, text: str) -> None:
        """Cut the title and the text."""
        self._all = f"{title}\n\n{text}"
        self._body = len(title) + 2
        ends = [m.end() for m in _SENTENCE_END.finditer(self._all)] + [len(self._all)]
        self._ranges = [(a, b) for a, b in zip([0, *ends], ends, strict=False) if a < b]

    def holding(self, quotes: list[str]) -> frozenset[int]:
        """The numbers of the sentences in which the quotes stand; a quote that stands nowhere counts for none."""
        spans = [span for quote in quotes if (span := self._span(quote.strip())) is not None]
        return frozenset(k for k, (a, b) in enumerate(self._ranges) for start, end in spans if a < end and start < b)

    def _span(self, quote: str) -> tuple[int, int] | None:
        if not quote:
            return None
        for start in (self._body, 0):
            at = self._all.find(quote, start)
            if at >= 0:
                return at, at + len(quote)
        pattern = r"\W*".join(re.escape(w) for w in _WORD.findall(quote)[:_QUOTE_WORDS])
        found = re.search(pattern, self._all) if pattern else None
        return found.span() if found else None
