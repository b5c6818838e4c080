"""The desk: pages over the ledger, for a browser on the same machine."""

from reportedly.web.app import make_app
from reportedly.web.serve import serve
from reportedly.web.settings import Settings

__all__ = ["Settings", "make_app", "serve"]
