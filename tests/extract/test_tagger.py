"""What the trained tagger finds, and that it depends on nothing but the text."""

from __future__ import annotations

import shutil
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from counterclaim.errors import ModelError
from counterclaim.extract.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from counterclaim.extract.tagger import Range, TaggedAttribution

NESTED = (
    "The state agency SANA reported a military source as saying that coalition jets had bombed a post near al-Hari."
)
DENIAL = "The army denied carrying out the strike on the market."
CITING = "The ministry said on Monday, citing a police officer, that nine people had been killed in the shelling."
STATEMENT = (
    "Foreign Secretary Jane Hill said:\n\nI welcome the agreement on the two towns.\n\nAll sides must now keep to it."
)
QUOTATION = (
    "“We heard two planes, and then the roof came down,” said Halima Yusuf, a midwife. “We buried nineteen people that day.\n"
    "“Nobody came to help us.”\nThe road to the town is closed."
)
PLAIN = "The convoy left at first light. Nine trucks carried flour and two carried fuel."


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


def words(text: str, ranges: Sequence[Range]) -> str:
    return " … ".join(text[start:end] for start, end in ranges)


def one_with_cue(tagger: Tagger, text: str, cue: str) -> tuple[list[TaggedAttribution], TaggedAttribution]:
    found = tagger.find([text])[0]
    return found, next(a for a in found if cue in words(text, a.cue))


def test_source_cue_and_content_of_a_denial(tagger: Tagger) -> None:
    """A denial is an attribution: who denies is its source, what is denied its content."""
    _, denial = one_with_cue(tagger, DENIAL, "denied")
    assert words(DENIAL, denial.source) == "The army"
    assert "carrying out the strike" in words(DENIAL, denial.content)


def test_a_source_inside_a_report_is_nested(tagger: Tagger) -> None:
    """What an agency reports another as saying stands inside what the agency reports."""
    found, inner = one_with_cue(tagger, NESTED, "saying")
    assert words(NESTED, inner.source) == "a military source"
    assert inner.parent is not None
    assert "SANA" in words(NESTED, found[inner.parent].source)


def test_a_cited_source_is_nested_beside_its_content(tagger: Tagger) -> None:
    """Whom a speaker cites says the same content, one step further in."""
    found, inner = one_with_cue(tagger, CITING, "citing")
    assert "police officer" in words(CITING, inner.source)
    assert inner.parent is not None
    assert words(CITING, found[inner.parent].source) == "The ministry"


def test_a_statement_after_a_colon_carries_on(tagger: Tagger) -> None:
    """All paragraphs after "the minister said:" are what the minister said."""
    _, statement = one_with_cue(tagger, STATEMENT, "said")
    content = words(STATEMENT, statement.content)
    assert content.startswith("I welcome")
    assert content.endswith("keep to it.")


def test_an_open_quotation_carries_on(tagger: Tagger) -> None:
    """A quotation that opens anew in the next paragraph goes on there, and stops where it closes."""
    found = tagger.find([QUOTATION])[0]
    joined = " ".join(words(QUOTATION, a.content) for a in found)
    assert "Nobody came to help us" in joined
    assert "The road to the town" not in joined


def test_text_without_speakers_has_no_attribution(tagger: Tagger) -> None:
    """Where nobody says anything, nothing is attributed."""
    assert tagger.find([PLAIN, "", " \n\n "]) == [[], [], []]


@pytest.mark.parametrize("text", [NESTED, DENIAL, CITING, STATEMENT, QUOTATION, "Łódź — “Żółw” said:\r\n\t“ź”\u2028x"])
def test_ranges_slice_whole_words(tagger: Tagger, text: str) -> None:
    """Each range lies in the text, has no white space at its edges and cuts no word."""
    for attribution in tagger.find([text])[0]:
        for start, end in (*attribution.source, *attribution.cue, *attribution.content):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert not (start and text[start - 1].isalnum() and text[start].isalnum())
            assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def test_finds_do_not_depend_on_the_other_texts(tagger: Tagger) -> None:
    """A report gives the same attributions alone, among others and in any order."""
    texts = [NESTED, DENIAL, STATEMENT, "x" * 3000, CITING]
    alone = [tagger.find([text])[0] for text in texts]
    assert tagger.find(texts) == alone
    assert tagger.find(texts[::-1]) == alone[::-1]


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    """Weights that are not the ones that were measured are refused with advice, by the name of the file."""
    with resources.as_file(resources.files("counterclaim.extract") / "weights") as shipped:
        shutil.copytree(shipped, tmp_path / "weights")
    altered = tmp_path / "weights" / "high.int8.onnx"
    altered.write_bytes(altered.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelError, match="altered") as caught:
        Tagger.read(tmp_path / "weights")
    assert caught.value.subject == "high.int8.onnx"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A folder without weights is refused with advice on how to get them."""
    with pytest.raises(ModelError, match="make tagger"):
        Tagger.read(tmp_path)
