"""The attribution tagger: finds cues, then for each cue its source and content, with a small network.

The network and its training are described in ``docs/model-card-tagger.md``. Each window of a text is run by itself,
so that what is found does not depend on what else is read: dynamic quantisation scales by the batch.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from counterclaim.errors import ModelError
from counterclaim.extract.windows import Window, windows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

Range = tuple[int, int]
_FIRST, _LAST = 101, 102
_NONE, _SOURCE, _CONTENT = 0, 1, 2


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``weights/tagger.toml``: what the files must hash to, and how their scores are read."""

    version: str
    trained_on: list[str]
    threshold: float
    near: float
    content_cost: float
    source_cost: float
    same_content: float
    digests: dict[str, str]


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """Character ranges of the three parts in the text given; ``parent`` is the index of the one it stands inside."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    confidence: float
    parent: int | None = None


class Tagger:
    """The loaded network. Use :meth:`load`; then :meth:`find`."""

    def __init__(self, settings: Settings, tokenizer: Tokenizer, low: Any, high: Any) -> None:
        """Keep the settings, the tokenizer and the two sessions."""
        self.settings, self._tokenizer, self._low, self._high = settings, tokenizer, low, high

    @classmethod
    def load(cls) -> Tagger:
        """The tagger that ships with the package, its files checked by hash; loaded once a process.

        Raises:
            ModelError: a file is missing or altered.
        """
        return _loaded()

    def find(self, texts: Sequence[str]) -> list[list[TaggedAttribution]]:
        """The attributions of each text, surest first among equals, in the order of their cues."""
        return [self._find(text) for text in texts]

    def _find(self, text: str) -> list[TaggedAttribution]:
        found = [a for window in windows_of(text, self._tokenizer) for a in self._in_window(window)]
        kept = _without_doubles(found, self.settings.same_content)
        kept.sort(key=lambda a: (a.cue[0], a.content[0]))
        return [_with_parent(k, kept) for k in range(len(kept))]

    def _in_window(self, window: Window) -> list[TaggedAttribution]:
        ids = np.array([[_FIRST, *window.ids, _LAST]], np.int64)
        present = np.ones_like(ids)
        low, cue_scores = self._low.run(None, {"ids": ids, "present": present})
        cues = self._cues(_softmax(cue_scores)[0, 1:-1, 1], window)
        out = []
        for pieces, confidence in cues:
            marks = np.zeros(ids.shape, np.float32)
            marks[0, [k + 1 for k in pieces]] = 1
            scores = self._high.run(None, {"low": low, "present": present, "marks": marks})[0]
            found = self._roles(np.log(_softmax(scores)[0, 1:-1] + 1e-9), pieces, confidence, window)
            if found is not None:
                out.append(found)
        return out

    def _cues(self, chance: NDArray[np.float32], window: Window) -> list[tuple[list[int], float]]:
        """Runs of words above ``near`` of the threshold that rise above it somewhere."""
        count = window.words[-1] + 1
        words = np.array(window.words)
        best = np.zeros(count)
        np.maximum.at(best, words, chance)
        floor = self.settings.threshold * self.settings.near
        out = []
        first = 0
        while first < count:
            last = first
            while last < count and best[last] > floor:
                last += 1
            if last > first and best[first:last].max() > self.settings.threshold:
                pieces = [k for k, w in enumerate(window.words) if first <= w < last]
                out.append((pieces, float(best[first:last].max())))
            first = last + 1
        return out

    def _roles(
        self, logs: NDArray[np.float32], cue: list[int], confidence: float, window: Window
    ) -> TaggedAttribution | None:
        words = np.array(window.words)
        count = np.bincount(words)
        by_word = np.stack([np.bincount(words, logs[:, k]) / count for k in range(3)], axis=1)
        tags = _best_path(by_word, self.settings.content_cost, self.settings.source_cost)[words]
        marked = set(cue)
        source = [k for k in range(len(tags)) if tags[k] == _SOURCE and k not in marked]
        content = [k for k in range(len(tags)) if tags[k] == _CONTENT and k not in marked]
        if not content:
            return None
        return TaggedAttribution(
            _ranges(source, window), _ranges(cue, window), _ranges(content, window), round(confidence, 4)
        )


@lru_cache(maxsize=1)
def _loaded() -> Tagger:
    import onnxruntime
    from tokenizers import Tokenizer

    folder = resources.files("counterclaim.extract") / "weights"
    advice = "reinstall counterclaim, or train them anew with `make tagger`"
    try:
        settings = msgspec.convert(tomllib.loads((folder / "tagger.toml").read_text(encoding="utf-8")), Settings)
        files = {name: (folder / name).read_bytes() for name in settings.digests}
    except FileNotFoundError as error:
        raise ModelError(
            f"the tagger's file {error.filename} is missing; {advice}", subject=str(error.filename)
        ) from error
    for name, digest in settings.digests.items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise ModelError(f"the tagger's file {name} is altered; {advice}", subject=name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    low, high = (
        onnxruntime.InferenceSession(files[name], options, providers=["CPUExecutionProvider"])
        for name in ("low.int8.onnx", "high.int8.onnx")
    )
    tokenizer = Tokenizer.from_str(files["tokenizer.json"].decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Tagger(settings, tokenizer, low, high)


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    result: NDArray[np.float32] = powers / powers.sum(-1, keepdims=True)
    return result


def _best_path(logs: NDArray[np.float64], content_cost: float, source_cost: float) -> NDArray[np.int64]:
    """Viterbi over none, source and content, where changing the tag costs (in log)."""
    cost = np.array([[0, source_cost, content_cost], [source_cost, 0, source_cost], [content_cost, source_cost, 0]])
    score, back = logs[0].copy(), np.zeros(logs.shape, np.int64)
    for k in range(1, len(logs)):
        step = score[:, None] - cost
        back[k] = step.argmax(0)
        score = step[back[k], np.arange(3)] + logs[k]
    path = np.zeros(len(logs), np.int64)
    path[-1] = int(score.argmax())
    for k in range(len(logs) - 1, 0, -1):
        path[k - 1] = back[k, path[k]]
    return path


def _ranges(pieces: list[int], window: Window) -> tuple[Range, ...]:
    out: list[list[int]] = []
    last = -2
    for k in pieces:
        start, end = window.ranges[k]
        if out and last == k - 1:
            out[-1][1] = end
        else:
            out.append([start, end])
        last = k
    return tuple((a, b) for a, b in out)


def _overlap(a: Sequence[Range], b: Sequence[Range]) -> int:
    return sum(max(0, min(e, y) - max(s, x)) for s, e in a for x, y in b)


def _length(ranges: Sequence[Range]) -> int:
    return sum(e - s for s, e in ranges)


def _without_doubles(found: list[TaggedAttribution], same: float) -> list[TaggedAttribution]:
    """Of two with nearly the same content the surer stays; both stay where one's cue stands in the other's content."""
    kept: list[TaggedAttribution] = []
    for a in sorted(found, key=lambda a: (-a.confidence, a.cue)):
        for b in kept:
            shared = _overlap(a.content, b.content)
            likeness = shared / (_length(a.content) + _length(b.content) - shared)
            if likeness > same and not _overlap(a.cue, b.content) and not _overlap(b.cue, a.content):
                break
        else:
            kept.append(a)
    return kept


def _with_parent(index: int, all_found: list[TaggedAttribution]) -> TaggedAttribution:
    me = all_found[index]
    outer = [
        (_length(other.content), k)
        for k, other in enumerate(all_found)
        if k != index and _overlap(me.cue, other.content) == _length(me.cue) and not _overlap(other.cue, me.content)
    ]
    return TaggedAttribution(me.source, me.cue, me.content, me.confidence, min(outer)[1] if outer else None)
