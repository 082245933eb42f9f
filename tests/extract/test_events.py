from __future__ import annotations

from typing import Any

import pytest

from counterclaim.extract.events import event_mentions
from tests.pages import cases, page_of


@pytest.mark.parametrize("case", cases("events/mentions"), ids=lambda c: c["text"][:40])
def test_event_mentions_have_their_roles_and_reality(case: dict[str, Any]) -> None:
    """A trigger has its hand and target by the parse, and is told from what was only threatened or denied."""
    page = page_of(case["text"])
    mention = next(m for m in event_mentions(page) if m.span.text == case["trigger"])
    assert mention.reality == case.get("reality", "actual")
    assert mention.negated == case.get("negated", False)
    if "hand" in case:
        assert case["hand"] in " ".join(agent.text for agent in mention.agents)
    if "target" in case:
        assert case["target"] in " ".join(target.text for target in mention.targets)
    assert page.document.text[mention.span.start : mention.span.end] == mention.span.text


def test_a_peaceful_word_tells_of_no_incident() -> None:
    """Words such as "hit" and "fall" tell of an incident only beside a weapon, a combatant or a stronger word."""
    page = page_of("Prices hit a record and shares fell on Monday as traders fled.", title="Markets fall")
    assert event_mentions(page) == ()


@pytest.mark.parametrize("case", cases("events/kinds"), ids=lambda c: c["trigger"])
def test_a_trigger_gives_the_kind_of_incident(case: dict[str, Any]) -> None:
    """What the word itself says of the kind is kept; a phrase goes before its verb alone."""
    mentions = event_mentions(page_of(case["text"]))
    assert case["kind"] in {m.kind for m in mentions if m.span.text == case["trigger"]}
