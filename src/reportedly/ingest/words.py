"""Lists of words, written as lines of words."""


def words(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())
