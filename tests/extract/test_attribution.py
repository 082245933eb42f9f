"""Who says what: the cases of ``tests/cases/attribution``, by the trained tagger and by the plain rules."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from training.tagger.brackets import Bracketed, read_brackets

from counterclaim.extract.attribution import attributions_in
from counterclaim.extract.tagger import Tagger
from counterclaim.lexicon.words import WordEntry, entries
from tests.pages import cases, page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Attribution, Span

    Ranges = list[tuple[int, int]]

CASES = [case for topic in ("speech", "headlines", "chains") for case in cases(f"attribution/{topic}")]


@cache
def tagger() -> Tagger:
    return Tagger.load()


def shared(spans: Sequence[Span | None], ranges: Ranges) -> int:
    return sum(max(0, min(s.end, b) - max(s.start, a)) for s in spans if s is not None for a, b in ranges)


def is_found_as(one: Attribution, wanted: Bracketed) -> bool:
    """Cue and source touch, and half of the joint content is shared."""
    both = shared(one.content, wanted.content)
    joint = sum(s.end - s.start for s in one.content) + sum(b - a for a, b in wanted.content) - both
    source = shared([one.source], wanted.source) if wanted.source else one.source is None
    return bool(shared([one.cue], wanted.cue) and source and both >= joint / 2)


def read(case: dict[str, Any], reader: Tagger | None) -> tuple[list[Attribution], list[Bracketed]]:
    text, wanted = read_brackets(case["text"])
    title = case.get("title", False)
    page = page_of("The road is closed." if title else text, title=text if title else "A road in the north")
    field = "title" if title else "text"
    return [a for a in attributions_in(page, reader) if all(s.field == field for s in a.content)], wanted


def check(case: dict[str, Any], found: list[Attribution], wanted: list[Bracketed]) -> None:
    matched = [next((a for a in found if is_found_as(a, one)), None) for one in wanted]
    shown = [(a.source and a.source.text, a.cue and a.cue.text, [s.text for s in a.content]) for a in found]
    assert None not in matched, f"not found in {case['name']}: {shown}"
    assert wanted or not found, f"found where nobody speaks: {shown}"
    for inner, outer in (pair.split(" in ") for pair in case.get("inside", [])):
        one, other = matched[int(inner) - 1], matched[int(outer) - 1]
        assert one is not None
        assert other is not None
        assert one.parent == other.id


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_the_tagger_finds_who_says_what(case: dict[str, Any]) -> None:
    """Source, cue and content are found as the case has them, and what stands inside what."""
    check(case, *read(case, tagger()))


@pytest.mark.parametrize("case", [c for c in CASES if c.get("rules")], ids=lambda c: c["name"])
def test_the_plain_rules_find_the_common_forms(case: dict[str, Any]) -> None:
    """Without the tagger, rules over the parse find the forms that the case says they do."""
    check(case, *read(case, None))


@pytest.mark.parametrize("section", ["wishes", "nouns", "adverbs", "prepositions"])
def test_the_plain_rules_find_nearly_every_word_of_saying(section: str) -> None:
    """A word of saying is a cue in the sentence beside it; the parser may slip on one in twelve."""
    rows = entries("cues", section, WordEntry)
    missed = [
        word
        for word, entry in rows.items()
        if not any(
            a.cue is not None and word[:4] in a.cue.text.lower() for a in attributions_in(page_of(entry.example), None)
        )
    ]
    assert len(missed) <= len(rows) / 12, missed
