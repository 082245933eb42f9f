"""Claims: what each source of a report says about each of its incidents, gathered from tellings and attributions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from counterclaim.extract.stance import Judged, stance_in, stance_of
from counterclaim.lexicon.actors import listed_in
from counterclaim.lexicon.incidents import combatants, event_type
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import FACETS, Claim, Incident, Span, content_id
from counterclaim.resolve import incidents as drafting
from counterclaim.resolve.fillers import Filled, fill
from counterclaim.resolve.sources import AUTHOR, ResolvedSource, author
from counterclaim.resolve.speaker import kind_of, side_of
from counterclaim.resolve.tellings import innermost

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from counterclaim.extract.tolls import TollMention
    from counterclaim.model import Attribution
    from counterclaim.resolve.incidents import Draft
    from counterclaim.resolve.sources import Sources
    from counterclaim.resolve.tellings import Telling
    from counterclaim.text.page import Page

#: Content without a trigger that still speaks of the hand behind an incident.
_OF_THE_HAND = re.compile(
    r"\b(?:responsib\w+|behind (?:it|the|this)|to blame|carried out|involve\w*|culprit|denied|den(?:y|ies) it|its? own (?:missile|aircraft)|our (?:missile|aircraft|forces)"
    r"|accusations?|allegations?|claim(?:s|ed)? (?:was|were|is)?\s?(?:false|inaccurate))\b",
    re.IGNORECASE,
)
_SILENCE = re.compile(
    r"\b(?:comment|reports?|incident|strike|attack|raid|claims?|confirm|verify|responsib\w+|blast|explosion|investigat\w+)\b",
    re.IGNORECASE,
)
_MOST_REACH = 1200


@dataclass(slots=True)
class _Account:
    """One source on one incident while its words are gathered."""

    source: ResolvedSource
    judged: Judged
    attribution: str | None
    filled: Filled = field(default_factory=Filled)
    evidence: list[Span] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    title: bool = True


def claims_of(
    page: Page,
    attributions: Sequence[Attribution],
    drafts: Sequence[Draft],
    sources: Sources,
    tolls: Sequence[TollMention],
    published: dt.date | None,
) -> tuple[tuple[Incident, ...], tuple[Claim, ...], tuple[Attribution, ...]]:
    """Incidents and claims of a report, and its attributions with ``source_means`` filled in."""
    gatherer = _Gatherer(page, attributions, drafts, sources)
    gatherer.from_tellings()
    gatherer.from_attributions(tolls)
    incidents: list[Incident] = []
    claims: list[Claim] = []
    for draft, accounts in zip(drafts, gatherer.accounts, strict=True):
        kept = _without_relays(_without_headlines(accounts))
        _uncount_the_named(kept)
        _complete_denials(kept)
        incident = _incident(page, draft, published)
        if not kept:
            continue
        incidents.append(incident)
        claims += [_claim(page, incident, account) for account in kept]
    return tuple(incidents), tuple(claims), tuple(_named(a, sources) for a in attributions)


def _named(attribution: Attribution, sources: Sources) -> Attribution:
    if attribution.source is None:
        return attribution
    name = sources.of(attribution).name
    return msgspec.structs.replace(attribution, source_means=None if name == attribution.source.text else name)


@lru_cache(maxsize=8192)
def same_speaker(one: str, other: str) -> bool:
    """True where two names of one report mean one speaker: a short form, or an office-holder and the body.

    A body and its director or spokesman are one source (reading guide); an outlet's name alone joins nothing. Names
    need most words of the shorter one, descriptions ("a military source") most of the longer.
    """
    if one.casefold() == other.casefold():
        return True
    if AUTHOR in (one, other):
        return False
    small = entries("stopwords", "speakers", WordEntry)
    a, b = ({w for w in re.findall(r"[^\W_]+", name) if w.casefold() not in small} for name in (one, other))
    shared = {w.casefold() for w in a} & {w.casefold() for w in b}
    named = any(w[:1].isupper() and w.casefold() in shared for w in a) and any(w[:1].isupper() for w in b)
    likeness = len(shared) / (min(len(a), len(b)) if named else max(len(a), len(b))) if a and b else 0.0
    if likeness > 0.6:
        return True
    first, second = listed_in(one), listed_in(other)
    return (
        first is not None
        and first == second
        and first.kind in ("monitor", "ngo", "armed_group", "rescue", "international_organization")
    )


class _Gatherer:
    """Puts tellings and attributions to the account of their source, incident by incident."""

    def __init__(
        self, page: Page, attributions: Sequence[Attribution], drafts: Sequence[Draft], sources: Sources
    ) -> None:
        self.page, self.attributions, self.drafts, self.sources = page, attributions, drafts, sources
        self.judged = {a.id: stance_of(page, a) for a in attributions}
        self.accounts: list[list[_Account]] = [[] for _ in drafts]
        self.used: set[str] = set()

    def from_tellings(self) -> None:
        """Every telling speaks for its attribution's source, or for the report itself."""
        for k, draft in enumerate(self.drafts):
            for telling in draft.tellings:
                source, judged, attribution = self._voice(telling)
                if judged.stance == "asserts" and not telling.actual and not telling.negated:
                    continue
                if telling.negated and judged.stance == "asserts" and source.name != AUTHOR:
                    judged = Judged("denies", "certain", ("perpetrator",), False, (*judged.trace, "negated"))
                elif telling.negated and source.name == AUTHOR:
                    continue
                account = self._account(k, source, judged, attribution)
                account.title = account.title and telling.title
                account.filled.add(fill(telling, judged, attribution, self.page.document))
                if (
                    account.filled.perpetrator is None
                    and source.name != AUTHOR
                    and any(m.by_speaker for m in telling.mentions)
                ):
                    account.filled.perpetrator = source.side or (
                        source.name if source.kind in ("armed_group", "military") else None
                    )
                account.evidence.append(self._evidence(telling, attribution))
                account.trace += [*judged.trace, f"telling {telling.mentions[0].lemma}"]
                if attribution is not None:
                    self.used.add(attribution.id)

    def from_attributions(self, tolls: Sequence[TollMention]) -> None:
        """Denials, silences, blame and tolls without a trigger of their own go to the incident under discussion."""
        outer = {a.parent for a in self.attributions}
        voices = [(toll, innermost(self.attributions, toll.span)) for toll in tolls if not toll.cumulative]
        for attribution in self.attributions:
            if attribution.id in self.used or attribution.source is None or not attribution.content:
                continue
            if attribution.id in outer:
                continue
            judged = self.judged[attribution.id]
            said = [toll for toll, voice in voices if voice is attribution]
            k = self._under_discussion(attribution)
            if k is None:
                continue
            if not self._matters(attribution, judged, bool(said)):
                self._support(k, attribution, judged)
                continue
            account = self._account(k, self.sources.of(attribution), judged, attribution)
            account.title = account.title and attribution.content[0].field == "title"
            account.filled.add(Filled.of_tolls(said))
            account.filled.add(Filled.of_content(attribution, judged, self.page.document))
            account.evidence.append(self._hull(attribution))
            account.trace += judged.trace

    def _support(self, k: int, attribution: Attribution, judged: Judged) -> None:
        """What a source says besides on the parties of an incident stands with its claim as evidence."""
        words = " ".join(s.text for s in attribution.content)
        if not combatants().search(words):
            return
        name = self.sources.of(attribution).name
        for account in self.accounts[k]:
            if same_speaker(account.source.name, name) and account.judged.stance == judged.stance:
                account.evidence.append(self._hull(attribution))
                return

    def _matters(self, attribution: Attribution, judged: Judged, tolls: bool) -> bool:
        words = f"{attribution.cue.text if attribution.cue else ''} {' '.join(s.text for s in attribution.content)}"
        if tolls or judged.accuses:
            return True
        if judged.stance == "denies":
            return bool(
                _OF_THE_HAND.search(words)
                or _SILENCE.search(words)
                or (judged.denies and combatants().search(words))
                or len(words.split()) < 8
            )
        if judged.stance == "noncommittal":
            return bool(_SILENCE.search(words))
        return bool(_OF_THE_HAND.search(words))

    def _under_discussion(self, attribution: Attribution) -> int | None:
        """The incident last told before an attribution, or the main one from its title."""
        at = attribution.content[0]
        best: tuple[int, int] | None = None
        for k, draft in enumerate(self.drafts):
            for telling in draft.tellings:
                gap = at.start - telling.sentence.start
                if telling.sentence.field == at.field and 0 <= gap <= _MOST_REACH and (best is None or gap < best[0]):
                    best = (gap, k)
        if best is not None:
            return best[1]
        return next((k for k, d in enumerate(self.drafts) if d.main), None)

    def _voice(self, telling: Telling) -> tuple[ResolvedSource, Judged, Attribution | None]:
        attribution = telling.attribution
        if attribution is None:
            return author(self.page.document), stance_in(telling.sentence), None
        source = self.sources.of(attribution)
        if source.name == AUTHOR:
            return source, stance_in(telling.sentence), None
        return source, self.judged[attribution.id], attribution

    def _account(self, k: int, source: ResolvedSource, judged: Judged, attribution: Attribution | None) -> _Account:
        for account in self.accounts[k]:
            same = same_speaker(account.source.name, source.name)
            if same and (
                account.judged.stance == judged.stance
                or {account.judged.stance, judged.stance} == {"asserts", "suspects"}
            ):
                if judged.stance == "asserts" and account.judged.stance == "suspects" and not account.judged.accuses:
                    account.judged = judged
                if len(source.name) > len(account.source.name) and (account.title or not account.source.named):
                    account.source, account.attribution = source, attribution.id if attribution else None
                return account
        account = _Account(source, judged, attribution.id if attribution else None)
        self.accounts[k].append(account)
        return account

    def _evidence(self, telling: Telling, attribution: Attribution | None) -> Span:
        """The words that carry a telling: what is attributed of its sentence, or the sentence."""
        if attribution is None:
            return telling.sentence
        for span in attribution.content:
            start, end = max(span.start, telling.sentence.start), min(span.end, telling.sentence.end)
            if (
                span.field == telling.sentence.field
                and start < end
                and any(start <= m.span.start < end for m in telling.mentions)
            ):
                return self.page.document.span(start, end, span.field)
        return telling.sentence

    def _hull(self, attribution: Attribution) -> Span:
        """Cue and first piece of content, with what lies between them."""
        content = attribution.content[0]
        cue = attribution.cue
        if cue is None or cue.field != content.field or abs(cue.start - content.start) > 400:
            return content
        return self.page.document.span(min(cue.start, content.start), max(cue.end, content.end), content.field)


def _without_headlines(accounts: list[_Account]) -> list[_Account]:
    """A headline makes a claim only where the body makes none: it repeats what the body attributes."""
    body = [a for a in accounts if not a.title]
    return body or accounts


def _without_relays(accounts: list[_Account]) -> list[_Account]:
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


def _uncount_the_named(accounts: list[_Account]) -> None:
    """Who is named as dead is no toll where the report counts more: "Omar was killed" beside "18 were killed"."""
    counted = [a.filled.killed[0] or 0 for a in accounts if a.filled.killed is not None and not a.filled.by_name]
    most = max(counted, default=0)
    for account in accounts:
        toll = account.filled.killed
        if toll is not None and account.filled.by_name and (toll[0] or 0) < most:
            account.filled.killed = None


def _complete_denials(accounts: list[_Account]) -> None:
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


def _incident(page: Page, draft: Draft, published: dt.date | None) -> Incident:
    kind = drafting.kind_of(draft)
    place, when = drafting.place_of(draft), drafting.when_of(draft, published)
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


def _claim(page: Page, incident: Incident, account: _Account) -> Claim:
    filled, judged, source = account.filled, account.judged, account.source
    about = filled.about(judged)
    evidence = tuple(sorted(dict.fromkeys(account.evidence), key=lambda s: (s.field, s.start)))
    values = {
        "perpetrator": filled.perpetrator,
        "target": filled.target,
        "weapon": filled.weapon,
        "killed": filled.killed,
        "injured": filled.injured,
    }
    return Claim(
        id=content_id("c", incident.id, source.name, source.via, judged.stance, about, values, evidence),
        incident=incident.id,
        source=source.name,
        source_kind=source.kind,
        side=source.side,
        named=source.named,
        via=source.via,
        stance=judged.stance,
        certainty=judged.certainty,
        about=tuple(f for f in FACETS if f in about),
        **values,  # type: ignore[arg-type]
        evidence=evidence,
        attribution=account.attribution,
        trace=tuple(dict.fromkeys((*source.trace, *account.trace))),
        document=page.document.id,
    )
