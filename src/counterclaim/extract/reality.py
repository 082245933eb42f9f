"""What a report says of the being of a deed: whether it happened, was planned or feared, is denied, or is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from counterclaim.extract.triggers import Found, lemma_of
from counterclaim.lexicon import incidents
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

Reality = Literal["actual", "unreal", "generic"]


def ancestors_of(token: Token, most: int = 8) -> Iterable[Token]:
    """What a word hangs on, the nearest first, up to ``most`` steps."""
    for hops, ancestor in enumerate(token.ancestors):
        if hops >= most:
            return
        yield ancestor


def reality_of(found: Found) -> Reality:
    """Planned, feared, promised or only possible things are not actual; nor is what a conditional, a question or an appeal says."""
    if _is_scene(found):
        return "generic"
    unreal = incidents.words_in("irrealis")
    token = found.token
    chain = [token]
    for ancestor in ancestors_of(token):
        lemma = lemma_of(ancestor)
        if lemma in unreal and ancestor.pos_ in ("VERB", "NOUN", "ADJ") and not _content_of_speech(chain[-1]):
            return "actual" if _judged_by(lemma, chain[-1], found) or _is_name_given(lemma, chain) else "unreal"
        chain.append(ancestor)
        if ancestor.pos_ in ("VERB", "AUX"):
            break
    for member in chain:
        for child in member.children:
            if child.dep_ in ("aux", "mark") and child.lower_ in unreal and not _perfect(member):
                return "unreal"
    if found.verbal and token.tag_ == "VB" and token.dep_ == "xcomp" and lemma_of(token.head) in unreal:
        return "unreal"
    if found.verbal and _is_purpose(token):
        return "unreal"
    if not found.verbal and ((token.tag_ in ("NNS", "NNPS") and _bare(token)) or _is_attribute(found)):
        return "generic"
    if token.sent[-1].text == "?" or (not found.verbal and not is_definite(found) and _is_called_for(chain[-1])):
        return "generic"
    return "actual"


def _is_scene(found: Found) -> bool:
    """True for what a caption only shows the scene of: "A man walks past houses hit by air strikes"."""
    root = found.token.sent.root
    return (
        root.i != found.token.i
        and root.tag_ in ("VBZ", "VBP")
        and lemma_of(root) in incidents.words_in("scenes")
        and not any(c.dep_ == "ccomp" for c in root.children)
    )


def _is_purpose(verb: Token) -> bool:
    """True for what is only meant to be done: "the campaign to retake the city"; not for "used rockets to hit it"."""
    return (
        verb.tag_ == "VB"
        and verb.dep_ in ("acl", "advcl", "relcl")
        and any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)
        and lemma_of(verb.head) not in incidents.words_in("using")
    )


def _is_attribute(found: Found) -> bool:
    """True for a deed that only says of what kind something is: "an arrest order", "a kidnapping ring"."""
    token = found.token
    head = token.head
    return (
        token.dep_ == "compound"
        and found.last == token.i
        and head.pos_ == "NOUN"
        and not incidents.nouns().get(lemma_of(head))
    )


def _is_called_for(verb: Token) -> bool:
    """True for a verb that says what is to be done: "to free the hostages of a raid", "must end raids"."""
    return (
        verb.tag_ == "VB"
        and verb.dep_ != "xcomp"
        and any(c.dep_ == "aux" and c.tag_ in ("TO", "MD") for c in verb.children)
    )


def _judged_by(lemma: str, child: Token, found: Found) -> bool:
    """True for a known deed that a verb says what to think of: "called the raid a crime", not "called for a raid"."""
    return child.pos_ != "ADP" and lemma in entries("cues", "naming", WordEntry) and is_definite(found)


def _is_name_given(lemma: str, chain: list[Token]) -> bool:
    """True within what something is called: "called it revenge for the raid" calls for nothing."""
    named = chain[-1].dep_ in ("oprd", "dobj", "attr", "nsubj") and any(t.pos_ == "ADP" for t in chain[:-1])
    return named and lemma in entries("cues", "naming", WordEntry)


def _content_of_speech(token: Token) -> bool:
    return token.dep_ == "ccomp"


def _perfect(verb: Token) -> bool:
    """A perfect: "may have hit" is about the past."""
    return any(child.lower_ == "have" for child in verb.children if child.dep_ == "aux")


def _bare(token: Token) -> bool:
    """A plural with nothing that makes it a certain one: no article, number, place, date or party."""
    return not any(
        c.dep_ in ("det", "nummod", "amod", "compound", "poss", "prep", "relcl", "acl") for c in token.children
    )


def is_negated(found: Found) -> bool:
    """Denied by "no", "not", "never", "none" on it, on the verb that carries it, or on what it is said to have hit."""
    token = found.token
    above = (
        () if token.dep_ == "advcl" else ancestors_of(token, 2)
    )  # "not seen since the town was shelled" denies no shelling
    carriers = [a for a in above if not is_definite(found) or _carries(a)]
    for member in [token, *carriers]:
        for child in member.children:
            negative = child.dep_ == "neg" or child.lower_ in ("no", "none", "neither", "nobody", "never")
            if negative and (child.dep_ in ("neg", "det", "nsubj", "nsubjpass", "preconj")):
                return True
        subject = next((c for c in member.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None and any(c.lower_ in ("no", "none") for c in subject.children if c.dep_ == "det"):
            return True
        if member.pos_ == "VERB" and member is not token:
            break
    return found.verbal and any(
        part.lower_ == "no" and part.dep_ == "det"
        for child in token.children
        if child.dep_ in ("dobj", "prep")
        for part in (child.children if child.dep_ == "dobj" else (p for o in child.children for p in o.children))
    )


def _carries(token: Token) -> bool:
    """True for a verb whose negation denies the deed that is its object: "did not carry out the raid"."""
    return any(phrase.split()[0] == lemma_of(token) for phrase in incidents.words_in("light_verbs"))


def is_definite(found: Found) -> bool:
    """True for a noun that points back: "the raid", "its raid"."""
    if found.verbal:
        return False
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "these", "those", "its", "their")
        for c in found.token.children
    )
