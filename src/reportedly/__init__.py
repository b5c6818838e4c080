"""Reportedly: a ledger of who said what, on whose word."""

__version__ = "0.2.0"
