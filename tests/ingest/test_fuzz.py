"""The readers under a fuzzer that follows what their code does, for a bounded time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: Seconds of fuzzing in the suite; a longer run by hand begins with `python -m tests.ingest.fuzz_readers FOLDER`.
SECONDS = 20


def test_a_fuzzer_breaks_no_reader(tmp_path: Path) -> None:
    """Inputs that reach ever more of the readers' code end in captures and rejections, soon and in bounded memory."""
    pytest.importorskip("atheris", reason="atheris is not installed: pip install 'counterclaim[dev]'")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    options = [f"-max_total_time={SECONDS}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=20000", "-seed=1"]
    command = [
        sys.executable,
        "-m",
        "tests.ingest.fuzz_readers",
        str(corpus),
        *options,
        f"-artifact_prefix={tmp_path}/",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS + 120)
    assert run.returncode == 0, run.stderr[-3000:]
    assert "Done " in run.stderr
    assert not list(tmp_path.glob("crash-*"))
