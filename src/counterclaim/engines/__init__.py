"""Engines: the same pure stages in this process, in several, or on a cluster; the readings are the same."""

from counterclaim.engines.local import BATCH, read_in_order, shared_reader

__all__ = ["BATCH", "read_in_order", "shared_reader"]
