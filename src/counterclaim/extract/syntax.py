"""What the parse says of a noun or a verb: its phrase, its objects and subjects, whether it is a passive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon import incidents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

SUBJECTS = ("nsubj",)
PASSIVE = ("nsubjpass",)
_HOURS = ("DATE", "TIME")
_CUT = ("relcl", "appos", "cc", "conj", "advcl", "punct", "acl", "ccomp", "parataxis")


def core(head: Token) -> Token:
    """What a phrase is about: "one of our positions" is about positions."""
    if head.pos_ in ("NUM", "PRON") or head.lower_ in incidents.words_in("amounts"):
        inner = after(head, "of")
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
    at = keep.index(head)
    first = next((k for k in range(at, 0, -1) if keep[k].i - keep[k - 1].i > 4), 0)
    # "targeted Saturday evening a village": the day belongs to the verb
    return keep[next((k + 1 for k in range(at - 1, first - 1, -1) if keep[k].ent_type_ in _HOURS), first) :]


def steps_between(one: Token, other: Token) -> int:
    """Edges of the parse between two words of a sentence."""
    above = [one, *one.ancestors]
    depth = {token.i: steps for steps, token in enumerate(above)}
    for steps, token in enumerate([other, *other.ancestors]):
        if token.i in depth:
            return depth[token.i] + steps
    return len(above) + len(list(other.ancestors))


def coordinated(head: Token) -> list[Token]:
    """The nouns that stand beside a head in one role: "a school, a mill and two clinics"."""
    out: list[Token] = []
    last: Token | None = head
    while last is not None:
        beside = [c for c in last.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN", "ADJ")]
        out += [
            c for c in beside if c.pos_ != "ADJ"
        ]  # parsers take "patient" in "any doctor, patient or nurse" for one
        last = beside[-1] if beside else None
    return out


def objects_of(preposition: Token) -> Iterator[Token]:
    """The objects of a preposition."""
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            yield child


def children_in(token: Token, *deps: str) -> list[Token]:
    """The children of a word that stand in one of some relations to it."""
    return [child for child in token.children if child.dep_ in deps]


def after(token: Token, *prepositions: str) -> list[Token]:
    """The objects of the prepositions of these names that hang on a word."""
    return [o for p in children_in(token, "prep", "agent") if p.lower_ in prepositions for o in objects_of(p)]


def _antecedent(subject: Token, verb: Token) -> Token:
    """The noun that "which", "that" or "who" stands for: "the raid that killed", "it was Chad that had bombed"."""
    if subject.lower_ not in ("which", "that", "who"):
        return subject
    if verb.dep_ == "relcl":
        return verb.head
    cleft = children_in(verb.head, "attr") if verb.dep_ == "ccomp" and lemma_of(verb.head) == "be" else []
    return cleft[0] if cleft else subject


def subjects_of(verb: Token, deps: tuple[str, ...]) -> list[Token]:
    """The subjects of a verb, or of the verb that lends it its own; relative pronouns give way to their noun."""
    found = children_in(verb, *deps)
    hops = 0
    while not found and verb.dep_ in ("conj", "xcomp", "advcl") and hops < 3:
        if verb.dep_ == "advcl" and verb.tag_ != "VBG":
            break
        verb = verb.head
        found = children_in(verb, *deps)
        hops += 1
    return [_antecedent(s, verb) for s in found]


def meant_by(pronoun: Token, verb: Token) -> Token:
    """The noun that a pronoun in the role of a verb's subject takes up, else the pronoun.

    It is the subject of the clause that governs the verb's own ("forces cut the road when they took a hill"), and where
    nothing governs it, of the sentence before ("Rebels came at dawn. They shot two men"); never of a verb of saying.
    """
    if pronoun.lower_ not in incidents.words_in("third_person"):
        return pronoun
    top = verb
    while top.dep_ == "conj":
        top = top.head
    if top.dep_ == "advcl":
        return next((s for s in children_in(top.head, *SUBJECTS, *PASSIVE) if s.pos_ != "PRON"), pronoun)
    start = top.sent.start
    if top.dep_ != "ROOT" or start == 0:
        return pronoun
    before = top.doc[start - 1].sent.root
    return next((s for s in children_in(before, *SUBJECTS) if s.pos_ in ("NOUN", "PROPN")), pronoun)


def base_of(token: Token) -> Token:
    """The first of things that stand beside one another."""
    while token.dep_ == "conj":
        token = token.head
    return token


def is_passive(verb: Token) -> bool:
    """True for a verb whose subject suffers: "was hit", "men killed by", a headline's "hospital hit"."""
    if children_in(verb, "nsubjpass", "auxpass") or is_headlines_passive(verb):
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ in ("acl", "relcl"):
        # "the one that Ukraine had fired" has its subject, "a drone allegedly injured two" its object
        return not children_in(verb, *SUBJECTS, "dobj")
    return verb.dep_ == "conj" and not children_in(verb, "aux") and is_passive(verb.head)


def is_headlines_passive(verb: Token) -> bool:
    """True for a headline's "Hospital hit as two towns come under fire": no auxiliary, no object, no stop."""
    if verb.tag_ not in ("VBD", "VBN") or verb.sent[-1].is_punct or children_in(verb, "aux", "dobj", "dative"):
        return False
    subjects = children_in(verb, *SUBJECTS)
    hits = after(verb, "on", "at", "into", "against")
    return bool(subjects) and not hits and not any(is_weapon(s) or _is_fighting(s) for s in subjects)


def _is_fighting(token: Token) -> bool:
    return lemma_of(token) in incidents.words_in("combatants")


def is_weapon(token: Token) -> bool:
    """True for a weapon or a deed."""
    return lemma_of(token) in incidents.weapons() or lemma_of(token) in incidents.nouns()
