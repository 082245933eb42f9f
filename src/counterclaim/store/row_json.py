"""A row as a line of JSON and back, byte for byte: what moves a ledger from one file or server to another."""

from __future__ import annotations

import base64
import json

from counterclaim.errors import InputError
from counterclaim.store.rows import TABLES, Row, Value


def encode_row(row: Row) -> str:
    """A row as one line; bytes that are UTF-8 stand as words, others in base 64."""
    return json.dumps({"table": row.table, "values": [_plain(value) for value in row.values]}, ensure_ascii=True)


def decode_row(line: str, number: int) -> Row:
    """The row of a line.

    Raises:
        InputError: it is no row of a ledger; the message names the line.
    """
    try:
        told = json.loads(line)
        table, values = told["table"], tuple(_value(one) for one in told["values"])
        if len(values) != len(TABLES[table]):
            raise ValueError(f"{len(values)} values for {len(TABLES[table])} columns")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"line {number} is no row of a ledger ({error}); give what `counterclaim export --format jsonl` wrote"
        raise InputError(message, subject=str(number)) from error
    return Row(table, values)


def _plain(value: Value) -> object:
    if not isinstance(value, bytes):
        return value
    try:
        return {"utf8": value.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode("ascii")}


def _value(told: object) -> Value:
    if told is None or isinstance(told, str):
        return told
    if isinstance(told, dict) and isinstance(told.get("utf8"), str):
        return str(told["utf8"]).encode("utf-8")
    if isinstance(told, dict) and isinstance(told.get("base64"), str):
        return base64.b64decode(str(told["base64"]), validate=True)
    raise TypeError(f"a value of {type(told).__name__}")
