"""Counterclaim: a ledger of rival accounts: who says what happened, and who denies it.

``read`` reads one report; ``Ledger`` keeps many and merges their accounts into incidents. Both are loaded on first use,
so that importing the package is quick.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger as Ledger
    from counterclaim.ledger import read as read
    from counterclaim.ledger import read_documents as read_documents

__all__ = ["Ledger", "read", "read_documents"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from counterclaim import ledger

        _show_in_notebook()
        return getattr(ledger, name)
    raise AttributeError(f"module 'counterclaim' has no attribute {name!r}")


def _show_in_notebook() -> None:
    """In a notebook an incident, a report and a ledger are shown as a page shows them; elsewhere nothing is loaded."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        from counterclaim.site import show_richly

        show_richly(shell.display_formatter.formatters["text/html"])
