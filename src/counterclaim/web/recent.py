"""Answers that were given a moment ago: the same question of a ledger that has not changed is not counted out again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: So many answers are kept, of 100 KB each where an answer is a map of 2,000 incidents.
_KEPT = 128


@dataclass
class Recent:
    """The last answers by the head of the ledger and the question. Safe to ask from several threads."""

    _answers: OrderedDict[tuple[str, str], bytes] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, head: str, question: str, made: Callable[[], bytes]) -> bytes:
        """The answer to a question, made where it is not known."""
        key = (head, question)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = made()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        return answer
