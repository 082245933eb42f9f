"""Who keeps silent, and whose words a clause without a source are, by the parse."""

from __future__ import annotations

import pytest

from counterclaim.extract.silences import with_silences
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Attribution
from tests.pages import page_of


@pytest.mark.parametrize("section", ["declining", "saying", "answering"])
def test_every_verb_of_silence_is_heard_in_its_example(section: str) -> None:
    """An army that declines, refuses or does not answer is on record for it."""
    rows = entries("silences", section, WordEntry).items()
    found = {verb: [a.source and a.source.text for a in with_silences(page_of(e.example), [])] for verb, e in rows}
    assert found == {verb: ["The army"] for verb in found}


@pytest.mark.parametrize("text", ["The army commented on the raid.", "The army declined a truce.", "Nobody was hurt."])
def test_who_speaks_is_not_silent(text: str) -> None:
    """A comment is none that was refused, and a truce that is declined is no question."""
    assert with_silences(page_of(text), []) == ()


def test_a_relative_clause_has_the_source_that_it_hangs_on() -> None:
    """What "which" says is said by the noun before it, by name where it stands beside a name."""
    text = "It angers the Lake Front, a group which blames the army for the raid."
    page = page_of(text)
    cue, content = (
        page.document.span(text.index(w), text.index(w) + len(w)) for w in ("blames", "the army for the raid")
    )
    (found,) = with_silences(page, [Attribution("a1", None, cue, (content,))])
    assert found.source is not None
    assert found.source.text == "the Lake Front"
