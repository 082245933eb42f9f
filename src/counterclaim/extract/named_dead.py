"""Persons told of one by one as dead, counted: by name, and by their kinship to one who is named."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extract.quantities import number_pattern, quantity
from counterclaim.extract.toll_phrases import PartEntry, context
from counterclaim.extract.toll_sums import sum_of
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
    if not _any_kin().search(text.lower()):
        return None
    for pattern in _with_kin():
        match = pattern.search(text)
        if match is None:
            continue
        if match.groupdict().get("act") and context("passive_before").search(text[: match.start()]):
            continue  # "Okello was killed and his son was wounded"
        relatives = _relatives(match["chain"], rules)
        if relatives is not None:
            with_whom = sum_of((1, 1), relatives) if match.groupdict().get("person", "") is not None else relatives
            return ToldOf(match.start("chain"), match.end("chain"), with_whom)
    return None


def _relatives(chain: str, rules: Codebook) -> Toll | None:
    """How many relatives, and others beside one person, a chain of them counts; ``None`` where one is not counted."""
    total: Toll | None = None
    for kin in _kin().finditer(chain):
        word = (kin["kin"] or kin["bare"] or "").lower()
        said = kin["n"] or kin["n2"] or kin["n3"]
        many = any(e.many for w, e in entries("tolls", "kin", KinEntry).items() if w == word)
        found = quantity(said, rules) if said else rules.range_of("plural") if many else (1, 1)
        if found is None or found[0] is None:
            return None
        total = found if total is None else sum_of(total, found)
    return total


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
    words, number, others = _kin_words(), _number(), _others()
    return re.compile(
        rf"\b(?:(?:his|her|their)\s+(?:(?P<n>{number})\s+)?|(?P<n2>{number})\s+(?:of\s+(?:his|her|their)\s+)?)(?:(?!and\b)[\w’'-]+\s+){{0,2}}?(?P<kin>{words})\b(?!['’]s)"
        rf"|\band\s+(?:(?P<bare>{words})\b|(?P<n3>{number})\s+{others})",
        re.IGNORECASE,
    )


@cache
def _any_kin() -> re.Pattern[str]:
    """A word without which no chain of relatives is to be looked for."""
    return re.compile(rf"{_kin_words()}|{_others()}")


def _kin_words() -> str:
    return "|".join(sorted(entries("tolls", "kin", KinEntry), key=len, reverse=True))


def _others() -> str:
    """Who died beside one person: "Okello and nine others", "him and two other passengers"."""
    return "(?:" + "|".join(entries("tolls", "others", WordEntry)) + ")"


def _number() -> str:
    """A number that is no age: "his 71-year-old wife" is one."""
    return rf"(?:{number_pattern()})(?![- ]years?[- ]old)"


@cache
def _with_kin() -> tuple[re.Pattern[str], ...]:
    words, number, others = _kin_words(), _number(), _others()
    parts = {name: entry.pattern for name, entry in entries("toll_phrases", "parts", PartEntry).items()}
    him = "|".join(entries("tolls", "one_person", WordEntry))
    name = r"(?-i:[A-Z][\w’'.-]+(?:\s+(?:[A-Z][\w’'.-]+|al-\w+|bin|ibn|Abu))*)"
    aside = r"(?:\s*\([^)]{1,80}\)|,\s*(?:aged\s+)?\d{1,2}(?:\s+years\s+old)?,?)?"
    kin = rf"(?:his|her|their)\s+(?:{number}\s+)?(?:(?!and\b)[\w’'-]+\s+){{0,2}}?(?:{words})\b(?!['’]s)(?:,?\s+{name})?{aside}"
    counted = rf"{number}\s+(?:of\s+(?:his|her|their)\s+)?(?:(?!and\b)[\w’'-]+\s+){{0,2}}?(?:{words})\b"
    more = rf"(?:,?\s+and\s+(?:{kin}|{counted}|{number}\s+{others}|(?:{words})\b)|,\s+{kin})*"
    beside = rf"(?P<chain>(?:,?\s+(?:and\s+)?{kin}|,?\s+and\s+(?:{counted}|{number}\s+{others})){more})"
    someone = rf"(?:(?:an?\s+(?:\w+\s+){{0,2}}?\w+,?\s+)?{name}{aside}|an?\s+(?:\w+\s+){{0,2}}?\w+|{him})"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b{parts['killed']}\b[^.;]{{0,12}}?\b(?:along(?:side)?(?:\s+with)?|together\s+with|accompanied\s+by|with)\s+(?P<chain>(?:{kin}|{counted}){more})",
            rf"{name}{aside}{beside},?\s+(?:were|are|have been|had been)\s+(?:\w+\s+)?{parts['killed']}\b",
            rf"\b{parts['death']}\s+of\s+{name}{aside}{beside}",
            rf"\b(?P<act>{parts['kill']})\s+(?P<person>{someone}){beside}",
            rf"\b(?P<act>{parts['kill']})\s+(?P<person>)??(?P<chain>{kin}{more})",
        )
    )
