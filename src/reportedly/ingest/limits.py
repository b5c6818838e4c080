"""How much of one input is taken on, so that no file can fill the memory or stop the run."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024

# Text unpacks to 3-30 times its size; the most that DEFLATE can give is 1,032 times, which only bombs reach.
RATIO = 200
RATIO_FROM = (
    16 * MIB
)  # what a small file may always unpack to: harmless, and repetitive text does exceed RATIO


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may ask for; each can be raised from the command line."""

    file_bytes: int = 256 * MIB  # the largest file that is opened at all: a year of a busy crawl is below it
    article_chars: int = 2_000_000  # one article's text: 300,000 words, four long novels
    unpacked_bytes: int = 512 * MIB  # what one compressed file may unpack to: 80,000 articles
    members: int = 100_000  # entries of one archive, articles of one container: twice the largest use known
    depth: int = 200  # nesting of a page or feed; libxml2 silently drops what lies deeper than 256
    seconds: float = 30.0  # for one article: a thousand times what a usual page takes

    @property
    def page_bytes(self) -> int:
        """The most bytes that one article is taken from; a page is mostly markup."""
        return 10 * self.article_chars

    def allowance(self, packed: int) -> int:
        """How many bytes a compressed file of `packed` bytes may unpack to."""
        return min(self.unpacked_bytes, max(RATIO_FROM, RATIO * packed))


DEFAULT = Limits()
