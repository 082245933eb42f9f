"""Which report repeats which: shared passages, then credit, dateline and day say who was first."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import struct
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from counterclaim.merge.words import fold, prose, words_in
from counterclaim.model import Document, Link, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
#: Two texts are held against each other from this share of the shorter one's sampled shingles on: less than any that counts,
#: more than a desk's stock sentence.
_WORTH_A_LOOK = 0.03
#: Where the shorter one has at least so many, a single one in common is a stock phrase ("strike hit the town on Monday").
_SHORT = 12
#: A text is repeated within so many days; what stands in another a season later is background.
REPEATED_WITHIN = 90
#: Of the texts that one may repeat this many are kept, the likeliest.
MOST_ORIGINALS = 30
_QUOTED = re.compile(r"[\"“][^\"“”]{15,}[\"”]")
_DATELINE = re.compile(r"^[^\n]{0,80}?\(([A-Z][^()\n]{1,30})\)\s*(?:[-–—:]|[A-Z])")


class Passages(msgspec.Struct, frozen=True):
    """A text in the form in which its passages are compared: hashes of its shingles, eight bytes each, and who is credited.

    ``sampled`` is how many of the shingles look it up. ``agency`` is a text whose dateline bears its own outlet's name or letters: "(Reuters)", "(AP)". ``credit_zone`` are the
    folded words of head and foot, a space at either end.
    """

    document: str
    outlet: str | None
    published: dt.date | None
    stamp: str
    shingles: bytes
    sampled: int
    dateline: str
    credit_zone: str
    agency: bool

    @property
    def rank(self) -> tuple[bool, str, str]:
        """Orders texts from the oldest: by the moment of publication, then by the id of the report."""
        return (not self.stamp, self.stamp, self.document)

    def hashes(self) -> frozenset[int]:
        """The shingles."""
        return frozenset(struct.unpack(f">{len(self.shingles) // 8}q", self.shingles))

    def looked_up(self) -> list[int]:
        """The shingles by which a text is looked up, in their order."""
        return sorted(shingle for shingle in self.hashes() if _is_sampled(shingle))


def reprints_in(readings: Iterable[Reading]) -> tuple[Link, ...]:
    """Every reprint among the reports with the one report that it repeats: kind ``reprint``, left repeats right."""
    return chosen_reprints(reprints_between([reading.document for reading in readings], ()))


def reprints_between(new: Sequence[Document], known: Sequence[Document]) -> tuple[Link, ...]:
    """Every pair of reports of which one repeats the other and at least one is new, in order of their ids.

    Two texts of one outlet are an update, not a reprint. A reprint may have several older relatives; which of them it
    is put down to is decided by :func:`chosen_reprints`, so that a late arrival of the original changes no link.
    """
    fresh = {document.id for document in new}
    texts = {document.id: passages_of(document) for document in (*known, *new)}
    holders: dict[int, list[str]] = defaultdict(list)
    links: dict[str, Link] = {}
    for name, text in sorted(texts.items()):
        shared = Counter(other for shingle in text.looked_up() for other in holders[shingle])
        near = (texts[other] for other in shared if name in fresh or other in fresh)
        worth = [other for other in near if worth_a_look(text, shared[other.document], other.sampled)]
        links.update((link.id, link) for link in _repeats(text, worth))
        for shingle in text.looked_up():
            holders[shingle].append(name)
    return likeliest_originals(links.values())


def reprints_of(fresh: Passages, others: Iterable[Passages]) -> tuple[Link, ...]:
    """The links of a text to those of others that it repeats and that repeat it, in order of their ids."""
    return likeliest_originals(_repeats(fresh, others))


def likeliest_originals(links: Iterable[Link]) -> tuple[Link, ...]:
    """Of the machine's links of each reprint those to the likeliest originals, in order of their ids.

    An agency's text that five hundred outlets print ties each of them to the likeliest thirty, not to all.
    """
    of: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        of[link.left].append(link)
    kept = (sorted(found, key=_likeliest)[:MOST_ORIGINALS] for found in of.values())
    return tuple(sorted((link for found in kept for link in found), key=lambda link: (link.left, link.right)))


def worth_a_look(text: Passages, shared: int, sampled: int) -> bool:
    """True where a text can repeat another, or the other it, by the shingles that stand in both.

    Args:
        text: one of the two.
        shared: how many of the shingles that look it up stand in the other as well.
        sampled: how many look the other up.
    """
    shortest = min(text.sampled, sampled)
    return shared >= max(1 if shortest < _SHORT else 2, _WORTH_A_LOOK * shortest)


def chosen_reprints(links: Iterable[Link]) -> tuple[Link, ...]:
    """One original for each reprint: a person's word, else the credited one, the agency's, the one it shares most with.

    A pair that a person holds apart is left out.
    """
    pairs = [link for link in links if link.kind == "reprint"]
    denied = {frozenset((p.left, p.right)) for p in pairs if p.judged_by != "machine" and p.judgement != "same"}
    best: dict[str, Link] = {}
    for link in sorted(pairs, key=lambda link: (link.judged_by == "machine", *_likeliest(link))):
        if link.judgement == "same" and frozenset((link.left, link.right)) not in denied:
            best.setdefault(link.left, link)
    return tuple(link for _, link in sorted(best.items()))


def _likeliest(link: Link) -> tuple[float, str]:
    return (-link.score, link.right)


def _repeats(text: Passages, others: Iterable[Passages]) -> Iterator[Link]:
    ours = text.hashes()
    for other in others:
        link = _judged(text, ours, other)
        if link is not None:
            yield link


def _is_sampled(shingle: int) -> bool:
    return shingle % _SAMPLED == 0


def _judged(one: Passages, ours: frozenset[int], other: Passages) -> Link | None:
    found = _likeness(one, ours, other)
    if found is None:
        return None
    share, why = found
    original, copy = (one, other) if _is_original(one, other) else (other, one)
    # A credit outweighs a larger share: two outlets that cut one agency's text share more with each other.
    score = 0.4 * share + 0.4 * _credits(copy, original) + 0.2 * original.agency
    reasons = (why, *_credit_reasons(copy, original))
    return Link.of("reprint", copy.document, original.document, "same", score, reasons)


def passages_of(document: Document) -> Passages:
    """A report's text in the form in which its passages are compared."""
    unquoted = _QUOTED.sub(" ", prose(document.text))
    words = words_in(unquoted)
    shingles = {
        hashlib.blake2b(" ".join(words[k : k + SHINGLE_WORDS]).encode("utf-8", "replace"), digest_size=8).digest()
        for k in range(len(words) - SHINGLE_WORDS + 1)
    }
    stripped = document.text.strip()
    lines = [line.strip() for line in stripped.splitlines() if line.strip()]
    dateline = next((match.group(1) for line in lines[:12] if (match := _DATELINE.match(line))), "")
    zone = [*lines[:6], *lines[-4:], document.byline or "", document.credit or ""]
    short = [line if len(line) < 120 else line[:90] for line in zone]
    return Passages(
        document=document.id,
        outlet=document.outlet,
        published=document.published,
        stamp=_moment(document.published_at or str(document.published or "")),
        shingles=b"".join(sorted(shingles)),
        sampled=sum(_is_sampled(shingle[-1]) for shingle in shingles),
        dateline=dateline,
        credit_zone=f" {' '.join(words_in(' '.join(short)))} ",
        agency=_is_agency(dateline, document.outlet),
    )


def _likeness(one: Passages, ours: frozenset[int], other: Passages) -> tuple[float, str] | None:
    if one.outlet is not None and one.outlet == other.outlet:
        return None
    if one.published and other.published and abs((one.published - other.published).days) > REPEATED_WITHIN:
        return None
    theirs = other.hashes()
    shortest = min(len(ours), len(theirs))
    if shortest < _FEWEST:
        return None
    share = len(ours & theirs) / shortest
    credited = _credits(one, other) or _credits(other, one) or bool(one.dateline and one.dateline == other.dateline)
    if share < (CONTAINED_WITH_CREDIT if credited else CONTAINED):
        return None
    return share, f"{share:.0%} of the shorter text's passages of {SHINGLE_WORDS} words stand in the other"


def _is_original(first: Passages, second: Passages) -> bool:
    """True where the first is the one repeated: credited by the other, an agency's, or the earlier."""
    if _credits(second, first) != _credits(first, second):
        return _credits(second, first)
    if first.agency != second.agency:
        return first.agency
    return first.rank <= second.rank


def _credits(copy: Passages, original: Passages) -> bool:
    """True where the head or foot of one text names the other's outlet, or the tag that the other's dateline bears."""
    outlet = original.outlet
    if not outlet or copy.outlet == outlet:
        return False
    if _as_words(outlet) in copy.credit_zone:
        return True
    return original.agency and bool(original.dateline) and _as_words(original.dateline) in copy.credit_zone


@lru_cache(maxsize=4096)
def _as_words(name: str) -> str:
    """A name as its folded words, with a space at either end so that only whole words are found."""
    return f" {' '.join(words_in(name))} "


def _is_agency(dateline: str, outlet: str | None) -> bool:
    if not dateline or not outlet:
        return False
    initials = "".join(word[0] for word in words_in(outlet))
    return fold(dateline) == fold(outlet) or dateline.lower().startswith(initials)


def _credit_reasons(copy: Passages, original: Passages) -> tuple[str, ...]:
    if _credits(copy, original):
        return (f"its head or foot credits {original.outlet}",)
    if copy.dateline and copy.dateline == original.dateline:
        return (f"both bear the dateline of {copy.dateline}",)
    if original.published is not None and copy.published is not None:
        return (f"it came out {(copy.published - original.published).days} days later",)
    return ()


def _moment(stamp: str) -> str:
    try:
        found = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return (found.astimezone(dt.UTC) if found.tzinfo else found).replace(tzinfo=None).isoformat()
