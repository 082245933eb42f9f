"""Finds the words of a passage that tell of an incident: single words and phrases, weak ones only in company."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from spacy.symbols import PROPN, VERB

from counterclaim.lexicon import incidents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from counterclaim.lexicon.incidents import Trigger, Weapon

_LONGEST_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger at its place: the token that governs it, the tokens of the phrase, and its entry."""

    token: Token
    first: int
    last: int
    lemma: str
    entry: Trigger
    verbal: bool


def lemma_of(token: Token) -> str:
    """The lemma in lower case; of what the parser takes for a name ("AIRSTRIKES", "Su-24s"), without its plural ending."""
    return _mended(token.lemma_, token.pos == PROPN)


@lru_cache(maxsize=1 << 16)
def _mended(lemma: str, proper: bool) -> str:
    lemma = lemma.lower()
    if lemma in incidents.lemmas():
        return incidents.lemmas()[lemma].lemma
    numbered = lemma[-2:-1].isdigit()
    if (proper or numbered) and lemma.endswith("s") and lemma not in _known_words():
        singular = lemma.removesuffix("s")
        return singular if singular in _known_words() else lemma
    return lemma


@cache
def _known_words() -> frozenset[str]:
    return frozenset(incidents.nouns()) | frozenset(incidents.weapons()) | incidents.words_in("combatants")


def weapons_in(tokens: Iterable[Token]) -> list[tuple[Token, str, Weapon]]:
    """Weapons named, longest phrase first: the governing token, the lemma, the entry."""
    known = incidents.weapons()
    words = list(tokens)
    lemmas = [lemma_of(t) for t in words]
    out = []
    taken: set[int] = set()
    for size in (2, 1):
        for k in range(len(words) - size + 1):
            lemma = lemmas[k] if size == 1 else f"{lemmas[k]} {lemmas[k + 1]}"
            if lemma not in known:
                continue
            run = words[k : k + size]
            if any(t.i in taken for t in run):
                continue
            if size == 1 and run[0].pos_ not in ("NOUN", "PROPN", "ADJ") and not known[lemma].platform:
                continue
            taken |= {t.i for t in run}
            out.append((run[-1], lemma, known[lemma]))
    return sorted(out, key=lambda found: found[0].i)


def triggers_in(sentence: Tokens) -> list[Found]:
    """The triggers of one sentence in order; weak ones count beside a strong one, a weapon or a combatant."""
    words = list(sentence)
    lemmas = [lemma_of(t) for t in words]
    found = _phrases(words) + _noun_compounds(words, lemmas)
    taken = {k for f in found for k in range(f.first, f.last + 1)}
    found += [f for f in _single(words, lemmas) if f.first not in taken]
    found.sort(key=lambda f: f.first)
    strong = any(not f.entry.weak for f in found)
    if strong or not found or weapons_in(words):
        return found
    combatants = [t.i for t, lemma in zip(words, lemmas, strict=True) if lemma in incidents.words_in("combatants")]
    return [f for f in found if any(not f.first <= i <= f.last for i in combatants)]


def _single(words: list[Token], lemmas: list[str]) -> list[Found]:
    verbs, nouns = incidents.verbs(), incidents.nouns()
    entitled = sum(t.text[:1].isupper() for t in words) > len(words) / 2  # a headline with capitals throughout
    out = []
    for before, token, lemma in zip(["", *lemmas], words, lemmas, strict=False):
        verbal = token.pos_ in ("VERB", "AUX") or (token.tag_ in ("VBN", "VBD") and token.pos_ == "ADJ")
        if before in incidents.collectives() and token.lower_ in nouns and _is_bare_gerund(token):
            verbal = False  # "rebel shelling", which the parse takes for a verb
        table = verbs if verbal else nouns
        attribute = verbal and token.dep_ == "amod"  # "an occupying power" tells of nothing that happened
        if token.pos_ not in ("VERB", "NOUN", "PROPN", "ADJ", "AUX") or token.ent_type_ == "PERSON" or attribute:
            continue
        if token.pos == PROPN and token.ent_type_ == "ORG" and not entitled:
            continue  # "the National Liberation Army" liberated nobody
        entry = table.get(lemma) or table.get(token.lower_)
        if entry is None and not verbal and token.tag_ in ("NNS", "NN", "NNP", "NNPS"):
            entry = verbs.get(lemma) if lemma in ("kill", "wound") else None
        if entry is None and verbal and token.tag_ == "VBZ" and lemma not in verbs:
            entry, verbal = nouns.get(lemma), False  # "airstrikes" taken for a verb
        if entry is not None:
            out.append(Found(token, token.i, token.i, lemma if lemma in table else token.lower_, entry, verbal))
    return out


def _is_bare_gerund(token: Token) -> bool:
    """True for a form in "-ing" that says no more of the noun before it and has no object: not "rebels fighting them"."""
    return token.tag_ == "VBG" and token.dep_ != "acl" and not any(c.dep_ == "dobj" for c in token.children)


def _noun_compounds(words: list[Token], lemmas: list[str]) -> list[Found]:
    nouns = incidents.nouns()
    out = []
    for k in range(len(words) - 1):
        last = k + 2 if lemmas[k + 1] == "-" and k + 2 < len(words) else k + 1
        lemma = f"{lemmas[k]} {lemmas[last]}"
        if lemma in nouns and words[last].pos_ in ("NOUN", "PROPN"):
            out.append(Found(words[last], words[k].i, words[last].i, lemma, nouns[lemma], False))
    return out


def _phrases(words: list[Token]) -> list[Found]:
    out = []
    for k, token in enumerate(words):
        if token.pos != VERB:
            continue
        window = words[k : k + 5]
        found = _phrase_at(token, [t for t in window if t.pos_ not in ("DET", "ADV")]) or _phrase_at(
            token, [t for t in window if t.pos_ != "DET"]
        )  # "won back": the adverb is part of the phrase
        if found is not None:
            out.append(found)
    return out


def _phrase_at(verb: Token, words: list[Token]) -> Found | None:
    """The longest known phrase that begins with a verb."""
    verbs = incidents.verbs()
    for size in range(min(_LONGEST_PHRASE, len(words)), 1, -1):
        rest = (t.lower_ if t.pos_ != "NOUN" else lemma_of(t) for t in words[1:size])
        lemma = " ".join([lemma_of(verb), *rest])
        if lemma in verbs:
            return Found(verb, verb.i, words[size - 1].i, lemma, verbs[lemma], True)
    return None
