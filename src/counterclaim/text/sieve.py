"""The first sieve: in microseconds, from words alone, whether a text may tell of an incident. No parse, no model.

At the scale of an archive nearly every page is about something else. The sieve drops a text only where it is sure: its
words are those of :mod:`counterclaim.lexicon.incidents`, in all their forms. Folding, splitting and meeting of sets run
in C, so that the rate hangs on memory and not on the number of words.
"""

from __future__ import annotations

from functools import lru_cache

from counterclaim.lexicon import incidents
from counterclaim.lexicon.words import WordEntry, entries

NOT_ENGLISH = "another language"
NO_INCIDENT = "no word of an incident"
_SAMPLE = 600
_SHORT = 16
#: English news has 0.3 to 0.5 of its words among its commonest; headlines and lists of names have 0.15.
_LEAST_ENGLISH = 0.08
#: A sure word weighs 2, one that needs company 1, each kind once. A text needs this weight, and 1 more for each 100 words,
#: since in a long one some such word turns up by chance. On 195 incidents coded in 91 reports, 482 narratives of a monitor
#: and 553 reports from a war, all stay; of 588 local reports of all kinds 0.58 stay, of 840 on politics 0.56.
_LEAST_WEIGHT = 2
_WORDS_A_POINT = 100
_MOST_WEIGHT = 14

#: ASCII letters in lower case, other ASCII a space, UTF-8's higher bytes as they are.
_FOLD = bytes(c | 32 if 65 <= c <= 90 else c if 97 <= c <= 122 or c >= 128 else 32 for c in range(256))


def reason_against(text: str) -> str | None:
    """Why a text can be left unread; ``None`` where it is to be read."""
    words = text.encode("utf-8", "replace").translate(_FOLD).split()
    needed = min(_LEAST_WEIGHT + len(words) // _WORDS_A_POINT, _MOST_WEIGHT)
    if _weight(words) < needed:
        return NO_INCIDENT
    sample = words[:_SAMPLE]
    english, foreign = (sum(map(common.__contains__, sample)) / len(sample) for common in _common())
    short = len(sample) < _SHORT
    return NOT_ENGLISH if not short and (english < _LEAST_ENGLISH or foreign > english) else None


def names_incident(text: str) -> bool:
    """Whether a passage has any word of an incident."""
    return _weight(text.encode("utf-8", "replace").translate(_FOLD).split()) > 0


def reason_against_page(raw: bytes) -> str | None:
    """The same of a page's bytes, tags and menus and all, in any encoding whose letters A to Z are ASCII.

    A page is long for other reasons than its report, so that its length and its language count only once its main text
    is found: this only saves the search for the main text where no word of an incident stands anywhere.
    """
    return NO_INCIDENT if _weight(raw.translate(_FOLD).split()) < _LEAST_WEIGHT else None


def _weight(words: list[bytes]) -> int:
    kinds = frozenset(words)
    sure, company = _words()
    return 2 * len(kinds & sure) + len(kinds & company)


@lru_cache(maxsize=1)
def _common() -> tuple[frozenset[bytes], frozenset[bytes]]:
    english, foreign = (
        frozenset(w.encode() for w in entries("stopwords", section, WordEntry)) for section in ("words", "foreign")
    )
    return english, foreign


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Words of which one is enough, and words of which two kinds are."""
    sure: set[str] = set()
    company: set[str] = set()
    for table in (incidents.verbs(), incidents.nouns()):
        for lemma, entry in table.items():
            alone = not entry.weak and " " not in lemma
            (sure if alone else company).update(_spelt(lemma))
    for lemma, weapon in incidents.weapons().items():
        (company if weapon.platform or " " in lemma else sure).update(_spelt(lemma))
    sure.update(entries("sieve", "forms", WordEntry))
    return _ascii(sure), _ascii(company - sure)


def _ascii(words: set[str]) -> frozenset[bytes]:
    return frozenset(w.encode() for w in words if len(w) > 2)


def _spelt(lemma: str) -> set[str]:
    return {form for word in lemma.split() for form in forms_of(word)}


def forms_of(word: str) -> set[str]:
    """Regular forms of an English word, some of which do not exist; a word too many costs the sieve nothing."""
    stem = word.removesuffix("e")
    out = {
        word,
        word + "s",
        word + "es",
        word + "ed",
        word + "ing",
        word + "er",
        word + "ers",
        stem + "ed",
        stem + "ing",
    }
    if word.endswith("y"):
        out |= {word[:-1] + "ies", word[:-1] + "ied"}
    out |= {word + word[-1] + ending for ending in ("ed", "ing", "er", "ers")}
    return out
