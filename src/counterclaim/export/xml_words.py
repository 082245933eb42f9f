"""Words as XML 1.0 allows them."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

#: Characters that have no form in XML, not even as a reference (XML 1.0, production 2, Char).
_FORMLESS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_words(text: str) -> str:
    """Text between tags: markup is escaped, and what has no form in XML is dropped."""
    return escape(_FORMLESS.sub("", text))
