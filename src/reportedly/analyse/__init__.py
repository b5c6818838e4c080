"""Questions answered from readings: records in, records out."""

from reportedly.analyse.copies import Sketch, alike, copy_groups, sketch
from reportedly.analyse.summary import Taken, summarise

__all__ = ["Sketch", "Taken", "alike", "copy_groups", "sketch", "summarise"]
