"""Workers on a Ray cluster (extra ``ray``): this machine's cores, or the machines of a cluster that is there."""

from __future__ import annotations

import logging
import os
import socket
from typing import TYPE_CHECKING, Any

from counterclaim.engines.ordered import WorkerLost, read_encoded
from counterclaim.errors import EngineError, OptionError

if TYPE_CHECKING:
    from types import TracebackType

#: A worker holds parser, tagger and gazetteer: 0.7 GB on 36 reports of the demonstration, more on long pages.
_MEMORY = 1_000_000_000


class RayPool:
    """Tasks on Ray. Use it as a context manager."""

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        """Connect to a cluster, or start one on this machine.

        Args:
            address: where the cluster is (``auto``, ``ray://host:10001``); ``None`` starts one here.
            workers: how many tasks at once; ``None`` takes the cores that the cluster has.

        Raises:
            OptionError: Ray is not installed.
            EngineError: there is no cluster at the address.
        """
        # Ray asks its makers' server how it is used unless told otherwise: what is read is nobody's business.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            import ray
        except ImportError as error:
            raise OptionError(
                "the engine ray needs Ray: pip install 'counterclaim[ray]'", subject="--engine"
            ) from error
        self._ray = ray
        _check_reachable(address)
        here: dict[str, Any] = {} if address else {"num_cpus": workers, "include_dashboard": False}
        try:
            ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **here)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise EngineError(
                f"no Ray cluster answers at {address}: {error}; check --address", subject=str(address)
            ) from error
        resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        self.workers = workers or max(1, int(resources.get("CPU", 1)))
        # Lost work is read again by read_with, which knows when to give a document up; Ray need not.
        needs: dict[str, Any] = {"num_cpus": 1, "max_retries": 0} | ({"memory": _MEMORY} if address else {})
        self._task: Any = ray.remote(**needs)(read_encoded)

    def __enter__(self) -> RayPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ray.shutdown()

    def submit(self, batch: bytes) -> Any:
        """Send a batch to the cluster."""
        return self._task.remote(batch)

    def result(self, ticket: Any) -> bytes:
        """The readings of a batch.

        Raises:
            WorkerLost: the task's worker or its machine went away.
        """
        lost = (
            self._ray.exceptions.WorkerCrashedError,
            self._ray.exceptions.NodeDiedError,
            self._ray.exceptions.OutOfMemoryError,
        )
        try:
            found: bytes = self._ray.get(ticket)
        except lost as error:
            raise WorkerLost(str(error)) from error
        return found


def _check_reachable(address: str | None) -> None:
    """Ask the address itself first: Ray tries for five minutes before it says that nobody answers.

    Raises:
        EngineError: nobody answers there.
    """
    host, colon, port = (address or "").removeprefix("ray://").rpartition(":")
    if not colon or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except OSError as error:
        raise EngineError(
            f"no Ray cluster answers at {address}: {error}; check --address", subject=str(address)
        ) from error
