"""The reader: every finding in a text, by a small network run once and a few named rules."""

from reportedly.read.reader import Findings, findings, read, reader_name
from reportedly.read.references import antecedent_chances
from reportedly.read.session import Session

__all__ = ["Findings", "Session", "antecedent_chances", "findings", "read", "reader_name"]
