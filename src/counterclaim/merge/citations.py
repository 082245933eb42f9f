"""Who cites whom: an outlet that passes on what another outlet or an agency reported, and rings of such citations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from counterclaim.merge.identity import AUTHOR, name_key
from counterclaim.model import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Claim, DocumentRef

#: Sources that report: who quotes one repeats a report, who quotes a mayor does not.
_REPORTING = ("news_agency", "news_media", "state_media")


def citations_of(claims: Iterable[Claim], documents: Iterable[DocumentRef]) -> tuple[Citation, ...]:
    """Each report with the outlets whose reporting it passes on, and the first claim that does so.

    Cited are those through whom a claim came (``via``) and sources that report themselves; an outlet of another report
    is cited whatever its kind. Its own name is no citation.
    """
    known = {document.id: document for document in documents}
    outlets = {name_key(d.outlet): d.outlet for d in sorted(known.values(), key=lambda d: d.id) if d.outlet}
    found: dict[tuple[str, str], Citation] = {}
    for claim in sorted(claims, key=lambda claim: claim.id):
        document = known.get(claim.document)
        if document is None:
            continue
        for name, how in _cited(claim, outlets):
            cited = outlets.get(name_key(name), name)
            if name_key(cited) != name_key(document.outlet or ""):
                found.setdefault((document.id, name_key(cited)), Citation(document.id, cited, claim.id, how))
    return tuple(citation for _, citation in sorted(found.items()))


def _cited(claim: Claim, outlets: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for name in claim.via:
        yield name, f"passes on {claim.source if claim.source != AUTHOR else 'an account'} by way of {name}"
    reports = claim.named and claim.source_kind in _REPORTING
    if claim.source != AUTHOR and (reports or name_key(claim.source) in outlets):
        yield claim.source, f"quotes {claim.source}"


def circles_in(citations: Sequence[Citation], documents: Iterable[DocumentRef]) -> tuple[tuple[str, ...], ...]:
    """Outlets that cite each other round about, each ring sorted: A cites B, which cites C, which cites A."""
    outlet_of = {document.id: document.outlet for document in documents}
    cites: dict[str, set[str]] = defaultdict(set)
    for citation in citations:
        outlet = outlet_of.get(citation.document)
        if outlet is not None:
            cites[outlet].add(citation.cited)
    reach = {outlet: _reached(outlet, cites) for outlet in cites}
    rings = {
        tuple(sorted({outlet, *(other for other in found if outlet in reach.get(other, ()))}))
        for outlet, found in reach.items()
        if outlet in found
    }
    return tuple(sorted(rings))


def _reached(outlet: str, cites: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [outlet]
    while waiting:
        for other in cites.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)
