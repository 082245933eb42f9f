from __future__ import annotations

import re
from typing import Any

import pytest

from counterclaim.extract.stance import stance_of
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Attribution
from tests.pages import cases, page_of


@pytest.mark.parametrize("case", cases("stance/said"), ids=lambda c: f"{c['cue']} {c['content'][:30]}")
def test_stance_is_read_from_cue_and_content(case: dict[str, Any]) -> None:
    """A plain "said" denies where its content does, and a hedge in it lowers the certainty."""
    text = f"The army {case['cue']} {case['content']}."
    page = page_of(text)
    cue = page.document.span(text.index(case["cue"]), text.index(case["cue"]) + len(case["cue"]))
    at = text.index(case["content"])
    content = page.document.span(at, at + len(case["content"]))
    judged = stance_of(page, Attribution("a1", None, cue, (content,)))
    assert judged.stance == case["stance"]
    if "certainty" in case:
        assert judged.certainty == case["certainty"]


@pytest.mark.parametrize("word", ["feelings", "charges", "hearsay", "of_the_hand"])
def test_every_word_of_feeling_or_charge_is_in_its_example(word: str) -> None:
    """An entry of the lexicon fires in the sentence that it gives."""
    rows = entries("cues", word, WordEntry)
    assert [e.example for pattern, e in rows.items() if not re.search(pattern, e.example, re.IGNORECASE)] == []
