"""Bytes to documents: every kind of file that articles come in, one file per kind. Nothing is fetched."""

from reportedly.ingest.documents import documents
from reportedly.ingest.limits import Limits
from reportedly.ingest.source import Source, sources

__all__ = ["Limits", "Source", "documents", "sources"]
