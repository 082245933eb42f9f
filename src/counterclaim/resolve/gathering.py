"""Gathering: every telling and attribution of a report put to the account of its source, incident by incident."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extract.arms import arms_in
from counterclaim.extract.stance import Judged, cleared_in, speaks_of, stance_in, stance_of
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.incidents import combatants, nouns, weapons
from counterclaim.resolve.accounts import Account
from counterclaim.resolve.answers import accused_at, answered, points_back, under_discussion
from counterclaim.resolve.evidence import words_of_attribution, words_of_telling
from counterclaim.resolve.fillers import Filled, fill
from counterclaim.resolve.hands import Hands, own_party, owner_of
from counterclaim.resolve.means import weapon_name
from counterclaim.resolve.parties import party_of
from counterclaim.resolve.sources import NOBODY, ResolvedSource, author
from counterclaim.resolve.speaker import AUTHOR, same_speaker
from counterclaim.resolve.tellings import innermost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.extract.tolls import TollMention
    from counterclaim.model import Attribution, Facet
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
        self.judged = {a.id: stance_of(page, a) for a in attributions}
        self.accounts: list[list[Account]] = [[] for _ in drafts]
        self.used: set[str] = set()

    def from_tellings(self) -> None:
        """Every telling speaks for its attribution's sources, or for the report itself."""
        for k, draft in enumerate(self.drafts):
            for telling in self._told_by_the_report(sorted(draft.tellings, key=lambda t: t.title)):
                source, judged, attribution = self._voice(telling)
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
        account.filled.add(fill(telling, judged, source, self.page.document, self.hands))
        if account.filled.perpetrator is None and source.name != AUTHOR and any(m.by_speaker for m in telling.mentions):
            account.filled.perpetrator = own_party(source)
        account.evidence.append(words_of_telling(self.page, telling, attribution, judged))
        account.trace += [*judged.trace, f"telling {telling.mentions[0].lemma}"]
        if attribution is not None:
            self.used.add(attribution.id)
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
        for attribution in self.attributions:
            if attribution.id in self.used or attribution.source is None or not attribution.content:
                continue
            if attribution.id in outer or self.sources.of(attribution).name in (NOBODY, AUTHOR):
                continue
            judged = answered(self.judged[attribution.id], attribution, self.attributions)
            said = [toll for toll, voice in voices if voice is attribution]
            k = under_discussion(attribution, self.drafts)
            if k is None:
                continue
            of_the_hand = judged.stance == "denies" and "perpetrator" in judged.denies
            if of_the_hand and not points_back(self.page, attribution):
                k = accused_at(k, self.sources.of(attribution), self.drafts, self.accounts)
            if not self._matters(attribution, judged, bool(said)):
                self._support(k, attribution, judged)
                continue
            for source in self.sources.all_of(attribution):
                account = self._account(k, source, judged, attribution)
                account.title = account.title and attribution.content[0].field == "title"
                account.filled.add(Filled.of_tolls(said))
                account.filled.add(Filled.of_content(attribution, judged, self.page.document))
                account.filled.add(self._arms(attribution, judged))
                if judged.stance == "asserts" or judged.stance == "suspects":
                    account.filled.spoken.update(self._facets_of(attribution))
                account.evidence.append(words_of_attribution(self.page, attribution))
                account.trace += judged.trace

    def _support(self, k: int, attribution: Attribution, judged: Judged) -> None:
        """What a source says besides of what was, or of the parties of an incident, stands with its claim as evidence."""
        words = " ".join(s.text for s in attribution.content)
        if not combatants().search(words) and not self._tells_of_the_past(attribution):
            return
        name = self.sources.of(attribution).name
        for account in self.accounts[k]:
            if same_speaker(account.source.name, name) and account.judged.stance == judged.stance:
                account.evidence.append(words_of_attribution(self.page, attribution))
                return

    def _matters(self, attribution: Attribution, judged: Judged, tolls: bool) -> bool:
        words = f"{attribution.cue.text if attribution.cue else ''} {' '.join(s.text for s in attribution.content)}"
        if tolls or judged.accuses:
            return True
        if judged.stance == "denies":
            return bool(
                speaks_of("of_the_hand", words)
                or speaks_of("of_silence", words)
                or judged.denies != ("perpetrator",)
                or combatants().search(words)
                or len(words.split()) < 8
            )
        if judged.stance == "noncommittal":
            return bool(speaks_of("of_silence", words))
        return bool(speaks_of("of_the_hand", words)) or self._tells_of_weapons(attribution)

    def _tells_of_weapons(self, attribution: Attribution) -> bool:
        """True for what is told of a weapon as past: "its experts had recognised parts of an interceptor missile"."""
        tokens = [token for span in attribution.content for token in self.page.tokens(span) or ()]
        return self._tells_of_the_past(attribution) and any(lemma_of(token) in weapons() for token in tokens)

    def _arms(self, attribution: Attribution, judged: Judged) -> Filled:
        """The weapon that words without a deed name, and whose it is said to be: "they were Israeli rockets"."""
        denied = judged.stance == "denies"
        arms = [weapon for span in attribution.content for weapon in arms_in(self.page, span, used=denied)]
        if not arms or judged.stance == "noncommittal":
            return Filled()
        owners = (owner_of(weapon) for weapon in arms) if not denied else ()
        return Filled(perpetrator=next(filter(None, owners), None), weapon=weapon_name(arms[0]))

    def _facets_of(self, attribution: Attribution) -> set[Facet]:
        """The facets that words without a deed speak to: the hand, or the weapon."""
        words = " ".join(span.text for span in attribution.content)
        out: set[Facet] = {"perpetrator"} if speaks_of("of_the_hand", words) else set()
        return out | ({"weapon"} if self._tells_of_weapons(attribution) else set())

    def _tells_of_the_past(self, attribution: Attribution) -> bool:
        """True where a finite verb tells what was, and none what may, must or will be."""
        tags = {token.tag_ for span in attribution.content for token in self.page.tokens(span) or ()}
        return "VBD" in tags and "MD" not in tags

    def _voice(self, telling: Telling) -> tuple[ResolvedSource, Judged, Attribution | None]:
        attribution = telling.attribution
        if attribution is None:
            return author(self.page.document), stance_in(telling.sentence), None
        source = self.sources.of(attribution)
        if source.name == AUTHOR:
            return source, stance_in(telling.sentence), None
        return source, self.judged[attribution.id], attribution

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
