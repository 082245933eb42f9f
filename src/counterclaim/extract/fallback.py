"""Attributions by plain rules over the parse: the fall-back where no tagger is given, and what it is measured against.

The rules go by the grammar around a cue of ``cues.toml``: a verb with subject and clause, a passive, a noun with its
clause, an adverb, and "according to". A quotation that a content touches is taken whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.extract.nesting import SAME_CONTENT, nested
from counterclaim.extract.punctuated import headline_attributions
from counterclaim.extract.stance_words import CueEntry
from counterclaim.extract.tagger import TaggedAttribution
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from counterclaim.text.page import Passage

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CLAUSES = ("ccomp", "xcomp", "parataxis", "pcomp")
_OBJECTS = ("dobj", "attr", "oprd")
_QUOTATION = re.compile(r'"[^"\n]+"|“[^”\n]+”')


@dataclass(frozen=True, slots=True)
class _Find:
    """The tokens of the three parts."""

    source: list[Token]
    cue: list[Token]
    content: list[Token]


def plain_attributions(passages: Sequence[Passage], starts: Sequence[int]) -> list[TaggedAttribution]:
    """The attributions that the rules find, in the order of their cues and with parents, as a tagger's finds.

    Args:
        passages: the passages of one field.
        starts: where each begins in the field's joined text.
    """
    found: list[TaggedAttribution] = []
    for passage, start in zip(passages, starts, strict=True):
        quotations = [match.span() for match in _QUOTATION.finditer(passage.block.text)]
        if passage.block.field == "title":
            found += headline_attributions(passage.block.text, start)
        for sentence in passage.doc.sents:
            for find in _in_sentence(sentence):
                content = _with_quotations(_ranges(find.content), quotations, find)
                if content:
                    source, cue = _moved(_ranges(find.source), start), _moved(_ranges(find.cue), start)
                    found.append(TaggedAttribution(source, cue, _moved(content, start), 1.0))
    text = "\n".join(passage.block.text for passage in passages)
    return nested(text, found, SAME_CONTENT)


def _in_sentence(sentence: Sentence) -> Iterator[_Find]:
    for token in sentence:
        find = _by_verb(token) or _by_noun(token) or _by_adverb(token) or _according_to(token)
        if find is not None:
            yield find


def _by_verb(token: Token) -> _Find | None:
    """A cue verb with its subject and what it governs: a clause, or of "accused", "denied" an object."""
    entry = _verbs().get(lemma_of(token)) if token.pos_ == "VERB" else None
    if entry is None:
        return None
    subject = _child(token, _SUBJECTS)
    if subject is not None and subject.dep_ == "nsubjpass":
        return _passive(token, subject)
    who = subject or _lent_subject(token)
    content = _governed(token, entry)
    if who is None or not (content or _QUOTATION.search(token.sent.text)):
        return None
    return _Find(_without(list(who.subtree), content), _cue_of(token), content)


@lru_cache(maxsize=1)
def _verbs() -> dict[str, CueEntry]:
    wishes = {word: CueEntry(example=entry.example) for word, entry in entries("cues", "wishes", WordEntry).items()}
    return wishes | entries("cues", "verbs", CueEntry)


def _governed(token: Token, entry: CueEntry) -> list[Token]:
    objects = [c for c in token.children if c.dep_ in _OBJECTS]
    if entry.accuses:
        blamed = objects + [c for c in token.rights if c.dep_ in ("prep", "dative", *_CLAUSES)]
        return [t for c in blamed for t in c.subtree]
    clauses = [c for c in token.children if c.dep_ in _CLAUSES]
    if not clauses and entry.stance == "asserts" and any(c.dep_ == "dative" for c in token.children):
        return []
    parts = clauses or objects or [c for c in token.rights if c.dep_ == "prep" and c.lower_ in _words("topics")]
    parts += [c for c in token.rights if parts and c.dep_ == "advcl" and c.i < parts[-1].i]
    return [t for c in parts for t in c.subtree if not (t.dep_ == "mark" and t.head == c and t.i == c.left_edge.i)]


def _lent_subject(token: Token) -> Token | None:
    """Of "said it and denied that", and of "…, citing a source", the subject that stands with the first verb."""
    if token.dep_ in ("conj", "advcl", "xcomp") and token.head.pos_ in ("VERB", "AUX"):
        return _child(token.head, _SUBJECTS)
    if token.dep_ in ("acl", "relcl"):
        return token.head
    return None


def _passive(token: Token, subject: Token) -> _Find | None:
    """In "X was blamed on Y", "X is believed to have" the subject is part of what is said."""
    agent = _child(token, ("agent",))
    source = [t for c in (agent.children if agent is not None else ()) for t in c.subtree]
    rest = [c for c in token.rights if c.dep_ in (*_CLAUSES, "prep", "oprd")]
    content = [t for c in (subject, *rest) for t in c.subtree]
    return _Find(source, _cue_of(token), _without(content, source))


def _by_noun(token: Token) -> _Find | None:
    """A noun of saying: "the army's denial that …", "claims by the rebels that …", "its estimate of …"."""
    if token.pos_ != "NOUN" or lemma_of(token) not in entries("cues", "nouns", WordEntry):
        return None
    owner = _child(token, ("poss",))
    by = next((c for c in token.children if c.dep_ in ("prep", "agent") and c.lower_ in _words("agents")), None)
    clauses = [c for c in token.rights if c.dep_ in ("acl", "relcl", "ccomp", "prep") and c != by]
    if owner is None and by is None:
        clauses = [c for c in clauses if c.dep_ in ("acl", "ccomp")]
    source = list(owner.subtree) if owner is not None else [t for c in (by.children if by else ()) for t in c.subtree]
    content = [t for c in clauses for t in c.subtree if t.dep_ != "mark"]
    return _Find(_without(source, content), [token], content)


def _by_adverb(token: Token) -> _Find | None:
    if token.lower_ not in entries("cues", "adverbs", WordEntry):
        return None
    return _Find([], [token], [t for t in token.head.subtree if t.i != token.i])


def _according_to(token: Token) -> _Find | None:
    """A preposition of attribution takes the whole rest of its clause."""
    if token.lower_ not in _words("prepositions"):
        return None
    inner = next((c for c in token.children if c.dep_ in ("prep", "pobj", "pcomp")), None)
    if inner is None:
        return None
    source = [t for c in inner.children if c.dep_ in ("pobj", "dobj", "pcomp") for t in c.subtree]
    taken = {t.i for t in token.subtree}
    clause = token.head if token.head.pos_ in ("VERB", "AUX") else token.sent.root
    content = [t for t in clause.subtree if t.i not in taken]
    return _Find(source, [token, inner], content) if source else None


def _words(section: str) -> frozenset[str]:
    return frozenset(entries("cues", section, WordEntry))


def _child(token: Token, labels: Sequence[str]) -> Token | None:
    return next((c for c in token.children if c.dep_ in labels), None)


def _cue_of(token: Token) -> list[Token]:
    return [c for c in token.lefts if c.dep_ in ("aux", "auxpass", "neg")] + [token]


def _without(tokens: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    taken = {t.i for t in others}
    return [t for t in tokens if t.i not in taken]


def _ranges(tokens: Iterable[Token]) -> list[tuple[int, int]]:
    """Character ranges of runs of tokens, without marks at the edges of each."""
    runs: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.i):
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    out = []
    for run in runs:
        while run and _is_mark(run[0]):
            run.pop(0)
        while run and _is_mark(run[-1]):
            run.pop()
        if run:
            out.append((run[0].idx, run[-1].idx + len(run[-1])))
    return out


def _is_mark(token: Token) -> bool:
    return bool((token.is_punct and not token.is_quote) or token.is_space)


def _with_quotations(
    ranges: list[tuple[int, int]], quotations: Sequence[tuple[int, int]], find: _Find
) -> list[tuple[int, int]]:
    """Ranges grown to the quotations that they touch and to the one that goes on after the cue's sentence.

    Where a verb governs nothing, the quotations of its sentence are what is said ("…" said the mayor, taken apart by
    the parser).
    """
    cue, sentence = find.cue[-1].idx, find.cue[-1].sent
    around = [(start, end) for start, end in quotations if not start <= cue < end]
    if not ranges:
        grown = [q for q in around if q[0] < sentence.end_char and sentence.start_char < q[1]]
    else:
        touched = [q for q in around if any(a < q[1] and q[0] < b for a, b in ranges)]
        grown = [*ranges, *touched]
    if any(end <= cue and (start, end) in around for start, end in grown):
        grown += [q for q in around if 0 <= q[0] - sentence.end_char <= 1]
    return _joined(grown)


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and out[-1][1] >= start:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _moved(ranges: Sequence[tuple[int, int]], offset: int) -> tuple[tuple[int, int], ...]:
    return tuple((a + offset, b + offset) for a, b in ranges)
