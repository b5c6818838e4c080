"""Questions answered from readings: records in, records out."""

from reportedly.analyse.summary import Taken, summarise

__all__ = ["Taken", "summarise"]
