"""Claims: what each source of a report says about each of its incidents, written from the accounts gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counterclaim.lexicon.incidents import event_type
from counterclaim.model import FACETS, Claim, Incident, content_id
from counterclaim.resolve import coding
from counterclaim.resolve.accounts import tidied
from counterclaim.resolve.credits import credited_agency
from counterclaim.resolve.fillers import Filled
from counterclaim.resolve.gathering import Gatherer
from counterclaim.resolve.speaker import AUTHOR

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from counterclaim.extract.tolls import TollMention
    from counterclaim.model import Attribution, Facet, Place
    from counterclaim.resolve.accounts import Account
    from counterclaim.resolve.drafts import Draft
    from counterclaim.resolve.sources import Sources
    from counterclaim.text.page import Page


def claims_of(
    page: Page,
    attributions: Sequence[Attribution],
    drafts: Sequence[Draft],
    sources: Sources,
    tolls: Sequence[TollMention],
    published: dt.date | None,
    setting: Place | None = None,
) -> tuple[tuple[Incident, ...], tuple[Claim, ...], tuple[Attribution, ...]]:
    """Incidents and claims of a report, and its attributions with ``source_means`` filled in.

    ``setting`` is where a main incident was of which the report names no place: the country that the report is about.
    """
    gatherer = Gatherer(page, attributions, drafts, sources)
    gatherer.from_tellings()
    gatherer.from_attributions(tolls)
    agency = credited_agency(page)
    incidents: list[Incident] = []
    claims: list[Claim] = []
    for draft, accounts in zip(drafts, gatherer.accounts, strict=True):
        kept = tidied(accounts)
        incident = _incident(page, draft, published, setting)
        if not kept:
            continue
        incidents.append(incident)
        claims += [_claim(page, incident, account, agency) for account in kept]
    return tuple(incidents), tuple(claims), tuple(_named(a, sources) for a in attributions)


def _named(attribution: Attribution, sources: Sources) -> Attribution:
    if attribution.source is None:
        return attribution
    name = sources.of(attribution).name
    return msgspec.structs.replace(attribution, source_means=None if name == attribution.source.text else name)


def _incident(page: Page, draft: Draft, published: dt.date | None, setting: Place | None) -> Incident:
    kind = coding.kind_of(draft)
    place, when = coding.place_of(draft), coding.when_of(draft, published)
    if place is None and draft.main:  # what else a report recalls may have been anywhere
        place = setting
    first = min(draft.tellings, key=lambda t: t.order)
    return Incident(
        id=content_id("i", page.document.id, first.sentence.field, first.mentions[0].span.start),
        main=draft.main,
        event_type=event_type(kind),
        sub_event_type=kind,
        place=place,
        date_start=when.first if when else None,
        date_end=when.last if when else None,
        date_precision=when.precision if when else "unknown",
        date_derived_by=when.derived_by if when else None,
    )


def _denied_only(filled: Filled, about: tuple[Facet, ...]) -> Filled:
    """A denial's values hold what is denied, and the hand that it clears."""
    kept = {name: getattr(filled, name) for name in ("target", "killed", "injured") if name in about}
    if {"killed", "injured"} & set(about):
        kept["target"] = filled.target  # those to whom no harm is said to have come
    return Filled(perpetrator=filled.perpetrator, weapon=filled.weapon, **kept)


def _claim(page: Page, incident: Incident, account: Account, agency: str | None) -> Claim:
    filled, judged, source = account.filled, account.judged, account.source
    about = filled.about(judged)
    if judged.stance == "denies":
        filled = _denied_only(filled, about)
    via = source.via
    if agency is not None and source.name != AUTHOR and agency not in (source.name, *via):
        via = (*via, agency)  # the agency prints what came to it by the others
    evidence = tuple(sorted(dict.fromkeys(account.evidence), key=lambda s: (s.field, s.start)))
    values = {
        "perpetrator": filled.perpetrator,
        "target": filled.target,
        "weapon": filled.weapon,
        "killed": filled.killed,
        "injured": filled.injured,
    }
    return Claim(
        id=content_id("c", incident.id, source.name, via, judged.stance, about, values, evidence),
        incident=incident.id,
        source=source.name,
        source_kind=source.kind,
        side=source.side,
        named=source.named,
        via=via,
        stance=judged.stance,
        certainty=judged.certainty,
        about=tuple(f for f in FACETS if f in about),
        **values,  # type: ignore[arg-type]
        evidence=evidence,
        attribution=account.attribution,
        trace=tuple(dict.fromkeys((*source.trace, *account.trace))),
        document=page.document.id,
    )
