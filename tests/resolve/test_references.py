from __future__ import annotations

import re
from typing import Any

import pytest

from counterclaim.model import Attribution
from counterclaim.resolve.names import Names
from counterclaim.resolve.references import References, is_nobody, is_thing
from tests.pages import cases, page_of


@pytest.mark.parametrize("case", cases("sources/references"), ids=lambda c: c["text"][:40])
def test_a_source_is_named_as_fully_as_its_report_names_it(case: dict[str, Any]) -> None:
    """A pronoun, an office, a short form or a plain word for a body means somebody named in the same report."""
    text = re.sub(r"[\[\]]", "", case["text"])
    page = page_of(text)
    sources, shift = [], 0
    for match in re.finditer(r"\[(.*?)\]", case["text"]):
        start = match.start() - shift
        sources.append(page.document.span(start, start + len(match.group(1))))
        shift += 2
    attributions = [Attribution(f"a{k}", source, None, ()) for k, source in enumerate(sources)]
    references = References(page, attributions, Names(page))
    assert [references.name_of(source)[0] for source in sources] == case["means"]


@pytest.mark.parametrize("text", ["No group", "none of the sources", "Nobody in Accra", "no one"])
def test_nobody_is_no_source(text: str) -> None:
    """Where a report says that nobody spoke, nobody makes a claim."""
    assert is_nobody(text)
    assert not is_nobody("Northern Alliance")


@pytest.mark.parametrize("text", ["preliminary data", "a", "Video", "the"])
def test_things_do_not_speak(text: str) -> None:
    """Data and pictures are told of by whoever shows them."""
    assert is_thing(text)
    assert not is_thing("a military source")
