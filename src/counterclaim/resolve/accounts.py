"""Accounts: what one source says about one incident while its words are gathered, and how a report's are tidied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.resolve.fillers import Filled
from counterclaim.resolve.speaker import AUTHOR, kind_of, same_speaker, side_of

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


def tidied(accounts: list[Account]) -> list[Account]:
    """The accounts of one incident that make claims: no repeating headline, no relay beside its source."""
    kept = _without_relays(_without_headlines(accounts))
    _uncount_the_named(kept)
    _complete_denials(kept)
    return kept


def _without_headlines(accounts: list[Account]) -> list[Account]:
    """A headline makes a claim only where the body makes none: it repeats what the body attributes."""
    body = [a for a in accounts if not a.title]
    return body or accounts


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


def _passes_on(relay: ResolvedSource, via: str) -> bool:
    if same_speaker(relay.name, via):
        return True
    kind, _ = kind_of(via)
    return relay.kind == "state_media" == kind and side_of(via, kind) == relay.side


def _uncount_the_named(accounts: list[Account]) -> None:
    """Who is named as dead is no toll where the report counts more: "Omar was killed" beside "18 were killed"."""
    counted = [a.filled.killed[0] or 0 for a in accounts if a.filled.killed is not None and not a.filled.by_name]
    most = max(counted, default=0)
    for account in accounts:
        toll = account.filled.killed
        if toll is not None and account.filled.by_name and (toll[0] or 0) < most:
            account.filled.killed = None


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
        own = (account.source.side or account.source.name).split()[0].casefold()
        mine = next((p for p in accused if own in p.casefold()), None)
        if mine is not None:
            account.filled.perpetrator = mine
        elif account.source.kind in ("military", "government", "armed_group") and account.judged.stance == "denies":
            account.filled.perpetrator = account.source.side or account.source.name
