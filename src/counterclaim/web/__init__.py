"""The ledger in the browser and over HTTP: a face of the ledger, on loopback unless told otherwise."""

from counterclaim.web.app import create_app

__all__ = ["create_app"]
