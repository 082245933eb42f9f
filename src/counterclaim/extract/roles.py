"""Who did it, to whom, with what: the phrases that stand in the roles of a trigger, by the parse."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from counterclaim.extract.triggers import Found, lemma_of
from counterclaim.lexicon import incidents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_SUBJECTS = ("nsubj",)
_PASSIVE = ("nsubjpass",)
_CUT = ("relcl", "appos", "cc", "conj", "advcl", "punct", "acl", "ccomp", "parataxis")
_NO_TRIGGER = incidents.Trigger(kind="", example="")
_TARGET_PREPOSITIONS = ("on", "against", "at", "into", "upon", "of")


def core(head: Token) -> Token:
    """What a phrase is about: "one of our positions" is about positions."""
    if head.pos_ in ("NUM", "PRON") or head.lower_ in incidents.words_in("amounts"):
        inner = _after(head, "of")
        return inner[0] if inner else head
    return head


def phrase(head: Token) -> list[Token]:
    """The words of a noun phrase around its head, without article, clauses and what comes after a comma."""
    keep: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        keep.append(token)
        for child in token.children:
            late = child.dep_ == "prep" and (child.lower_ not in ("of", "for") or token is not head)
            if child.dep_ not in _CUT and not late and child.dep_ != "det" and child.pos_ != "SPACE":
                stack.append(child)
    keep.sort(key=lambda t: t.i)
    first = next((k for k in range(len(keep) - 1, 0, -1) if keep[k].i - keep[k - 1].i > 4), 0)
    return keep[first:] if head in keep[first:] else keep


def _objects(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            yield child


def _named(token: Token, *deps: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in deps]


def _after(token: Token, *prepositions: str) -> list[Token]:
    return [o for p in _named(token, "prep", "agent") if p.lower_ in prepositions for o in _objects(p)]


def _antecedent(subject: Token, verb: Token) -> Token:
    """The noun that "which", "that" or "who" stands for."""
    if subject.lower_ in ("which", "that", "who") and verb.dep_ == "relcl":
        return verb.head
    return subject


def _subjects(verb: Token, deps: tuple[str, ...]) -> list[Token]:
    found = _named(verb, *deps)
    hops = 0
    while not found and verb.dep_ in ("conj", "xcomp", "advcl") and hops < 3:
        if verb.dep_ == "advcl" and verb.tag_ != "VBG":
            break
        verb = verb.head
        found = _named(verb, *deps)
        hops += 1
    return [_antecedent(s, verb) for s in found]


def agents(found: Found) -> list[Token]:
    """Heads of the phrases that name the hand: subject, "by ...", possessor, adjective of a party."""
    token = found.token
    if found.verbal:
        if _is_passive(token):
            return _after(token, "by")
        if token.dep_ == "acl" and token.tag_ == "VBG":
            return [token.head]
        return _subjects(token, _SUBJECTS)
    out = _after(token, "by", "between") or _authors(token)
    if (
        not out
        and token.dep_ == "pobj"
        and _is_passive(token.head.head)
        and incidents.verbs().get(lemma_of(token.head.head))
    ):
        out = _after(token.head.head, "by")  # "wounded in air strikes by the coalition"
    if out:
        return out + [c for o in out for c in _named(o, "conj")]
    governor = token.head
    if token.dep_ in ("dobj", "conj") and lemma_of(_base(token).head) in _light_heads():
        out = agents(Found(_base(token).head, _base(token).head.i, 0, "", found.entry, True))
    elif token.dep_ == "pobj" and governor.lower_ in ("of", "for") and lemma_of(governor.head) == "wave":
        out = _after(governor.head, "by")
    return out + _named(token, "poss") if out else _named(token, "poss", "amod", "compound", "nmod")


def _is_passive(verb: Token) -> bool:
    if _named(verb, "nsubjpass", "auxpass"):
        return True
    if verb.tag_ != "VBN":
        return False
    return verb.dep_ in ("acl", "relcl") or (verb.dep_ == "conj" and not _named(verb, "aux") and _is_passive(verb.head))


def _authors(noun: Token) -> list[Token]:
    """Who is said to have done a deed that a noun names: "a raid carried out by X", "the blast was blamed on X"."""
    governor = _base(noun).head
    passive = noun.dep_ == "nsubjpass" and governor.pos_ == "VERB"
    for verb in [*(c for c in noun.children if c.dep_ in ("acl", "relcl")), *([governor] if passive else [])]:
        for member in [verb, *(c for c in verb.children if c.dep_ in ("xcomp", "conj"))]:
            lemma = lemma_of(member)
            if lemma in _light_heads() or lemma in incidents.words_in("claiming"):
                found = _after(member, "by")
            elif lemma in incidents.words_in("blaming"):
                found = _after(member, "on")
            else:
                continue
            if found:
                return found
    if noun.dep_ == "dobj" and lemma_of(governor) in incidents.words_in("blaming"):
        on = [t for t in governor.subtree if t.lower_ == "on" and t.i > noun.i]
        return list(_objects(on[-1])) if on else []
    if noun.dep_ == "pobj" and noun.head.lower_ in ("behind", "for") and _is_answerable(noun.head):
        return _subjects(noun.head.head if noun.head.head.pos_ in ("VERB", "AUX") else noun.head.head.head, _SUBJECTS)
    if noun.dep_ == "pobj" and noun.head.dep_ == "prep" and lemma_of(noun.head.head) in incidents.words_in("using"):
        return agents(Found(noun.head.head, noun.head.head.i, 0, "", _NO_TRIGGER, True))
    fight = noun.dep_ == "nsubj" and lemma_of(noun) in incidents.words_in("fights")
    sides = [c for c in governor.subtree if c.lower_ == "between" and c.dep_ == "prep"] if fight else []
    return [o for preposition in sides[:1] for o in _objects(preposition)]


def _is_answerable(preposition: Token) -> bool:
    """True for "was behind the raid" and "is responsible for the raid"."""
    above = preposition.head
    if preposition.lower_ == "behind":
        return lemma_of(above) == "be"
    return lemma_of(above) in incidents.words_in("answerable") and lemma_of(above.head) == "be"


def _base(token: Token) -> Token:
    while token.dep_ == "conj":
        token = token.head
    return token


@cache
def _light_heads() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in incidents.words_in("light_verbs"))


def targets(found: Found) -> list[Token]:
    """Heads of the phrases that name what was hit: object, passive subject, "on ...", "of ..."."""
    token = found.token
    if not found.verbal:
        lent = _base(token).head
        through = (
            _after(lent, "on", "against", "at")
            if token.dep_ in ("dobj", "conj") and lemma_of(lent) in _light_heads()
            else []
        )
        return _after(token, *_TARGET_PREPOSITIONS) or through
    passive = _subjects(token, _PASSIVE)
    if passive:
        return passive
    if found.entry.harm and lemma_of(token) in ("die", "perish"):
        return _subjects(token, _SUBJECTS)
    if token.tag_ == "VBN" and token.dep_ in ("acl", "relcl"):
        return [token.head]
    direct = [o for o in _named(token, "dobj") if not _is_weapon(o)]
    return direct or _after(token, "on", "at", "into", "against", "in", "near")[:1]


def _is_weapon(token: Token) -> bool:
    return lemma_of(token) in incidents.weapons() or lemma_of(token) in incidents.nouns()
