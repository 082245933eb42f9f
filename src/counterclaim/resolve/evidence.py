"""Evidence: the words of a report that carry a claim, as a person is shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterclaim.extract.stance import Judged
    from counterclaim.model import Attribution, Span
    from counterclaim.resolve.tellings import Telling
    from counterclaim.text.page import Page

#: Words from which on a piece of a sentence shows by itself what is claimed; "it fired" and "denied it" do not.
_TELLING = 5
#: Characters from which on a cue and its content are too far apart to be shown as one piece.
_APART = 400


def words_of_telling(page: Page, telling: Telling, attribution: Attribution | None, judged: Judged) -> Span:
    """The words that carry a telling: what is attributed of its sentence, or the sentence."""
    if attribution is None:
        return telling.sentence
    for span in attribution.content:
        start, end = max(span.start, telling.sentence.start), min(span.end, telling.sentence.end)
        if (
            span.field == telling.sentence.field
            and start < end
            and any(start <= m.span.start < end for m in telling.mentions)
        ):
            words = page.document.span(start, end, span.field)
            cue = attribution.cue if judged.stance == "denies" else None
            if cue is not None and cue.field == span.field and 0 <= start - cue.end < _APART:
                words = page.document.span(cue.start, end, span.field)  # what is denied, with the denying word
            return words if len(words.text.split()) >= _TELLING else telling.sentence
    return telling.sentence


def words_of_attribution(page: Page, attribution: Attribution) -> Span:
    """Cue and first piece of content, with what lies between them."""
    content = attribution.content[0]
    cue = attribution.cue
    apart = cue is None or cue.field != content.field or abs(cue.start - content.start) > _APART
    hull = content
    if cue is not None and not apart:
        hull = page.document.span(min(cue.start, content.start), max(cue.end, content.end), content.field)
    return hull if len(hull.text.split()) >= _TELLING else _sentence_of(page, hull)


def _sentence_of(page: Page, span: Span) -> Span:
    """The sentence around words too few to tell anything by themselves."""
    found = page.parsed(span)
    if found is None:
        return span
    passage, tokens = found
    return page.span(passage, tokens.sent.start_char, tokens.sent.end_char)
