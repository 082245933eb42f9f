"""The JSON form of the types, and ids that are content hashes."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

import msgspec

from counterclaim.errors import StoreError

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="deterministic")
_ID_LENGTH = 20
_LINE_ENDS = tuple((c.encode(), f"\\u{ord(c):04x}".encode()) for c in "\x85\u2028\u2029")


def encode(value: Any) -> bytes:
    """The JSON of a type of the model, UTF-8, keys in the order of the fields, without white space.

    The line ends that only Unicode knows are escaped: many readers of JSON Lines split at them.
    """
    raw = msgspec.json.encode(value)
    for sign, escaped in _LINE_ENDS:
        if sign in raw:
            raw = raw.replace(sign, escaped)
    return raw


def decode(raw: bytes | str, kind: type[T]) -> T:
    """A type of the model from its JSON.

    Raises:
        StoreError: it is no such type: a field is missing or of another type, or bytes were lost; the message says which.
    """
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError as error:
        what = f"what is kept as a {kind.__name__} makes no sense ({error})"
        raise StoreError(f"{what}; `counterclaim verify` names the first broken row", subject=kind.__name__) from error


def content_id(prefix: str, *parts: Any) -> str:
    """An id that is a hash of what it names: the same parts give the same id on every machine.

    Args:
        prefix: one letter for the kind of thing (``d`` document, ``i`` incident, ``c`` claim, ``l`` link).
        parts: what the id stands for; anything with a JSON form.
    """
    digest = hashlib.sha256(_ENCODER.encode(parts)).hexdigest()
    return f"{prefix}{digest[:_ID_LENGTH]}"
