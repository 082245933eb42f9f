"""Asks a server that speaks OpenAI's chat API (llama.cpp, vLLM, Ollama, ...): cached on disk, counted and bounded."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - a dataclass field
from typing import Any

from counterclaim.errors import EngineError, OptionError

#: The key is read from the environment alone, so that it stands in no shell history, option list or ledger.
LLM_VARIABLE = "COUNTERCLAIM_LLM_KEY"
#: Of what a server says of an error so many characters are kept.
_SHOWN = 300


@dataclass
class Usage:
    """What was asked: calls that went out, answers that came from the cache, and tokens as the server counts them."""

    calls: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True)
class Answer:
    """What a model wrote."""

    text: str


@dataclass
class Client:
    """A model behind an address.

    Attributes:
        url: up to and with ``/v1``.
        model: its name there.
        cache: folder of answers; the same question to the same model is asked once.
        most_calls: after so many calls no more go out.
        timeout: seconds for one answer.
        most_tokens: longest answer.
    """

    url: str
    model: str
    cache: Path | None = None
    most_calls: int = 1000
    timeout: float = 300.0
    most_tokens: int = 4096
    usage: Usage = field(default_factory=Usage)

    def ask(self, instructions: str, text: str, schema: dict[str, Any]) -> Answer:
        """The model's answer in the form of a schema.

        Raises:
            EngineError: the server does not answer, or answers with an error; or the bound of calls is reached.
            OptionError: httpx is not installed.
        """
        question = {
            "model": self.model, "temperature": 0, "max_tokens": self.most_tokens,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": text}],
            "response_format": {
                "type": "json_schema", "json_schema": {"name": "proposal", "schema": schema, "strict": False},
            },
        }  # fmt: skip
        digest = hashlib.sha256(json.dumps([self.url, question], sort_keys=True).encode()).hexdigest()
        kept = self.cache / f"{digest}.json" if self.cache else None
        if kept is not None and kept.is_file():
            self.usage.cached += 1
            return Answer(json.loads(kept.read_text(encoding="utf-8"))["text"])
        if self.usage.calls >= self.most_calls:
            raise EngineError(f"{self.most_calls} calls were made; raise --llm-calls to go on", subject=self.url)
        answer = Answer(self._send(question))
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            fresh = kept.with_suffix(".new")
            fresh.write_text(json.dumps({"model": self.model, "text": answer.text}), encoding="utf-8")
            os.replace(fresh, kept)  # noqa: PTH105 - in one step, also over a file that is there
        return answer

    def _send(self, question: dict[str, Any]) -> str:
        try:
            import httpx
        except ImportError as error:
            raise OptionError(
                "the reader llm needs httpx: pip install 'counterclaim[llm]'", subject="--reader"
            ) from error
        key = os.environ.get(LLM_VARIABLE)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.usage.calls += 1
        try:
            found = httpx.post(
                f"{self.url.rstrip('/')}/chat/completions", json=question, headers=headers, timeout=self.timeout
            )
            found.raise_for_status()
            body = found.json()
            text = str(body["choices"][0]["message"]["content"])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError) as error:
            said = " ".join(error.response.text.split())[:_SHOWN] if isinstance(error, httpx.HTTPStatusError) else ""
            why = f"{type(error).__name__}{f': {said}' if said else ''}"
            message = f"{self.url} gave no answer ({why}); check --llm-url and --llm-model"
            raise EngineError(message, subject=self.url) from error
        usage = body.get("usage") or {}
        self.usage.prompt_tokens += int(usage.get("prompt_tokens") or 0)
        self.usage.completion_tokens += int(usage.get("completion_tokens") or 0)
        return text
