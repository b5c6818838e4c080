"""The forms of a page as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class Forms(HTMLParser):
    """Each form's address with the values that its fields hold; buttons and unchosen options are not sent."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self._name: str | None = None
        self._tag = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.forms[given.get("action", "")] = {}
        elif tag == "input" and "name" in given:
            self._fields[given["name"]] = given.get("value", "")
        elif tag in ("select", "textarea"):
            self._name, self._tag = given["name"], tag
            self._fields[self._name] = ""
        elif tag == "option" and self._tag == "select" and self._name:
            self._option(given)

    def _option(self, given: dict[str, str]) -> None:
        self._chosen = "selected" in given
        if self._chosen and "value" in given:
            self._fields[str(self._name)] = given["value"]
            self._chosen = False

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._name, self._tag = None, ""

    def handle_data(self, data: str) -> None:
        if self._tag == "textarea":
            self._fields[str(self._name)] += data.removeprefix("\n")
        elif self._tag == "select" and getattr(self, "_chosen", False):
            self._fields[str(self._name)] = data
            self._chosen = False


def form_of(answer: Any, address: str) -> dict[str, str]:
    """The fields of the form of a page that is sent to this address."""
    return Forms(answer.text).forms[address]
