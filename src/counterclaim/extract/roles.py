"""Who did it and to whom: the phrases that stand in the roles of a trigger, by the parse."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from counterclaim.extract.syntax import (
    PASSIVE,
    SUBJECTS,
    after,
    base_of,
    children_in,
    coordinated,
    core,
    is_headlines_passive,
    is_passive,
    is_weapon,
    meant_by,
    objects_of,
    subjects_of,
)
from counterclaim.extract.triggers import Found, lemma_of
from counterclaim.lexicon import incidents

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODIFIERS = ("poss", "amod", "compound", "nmod")
_NO_TRIGGER = incidents.Trigger(kind="", example="")
#: Entities that are no things: a day is not hit, though it stands after "on".
_NO_THINGS = ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL")
#: Words before a deed among which one says whose it was: "rebel long-range rocket attacks".
_BEFORE = 4
_TARGET_PREPOSITIONS = ("on", "against", "at", "into", "upon", "of")


def agents(found: Found) -> list[Token]:
    """Heads of the phrases that name the hand: subject, "by ...", possessor, adjective of a party."""
    token = found.token
    if found.verbal:
        if is_passive(token):
            return after(token, "by") + _of_deed(token)
        if found.lemma in incidents.words_in("passed_to"):
            return after(token, "to")
        if (
            token.dep_ == "acl"
            and not children_in(token, *SUBJECTS)
            and (token.tag_ == "VBG" or children_in(token, "dobj"))
        ):
            return [token.head]
        subjects = [meant_by(subject, token) for subject in subjects_of(token, SUBJECTS)]
        return subjects + [by for subject in subjects for by in after(subject, "by")]  # "a push by rebels killed ten"
    out = after(token, "by") or _sides(found)[:1] or _authors(token) or _named_before(found)
    if (
        not out
        and token.dep_ == "pobj"
        and is_passive(token.head.head)
        and incidents.verbs().get(lemma_of(token.head.head))
    ):
        out = after(token.head.head, "by")  # "wounded in air strikes by the coalition"
    if out:
        beside = [] if _sides(found) else [c for o in out for c in children_in(o, "conj")]
        return out + beside + children_in(token, *_MODIFIERS)
    governor = token.head
    if token.dep_ in ("dobj", "conj") and lemma_of(base_of(token).head) in _light_heads():
        out = agents(Found(base_of(token).head, base_of(token).head.i, 0, "", found.entry, True))
    elif token.dep_ == "pobj" and governor.lower_ in ("of", "for") and lemma_of(governor.head) == "wave":
        out = after(governor.head, "by")
    return out + children_in(token, "poss") if out else children_in(token, *_MODIFIERS)


def _named_before(found: Found) -> list[Token]:
    """Whose deed a word right before it says that it was, whatever the parse made of it: "in rebel rocket attacks"."""
    doc = found.token.doc
    for k in range(found.first - 1, max(found.token.sent.start, found.first - _BEFORE) - 1, -1):
        if lemma_of(doc[k]) in incidents.collectives():
            return [doc[k]]
        if not is_weapon(doc[k]) and doc[k].pos_ not in ("ADJ", "PUNCT"):
            break
    return []


def _of_deed(verb: Token) -> list[Token]:
    """The hand of the deed in or by which somebody came to harm: "killed in a Saudi raid"."""
    deeds = [t for t in after(verb, "in", "by", "during") if lemma_of(t) in incidents.nouns()]
    return [hand for deed in deeds for hand in after(deed, "by") + children_in(deed, *_MODIFIERS)]


def _authors(noun: Token) -> list[Token]:
    """Who is said to have done a deed that a noun names: "a raid carried out by X", "the blast was blamed on X"."""
    governor = base_of(noun).head
    passive = noun.dep_ == "nsubjpass" and governor.pos_ == "VERB"
    for verb in [*(c for c in noun.children if c.dep_ in ("acl", "relcl")), *([governor] if passive else [])]:
        for member in [verb, *(c for c in verb.children if c.dep_ in ("xcomp", "conj"))]:
            lemma = lemma_of(member)
            if lemma in _light_heads() or lemma in incidents.words_in("claiming"):
                found = after(member, "by")
            elif lemma in incidents.words_in("blaming"):
                found = after(member, "on")
            else:
                continue
            if found:
                return found
    if noun.dep_ == "dobj" and lemma_of(governor) in incidents.words_in("blaming"):
        on = [t for t in governor.subtree if t.lower_ == "on" and t.i > noun.i]
        return list(objects_of(on[-1])) if on else []
    if noun.dep_ == "pobj" and noun.head.lower_ in ("behind", "for") and _is_answerable(noun.head):
        above = noun.head.head if noun.head.head.pos_ in ("VERB", "AUX") else noun.head.head.head
        return after(above, "by") if is_passive(above) else subjects_of(above, SUBJECTS)
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
            return [side for one in objects_of(preposition) for side in (one, *coordinated(one))]
    return []


def _is_answerable(preposition: Token) -> bool:
    """True for "was behind the raid" and "is responsible for the raid"."""
    above = preposition.head
    if preposition.lower_ == "behind":
        return lemma_of(above) == "be"
    if lemma_of(above) not in incidents.words_in("answerable"):
        return False
    return lemma_of(above.head) == "be" or lemma_of(above.head) in incidents.words_in("assuming")


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
    lent = base_of(token).head
    through = (
        after(lent, "on", "against", "at")
        if token.dep_ in ("dobj", "conj") and lemma_of(lent) in _light_heads()
        else []
    )
    fought = after(token, "with") if lemma_of(token) in incidents.words_in("fights") else []
    blamed = token.dep_ == "dobj" and lemma_of(lent) in incidents.words_in("blaming")  # "on" names the hand then
    prepositions = [word for word in _TARGET_PREPOSITIONS if not (blamed and word == "on")]
    return after(token, *prepositions) or fought or through


def _of_verb(found: Found) -> list[Token]:
    token = found.token
    into = after(token, "into", "through")[:1]
    if into and lemma_of(token) in incidents.words_in("driving"):
        return into  # "a truck driven through a crowd"
    passive = subjects_of(token, SUBJECTS if is_headlines_passive(token) else PASSIVE)
    if found.entry.kind in incidents.TERRITORY and after(token, "from"):
        return after(token, "from")  # "took the town from the rebels": who held it was the target
    if passive:
        return passive
    if lemma_of(token) in incidents.words_in("suffering"):
        return subjects_of(token, SUBJECTS)
    if token.tag_ == "VBN" and token.dep_ in ("acl", "relcl") and not children_in(token, *SUBJECTS, "dobj"):
        return [token.head]
    last = token.doc[found.last]
    if found.lemma in incidents.words_in("passed_to"):
        return []
    if found.last > token.i and last.dep_ == "prep":
        return list(objects_of(last))  # "tore through the base"
    if lemma_of(token) in incidents.words_in("delivery"):
        return after(token, "on", "at", "into", "against", "onto", "over", "through")[:1]
    direct = [o for o in children_in(token, "dobj") if not is_weapon(o)]
    if direct and found.last > token.i and direct[0].i <= found.last:
        return after(direct[0], "of")  # "took control of a base"
    near = [o for o in after(token, "in", "near") if lemma_of(o) not in incidents.words_of("areas")]
    return direct or after(token, "on", "at", "into", "against")[:1] or near[:1]
