from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden`` writes the golden files of the exports anew; look at the difference before you commit it."""
    parser.addoption("--golden", action="store_true", help="write golden files anew")
