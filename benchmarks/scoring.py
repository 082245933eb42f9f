"""Scores readings against ledgers made by hand: claims, denials, facets, incidents, contested facets, as F1.

A claim is found when its source agrees and its evidence overlaps the sentence of the gold quote; an incident when two
of place, date and kind agree. Names agree when half of the smaller bag of words is in the larger.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from counterclaim.model import Claim, Incident, Reading

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "or",
        "by",
        "from",
        "with",
        "s",
        "its",
        "his",
        "her",
        "their",
        "that",
        "who",
        "which",
    ]
)
_FACETS = ("perpetrator", "target", "weapon", "killed", "injured")
_MEASURES = ("claim", "denial", "facet", "incident", "contested")


@dataclass
class Tally:
    """Right, wanted and given."""

    right: int = 0
    gold: int = 0
    given: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.given) if self.gold + self.given else 1.0


def words(text: str | None) -> set[str]:
    """The words of a name without small ones and plural endings."""
    found = {w.removesuffix("s") for w in _WORD.findall((text or "").lower().replace("u.s.", "us").replace("al-", ""))}
    return (found - _EMPTY) or found


def alike(one: str | None, other: str | None) -> float:
    """The share of the smaller bag of words that is in the larger."""
    a, b = words(one), words(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def scored(gold: Sequence[dict[str, Any]], readings: Sequence[Reading]) -> dict[str, float]:
    """F1 of each measure over reports; gold rows and readings are matched by the reports' given ids."""
    by_id = {r.document.id_given: r for r in readings}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in gold:
        if row["doc"] in by_id:
            _score_report(row, by_id[row["doc"]], tallies)
    return {name: round(tallies[name].f1, 3) for name in _MEASURES}


def _score_report(row: dict[str, Any], reading: Reading, tallies: dict[str, Tally]) -> None:
    claims = _paired(row["claims"], list(reading.claims), lambda g, c: _claim_weight(g, c, reading))
    tallies["claim"].right += len(claims)
    tallies["claim"].gold += len(row["claims"])
    tallies["claim"].given += len(reading.claims)
    tallies["denial"].right += sum(g["stance"] == c.stance == "denies" for g, c in claims)
    tallies["denial"].gold += sum(g["stance"] == "denies" for g in row["claims"])
    tallies["denial"].given += sum(c.stance == "denies" for c in reading.claims)
    for facet in _FACETS:
        tallies["facet"].right += sum(_same_value(facet, g.get(facet), getattr(c, facet)) for g, c in claims)
        tallies["facet"].gold += sum(bool(g.get(facet)) for g in row["claims"])
        tallies["facet"].given += sum(getattr(c, facet) is not None for c in reading.claims)
    incidents = _paired(row["incidents"], list(reading.incidents), _incident_weight)
    tallies["incident"].right += len(incidents)
    tallies["incident"].gold += len(row["incidents"])
    tallies["incident"].given += len(reading.incidents)
    found = {id(g): set(i.contested) for g, i in incidents}
    for g in row["incidents"]:
        if g["main"]:
            given = found.get(id(g), set())
            tallies["contested"].right += len(given & set(g["contested"]))
            tallies["contested"].gold += len(g["contested"])
            tallies["contested"].given += len(given)


def _paired(gold: list[Any], given: list[Any], weight: Callable[[Any, Any], float]) -> list[tuple[Any, Any]]:
    """One to one, best first."""
    ranked = sorted(((weight(g, x), -i, -j) for i, g in enumerate(gold) for j, x in enumerate(given)), reverse=True)
    used_gold, used_given, out = set(), set(), []
    for score, i, j in ranked:
        if score > 0 and i not in used_gold and j not in used_given:
            used_gold.add(i)
            used_given.add(j)
            out.append((gold[-i], given[-j]))
    return out


def _claim_weight(gold: dict[str, Any], claim: Claim, reading: Reading) -> float:
    if "AUTHOR" in (gold["source"], claim.source):
        same = 1.0 if gold["source"] == claim.source else 0.0
    else:
        chains = [alike(gold["source"], via) for via in claim.via] + [alike(via, claim.source) for via in gold["via"]]
        same = max(alike(gold["source"], claim.source), 0.6 * max(chains, default=0.0))
    if same < 0.5 or not _same_sentence(gold["quote"], claim, reading):
        return 0.0
    return same + 0.5 * (gold["stance"] == claim.stance)


def _same_sentence(quote: str, claim: Claim, reading: Reading) -> bool:
    for span in claim.evidence:
        text = reading.document.field(span.field)
        at = text.find(quote)
        if at >= 0:
            ends = [m.end() for m in re.finditer(r"[.!?][\"'”’)]*\s+|\n+", text)]
            start = max((e for e in ends if e <= at), default=0)
            end = min((e for e in ends if e >= at + len(quote)), default=len(text))
            if span.start < end and start < span.end:
                return True
    return False


def _incident_weight(gold: dict[str, Any], incident: Incident) -> float:
    name = f"{incident.place.name} {incident.place.detail or ''}" if incident.place else ""
    wanted = f"{gold['place'] or ''} {gold['place_detail'] or ''}".strip()
    place = alike(name, wanted) >= 0.5 or not (name.strip() or wanted)
    first, last = gold["date_start"], gold["date_end"]
    start, end = (d.isoformat() if d else None for d in (incident.date_start, incident.date_end))
    date = bool(first and start and first <= (end or start) and start <= (last or first)) or not (first or start)
    agree = place + date + (gold["sub_event_type"] == incident.sub_event_type)
    return 0.0 if agree < 2 else agree + 0.5 * (gold["main"] == incident.main)


def _same_value(facet: str, gold: Any, given: Any) -> bool:
    if not gold or given is None:
        return False
    if facet in ("killed", "injured"):
        low, high = given
        return bool(gold[0] == low and (gold[1] == high or gold[1] is None or high is None or gold[0] == gold[1]))
    return alike(gold, given) >= 0.5
