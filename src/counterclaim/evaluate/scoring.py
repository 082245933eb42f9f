"""Scores the ledger of one report against the gold: claims, denials, facets, incidents, contested facets.

A claim is found when its source agrees and its evidence stands in a sentence of the gold's quote; an incident when two
of place, days and kind agree. Each is paired once, the best first. Figures are F1 over all reports together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counterclaim.evaluate.alike import Sentences, incidents_alike, sources_alike, value_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: The figures whose mean is the figure of the ledger.
MEASURES = ("claim", "denial", "facet", "incident", "contested")
_FACETS = ("perpetrator", "target", "weapon", "killed", "injured")
_STANCE = 0.5


@dataclass
class Scored:
    """One report: per measure what is right, wanted and given; which claims of the gold were found, and by which."""

    doc: str
    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    found: dict[int, dict[str, Any]] = field(default_factory=dict)


def score_report(gold: dict[str, Any], reading: dict[str, Any] | None) -> Scored:
    """The score of one report; a report that was not read scores as one in which nothing was found.

    Args:
        gold: one row of the gold.
        reading: the JSON object that a reader gave for it.
    """
    given = reading or {}
    scored = Scored(str(gold["doc"]))
    _score_claims(scored, gold, given)
    _score_incidents(scored, gold, given)
    return scored


def _score_claims(scored: Scored, gold: dict[str, Any], given: dict[str, Any]) -> None:
    document = given.get("document") or {}
    sentences = Sentences(document.get("title") or "", document.get("text") or "")
    wanted = [(c, sentences.holding([c.get("quote") or ""])) for c in gold["claims"]]
    said = [(c, sentences.holding([_words(e) for e in c.get("evidence") or ()])) for c in given.get("claims") or ()]

    def weight(one: tuple[Any, frozenset[int]], other: tuple[Any, frozenset[int]]) -> float:
        source = sources_alike(one[0], other[0])
        if source < _STANCE or not one[1] & other[1]:
            return 0.0
        return source + _STANCE * bool(one[0].get("stance") == other[0].get("stance"))

    for claims, counts in ((wanted, scored.gold), (said, scored.given)):
        counts["claim"] += len(claims)
        counts["denial"] += sum(c.get("stance") == "denies" for c, _ in claims)
        counts["facet"] += sum(bool(c.get(f)) for c, _ in claims for f in _FACETS)
    for i, j in _paired(wanted, said, weight):
        one, other = wanted[i][0], said[j][0]
        scored.found[i] = other
        scored.right["claim"] += 1
        scored.right["denial"] += one.get("stance") == other.get("stance") == "denies"
        scored.right["facet"] += sum(value_alike(f, one.get(f), other.get(f)) for f in _FACETS)


def _score_incidents(scored: Scored, gold: dict[str, Any], given: dict[str, Any]) -> None:
    wanted, said = gold["incidents"], given.get("incidents") or []
    pairs = dict(_paired(wanted, said, incidents_alike))
    scored.right["incident"] += len(pairs)
    scored.gold["incident"] += len(wanted)
    scored.given["incident"] += len(said)
    for number, incident in enumerate(wanted):
        if incident.get("main"):
            facets = set(incident.get("contested") or ())
            found = set(said[pairs[number]].get("contested") or ()) if number in pairs else set()
            scored.right["contested"] += len(facets & found)
            scored.gold["contested"] += len(facets)
            scored.given["contested"] += len(found)


def _words(evidence: Any) -> str:
    return str(evidence.get("text") or "") if isinstance(evidence, dict) else str(evidence)


def _paired(left: Sequence[Any], right: Sequence[Any], weight: Callable[[Any, Any], float]) -> list[tuple[int, int]]:
    """One to one, best first; of equals the earlier."""
    ranked = sorted(((weight(a, b), -i, -j) for i, a in enumerate(left) for j, b in enumerate(right)), reverse=True)
    used_left: set[int] = set()
    used_right: set[int] = set()
    out = []
    for score, i, j in ranked:
        if score > 0 and i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            out.append((-i, -j))
    return out


def figures(reports: Iterable[Scored]) -> dict[str, float]:
    """F1 of each measure over the reports together, and ``ledger``, their mean; nothing wanted and given is 1."""
    right: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for scored in reports:
        right.update(scored.right)
        both.update(scored.gold)
        both.update(scored.given)
    out = {m: 2 * right[m] / both[m] if both[m] else 1.0 for m in MEASURES}
    return out | {"ledger": sum(out.values()) / len(MEASURES)}
