"""The API against its own description: Schemathesis asks what the description allows and what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from counterclaim.ledger import Ledger
from counterclaim.web import create_app
from counterclaim.web.openapi import SPECIFICATION
from counterclaim.web.serving import served

#: Of each address; derandomised, so that a failure comes again. 25 take 40 s on two cores.
_ASKED = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
#: A cursor of another list and an id that leads nowhere have the right form and are refused all the same; a method that an
#: address has not is refused before any of our code, which test_api holds.
_LEFT_OUT = [positive_data_acceptance, unsupported_method]

schema = schemathesis.openapi.from_dict(SPECIFICATION)


@pytest.fixture(scope="module")
def address(ledger_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A copy of the ledger served for review on loopback."""
    path = tmp_path_factory.mktemp("described") / "api.db"
    with Ledger(ledger_path) as ledger:
        lines = list(ledger.dump())
    with Ledger(path) as ledger:
        ledger.load(lines)
    with served(create_app(path, review=True)) as found:
        yield found


@schema.parametrize()
@_ASKED
def test_every_answer_is_as_described(case: schemathesis.Case[Any], address: str) -> None:
    """Whatever is asked, the server does not fail, and status, media type and body are those that the description names."""
    case.call_and_validate(base_url=address, excluded_checks=_LEFT_OUT)


@pytest.mark.parametrize("part", ["", "/matrix", "/story", "/drift", "/grades"])
def test_what_is_there_is_as_described(address: str, strike: str, part: str) -> None:
    """The answers of a real incident fit the schema of the model."""
    operation = schema[f"/api/v1/incidents/{{id}}{part}"]["GET"]
    answer = operation.Case(path_parameters={"id": strike}).call_and_validate(base_url=address)
    assert answer.status_code == 200
