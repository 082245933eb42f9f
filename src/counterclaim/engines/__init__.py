"""Engines: the same pure stages in this process, in several, or on a cluster; the readings are the same."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from counterclaim.engines.ordered import BATCH, read_here, read_with, shared_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from counterclaim.engines.ordered import Pool
    from counterclaim.model import Document, Reading

__all__ = ["BATCH", "ENGINES", "Engine", "read_in_order", "shared_reader"]

T = TypeVar("T")

ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True)
class Engine:
    """Where and by which codebook documents are read.

    Attributes:
        name: ``local`` or ``ray``.
        processes: how many read; one local process is this one. ``ray`` takes what the cluster has where this is 1.
        address: of a Ray cluster; ``None`` starts one on this machine.
        codebook: what vague words of number mean ("dozens"); by default our own reading guide.
    """

    name: str = "local"
    processes: int = 1
    address: str | None = None
    codebook: str = "counterclaim"


def read_in_order(
    things: Iterable[T], document_of: Callable[[T], Document | None], engine: Engine | None = None
) -> Iterator[tuple[T, Reading | None]]:
    """Each thing with the reading of its document, in the order of the things, the same on every engine.

    Args:
        things: what holds documents; only a few batches are drawn ahead.
        document_of: the document of a thing, ``None`` where it holds none: then its reading is ``None``.
        engine: where to read; by default in this process.

    Raises:
        OptionError: the engine is not installed.
        EngineError: no cluster answers at the address.
    """
    chosen = engine or Engine()
    if chosen.name == "local" and chosen.processes == 1:
        yield from read_here(things, document_of, chosen.codebook)
        return
    with _pool(chosen) as pool:
        yield from read_with(pool, things, document_of, chosen.codebook)


@contextmanager
def _pool(engine: Engine) -> Iterator[Pool]:
    if engine.name == "ray":
        from counterclaim.engines.cluster import RayPool

        with RayPool(engine.address, engine.processes if engine.processes > 1 else None) as pool:
            yield pool
    else:
        from counterclaim.engines.local import LocalPool

        with LocalPool(engine.processes) as local:
            yield local
