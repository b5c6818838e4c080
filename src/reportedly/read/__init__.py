"""The reader: a text's statements, by a small network and a few named rules."""

from reportedly.read.reader import read, reader_name
from reportedly.read.session import Session

__all__ = ["Session", "read", "reader_name"]
