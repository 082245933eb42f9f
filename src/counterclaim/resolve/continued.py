"""Continued words: a list of what is told as heard, paragraph by paragraph after somebody's words, is that somebody's.

"The envoy listed three cases. On Friday gunmen reportedly shot two drivers."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extract.stance import speaks_of
from counterclaim.resolve.sources import NOBODY
from counterclaim.resolve.speaker import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Attribution
    from counterclaim.resolve.drafts import Draft
    from counterclaim.resolve.sources import Sources
    from counterclaim.resolve.tellings import Telling
    from counterclaim.text.page import Page

#: Characters from the end of somebody's words within which hearsay is still of them: a paragraph.
_REACH = 450


def continued(
    page: Page, drafts: Sequence[Draft], attributions: Sequence[Attribution], sources: Sources
) -> dict[tuple[int, int, int], Attribution]:
    """The tellings that as paragraphs of a list go on after somebody's words: by their place, whose words.

    Inside a paragraph the report tells what is heard on its own account. Another source that speaks in between ends
    what goes on, and so does what the report tells flatly, unless it stands between two things told as heard.
    """
    out: dict[tuple[int, int, int], Attribution] = {}
    last: Attribution | None = None
    flat: list[tuple[int, int, int]] = []
    end, listing = 0, False
    for telling in sorted((t for d in drafts for t in d.tellings if not t.title), key=lambda t: t.order):
        voice, sentence = telling.attribution, telling.sentence
        if voice is not None and sources.of(voice).name not in (AUTHOR, NOBODY):
            last, end, listing, flat = voice, sentence.end, False, []
            continue
        near = 0 <= sentence.start - end <= _REACH
        if last is None or not near or _others_speak(last, attributions, sources, end, sentence.end):
            last, listing, flat = None, False, []
            continue
        end = sentence.end
        if _opens(page, telling) and speaks_of("hearsay", sentence.text):
            out |= dict.fromkeys((*flat, telling.order), last)
            listing, flat = True, []
        elif listing:
            flat.append(telling.order)
        else:
            last = None
    return out


def _opens(page: Page, telling: Telling) -> bool:
    """True where a telling stands in the first sentence of its paragraph, as the cases of a list do."""
    passage = page.passages[telling.order[1]]
    return telling.sentence.start == page.span(passage, 0, len(passage.block.text)).start


def _others_speak(
    last: Attribution, attributions: Sequence[Attribution], sources: Sources, start: int, end: int
) -> bool:
    mine = sources.of(last).name
    return any(
        a.cue is not None
        and a.cue.field == "text"
        and start < a.cue.start < end
        and sources.of(a).name not in (mine, AUTHOR)
        for a in attributions
    )
