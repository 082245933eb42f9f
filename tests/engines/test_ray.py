from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.engines import Engine
from counterclaim.errors import EngineError
from tests.engines.conformance import DOCUMENTS, EngineConformance, readings

pytest.importorskip("ray", reason="the extra ray is not installed")


# Ray leaves sockets and pipes of its own to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning:ray", "ignore::DeprecationWarning:ray")
class TestRay(EngineConformance):
    engine = Engine("ray", 2)

    def worker_ids(self) -> list[int]:
        """Workers at work: Ray names their processes after the task."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    command = (folder / "cmdline").read_bytes()
                except OSError:
                    continue
                if command.startswith(b"ray::read_encoded"):
                    found.append(int(folder.name))
        return found

    def test_a_cluster_that_does_not_answer_is_named(self) -> None:
        """An address without a cluster ends with an error that names it and the option."""
        with pytest.raises(EngineError, match="--address"):
            readings(DOCUMENTS[:1], Engine("ray", 2, "127.0.0.1:1"))
