"""Libraries that a plain install leaves out."""

from __future__ import annotations

from typing import Any

from counterclaim.errors import OptionError


def arrow() -> Any:
    """The pyarrow module.

    Raises:
        OptionError: it is not installed; the message says how to install it.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise OptionError("this needs pyarrow: pip install 'counterclaim[export]'", subject="pyarrow") from error
    return pyarrow
