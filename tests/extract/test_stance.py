from __future__ import annotations

from typing import Any

import pytest

from counterclaim.extract.stance import stance_of
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
