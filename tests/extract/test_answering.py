"""Denials that answer in the same sentence."""

from __future__ import annotations

import pytest

from counterclaim.extract.answering import with_answers
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Attribution
from tests.pages import page_of


def test_who_denies_in_a_relative_clause_answers_what_stands_before_it() -> None:
    """A coalition that denies what the Observatory said is on record for it."""
    page = page_of("Coalition jets had killed four soldiers at a camp west of the city, which the coalition denied.")
    (found,) = with_answers(page, [])
    assert found.source is not None
    assert found.source.text == "the coalition"
    assert found.content[0].text == "Coalition jets had killed four soldiers at a camp west of the city"


@pytest.mark.parametrize("text", ["They shelled the city, which the army left.", "The city, which fell, is quiet."])
def test_a_relative_clause_without_a_denial_answers_nothing(text: str) -> None:
    """To leave a city denies nothing."""
    assert with_answers(page_of(text), []) == ()


def test_who_does_likewise_says_the_same() -> None:
    """Whoever "did" as another said is a source of the same words."""
    text = entries("silences", "likewise", WordEntry)["as"].example
    page = page_of(text)
    source, cue, content = (
        page.document.span(text.index(w), text.index(w) + len(w)) for w in ("The army", "denied", "it")
    )
    first, second = with_answers(page, [Attribution("a1", source, cue, (content,))])
    assert second.source is not None
    assert (second.source.text, second.cue, second.content) == ("the police", first.cue, first.content)
