"""Who speaks after the verb is found where what is told was taken for the speaker."""

from __future__ import annotations

import pytest

from counterclaim.extract.inverted import with_inverted
from counterclaim.model import Attribution
from tests.pages import page_of


def _turned(text: str) -> tuple[str, list[str]]:
    """Source and contents of an attribution: its source in braces, its cue in brackets, its content before or after both."""
    plain = "".join(c for c in text if c not in "{}[]")
    document = (page := page_of(plain)).document
    before, source = text.split("{")[0], text[text.index("{") + 1 : text.index("}")]
    cue, after = text[text.index("[") + 1 :].split("]")
    told = before.strip(" ,") or after.strip(" .")
    spans = [document.span(plain.index(words), plain.index(words) + len(words)) for words in (source, cue, told)]
    (found,) = with_inverted(page, [Attribution("a1", spans[0], spans[1], (spans[2],))])
    assert found.source is not None
    return found.source.text, [span.text for span in found.content]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The lorry ran into the crowd on the quay, {a seaside promenade}, [reported] Volta News.", "Volta News", "The lorry ran into the crowd on the quay, a seaside promenade"),
        ("{The dead included three pupils}, [said] local residents near the market.", "local residents", "The dead included three pupils"),
        ("The raid hit a depot and {purposes} [said] Okello.", "Okello", "The raid hit a depot and purposes"),
    ],
)  # fmt: skip
def test_what_is_told_is_no_speaker(text: str, source: str, content: str) -> None:
    """What stands before the verb goes to what is told, up to the verb."""
    assert _turned(text) == (source, [content])


@pytest.mark.parametrize(
    "text",
    [
        "{Washington} [accused] Moscow of a raid on the depot.",
        "{The ministry} [said] residents of the town had fled.",
        "{An alliance of the lake} [accused] the army of a raid on the depot.",
        "The raid killed ten, {a doctor} [said] Tuesday.",
    ],
)
def test_who_speaks_before_the_verb_stays(text: str) -> None:
    """A name or a word for somebody who speaks keeps what follows the verb as what it says."""
    start, end = text.index("{") + 1, text.index("}")
    assert _turned(text)[0] == text[start:end]
