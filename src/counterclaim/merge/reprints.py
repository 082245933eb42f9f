"""Which report repeats which: shared passages, then credit, dateline and day say who was first."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.merge.telling import REMEMBERED
from counterclaim.merge.words import fold, prose, words_in
from counterclaim.model import Document, Link, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Words in a shingle: long enough that two desks do not write the same by chance.
SHINGLE_WORDS = 5
#: Share of the shorter text's shingles that also stand in the longer one; an outlet cuts, and changes days and
#: spellings. Between desks that write on the same facts it stays under 0.03.
CONTAINED = 0.2
#: With a credit to the other outlet or to the same agency, this is enough.
CONTAINED_WITH_CREDIT = 0.1
#: Fewer shingles than this are no passage.
_FEWEST = 12
#: One shingle in this many is used for the look-up.
_SAMPLED = 4
#: A passage ties a text to this many before it: a desk's stock sentence ties no month's reports all to each other.
_NEAREST = 30
_QUOTED = re.compile(r"[\"“][^\"“”]{15,}[\"”]")
_DATELINE = re.compile(r"^[^\n]{0,80}?\(([A-Z][^()\n]{1,30})\)\s*(?:[-–—:]|[A-Z])")
_HEAD, _TAIL = 400, 200


@dataclass(frozen=True, slots=True)
class _Text:
    document: Document
    shingles: frozenset[int]
    dateline: str
    credit_zone: str
    """The folded words of head and foot, a space at either end."""

    @property
    def rank(self) -> tuple[bool, str, str]:
        stamp = self.document.published_at or str(self.document.published or "")
        return (not stamp, _moment(stamp), self.document.id)


def reprints_in(readings: Iterable[Reading]) -> tuple[Link, ...]:
    """Every reprint among the reports with the one report that it repeats: kind ``reprint``, left repeats right."""
    return chosen_reprints(reprints_between([reading.document for reading in readings], ()))


def reprints_between(new: Sequence[Document], known: Sequence[Document]) -> tuple[Link, ...]:
    """Every pair of reports of which one repeats the other and at least one is new, in order of their ids.

    Two texts of one outlet are an update, not a reprint. A reprint may have several older relatives; which of them it
    is put down to is decided by :func:`chosen_reprints`, so that a late arrival of the original changes no link.
    """
    fresh = {document.id for document in new}
    unique = {document.id: document for document in (*known, *new)}
    texts = [_text(document) for _, document in sorted(unique.items())]
    links = []
    for one, other in _candidates(texts, fresh):
        link = _judged(one, other)
        if link is not None:
            links.append(link)
    return tuple(sorted(links, key=lambda link: (link.left, link.right)))


def passage_keys(document: Document) -> frozenset[str]:
    """The keys under which the passages of a report are looked up; a reprint shares some with its original."""
    return frozenset(f"passage {shingle:x}" for shingle in _text(document).shingles if shingle % _SAMPLED == 0)


def chosen_reprints(links: Iterable[Link]) -> tuple[Link, ...]:
    """One original for each reprint: a person's word, else the credited one, the agency's, the one it shares most with.

    A pair that a person holds apart is left out.
    """
    pairs = [link for link in links if link.kind == "reprint"]
    denied = {frozenset((p.left, p.right)) for p in pairs if p.judged_by != "machine" and p.judgement != "same"}
    best: dict[str, Link] = {}
    for link in sorted(pairs, key=lambda link: (link.judged_by == "machine", -link.score, link.right)):
        if link.judgement == "same" and frozenset((link.left, link.right)) not in denied:
            best.setdefault(link.left, link)
    return tuple(link for _, link in sorted(best.items()))


def _judged(one: _Text, other: _Text) -> Link | None:
    found = _likeness(one, other)
    if found is None:
        return None
    share, why = found
    original, copy = (one, other) if _is_original(one, other) else (other, one)
    # A credit outweighs a larger share: two outlets that cut one agency's text share more with each other.
    score = 0.4 * share + 0.4 * _credits(copy, original) + 0.2 * _is_agency(original)
    reasons = (why, *_credit_reasons(copy, original))
    return Link.of("reprint", copy.document.id, original.document.id, "same", score, reasons)


@lru_cache(maxsize=REMEMBERED)
def _text(document: Document) -> _Text:
    unquoted = _QUOTED.sub(" ", prose(document.text))
    words = words_in(unquoted)
    shingles = frozenset(
        int.from_bytes(hashlib.blake2b(" ".join(words[k : k + SHINGLE_WORDS]).encode(), digest_size=8).digest(), "big")
        for k in range(len(words) - SHINGLE_WORDS + 1)
    )
    stripped = document.text.strip()
    lines = [line.strip() for line in stripped.splitlines() if line.strip()]
    dateline = next((match.group(1) for line in lines[:12] if (match := _DATELINE.match(line))), "")
    zone = [*lines[:6], *lines[-4:], document.byline or "", document.credit or ""]
    short = [line if len(line) < 120 else line[:90] for line in zone]
    return _Text(document, shingles, dateline, f" {' '.join(words_in(' '.join(short)))} ")


def _candidates(texts: Sequence[_Text], fresh: set[str]) -> Iterable[tuple[_Text, _Text]]:
    """Pairs that share a passage; one that many texts share ties each to those published last before it only."""
    last: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=_NEAREST))
    pairs: set[tuple[int, int]] = set()
    for index in sorted(range(len(texts)), key=lambda index: texts[index].rank):
        for shingle in texts[index].shingles:
            if shingle % _SAMPLED == 0:
                pairs.update((min(other, index), max(other, index)) for other in last[shingle])
                last[shingle].append(index)
    new = {index for index, text in enumerate(texts) if text.document.id in fresh}
    return ((texts[a], texts[b]) for a, b in sorted(pairs) if a in new or b in new)


def _likeness(one: _Text, other: _Text) -> tuple[float, str] | None:
    if one.document.outlet is not None and one.document.outlet == other.document.outlet:
        return None
    both = len(one.shingles & other.shingles)
    shortest = min(len(one.shingles), len(other.shingles))
    if shortest < _FEWEST:
        return None
    share = both / shortest
    credited = _credits(one, other) or _credits(other, one) or bool(one.dateline and one.dateline == other.dateline)
    if share < (CONTAINED_WITH_CREDIT if credited else CONTAINED):
        return None
    return share, f"{share:.0%} of the shorter text's passages of {SHINGLE_WORDS} words stand in the other"


def _is_original(first: _Text, second: _Text) -> bool:
    """True where the first is the one repeated: credited by the other, an agency's, or the earlier."""
    if _credits(second, first) != _credits(first, second):
        return _credits(second, first)
    if _is_agency(first) != _is_agency(second):
        return _is_agency(first)
    return first.rank <= second.rank


def _credits(copy: _Text, original: _Text) -> bool:
    """True where the head or foot of one text names the other's outlet, or the tag that the other's dateline bears."""
    outlet = original.document.outlet
    if not outlet or copy.document.outlet == outlet:
        return False
    if _as_words(outlet) in copy.credit_zone:
        return True
    return _is_agency(original) and bool(original.dateline) and _as_words(original.dateline) in copy.credit_zone


@lru_cache(maxsize=4096)
def _as_words(name: str) -> str:
    """A name as its folded words, with a space at either end so that only whole words are found."""
    return f" {' '.join(words_in(name))} "


def _is_agency(text: _Text) -> bool:
    """True where a text's dateline bears its own outlet's name or letters: "(Reuters)", "(AP)"."""
    outlet = text.document.outlet or ""
    if not text.dateline or not outlet:
        return False
    initials = "".join(word[0] for word in words_in(outlet))
    return fold(text.dateline) == fold(outlet) or text.dateline.lower().startswith(initials)


def _credit_reasons(copy: _Text, original: _Text) -> tuple[str, ...]:
    if _credits(copy, original):
        return (f"its head or foot credits {original.document.outlet}",)
    if copy.dateline and copy.dateline == original.dateline:
        return (f"both bear the dateline of {copy.dateline}",)
    if original.document.published is not None and copy.document.published is not None:
        return (f"it came out {(copy.document.published - original.document.published).days} days later",)
    return ()


def _moment(stamp: str) -> str:
    try:
        found = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return (found.astimezone(dt.UTC) if found.tzinfo else found).replace(tzinfo=None).isoformat()
