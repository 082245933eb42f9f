"""Remarks: what a source says of an incident without telling the deed, and which facets it speaks to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extract.arms import arms_in
from counterclaim.extract.presence import present_in, spared_in
from counterclaim.extract.stance import speaks_of
from counterclaim.extract.stance_words import CueEntry
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.actors import actors_with_places
from counterclaim.lexicon.incidents import combatants, nouns, verbs, weapons, words_in, words_of
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.resolve.fillers import Filled
from counterclaim.resolve.hands import owner_of
from counterclaim.resolve.means import weapon_name
from counterclaim.resolve.short_names import short_name
from counterclaim.resolve.targets import with_others

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from counterclaim.extract.stance import Judged
    from counterclaim.model import Attribution, Facet
    from counterclaim.resolve.drafts import Draft
    from counterclaim.text.page import Page

#: Words up to which a denial needs to name nothing of what it denies: "denied having fired it".
_SHORT = 8
#: Characters from the beginning of a telling within which what was is said of it: two or three paragraphs.
_SOON = 1200
#: Clauses that tell what was only to say which or when: "identified the soldier who was killed".
_ASIDE = ("relcl", "advcl", "acl")


class Remarks:
    """Judges attributions that hold no telling: which of them are claims on the incident under discussion."""

    def __init__(self, page: Page, drafts: Sequence[Draft]) -> None:
        self._page, self._drafts = page, drafts
        told = [[m for telling in draft.tellings for m in telling.mentions] for draft in drafts]
        self._struck = [{t.head for m in some for t in m.targets} - words_of("no_targets") for some in told]

    def matter(self, k: int, attribution: Attribution, judged: Judged) -> bool:
        """True where an attribution makes a claim on incident ``k``, and does not only speak of it."""
        words = f"{attribution.cue.text if attribution.cue else ''} {_words_of(attribution)}"
        if judged.accuses:
            return self._charges(attribution)
        if judged.stance == "denies":
            return bool(
                speaks_of("of_the_hand", words)
                or speaks_of("of_silence", words)
                or judged.denies != ("perpetrator",)
                or combatants().search(words)
                or any(step.startswith("content") for step in judged.trace)
                or len(words.split()) < _SHORT
            )
        if judged.stance == "noncommittal":
            return bool(speaks_of("of_silence", words))
        return bool(
            speaks_of("of_the_hand", words)
            or self._tells_of_weapons(attribution)
            or (self._follows(k, attribution) and self._tells_what_was(attribution) and self._touches(k, attribution))
        )

    def _charges(self, attribution: Attribution) -> bool:
        """True for blame for a deed or for what was told before; not for "accused it of arming them", "of breaking a truce".

        What is charged stands behind the preposition of the verb; without one, or with a pronoun there, it is what was
        told before: "blamed the rebels", "blamed them for it".
        """
        tokens = self._tokens(attribution)
        charged = [
            t for t in tokens if t.dep_ in ("pobj", "pcomp") and t.head.lower_ in entries("cues", "charges", WordEntry)
        ]
        deeds = {*nouns(), *verbs(), *weapons()}
        return not charged or any(t.pos_ == "PRON" for t in charged) or any(lemma_of(t) in deeds for t in tokens)

    def support(self, attribution: Attribution) -> bool:
        """True for what stands as evidence with a claim of its source: what was, or words on the parties."""
        return bool(combatants().search(_words_of(attribution))) or self._tells_of_the_past(attribution)

    def facets_of(self, k: int, attribution: Attribution) -> set[Facet]:
        """The facets that words without a deed speak to: the hand, the weapon, or who and what was there."""
        out: set[Facet] = {"perpetrator"} if speaks_of("of_the_hand", _words_of(attribution)) else set()
        if self._tells_of_weapons(attribution):
            out.add("weapon")
        if not out and self._names_the_struck(k, attribution):
            out.add("target")
        return out

    def _follows(self, k: int, attribution: Attribution) -> bool:
        """True for what is said soon after a telling of an incident; a headline stands before the text."""
        at = attribution.content[0]
        told = (telling.sentence for telling in self._drafts[k].tellings)
        starts = (span.start if span.field == at.field else 0 for span in told if span.field in ("title", at.field))
        return any(0 <= at.start - start <= _SOON for start in starts)

    def arms_of(self, attribution: Attribution, judged: Judged) -> Filled:
        """The weapon that words without a deed name, and whose it is said to be: "they were Israeli rockets"."""
        denied = judged.stance == "denies"
        arms = [weapon for span in attribution.content for weapon in arms_in(self._page, span, used=denied)]
        if not arms or judged.stance == "noncommittal":
            return Filled()
        owners = (owner_of(weapon) for weapon in arms) if not denied else ()
        return Filled(perpetrator=next(filter(None, owners), None), weapon=weapon_name(arms[0]))

    def people_of(self, attribution: Attribution, judged: Judged) -> Filled:
        """Whom words without a deed say that it was meant for or spared: "militants in the hospital", "patients"."""
        denied = judged.stance == "denies"
        for span in attribution.content:
            found = present_in(self._page, span)
            if found is not None and (not denied or "target" in judged.denies):
                filler, where = found
                return Filled(target=" ".join(filter(None, (short_name(filler.text), where))))
            spared = spared_in(self._page, span) if denied and {"killed", "target"} & set(judged.denies) else None
            if spared is not None:
                return Filled(target=with_others(short_name(spared.text), spared))
        return Filled()

    def _touches(self, k: int, attribution: Attribution) -> bool:
        """True where words name a deed, whom and what an incident struck, or whom and what it left behind."""
        tokens = self._tokens(attribution)
        return (
            self._names_the_struck(k, attribution)
            or any(
                lemma_of(t) in (nouns() if t.pos_ == "NOUN" else verbs()) for t in tokens if t.pos_ in ("NOUN", "VERB")
            )
            or any(words_in("aftermath") & {t.lower_, lemma_of(t)} for t in tokens)
        )

    def _names_the_struck(self, k: int, attribution: Attribution) -> bool:
        """True where words name fighters, victims, or what the tellings of an incident say was struck."""
        words = _words_of(attribution)
        return (
            bool(combatants().search(words))
            or any(actor.kind == "armed_group" for _, _, actor in actors_with_places(words))
            or any(lemma_of(t) in self._struck[k] for t in self._tokens(attribution) if t.pos_ == "NOUN")
        )

    def _tells_of_weapons(self, attribution: Attribution) -> bool:
        """True for what is told of a weapon as past: "its experts had recognised parts of an interceptor missile"."""
        return self._tells_what_was(attribution) and any(
            lemma_of(token) in weapons() for token in self._tokens(attribution)
        )

    def _tells_of_the_past(self, attribution: Attribution) -> bool:
        """True where a finite verb tells what was or has been done, and none what may, must or will be."""
        tokens = self._tokens(attribution)
        return any(_is_past(token) for token in tokens) and not any(token.tag_ == "MD" for token in tokens)

    def _tells_what_was(self, attribution: Attribution) -> bool:
        """The same of a main clause, the first of which has no verb of saying, thinking or wishing."""
        if not self._tells_of_the_past(attribution):
            return False
        minds = {*entries("cues", "verbs", CueEntry), *entries("cues", "wishes", WordEntry)}
        told = (_clause_of(t) for t in self._tokens(attribution) if _is_past(t))
        first = next((verb for verb in told if verb.dep_ not in _ASIDE), None)
        return first is not None and lemma_of(first) not in minds

    def _tokens(self, attribution: Attribution) -> list[Token]:
        return [token for span in attribution.content for token in self._page.tokens(span) or ()]


def _is_past(verb: Token) -> bool:
    """True for a past tense, and for "have" of a perfect passive: "thousands [have] been driven out"."""
    if verb.tag_ == "VBD":
        return True
    return verb.dep_ == "aux" and verb.tag_ in ("VBP", "VBZ") and any(c.dep_ == "auxpass" for c in verb.head.children)


def _clause_of(verb: Token) -> Token:
    """The verb that an auxiliary stands by."""
    return verb.head if verb.dep_ in ("aux", "auxpass") else verb


def _words_of(attribution: Attribution) -> str:
    return " ".join(span.text for span in attribution.content)
