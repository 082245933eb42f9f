"""Gathering: every telling and attribution of a report put to the account of its source, incident by incident."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extract.stance import Judged, cleared_in, only_comments, only_feels, parts_of, stance_in
from counterclaim.lexicon.incidents import nouns
from counterclaim.resolve.accounts import Account
from counterclaim.resolve.answers import accused_at, answered, points_back, under_discussion
from counterclaim.resolve.continued import continued
from counterclaim.resolve.evidence import words_of_attribution, words_of_telling
from counterclaim.resolve.fillers import Filled, fill
from counterclaim.resolve.hands import Hands, own_party
from counterclaim.resolve.parties import party_of
from counterclaim.resolve.remarks import Remarks
from counterclaim.resolve.sources import NOBODY, ResolvedSource, author, nobody
from counterclaim.resolve.speaker import AUTHOR, same_speaker
from counterclaim.resolve.tellings import innermost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.extract.tolls import TollMention
    from counterclaim.model import Attribution, Span
    from counterclaim.resolve.drafts import Draft
    from counterclaim.resolve.sources import Sources
    from counterclaim.resolve.tellings import Telling
    from counterclaim.text.page import Page


class Gatherer:
    """Puts tellings and attributions to the account of their source, incident by incident."""

    def __init__(
        self, page: Page, attributions: Sequence[Attribution], drafts: Sequence[Draft], sources: Sources
    ) -> None:
        self.page, self.attributions, self.drafts, self.sources = page, attributions, drafts, sources
        self.hands = Hands(page.document, sources.names)
        self.parts = {a.id: parts_of(page, a) for a in attributions}
        self.accounts: list[list[Account]] = [[] for _ in drafts]
        self.remarks = Remarks(page, drafts)
        self.continued = continued(page, drafts, attributions, sources)
        self.used: set[tuple[str, int]] = set()
        self.spoken_of: list[tuple[int, Attribution]] = []

    def from_tellings(self) -> None:
        """Every telling speaks for its attribution's sources, or for the report itself."""
        for k, draft in enumerate(self.drafts):
            for telling in self._told_by_the_report(sorted(draft.tellings, key=lambda t: t.title)):
                source, judged, attribution = self._voice(telling)
                if attribution is None and telling.attribution is not None:
                    self.spoken_of.append((k, telling.attribution))
                together = self.sources.all_of(attribution) if attribution is not None else (source,)
                for one in together:
                    if one.name != NOBODY:
                        self._tell(k, telling, one, judged, attribution)

    def _tell(
        self, k: int, telling: Telling, source: ResolvedSource, judged: Judged, attribution: Attribution | None
    ) -> None:
        if judged.stance == "asserts" and not telling.actual and not telling.negated:
            return
        if telling.negated and source.name != AUTHOR and _is_own_denial(self.page, telling, judged):
            judged = Judged("denies", "certain", ("perpetrator",), False, (*judged.trace, "negated"))
        elif telling.negated and source.name == AUTHOR:
            return
        account = self._account(k, source, judged, attribution)
        account.title = account.title and telling.title
        account.known = account.known and telling.definite and not telling.tolls
        account.filled.add(fill(telling, judged, source, self.page.document, self.hands))
        if account.filled.perpetrator is None and source.name != AUTHOR and any(m.by_speaker for m in telling.mentions):
            account.filled.perpetrator = own_party(source)
        account.evidence.append(words_of_telling(self.page, telling, attribution, judged))
        account.trace += [*judged.trace, f"telling {telling.mentions[0].lemma}"]
        if attribution is not None:
            self.used.add((attribution.id, attribution.content[0].start))
            self._clear(k, source, attribution)

    def _clear(self, k: int, source: ResolvedSource, attribution: Attribution) -> None:
        """The denial in a breath that names another hand: "it was not us but them" is two claims."""
        cleared = cleared_in(" ".join(span.text for span in attribution.content))
        party = party_of(cleared) if cleared else None
        if party is not None:
            judged = Judged("denies", "certain", ("perpetrator",), False, ("one hand cleared, another named",))
            account = self._account(k, source, judged, attribution)
            account.title = account.title and attribution.content[0].field == "title"
            account.filled.add(Filled(perpetrator=party))
            account.evidence.append(attribution.content[0])
            account.trace += judged.trace

    def _told_by_the_report(self, tellings: Sequence[Telling]) -> Iterator[Telling]:
        """The tellings, with what a source's words take for known given back to the report.

        "The army said it had no part in the raid that killed 12" lets the report itself say that a raid killed 12.
        """
        for telling in tellings:
            quoted = telling.attribution is None or telling.attribution.manner == "direct"
            known = [] if quoted else [m for m in telling.mentions if m.reality == "actual" and self._is_known(m)]
            if known:
                yield replace(telling, attribution=None, mentions=known)
            rest = [m for m in telling.mentions if m not in known]
            if rest:
                yield replace(telling, mentions=rest) if known else telling

    def _is_known(self, mention: EventMention) -> bool:
        """True for a deed in a clause that hangs on something definite: "the raid that killed 12", "Homs, which fell"."""
        token = self.page.passages[mention.passage].doc[mention.token]
        if not mention.verbal or token.dep_ != "relcl" or mention.negated:
            return False
        head = token.head
        return head.pos_ == "PROPN" or any(
            c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in head.children
        )

    def from_attributions(self, tolls: Sequence[TollMention]) -> None:
        """Denials, silences, blame and tolls without a trigger of their own go to the incident under discussion."""
        outer = {a.parent for a in self.attributions if a.source is not None}
        voices = [(toll, innermost(self.attributions, toll.span)) for toll in tolls if not toll.cumulative]
        for whole in self.attributions:
            if whole.source is None or not whole.content:
                continue
            if whole.id in outer or self.sources.of(whole).name in (NOBODY, AUTHOR):
                continue
            for attribution, judged in self.parts[whole.id]:
                if (whole.id, attribution.content[0].start) not in self.used:
                    said = [t for t, voice in voices if voice is whole and _holds(attribution, t.span)]
                    self._remark(attribution, answered(judged, attribution, self.attributions), said)

        self._stand_by()

    def _stand_by(self) -> None:
        """What a source says of a deed that it does not tell there stands with its claim: "I condemn the raid"."""
        for k, attribution in self.spoken_of:
            name = self.sources.of(attribution).name
            for account in self.accounts[k]:
                if account.judged.stance == "asserts" and name != AUTHOR and same_speaker(account.source.name, name):
                    account.evidence.append(words_of_attribution(self.page, attribution))

    def _remark(self, attribution: Attribution, judged: Judged, said: Sequence[TollMention]) -> None:
        """What one part of an attribution says without a deed, put to the incident under discussion."""
        k = under_discussion(attribution, self.drafts)
        if k is None:
            return
        of_the_hand = judged.stance == "denies" and "perpetrator" in judged.denies
        if of_the_hand and not points_back(self.page, attribution):
            k = accused_at(k, self.sources.of(attribution), self.drafts, self.accounts)
        comments = judged.stance == "asserts" and (
            only_comments(self.page, attribution) or only_feels(self.page, attribution)
        )
        if not said and (comments or not self.remarks.matter(k, attribution, judged)):
            self._support(k, attribution, judged)
            return
        divided = len(self.parts[attribution.id]) > 1
        for source in self.sources.all_of(attribution):
            account = self._account(k, source, judged, attribution)
            account.title = account.title and attribution.content[0].field == "title"
            account.filled.add(Filled.of_tolls(said))
            account.filled.add(Filled.of_content(attribution, judged, self.page.document, source))
            account.filled.add(self.remarks.arms_of(attribution, judged))
            account.filled.add(self.remarks.people_of(attribution, judged))
            if judged.stance == "asserts" or judged.stance == "suspects":
                account.filled.spoken.update(self.remarks.facets_of(k, attribution))
            words = attribution.content[0] if divided else words_of_attribution(self.page, attribution)
            account.evidence.append(words)
            account.trace += judged.trace

    def _support(self, k: int, attribution: Attribution, judged: Judged) -> None:
        """What a source says besides of what was, or of the parties of an incident, stands with its claim as evidence."""
        if not self.remarks.support(attribution):
            return
        name = self.sources.of(attribution).name
        for account in self.accounts[k]:
            if same_speaker(account.source.name, name) and account.judged.stance == judged.stance:
                account.evidence.append(words_of_attribution(self.page, attribution))
                return

    def _voice(self, telling: Telling) -> tuple[ResolvedSource, Judged, Attribution | None]:
        attribution = telling.attribution
        source = self.sources.of(attribution) if attribution is not None else author(self.page.document)
        if attribution is None or source.name == AUTHOR:
            still = self.continued.get(telling.order)
            source = replace(self.sources.of(still), trace=("goes on after its words",)) if still else source
            return source, stance_in(telling.sentence), None
        parts = self.parts[attribution.id]
        told = telling.mentions[0].span
        part, judged = next((one for one in parts if _holds(one[0], told)), parts[0])
        if judged.stance == "asserts" and self._takes_for_known(telling, part):
            # what is neither definite nor placed nor counted is of deeds at large: "ready for attacks"
            known = telling.definite or telling.places or telling.dates or telling.tolls
            teller = author(self.page.document, ("taken for known",)) if known else nobody()
            return teller, stance_in(telling.sentence), None
        return source, judged, part

    def _takes_for_known(self, telling: Telling, part: Attribution) -> bool:
        """True where a source speaks of a deed that it does not tell: it condemns it, mourns the dead, wants it discussed."""
        named_only = not telling.tolls and not any(m.verbal for m in telling.mentions)
        return only_comments(self.page, part) or (named_only and only_feels(self.page, part, telling.mentions[0].span))

    def _account(self, k: int, source: ResolvedSource, judged: Judged, attribution: Attribution | None) -> Account:
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
        account = Account(source, judged, attribution.id if attribution else None)
        self.accounts[k].append(account)
        return account


def _holds(attribution: Attribution, span: Span) -> bool:
    return any(words.contains(span) for words in attribution.content)


def _is_own_denial(page: Page, telling: Telling, judged: Judged) -> bool:
    """True where "not" denies a deed; "no casualties" is a toll, and what was not meant was done."""
    if judged.stance != "asserts" or any(step.startswith("content") for step in judged.trace):
        return False
    first = telling.mentions[0]
    if first.verbal:
        return True
    before = page.passages[first.passage].doc[: first.token]
    if any(t.tag_ == "MD" and t.sent == before.doc[first.token].sent for t in before):
        return False  # "it should have been reported, not an attack" says what was to be
    noun = nouns().get(first.lemma)
    return noun is None or not (noun.weak or noun.harm)
