"""The attribution tagger: finds cues, then for each cue its source and content, with a small network.

The network and its training are described in ``docs/model-card-tagger.md``. Each window of a text is run by itself,
so that what is found does not depend on what else is read: dynamic quantisation scales by the batch.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from counterclaim.errors import ModelError
from counterclaim.extract.carried import carried_on
from counterclaim.extract.nesting import Range, TaggedAttribution, may_hold_another, nested, overlap
from counterclaim.extract.windows import Window, windows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

__all__ = ["Range", "Settings", "TaggedAttribution", "Tagger"]

_FIRST, _LAST = 101, 102  # the encoder's [CLS] and [SEP]
_SOURCE, _CONTENT = 1, 2


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``weights/tagger.toml``: what the files must hash to, and how their scores are read."""

    version: str
    trained_on: list[str]
    threshold: float
    near: float
    inner_threshold: float
    inner_words: int
    content_cost: float
    source_cost: float
    same_content: float
    digests: dict[str, str]


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

    @classmethod
    def read(cls, folder: Traversable) -> Tagger:
        """The tagger in a folder with ``tagger.toml``, its two graphs and its tokenizer.

        Raises:
            ModelError: a file is missing or altered.
        """
        return _read(folder)

    def find(self, texts: Sequence[str]) -> list[list[TaggedAttribution]]:
        """The attributions of each text in the order of their cues, whatever the other texts are.

        Args:
            texts: whole fields, a report's text or its title, with paragraphs apart by line ends.
        """
        return [self._find(text) for text in texts]

    def _find(self, text: str) -> list[TaggedAttribution]:
        found = carried_on(text, [a for window in windows_of(text, self._tokenizer) for a in self._in_window(window)])
        inner = carried_on(text, self._inside(text, found))
        return nested(text, [*found, *inner], self.settings.same_content)

    def _inside(self, text: str, found: Sequence[TaggedAttribution]) -> list[TaggedAttribution]:
        """Attributions inside the contents of others: each content read once more as a text of its own.

        Seen whole, a sentence hides them, since most of the training text marks only the outermost. Only contents with a
        word of an incident are read again: inside others an attribution bears no claim.
        """
        out: list[TaggedAttribution] = []
        known = [a.cue for a in found]
        for outer in found:
            start, end = outer.content[0][0], outer.content[-1][1]
            if text.count(" ", start, end) < self.settings.inner_words or not may_hold_another(text[start:end]):
                continue
            for window in windows_of(text[start:end], self._tokenizer):
                for one in self._in_window(window.moved(start)):
                    if one.confidence > self.settings.inner_threshold and not any(overlap(one.cue, c) for c in known):
                        out.append(one)
                        known.append(one.cue)
        return out

    def _in_window(self, window: Window) -> list[TaggedAttribution]:
        ids = np.array([[_FIRST, *window.ids, _LAST]], np.int64)
        low, cue_scores = self._low.run(None, {"ids": ids})
        cues = self._cues(_softmax(cue_scores)[0, 1:-1, 1], window)
        if not cues:
            return []
        # All cues of the window at once: what they share in scale depends on this window alone.
        rows = len(cues)
        marks = np.zeros((rows, ids.shape[1]), np.float32)
        for row, (pieces, _) in enumerate(cues):
            marks[row, [k + 1 for k in pieces]] = 1
        logs = np.log(_softmax(self._high.run(None, {"low": low, "marks": marks})[0])[:, 1:-1] + 1e-9)
        return [self._roles(logs[row], *cues[row], window) for row in range(rows)]

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

    def _roles(self, logs: NDArray[np.float32], cue: list[int], confidence: float, window: Window) -> TaggedAttribution:
        words = np.array(window.words)
        count = np.bincount(words)
        by_word = np.stack([np.bincount(words, logs[:, k]) / count for k in range(3)], axis=1)
        path = _joined(_best_path(by_word.tolist(), self.settings.content_cost, self.settings.source_cost))
        tags = np.array(path)[words]
        tags[cue] = 0
        source, content = (np.flatnonzero(tags == tag).tolist() for tag in (_SOURCE, _CONTENT))
        return TaggedAttribution(
            _ranges(source, window), _ranges(cue, window), _ranges(content, window), round(confidence, 4)
        )


@lru_cache(maxsize=1)
def _loaded() -> Tagger:
    return _read(resources.files("counterclaim.extract") / "weights")


def _read(folder: Traversable) -> Tagger:
    import onnxruntime
    from tokenizers import Tokenizer

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


def _best_path(logs: list[list[float]], content_cost: float, source_cost: float) -> list[int]:
    """Viterbi over none, source and content, where changing the tag costs (in log); plain floats beat arrays of three."""
    a, b = content_cost, source_cost
    score = logs[0]
    back: list[tuple[int, int, int]] = []
    for none, source, content in logs[1:]:
        x, y, z = score
        into_none = max((x, 0), (y - b, -1), (z - a, -2))
        into_source = max((x - b, 0), (y, -1), (z - b, -2))
        into_content = max((x - a, 0), (y - b, -1), (z, -2))
        back.append((-into_none[1], -into_source[1], -into_content[1]))
        score = [into_none[0] + none, into_source[0] + source, into_content[0] + content]
    path = [score.index(max(score))]
    for step in reversed(back):
        path.append(step[path[-1]])
    return path[::-1]


def _joined(path: list[int]) -> list[int]:
    """Tags of words, one word without a tag between two of the source taken into it: names come in one piece."""
    gaps = (
        before == _SOURCE == after and here == 0 for before, here, after in zip(path, path[1:], path[2:], strict=False)
    )
    return [path[0], *(_SOURCE if gap else here for gap, here in zip(gaps, path[1:-1], strict=False)), *path[1:][-1:]]


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
