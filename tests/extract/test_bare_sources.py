"""Sources are freed of what a lost comma or bracket joined to them."""

from __future__ import annotations

import pytest

from counterclaim.extract.bare_sources import with_bare_sources
from counterclaim.model import Attribution
from tests.pages import page_of


def _bare(text: str) -> tuple[str, str]:
    """Source and content of an attribution whose source is given in brackets and whose content stands before it."""
    start, end = text.index("{"), text.index("}") - 1
    plain = text.replace("{", "").replace("}", "")
    document = (page := page_of(plain)).document
    content = document.span(0, len(plain[:start].rstrip()))
    (found,) = with_bare_sources(page, [Attribution("a1", document.span(start, end), None, (content,))])
    assert found.source is not None
    assert not found.content[0].overlaps(found.source)
    return found.source.text, found.content[0].text


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Ten people died near {Accra the charity} said.", "the charity", "Ten people died near Accra"),
        ("Ten people died on {Thursday state television} said.", "state television", "Ten people died on Thursday"),
        ("The raid killed ten in {Kumasi Amnesty International} said.", "Amnesty International", "The raid killed ten in Kumasi"),
        ("The raid killed ten people, {the monitor told AFP}.", "the monitor", "The raid killed ten people,"),
        ("The raid killed ten (Volta News {Agency) Residents in Accra} said.", "Residents in Accra", "The raid killed ten (Volta News Agency)"),
        ("They were exposed to a gas {(sarin) the ministry} said.", "the ministry", "They were exposed to a gas (sarin)"),
        ("The raid killed ten people, {residents of} said.", "residents", "The raid killed ten people,"),
    ],
)  # fmt: skip
def test_who_speaks_is_parted_from_what_is_told(text: str, source: str, content: str) -> None:
    """The end of what is told goes back to it; a verb, an article or a preposition ends no source."""
    assert _bare(text) == (source, content)


@pytest.mark.parametrize(
    "text",
    [
        "The raid killed ten people, {Amina Okello a resident of Accra} said.",
        "The raid killed ten people in Accra, {the Volta Network the region's monitor} said.",
        "It was the work of rebels, {President Amina Okello} said.",
    ],
)
def test_a_name_keeps_the_description_after_it(text: str) -> None:
    """Where no preposition governs its beginning, all of a source speaks."""
    source, _ = _bare(text)
    assert source == text[text.index("{") + 1 : text.index("}")]
