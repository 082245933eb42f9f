"""Accounts: what one source says about one incident while its words are gathered, and how a report's are tidied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.extract.silences import refuses
from counterclaim.extract.toll_phrases import HARMS
from counterclaim.resolve.actors import actor_of
from counterclaim.resolve.fillers import Filled
from counterclaim.resolve.speaker import AUTHOR, is_forces, is_state, kind_of, same_speaker, side_of

if TYPE_CHECKING:
    from counterclaim.extract.stance import Judged
    from counterclaim.model import Span
    from counterclaim.resolve.sources import ResolvedSource


@dataclass(slots=True)
class Account:
    """One source on one incident while its words are gathered."""

    source: ResolvedSource
    judged: Judged
    attribution: str | None
    filled: Filled = field(default_factory=Filled)
    evidence: list[Span] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    title: bool = True
    known: bool = True


def tidied(accounts: list[Account]) -> list[Account]:
    """The accounts of one incident that make claims: no repeating headline, no relay beside its source."""
    kept = _without_summaries(_without_relays(_without_known(_without_headlines(accounts))))
    kept = _without_reserve(kept)
    _uncount_the_few(kept)
    _complete_denials(kept)
    return kept


def _without_headlines(accounts: list[Account]) -> list[Account]:
    """A headline makes a claim where the body makes none, or where it tells flatly what the body attributes.

    "Air raid kills 19" over "the Observatory said 19 had died" is the report's own claim too; a headline that hedges or
    that gives its words to somebody repeats what the body says.
    """
    body = [a for a in accounts if not a.title]
    return [a for a in accounts if not a.title or _is_flat(a)] if body else accounts


def _is_flat(headline: Account) -> bool:
    return (
        headline.source.name == AUTHOR
        and headline.judged.stance == "asserts"
        and headline.judged.certainty == "certain"
        and not headline.known
    )


def _without_known(accounts: list[Account]) -> list[Account]:
    """What the report only refers to ("the raid came days into a truce") is no claim beside those of its sources."""
    told = [a for a in accounts if a.source.name != AUTHOR or not a.known]
    return told or accounts


def _without_relays(accounts: list[Account]) -> list[Account]:
    """An outlet that passes on a source makes no claim beside it.

    "State media said" and "the agency, citing a military source" are the military source's one claim.
    """
    kept = list(accounts)
    for relay in accounts:
        if relay.source.kind not in ("state_media", "news_agency", "news_media") or relay.source.name == AUTHOR:
            continue
        for account in kept:
            if account is relay or account.judged.stance != relay.judged.stance:
                continue
            if any(_passes_on(relay.source, via) for via in account.source.via):
                account.filled.add(relay.filled)
                account.evidence += relay.evidence
                account.title = account.title and relay.title
                kept.remove(relay)
                break
    return kept


def _without_reserve(accounts: list[Account]) -> list[Account]:
    """What a source still looks into is no claim of its own beside what it says happened or denies; a refusal is."""
    kept = list(accounts)
    for reserve in accounts:
        if reserve.judged.stance != "noncommittal" or any(refuses(span.text) for span in reserve.evidence):
            continue
        for account in kept:
            if account.judged.stance != "noncommittal" and same_speaker(account.source.name, reserve.source.name):
                account.evidence += reserve.evidence
                kept.remove(reserve)
                break
    return kept


#: Those who speak for a state, each in its own way.
_FOR_A_STATE = ("government", "military", "police", "anonymous_official")
_ONE_VIEW = ("asserts", "suspects")


def _without_summaries(accounts: list[Account]) -> list[Account]:
    """A state by its name alone is the body or the person that speaks for it in the same report.

    "Russia denied it" above "the Defence Ministry in Moscow said it had fired nothing there" is the ministry's one
    claim; so is "the US military denied it" above its spokesman's words.
    """
    kept = list(accounts)
    for summary in accounts:
        if summary.source.side is None or summary.source.kind not in _FOR_A_STATE:
            continue
        speaking = [a for a in kept if a is not summary and _speaks_for(a, summary)]
        if not speaking:
            continue
        named = next((a for a in speaking if a.source.named), speaking[0])
        named.filled.add(summary.filled)
        named.evidence += summary.evidence
        named.title = named.title and summary.title
        named.trace.append(f"{summary.source.name} taken for it")
        kept.remove(summary)
    return kept


def _speaks_for(account: Account, summary: Account) -> bool:
    one, other = account.source, summary.source
    alike = account.judged.stance == summary.judged.stance or (
        account.judged.stance in _ONE_VIEW and summary.judged.stance in _ONE_VIEW
    )
    if not _tolls_agree(account, summary):
        return False
    if not alike or one.side != other.side or one.kind not in _FOR_A_STATE or is_state(one.name):
        return False
    if is_state(other.name):
        return one.named
    return (
        is_forces(other.name)
        and not is_forces(one.name)
        and one.kind == other.kind
        and one.named
        and min(_place(s) for s in summary.evidence) < min(_place(s) for s in account.evidence)
    )


def _tolls_agree(one: Account, other: Account) -> bool:
    """False where two counts cannot both hold: they were made by two, or at two times."""
    for facet in ("killed", "injured"):
        a, b = getattr(one.filled, facet), getattr(other.filled, facet)
        if a and b and ((a[1] is not None and a[1] < (b[0] or 0)) or (b[1] is not None and b[1] < (a[0] or 0))):
            return False
    return True


def _place(span: Span) -> tuple[bool, int]:
    return span.field != "title", span.start


def _passes_on(relay: ResolvedSource, via: str) -> bool:
    if same_speaker(relay.name, via):
        return True
    kind, _ = kind_of(via)
    return relay.kind == "state_media" == kind and side_of(via, kind) == relay.side


def _uncount_the_few(accounts: list[Account]) -> None:
    """Who is told of singly is no toll where the report counts more: "a girl was killed" beside "18 were killed"."""
    for harm in HARMS:
        tolls = [(account, getattr(account.filled, harm)) for account in accounts]
        counted = [toll[0] or toll[1] or 0 for a, toll in tolls if toll is not None and not a.filled.singly(harm)]
        for account, toll in tolls:
            if toll is not None and account.filled.singly(harm) and (toll[0] or 0) < max(counted, default=0):
                setattr(account.filled, harm, None)


def _complete_denials(accounts: list[Account]) -> None:
    """A denial without a hand of its own denies the hand that others accuse, first the one on its own side."""
    accused = [
        a.filled.perpetrator for a in accounts if a.judged.stance in ("asserts", "suspects") and a.filled.perpetrator
    ]
    for account in accounts:
        if account.judged.stance not in ("denies", "noncommittal") or account.filled.perpetrator:
            continue
        denied = account.judged.denies
        if denied and "perpetrator" not in denied and "occurrence" not in denied:
            continue
        mine = next((party for party in accused if _is_of(party, account.source)), None)
        if mine is not None:
            account.filled.perpetrator = mine
        elif account.source.kind in ("military", "government", "armed_group") and account.judged.stance == "denies":
            account.filled.perpetrator = account.source.side or account.source.name


def _is_of(party: str, source: ResolvedSource) -> bool:
    """True where a party by its name in the report is the source's side: "the American coalition" is US-led."""
    if (source.side or source.name).split()[0].casefold() in party.casefold():
        return True
    actor = actor_of(party)
    return actor is not None and actor.side is not None and actor.side == source.side
