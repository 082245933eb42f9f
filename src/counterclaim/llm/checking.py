"""Which proposals enter: evidence verbatim in the report, values in the evidence. Everything else is refused by name."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from counterclaim.assess.parties import parties_in
from counterclaim.extract.quantities import ranges_in
from counterclaim.lexicon.codebook import codebook
from counterclaim.lexicon.incidents import event_type, nouns, verbs
from counterclaim.model import FACETS, Claim, Failure, Incident, Span, content_id

if TYPE_CHECKING:
    from counterclaim.llm.proposals import Proposal, ProposedClaim, ProposedIncident
    from counterclaim.model import Place, Reading, Toll

STAGE = "language model"
_CLAUSE = re.compile(r"[.,;:\n]+")
_WORD = re.compile(r"[^\W_]+")
_AUTHOR = "AUTHOR"


def checked(proposal: Proposal, known: Reading) -> tuple[tuple[Incident, ...], tuple[Claim, ...], tuple[Failure, ...]]:
    """What of a proposal enters, and a failure for each part that was refused.

    Args:
        proposal: a model's answer.
        known: the same report with the places and dates that the rules found: a proposed place or day enters only
            where the text names it.
    """
    refused: list[Failure] = []
    incidents: dict[str, Incident] = {}
    claims: dict[str, Claim] = {}
    by_key = {one.key: one for one in proposal.incidents}
    for claim in proposal.claims:
        evidence = _verbatim(claim.quote, known)
        if evidence is None:
            refused.append(_refusal(known, claim.quote, "these words are not in the report"))
            continue
        if claim.incident not in by_key:
            refused.append(_refusal(known, claim.quote, f"its incident {claim.incident!r} was not proposed"))
            continue
        if claim.source != _AUTHOR and not _in_words(claim.source, f"{known.document.title} {known.document.text}"):
            refused.append(_refusal(known, claim.source, "the report names no such source"))
            continue
        incident = incidents.setdefault(claim.incident, _incident(by_key[claim.incident], evidence, known, refused))
        made = _claim(claim, incident, evidence, known, refused)
        claims[made.id] = made
    return tuple(incidents.values()), tuple(claims.values()), tuple(refused)


def _refusal(known: Reading, what: str, why: str) -> Failure:
    return Failure(STAGE, known.document.id, f"refused {' '.join(what.split())[:120]!r}: {why}")


def _verbatim(quote: str, known: Reading) -> Span | None:
    words = quote.strip()
    if not words:
        return None
    if (at := known.document.text.find(words)) >= 0:
        return known.document.span(at, at + len(words), "text")
    if (at := known.document.title.find(words)) >= 0:
        return known.document.span(at, at + len(words), "title")
    return None


def _in_words(value: str, text: str) -> bool:
    """True where every word of a value stands in a text, in any order."""
    there = {w.casefold() for w in _WORD.findall(text)}
    wanted = [w.casefold() for w in _WORD.findall(value)]
    return bool(wanted) and all(w in there for w in wanted)


def _claim(
    proposed: ProposedClaim, incident: Incident, evidence: Span, known: Reading, refused: list[Failure]
) -> Claim:
    values: dict[str, str | None] = {}
    for facet in ("perpetrator", "target", "weapon"):
        value = getattr(proposed, facet)
        values[facet] = value
        if value is not None and not _in_words(value, evidence.text):
            refused.append(_refusal(known, value, f"this {facet} is not in the words {evidence.text[:80]!r}"))
            values[facet] = None
    tolls = {facet: _toll(facet, getattr(proposed, facet), evidence, known, refused) for facet in ("killed", "injured")}
    lost = {f for f in (*values, *tolls) if getattr(proposed, f) is not None and {**values, **tolls}[f] is None}
    about = tuple(f for f in FACETS if f in proposed.about and f not in lost)
    via = tuple(v for v in proposed.via if _in_words(v, known.document.text))
    refused += [
        _refusal(known, v, "the report names nobody so who could have passed it on")
        for v in proposed.via
        if v not in via
    ]
    side = _side(proposed.side, known, refused)
    return Claim(
        id=content_id("c", incident.id, proposed.source, via, proposed.stance, about, values, tolls, evidence),
        incident=incident.id, source=proposed.source, source_kind=proposed.source_kind, side=side,
        named=proposed.named, via=via, stance=proposed.stance, certainty=proposed.certainty, about=about,
        perpetrator=values["perpetrator"], target=values["target"], weapon=values["weapon"],
        killed=tolls["killed"], injured=tolls["injured"],
        evidence=(evidence,), trace=(STAGE,), document=known.document.id,
    )  # fmt: skip


def _side(side: str | None, known: Reading, refused: list[Failure]) -> str | None:
    """A side whose words the report has, or that is a party which it names otherwise: "Malian army" for Mali."""
    if side is None:
        return None
    words = f"{known.document.title} {known.document.text}"
    if _in_words(side, words) or any(parties_in(side) & parties_in(part) for part in _CLAUSE.split(words)):
        return side
    refused.append(_refusal(known, side, "the report names no such party"))
    return None


def _toll(facet: str, toll: Toll | None, evidence: Span, known: Reading, refused: list[Failure]) -> Toll | None:
    """A toll whose bounds are said in the evidence; an open one needs no number but a word of harm."""
    if toll is None:
        return None
    said = ranges_in(evidence.text, codebook())
    bounds = {bound for one in said for bound in one if bound is not None}
    spoken = all(bound in bounds for bound in toll if bound is not None)
    if spoken and any(bound is not None for bound in toll):
        return toll
    if toll in ((1, None), (2, None)) and _tells_of_harm(evidence.text):
        return toll
    refused.append(_refusal(known, f"{facet} {list(toll)}", f"this number is not in the words {evidence.text[:80]!r}"))
    return None


def _tells_of_harm(text: str) -> bool:
    harmful = [word for word, entry in (*verbs().items(), *nouns().items()) if entry.harm]
    return any(re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) for word in harmful)


def _incident(proposed: ProposedIncident, evidence: Span, known: Reading, refused: list[Failure]) -> Incident:
    place = _place(proposed.place, known, refused)
    first, last = _days(proposed, known, refused)
    return Incident(
        id=content_id("i", known.document.id, STAGE, proposed.key, evidence.start),
        main=proposed.main, event_type=event_type(proposed.sub_event_type), sub_event_type=proposed.sub_event_type,
        place=place, date_start=first, date_end=last,
        date_precision="unknown" if first is None else ("day" if first == last else "days"),
        date_derived_by=None if first is None else "mention",
    )  # fmt: skip


def _place(name: str | None, known: Reading, refused: list[Failure]) -> Place | None:
    if name is None:
        return None
    for mention in known.places:
        if mention.place is not None and mention.text.casefold() in (name.casefold(), name.casefold().split(",")[0]):
            return mention.place
    refused.append(_refusal(known, name, "no such place was found in the report"))
    return None


def _days(proposed: ProposedIncident, known: Reading, refused: list[Failure]) -> tuple[dt.date | None, dt.date | None]:
    """Proposed days that the text names, or that are the day of publication."""
    spans = [(m.when.first, m.when.last) for m in known.dates if m.when and m.when.first and m.when.last]
    if (day := known.document.published) is not None:
        spans.append((day, day))
    given = [proposed.date_start or proposed.date_end, proposed.date_end or proposed.date_start]
    if given == [None, None]:
        return None, None
    try:
        first, last = (dt.date.fromisoformat(d or "") for d in given)
    except ValueError:
        refused.append(_refusal(known, f"{given[0]} to {given[1]}", "this is no span of days"))
        return None, None
    if any(a <= first <= last <= b for a, b in spans):
        return first, last
    refused.append(_refusal(known, f"{first} to {last}", "the report names no such days"))
    return None, None
