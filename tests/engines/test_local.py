from __future__ import annotations

import multiprocessing
import threading

from counterclaim.engines import Engine
from tests.engines.conformance import DOCUMENTS, EngineConformance, readings


class TestLocalProcesses(EngineConformance):
    engine = Engine("local", 2)

    def worker_ids(self) -> list[int]:
        return [p.pid for p in multiprocessing.active_children() if p.pid]

    def test_no_thread_is_left_behind(self) -> None:
        """An engine that was closed leaves no thread that would keep the program alive."""
        before = threading.active_count()
        readings(DOCUMENTS[:2], self.engine)
        assert threading.active_count() <= before + 1


class TestThisProcess(EngineConformance):
    engine = Engine()

    def test_a_killed_worker_loses_nothing(self) -> None:
        """There is no worker that could be killed: two runs read the same."""
        assert readings(DOCUMENTS[:8], self.engine) == readings(DOCUMENTS[:8], Engine())
