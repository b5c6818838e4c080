"""The data files beside the code: rules, word lists, outlets. Read once, when first asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One data file as it stands."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """One of the word lists."""
    return frozenset(table("rules.toml")["words"][name])


def pattern(text: str) -> re.Pattern[str]:
    """A pattern of the rules, with its lists put in, fitting a line as a whole."""
    return re.compile(rf"(?:{filled(text)})\Z", re.IGNORECASE)


def filled(text: str) -> str:
    rules = table("rules.toml")
    return text.replace("{sites}", rules["sites"]).replace("{link}", rules["link"])


@cache
def beginning() -> re.Pattern[str]:
    """How a line far from both ends must begin for a rule to fit it."""
    return re.compile(rf"\W{{0,8}}{filled(table('rules.toml')['beginnings'])}|\W{{3}}", re.IGNORECASE)
