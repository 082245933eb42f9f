"""Tolls: how many people are said to have been killed or injured, as ranges with the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from counterclaim.extract.quantities import number_pattern, quantity
from counterclaim.lexicon.codebook import Codebook, codebook
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from counterclaim.model import Span, Toll
    from counterclaim.text.page import Page, Passage

Harm = Literal["killed", "injured"]

_KILLED = r"(?:killed|dead|died|martyred|murdered|massacred|slain|executed|shot dead|perished|assassinated|gassed)"
_INJURED = r"(?:wounded|injured|hurt|maimed)"
_BE = r"(?:(?:were|was|are|is|have|has|had|been|being|be|got|left|reportedly|allegedly|also|all|both|later|already|may|might|still|then)\s+)*"
_NOUNS = r"(?:(?!(?:and|but|who|which|killed|wounded|injured|dead|died)\b)[\w'’\"“”().-]+\s+){0,7}?"
_CLAUSE = r"(?:(?!(?:killed|wounded|injured|dead|died)\b)[\w'’\"“”(),.-]+\s+){0,9}?"


@dataclass(frozen=True, slots=True)
class TollMention:
    """One number of people harmed: where it stands, what it says, of whom, and whether it is part of a larger one.

    ``cumulative`` is a running total of a war; ``updated`` one that replaces an earlier one ("raised its toll to 52");
    ``by_name`` counts persons that are named, who may be some of many.
    """

    passage: int
    span: Span
    kind: Harm
    range: Toll
    group: str | None
    part_of: bool
    cumulative: bool
    updated: bool
    start: int
    end: int
    by_name: bool = False


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], Harm], ...]:
    number = number_pattern()
    victims = "|".join(entries("tolls", "victims", WordEntry))
    n, plural = rf"(?P<n>{number})", rf"(?P<plural>(?:{victims}))"
    out: list[tuple[str, Harm]] = []
    forms: tuple[tuple[str, Harm, str, str], ...] = (
        (_KILLED, "killed", r"(?:kill(?:ed|ing|s)?|murder(?:ed|ing)|massacr(?:ed|ing)|slaughter(?:ed|ing)|execut(?:ed|ing)|assassinat(?:ed|ing)|claim(?:ed|ing|s) the li(?:ves|fe) of|martyr(?:ed|ing))", r"(?:deaths?|killings?|martyrdom|loss|execution|murder|bodies|fatalities|massacre)"),
        (_INJURED, "injured", r"(?:wound(?:ed|ing|s)|injur(?:ed|ing|es)|hurt(?:ing)?|maim(?:ed|ing))", r"(?:wounding|injur(?:y|ies))"),
    )  # fmt: skip
    for past, harm, verb, noun in forms:
        if harm == "killed":
            out.append(
                (
                    rf"\b{n}\s+(?P<group>{_NOUNS}[\w'’-]+),?\s+(?:including|among them|most of them|all)\b[^.;]{{3,160}}?\b(?:were|was|have been|had been)\s+{_BE}{past}\b",
                    harm,
                )
            )
        out += [
            (
                rf"\b{verb}\s+(?:and (?:wound|injur)(?:ed|ing)\s+)?(?:almost all of\s+)?{n}\b(?P<group>(?:\s+[\w'’-]+){{0,4}})",
                harm,
            ),
            (rf"\b{n}\s+(?P<group>{_NOUNS}){_BE}{past}\b", harm),
            (rf"\b{n}\s+(?P<group>{_CLAUSE})(?:were|was|been|be|are|have|had)\s+{_BE}{past}\b", harm),
            (rf"\b{noun}\s+of\s+(?:the\s+)?{n}\b(?P<group>(?:\s+[\w'’-]+){{0,4}})", harm),
            (
                rf"\b{n}\s+(?P<group>{_NOUNS})(?:deaths|fatalities)\b"
                if harm == "killed"
                else rf"\b{n}\s+(?P<group>{_NOUNS})(?:injuries|injury)\b",
                harm,
            ),
            (
                rf"\b(?:put|puts|putting) the (?:number of )?(?:{'dead|death toll|killed' if harm == 'killed' else 'wounded|injured'})\s+at\s+{n}\b",
                harm,
            ),
            (rf"\b{verb}\s+{plural}\b", harm),
            (rf"\b{plural}\s+{_BE}{past}\b", harm),
        ]
    out += [
        (
            rf"\b(?:death )?toll\b[^.;]{{0,40}}?\b(?:of|to|at|was|is|stands at|stood at|reached|hit|as)\s+{n}\b(?!\s*(?:wounded|injured))",
            "killed",
        ),
        (rf"\b(?:left|leav(?:es|ing))\s+[\"“]?{n}[\"”]?\s+(?P<group>{_NOUNS})dead\b", "killed"),
        (
            rf"\b(?:put|puts|putting|gave|gives|giving)\b[^.;]{{0,30}}\b(?:dead|death toll|losses)\b[^.;]{{0,12}}\b(?:at|as)\s+{n}\b",
            "killed",
        ),
        (rf"\bthe wounded at\s+{n}\b", "injured"),
        (rf"\b{n}\s+(?P<group>{_NOUNS})were affected\b", "injured"),
        (rf"\bdestroyed\s+{n}\s+(?P<group>(?:terrorists|militants|fighters|insurgents))\b", "killed"),
        (rf"\bresult(?:ed|ing) in\s+{n}\s+(?P<group>{_NOUNS})(?:dying|being killed)\b", "killed"),
        (
            rf"\b{n}\s+(?P<group>{_NOUNS})(?:lost their li(?:ves|fe)|lost his life|lost her life|of (?:its|his|their|our) (?:men|fighters|soldiers|members)\s+{_BE}killed)\b",
            "killed",
        ),
        (
            rf"\b(?:speaks?|spoke|counts?|counted|tally|losses) (?:of|at)?\s*{n}\s+(?P<group>{_NOUNS})?(?:dead|killed|deaths)\b",
            "killed",
        ),
    ]
    return tuple((re.compile(p, re.IGNORECASE), harm) for p, harm in out)


#: A sentence without any of these counts nobody; it spares nine sentences in ten the slower patterns.
_SPEAKS_OF_HARM = re.compile(
    r"kill|dead|died|\bdie|death|wound|injur|hurt|toll|lives|life|casualt|victim|massacre|martyr|slain|bod(?:y|ies)|fatalit|murder|execut"
    r"|slaughter|assassinat|perish|losses|maim|gass|affected|destroyed",
    re.IGNORECASE,
)
_UNSPECIFIED = re.compile(
    r"\b(?:(?P<both>(?:deaths? and (?:injur(?:ies|y)|wounds)|dead and (?:wounded|injured)|killed and (?:wounded|injured)"
    r"|martyrdom and (?:the )?injury))|(?P<dead>(?:caus|led to|leading to|result)\w*\s+(?:in\s+)?(?:several\s+|some\s+)?(?:deaths|fatalities)(?! and (?:injur|wound)))"
    r"|(?P<hurt>(?:caus|led to|leading to|result)\w*\s+(?:in\s+)?(?:injuries)))\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no|without(?: any)?)\s+(?:(?P<both>casualties|victims)|(?P<dead>deaths|fatalities)|(?P<hurt>injuries))\b"
    r"|\b(?:no one|nobody|none)\s+(?:\w+\s+){0,2}(?:(?P<dead2>killed)|(?P<hurt2>hurt|injured|wounded))\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:no (?:immediate |confirmed )?(?:details|information|word|reports?)|not (?:yet )?(?:known|clear))\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:\bof (?:them|whom|the dead|the victims)|\bincluding|\bamong (?:them|whom|the dead)|\bmost of|\bsome of|\bof which|\bwere among)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:raised|rose|risen|revised|climbed|jumped|now)\b[^.;]{0,40}$", re.IGNORECASE)
_PART_AFTER = re.compile(r"^\s*(?:of (?:them|the dead|whom|the victims))\b", re.IGNORECASE)


def tolls_in(page: Page, rules: Codebook | None = None) -> tuple[TollMention, ...]:
    """The tolls of a page in text order.

    Args:
        page: the report.
        rules: what vague words mean; the reading guide's own where none is given.
    """
    chosen = rules or codebook()
    out: list[TollMention] = []
    for passage in page.passages:
        for sentence in passage.doc.sents:
            out.extend(_in_sentence(page, passage, sentence.start_char, sentence.end_char, chosen))
    return tuple(sorted(out, key=lambda t: (t.passage, t.start)))


def _in_sentence(page: Page, passage: Passage, start: int, end: int, rules: Codebook) -> Iterator[TollMention]:
    text = passage.doc.text[start:end]
    if not _SPEAKS_OF_HARM.search(text):
        return
    cumulative = any(re.search(p, text, re.IGNORECASE) for p in entries("tolls", "running", WordEntry))
    taken: dict[Harm, list[tuple[int, int]]] = {"killed": [], "injured": []}

    def mention(a: int, b: int, harm: Harm, found: Toll, group: str | None, *, part: bool = False) -> TollMention:
        taken[harm].append((a, b + (len(group) + 2 if group else 0)))
        return TollMention(
            passage.index,
            page.span(passage, start + a, start + b),
            harm,
            found,
            group,
            part,
            cumulative,
            bool(_UPDATED.search(text[:a])),
            start + a,
            start + b,
        )

    for pattern, harm in _patterns():
        position = 0
        while match := pattern.search(text, position):
            groups = match.groupdict()
            name = "n" if groups.get("n") else "plural"
            a, b = match.span(name)
            position = b
            group = (groups.get("group") or groups.get("plural") or "").strip() or None
            if any(a < y and x < b for x, y in taken[harm]) or _is_other(
                text, a, b, group, between="group" in groups and match.end("group") < match.end()
            ):
                continue
            if _harm_is_active(text, match):
                continue
            position = match.end()
            found = quantity(groups["n"], rules) if name == "n" else rules.range_of("plural")
            if found is not None and name == "n":
                found, b = _added_up(text, b, found, rules)
            if found is not None:
                part = bool(_PART.search(text[:a])) or bool(_PART_AFTER.match(text[b:]))
                position = max(position, b)
                yield mention(a, b, harm, found, group, part=part)
    yield from _unnumbered(text, taken, mention, rules)
    if not taken["killed"]:
        for first, last, count in _named_dead(passage, start, end):
            yield replace(mention(first - start, last - start, "killed", (count, count), None), by_name=True)


def _unnumbered(
    text: str,
    taken: dict[Harm, list[tuple[int, int]]],
    mention: Callable[[int, int, Harm, Toll, str | None], TollMention],
    rules: Codebook,
) -> Iterator[TollMention]:
    open_range = rules.range_of("unspecified")
    for pattern, found in ((_NOBODY, (0, 0)), (_UNSPECIFIED, open_range)):
        for match in pattern.finditer(text):
            if _UNKNOWN.search(text[: match.end()]) or found is None:
                continue
            groups = {key for key, value in match.groupdict().items() if value}
            harms: list[Harm] = []
            if groups & {"both", "dead", "dead2"}:
                harms.append("killed")
            if groups & {"both", "hurt", "hurt2"}:
                harms.append("injured")
            for harm in harms:
                if not taken[harm]:
                    yield mention(match.start(), match.end(), harm, found, None)


def _named_dead(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Persons named as killed, counted: "Okello and his deputy Odongo were killed" are two."""
    sentence = passage.doc.char_span(start, end, alignment_mode="expand")
    for token in sentence if sentence is not None else ():
        verb = token.lemma_.lower()
        roles = ("nsubj", "nsubjpass") if verb in ("die", "perish") else ("nsubjpass",)
        if verb not in ("kill", "murder", "assassinate", "martyr", "execute", "die", "perish"):
            continue
        for subject in token.children:
            if subject.dep_ in roles and subject.tag_ == "NNP" and subject.ent_type_ == "PERSON":
                others = [c for c in subject.children if c.dep_ == "conj" and c.tag_ in ("NNP", "NN")]
                yield subject.idx, subject.idx + len(subject), 1 + len(others)
                return


def _harm_is_active(text: str, match: re.Match[str]) -> bool:
    """True where those counted did the killing: "fighting between the two killed a dozen", "one had killed two"."""
    if not re.search(r"(?:killed|wounded|injured)$", match.group(), re.IGNORECASE) or re.search(
        r"\b(?:were|was|been|being)\b", match.group()
    ):
        return False
    return bool(_object_pattern().match(text, match.end()))


@lru_cache(maxsize=1)
def _object_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s+{number_pattern()}\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _more_pattern() -> re.Pattern[str]:
    victims = "|".join([*entries("tolls", "victims", WordEntry), *entries("tolls", "person", WordEntry)])
    people = rf"(?:(?:{victims})|(?-i:[A-Z])\w+s)\b"
    return re.compile(
        rf"(?:\s+[\w'’-]+){{1,4}}?(?:,|,?\s+and)\s+(?P<n>{number_pattern()})\s+(?!others|more\b)(?:[\w'’-]+\s+){{0,2}}?{people}(?!\s+(?:\w+\s+)?(?:wounded|injured|hurt))",
        re.IGNORECASE,
    )


def _added_up(text: str, end: int, first: Toll, rules: Codebook) -> tuple[Toll, int]:
    """The sum of "killed three women and two children": groups named one after the other are one toll."""
    total = first
    while more := _more_pattern().match(text, end):
        other = quantity(more["n"], rules)
        if other is None or re.search(
            r"\b(?:including|among|wounded|injured|of (?:them|whom))\b", more.group(), re.IGNORECASE
        ):
            break
        low = None if total[0] is None or other[0] is None else total[0] + other[0]
        high = None if total[1] is None or other[1] is None else total[1] + other[1]
        total, end = (low, high), more.end("n")
    return total, end


def _is_other(text: str, start: int, end: int, group: str | None, *, between: bool) -> bool:
    """A number that counts something else: a year, a day, an age, a distance; or one with another number after it."""
    after = text[end : end + 24].lower()
    if _UNITS.match(after) or _DAY_BEFORE.search(text[:start]):
        return True
    word = text[start:end].lower()
    if group and between and _ANOTHER.search(group):
        return True
    if word in ("a", "an") and not _one_person(group):
        return True
    return bool(
        re.fullmatch(r"(?:19|20)\d\d", word) and re.search(r"\b(?:in|since|of|by)\s+$", text[:start], re.IGNORECASE)
    )


def _one_person(group: str | None) -> bool:
    """True where a phrase after "a" ends in a word for a person."""
    words = (group or "").lower().split()
    known = entries("tolls", "person", WordEntry)
    return any(w.strip(",.") in known for w in words[:5])


_UNITS = re.compile(
    r"\s?(?:%|per ?cent|percent|km|kilomet|miles?|met(?:er|re)s|hours?|days?|weeks?|months?|years?|minutes?|year-old|-year-old|am\b|pm\b"
    r"|strikes|raids|attacks|missiles|rockets|times)\b"
)
_DAY_BEFORE = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+$", re.IGNORECASE)
_ANOTHER = re.compile(r"\d|\b(?:at least|more than|dozens|hundreds|scores|toll)\b", re.IGNORECASE)
