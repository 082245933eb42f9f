"""Counterclaim: a ledger of rival accounts."""
