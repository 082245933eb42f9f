"""Who did it, to whom, with what: the phrases that stand in the roles of a trigger, by the parse."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from counterclaim.extract.triggers import Found, lemma_of
from counterclaim.lexicon import incidents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_SUBJECTS = ("nsubj",)
_PASSIVE = ("nsubjpass",)
_MODIFIERS = ("poss", "amod", "compound", "nmod")
_CUT = ("relcl", "appos", "cc", "conj", "advcl", "punct", "acl", "ccomp", "parataxis")
_NO_TRIGGER = incidents.Trigger(kind="", example="")
#: Entities that are no things: a day is not hit, though it stands after "on".
_NO_THINGS = ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL")
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
        after = [c for c in last.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN")]
        out += after
        last = after[-1] if after else None
    return out


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
            return _after(token, "by") + _of_deed(token)
        if found.lemma in incidents.words_in("passed_to"):
            return _after(token, "to")
        if token.dep_ == "acl" and not _named(token, *_SUBJECTS) and (token.tag_ == "VBG" or _named(token, "dobj")):
            return [token.head]
        subjects = _subjects(token, _SUBJECTS)
        return subjects + [by for subject in subjects for by in _after(subject, "by")]  # "a push by rebels killed ten"
    out = _after(token, "by") or _sides(found)[:1] or _authors(token)
    if (
        not out
        and token.dep_ == "pobj"
        and _is_passive(token.head.head)
        and incidents.verbs().get(lemma_of(token.head.head))
    ):
        out = _after(token.head.head, "by")  # "wounded in air strikes by the coalition"
    if out:
        beside = [] if _sides(found) else [c for o in out for c in _named(o, "conj")]
        return out + beside + _named(token, *_MODIFIERS)
    governor = token.head
    if token.dep_ in ("dobj", "conj") and lemma_of(_base(token).head) in _light_heads():
        out = agents(Found(_base(token).head, _base(token).head.i, 0, "", found.entry, True))
    elif token.dep_ == "pobj" and governor.lower_ in ("of", "for") and lemma_of(governor.head) == "wave":
        out = _after(governor.head, "by")
    return out + _named(token, "poss") if out else _named(token, *_MODIFIERS)


def _of_deed(verb: Token) -> list[Token]:
    """The hand of the deed in or by which somebody came to harm: "killed in a Saudi raid"."""
    deeds = [t for t in _after(verb, "in", "by", "during") if lemma_of(t) in incidents.nouns()]
    return [hand for deed in deeds for hand in _after(deed, "by") + _named(deed, *_MODIFIERS)]


def _is_passive(verb: Token) -> bool:
    if _named(verb, "nsubjpass", "auxpass") or _is_headlines_passive(verb):
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ in ("acl", "relcl"):
        # "the one that Ukraine had fired" has its subject, "a drone allegedly injured two" its object
        return not _named(verb, *_SUBJECTS, "dobj")
    return verb.dep_ == "conj" and not _named(verb, "aux") and _is_passive(verb.head)


def _is_headlines_passive(verb: Token) -> bool:
    """True for a headline's "Hospital hit as two towns come under fire": no auxiliary, no object, no stop."""
    if verb.tag_ not in ("VBD", "VBN") or verb.sent[-1].is_punct or _named(verb, "aux", "dobj", "dative"):
        return False
    subjects = _named(verb, *_SUBJECTS)
    hits = _after(verb, "on", "at", "into", "against")
    return bool(subjects) and not hits and not any(_is_weapon(s) or _is_fighting(s) for s in subjects)


def _is_fighting(token: Token) -> bool:
    return lemma_of(token) in incidents.words_in("combatants")


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
        above = noun.head.head if noun.head.head.pos_ in ("VERB", "AUX") else noun.head.head.head
        return _after(above, "by") if _is_passive(above) else _subjects(above, _SUBJECTS)
    if noun.dep_ == "pobj" and noun.head.dep_ == "prep" and lemma_of(noun.head.head) in incidents.words_in("using"):
        return agents(Found(noun.head.head, noun.head.head.i, 0, "", _NO_TRIGGER, True))
    return []


def _sides(found: Found) -> list[Token]:
    """The two sides of a fight: "clashes erupted between soldiers and rebels", "soldiers clashed with rebels"."""
    token = found.token
    if lemma_of(token) not in incidents.words_in("fights"):
        return []
    governor = token.head if not found.verbal and token.dep_ in ("nsubj", "dobj", "pobj") else token
    near = {token.i, governor.i, governor.head.i}
    for preposition in (t for t in token.sent[token.i - token.sent.start :] if t.lower_ == "between"):
        if near & {above.i for above in islice(preposition.ancestors, 4)}:
            return [side for one in _objects(preposition) for side in (one, *coordinated(one))]
    return []


def _is_answerable(preposition: Token) -> bool:
    """True for "was behind the raid" and "is responsible for the raid"."""
    above = preposition.head
    if preposition.lower_ == "behind":
        return lemma_of(above) == "be"
    if lemma_of(above) not in incidents.words_in("answerable"):
        return False
    return lemma_of(above.head) == "be" or lemma_of(above.head) in incidents.words_in("assuming")


def _base(token: Token) -> Token:
    while token.dep_ == "conj":
        token = token.head
    return token


@cache
def _light_heads() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in incidents.words_in("light_verbs"))


def targets(found: Found) -> list[Token]:
    """Heads of the phrases that name what was hit: object, passive subject, "on ...", "of ..."; no days or hours."""
    sides = _sides(found)
    heads = sides[1:] or (_of_verb(found) if found.verbal else _of_noun(found))
    return [head for head in heads if core(head).ent_type_ not in _NO_THINGS]


def _of_noun(found: Found) -> list[Token]:
    token = found.token
    lent = _base(token).head
    through = (
        _after(lent, "on", "against", "at")
        if token.dep_ in ("dobj", "conj") and lemma_of(lent) in _light_heads()
        else []
    )
    fought = _after(token, "with") if lemma_of(token) in incidents.words_in("fights") else []
    return _after(token, *_TARGET_PREPOSITIONS) or fought or through


def _of_verb(found: Found) -> list[Token]:
    token = found.token
    passive = _subjects(token, _SUBJECTS if _is_headlines_passive(token) else _PASSIVE)
    if found.entry.kind in incidents.TERRITORY and _after(token, "from"):
        return _after(token, "from")  # "took the town from the rebels": who held it was the target
    if passive:
        return passive
    if lemma_of(token) in incidents.words_in("suffering"):
        return _subjects(token, _SUBJECTS)
    if token.tag_ == "VBN" and token.dep_ in ("acl", "relcl") and not _named(token, *_SUBJECTS, "dobj"):
        return [token.head]
    last = token.doc[found.last]
    if found.lemma in incidents.words_in("passed_to"):
        return []
    if found.last > token.i and last.dep_ == "prep":
        return list(_objects(last))  # "tore through the base"
    if lemma_of(token) in incidents.words_in("delivery"):
        return _after(token, "on", "at", "into", "against", "onto", "over")[:1]
    direct = [o for o in _named(token, "dobj") if not _is_weapon(o)]
    if direct and found.last > token.i and direct[0].i <= found.last:
        return _after(direct[0], "of")  # "took control of a base"
    return direct or _after(token, "on", "at", "into", "against", "in", "near")[:1]


def _is_weapon(token: Token) -> bool:
    return lemma_of(token) in incidents.weapons() or lemma_of(token) in incidents.nouns()
