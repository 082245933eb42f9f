"""Sources that were cut inside a name are made whole."""

from __future__ import annotations

import pytest

from counterclaim.extract.whole_sources import with_whole_sources
from counterclaim.model import Attribution
from tests.pages import page_of


def _whole(text: str) -> str:
    """The source of an attribution whose source is given in brackets and whose content is what stands before."""
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    document = (page := page_of(plain)).document
    content = document.span(0, start)
    (found,) = with_whole_sources(page, [Attribution("a1", document.span(start, end), None, (content,))])
    assert found.source is not None
    assert not any(span.overlaps(found.source) for span in found.content)
    return found.source.text


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The raid killed two patients the Volta Red [Crescent Society] has announced.", "the Volta Red Crescent Society"),
        ("Last month ten people were killed the Volta Network for [Human Rights] claimed.", "the Volta Network for Human Rights"),
        ("The assault was repelled, according to [Amina] Okello.", "Amina Okello"),
        ("Ten people died on Friday [police] said.", "police"),
        ("The raid killed ten people in Accra [Togo] said.", "Togo"),
        ("Ten people died, state-run [news agency] reported.", "state-run news agency"),
        ("Ten people died, a Volta-[based charity] said.", "a Volta-based charity"),
        ("A raid on the base was blamed on [Togo by Accra and Lagos].", "Accra and Lagos"),
        ("The raid killed ten people, a witness [and a rebel official] said.", "a witness and a rebel official"),
    ],
)  # fmt: skip
def test_a_source_cut_inside_a_name_is_made_whole(text: str, source: str) -> None:
    """A name goes from its first capital to its last, without the day or the place that stands beside it."""
    assert _whole(text) == source


def _attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    """An attribution of a text, whole."""
    document = (page := page_of(text)).document
    spans = [document.span(text.index(part), text.index(part) + len(part)) for part in (source, cue, content)]
    (found,) = with_whole_sources(page, [Attribution("a1", spans[0], spans[1], (spans[2],))])
    return found


def test_who_reportedly_did_it_does_not_say_so() -> None:
    """Soldiers who reportedly dug up bodies are no source of it."""
    found = _attribution("Soldiers reportedly dug up ten bodies.", "Soldiers", "reportedly dug up", "ten bodies")
    assert found.source is None


def test_a_content_that_begins_at_a_verb_has_its_subject() -> None:
    """What has risen to twelve is the toll."""
    found = _attribution("The toll has risen to 12, a monitor said.", "a monitor", "said", "has risen to 12")
    assert found.content[0].text == "The toll has risen to 12"


def test_according_to_is_followed_by_its_source_though_no_comma_ends_it() -> None:
    """Rebels about whom an agency tells are not the source."""
    found = _attribution("According to Reuters al-Nusra fled the town.", "al-Nusra", "According to", "fled the town")
    assert found.source is not None
    assert found.source.text == "Reuters"
