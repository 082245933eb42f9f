"""Attributions by punctuation: headlines with a colon or a dash, quotations with a credit, transcripts.

"Moscow: no strikes", "Strike kills 12 - monitor"; "“We heard two planes.” ― Halima Yusuf"; "RAHIM: We had no aircraft there."
"""

from __future__ import annotations

import re

from counterclaim.extract.nesting import TaggedAttribution
from counterclaim.lexicon.actors import capitals, head_entry

#: Most words of the side of a headline that says who speaks.
_SIDE = 4
_COLON = re.compile(r"^(?P<source>[^:]{2,40}?)(?P<cue>:)\s+(?P<content>\S.*)$")
_DASH = re.compile(r"^(?P<content>\S.*?)\s+(?P<cue>[-–—])\s+(?P<source>[^-–—:]{2,40})$")
_TRAILING = re.compile(r"^(?P<content>\S.*?)(?P<cue>:)\s+(?P<source>[^:]{2,40})$")
#: A paragraph that is a quotation and, after a dash, a name in at most 60 characters.
_CREDIT = re.compile(
    r"^[ \t]*(?P<content>(?:“[^”\n]+”|\"[^\"\n]+\"))[ \t]*(?P<cue>[―—–-]{1,2})[ \t]*(?P<source>[^\W\d_a-z][^\n“”\"―—]{2,60}?)[ \t.]*$",
    re.MULTILINE,
)
#: A paragraph of a transcript: the speaker in capitals, a colon, what is said.
_TURN = re.compile(
    r"^[ \t]*(?P<source>[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,2})(?P<cue>:)[ \t]+(?P<content>[^\n]*\w[^\n]*?)[ \t]*$",
    re.MULTILINE,
)


def credited_attributions(text: str) -> list[TaggedAttribution]:
    """Quotations with their speaker after a dash, and turns of a transcript, each a paragraph by itself."""
    found = [match for pattern in (_CREDIT, _TURN) for match in pattern.finditer(text)]
    return [TaggedAttribution((m.span("source"),), (m.span("cue"),), (m.span("content"),), 1.0) for m in found]


def headline_attributions(text: str, start: int = 0) -> list[TaggedAttribution]:
    """In "Moscow: no strikes", "Strike kills 12 - monitor" the side that names somebody who speaks is the source.

    Args:
        text: a headline.
        start: where it begins in the text that the ranges are to point into.
    """
    for pattern in (_COLON, _DASH, _TRAILING):
        match = pattern.match(text.strip())
        if match and _speaks(match["source"]):
            at = start + len(text) - len(text.lstrip())
            source, cue, content = (((at + match.start(g), at + match.end(g)),) for g in ("source", "cue", "content"))
            return [TaggedAttribution(source, cue, content, 1.0)]
    return []


def _speaks(side: str) -> bool:
    """Whether the side of a headline is somebody: a capital by itself, or few words that end in a word for a speaker.

    A country is no speaker there: "Syria: 12 dead in Idlib".
    """
    words = side.split()
    return side.lower() in capitals() or (len(words) <= _SIDE and head_entry(words[-1]) is not None)
