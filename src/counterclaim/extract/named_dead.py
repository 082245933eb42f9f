"""Persons told of one by one as dead, counted: by name, and by their kinship to one who is named."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extract.quantities import number_pattern, quantity
from counterclaim.extract.toll_phrases import PartEntry
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from counterclaim.lexicon.codebook import Codebook
    from counterclaim.model import Toll
    from counterclaim.text.page import Passage


class KinEntry(WordEntry, frozen=True):
    """A word for a relative; ``many`` where it means several."""

    many: bool = False


class ToldOf(NamedTuple):
    """Where persons are told of in a passage, and how many they are."""

    start: int
    end: int
    toll: Toll


def kin_dead(text: str, rules: Codebook) -> ToldOf | None:
    """One person and the relatives who died too: "Okello, his wife and their two children were killed" are four.

    Args:
        text: a sentence.
        rules: what vague words of number mean.

    Returns:
        Where the chain of relatives stands, and the count with the person whose relatives they are.
    """
    for pattern in _with_kin():
        match = pattern.search(text)
        if match is None:
            continue
        low, high = 1, 1
        for kin in _kin().finditer(match["chain"]):
            many = next(
                (e.many for w, e in entries("tolls", "kin", KinEntry).items() if w == kin["kin"].lower()), False
            )
            said = kin["n"] or kin["n2"]
            found = quantity(said, rules) if said else rules.range_of("plural") if many else (1, 1)
            if found is None or found[0] is None:
                return None
            low += found[0]
            high = 0 if not high or found[1] is None else high + found[1]
        if low > 1:
            return ToldOf(match.start("chain"), match.end("chain"), (low, high or None))
    return None


def named_dead(passage: Passage, start: int, end: int) -> Iterator[ToldOf]:
    """Persons named as killed: "Okello and his deputy Odongo were killed", "the death of Okello"."""
    sentence = passage.doc.char_span(start, end, alignment_mode="expand")
    dying, killing, deaths = (entries("tolls", s, WordEntry) for s in ("dying", "killing", "deaths"))
    for token in sentence if sentence is not None else ():
        lemma = token.lemma_.lower()
        if lemma in dying or lemma in killing:
            roles = ("nsubj", "nsubjpass") if lemma in dying else ("nsubjpass",)
            told = [c for c in token.children if c.dep_ in roles]
        elif lemma in deaths:
            told = [c for of in token.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"]
        else:
            continue
        for person in told:
            if person.tag_ == "NNP" and person.ent_type_ == "PERSON":
                count = 1 + len([c for c in person.conjuncts if c.tag_ in ("NNP", "NN") and c.i > person.i])
                yield ToldOf(person.idx, _end(person), (count, count))
                return


def _end(token: Token) -> int:
    return token.idx + len(token)


@cache
def _kin() -> re.Pattern[str]:
    words = "|".join(sorted(entries("tolls", "kin", KinEntry), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?:his|her|their)\s+(?:(?P<n>{number_pattern()})\s+)?|(?P<n2>{number_pattern()})\s+(?:of\s+(?:his|her|their)\s+)?)(?:(?!and\b)[\w’'-]+\s+){{0,2}}?(?P<kin>{words})\b",
        re.IGNORECASE,
    )


@cache
def _with_kin() -> tuple[re.Pattern[str], ...]:
    words = "|".join(sorted(entries("tolls", "kin", KinEntry), key=len, reverse=True))
    parts = {name: entry.pattern for name, entry in entries("toll_phrases", "parts", PartEntry).items()}
    name = r"(?-i:[A-Z][\w’'.-]+(?:\s+(?:[A-Z][\w’'.-]+|al-\w+|bin|ibn|Abu))*)"
    aside = r"(?:\s*\([^)]{1,80}\)|,\s*(?:aged\s+)?\d{1,2}(?:\s+years\s+old)?,?)?"
    kin = rf"(?:his|her|their)\s+(?:{number_pattern()}\s+)?(?:(?!and\b)[\w’'-]+\s+){{0,2}}?(?:{words})\b(?:,?\s+{name})?{aside}"
    counted = rf"{number_pattern()}\s+(?:of\s+(?:his|her|their)\s+)?(?:(?!and\b)[\w’'-]+\s+){{0,2}}?(?:{words})\b"
    chain = rf"(?P<chain>(?:{kin}|{counted})(?:,?\s+and\s+(?:{kin}|{counted})|,\s+{kin})*)"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b{parts['killed']}\b[^.;]{{0,12}}?\b(?:along(?:side)?(?:\s+with)?|together\s+with|accompanied\s+by|with)\s+{chain}",
            rf"{name}{aside},?\s+(?:and\s+)?{chain},?\s+(?:were|are|have been|had been)\s+(?:\w+\s+)?{parts['killed']}\b",
            rf"\b{parts['kill']}\s+(?:an?\s+(?:\w+\s+){{0,2}}?\w+,?\s+)?(?:{name}{aside})?,?\s*(?:and\s+)?{chain}",
        )
    )
