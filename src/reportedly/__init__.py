"""Reportedly: a ledger of who said what, on whose word."""

__version__ = "0.3.0"
