"""What a terminal shows. Every word from an article is hostile until `plain` has been over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from reportedly.records import Article, Mark, Span, Speaker, Statement, Unread, source_kind

if TYPE_CHECKING:
    from reportedly.ledger import ArticleRow, Hit, StatementRow

# Codes that move the cursor, recolour, ring or turn the writing direction are shown as signs, not sent.
_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)}
_CONTROLS |= {0x7F: 0x2421, 13: None}  # type: ignore[dict-item]
_CONTROLS |= dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)

CONTENT, CUE, SOURCE, FURNITURE, DISTANCE = "underline", "bold cyan", "bold magenta", "dim", "bold yellow"
BODIES = {"armed_group": "armed group", "igo": "international body"}  # kinds that are no words
UNREAD_SHOWN = 20  # lines of the account; the rest is counted, and listed by `articles --unread`


def plain(text: str) -> str:
    """The text without anything that a terminal would obey."""
    return text.translate(_CONTROLS).translate(_SURROGATES)


def one_line(text: str, most: int = 400) -> str:
    """As `plain`, white space folded, shortened in the middle where it is long."""
    words = " ".join(plain(text).split())
    half = most // 2
    return words if len(words) <= most else f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to `main`, which knows that a reader who has had enough is no failure."""
        raise BrokenPipeError


def console(*, to_stderr: bool = False) -> Console:
    return _Console(stderr=to_stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def origin(outlet: str | None, published: str | None) -> str:
    return f"{plain(published or 'no date')}  {plain(outlet or 'outlet unknown')}"


def article_line(row: ArticleRow) -> Text:
    what = f"not read: {row.skipped}" if row.skipped else f"{row.statements} statements"
    line = Text(f"{row.id[:8]}  ", "dim")
    line.append(f"{origin(row.facts.outlet, row.facts.published)}  ")
    line.append(one_line(row.facts.title or row.path, 90), "bold")
    line.append(f"  {plain(what)}", "dim")
    if row.copies:
        line.append(f"  the same text in {row.copies} other{'' if row.copies == 1 else 's'}", "dim")
    return line


def statement_lines(row: StatementRow) -> Iterator[Text]:
    """Where and when; who, how; what."""
    head = Text(f"{origin(row.outlet, row.published)}  ")
    head.append(f"{row.article[:8]}:{row.statement.id}", "dim")
    yield head
    yield speaking(row.statement, row.cue, row.distance)
    yield Text(f"    {one_line(' … '.join(row.content))}")


def speaking(statement: Statement, cue: str | None, distance: Sequence[str]) -> Text:
    speaker = statement.speaker
    line = Text("  ")
    line.append(one_line(speaker.name, 120) if speaker.name != "unknown" else "no source named", SOURCE)
    if source_kind(speaker) != "unknown":
        line.append(f" ({one_line(source_words(speaker), 80)})", "dim")
    if cue:
        line.append(f"  {one_line(cue, 80)}", CUE)
    line.append(f"  {statement.mode}", "dim")
    if statement.via:
        line.append(f"  through {one_line(', '.join(statement.via), 80)}", SOURCE)
    if statement.toward:
        line.append(f"  to {one_line(', '.join(statement.toward), 80)}", SOURCE)
    if statement.said_on and statement.said_on.iso:
        line.append(f"  on {plain(statement.said_on.iso)}", "dim")
    if distance:
        line.append(f"  distance: {one_line(', '.join(distance), 80)}", DISTANCE)
    if statement.inside:
        line.append(f"  inside {statement.inside}", "dim")
    return line


def source_words(speaker: Speaker) -> str:
    """The kind of source, a body's own, and for whom it speaks: "unnamed official, for Turkey"."""
    kind: str = source_kind(speaker)
    if kind == "named body" and speaker.kind:
        kind = BODIES.get(speaker.kind, speaker.kind)
    speaks_for = speaker.speaks_for if speaker.speaks_for != speaker.name else None
    return f"{kind}, for {speaks_for}" if speaks_for else kind


def hit_lines(hit: Hit) -> Iterator[Text]:
    ref = hit.article[:8] + (f":{hit.statement.id}" if hit.statement else "")
    head = Text(f"{origin(hit.outlet, hit.published)}  ")
    head.append(ref, "dim")
    if hit.statement:
        speaker = hit.statement.speaker
        head.append(f"  {one_line(speaker.name, 80)}", SOURCE)
        head.append(f" ({one_line(source_words(speaker), 80)})", "dim")
    elif hit.title:
        head.append(f"  {one_line(hit.title, 80)}", "bold")
    yield head
    if hit.passage:
        offset = hit.passage.start
        marks = [
            (Span(mark.start - offset, mark.end - offset), "bold reverse", "**", "**") for mark in hit.marks
        ]
        body = marked(hit.words, marks)
        yield Text("    ") + Text(" ").join(part for part in body.split() if part.plain.strip())


def marked(text: str, marks: Iterable[tuple[Span, str, str, str]], *, signs: bool = False) -> Text:
    """The text with styles over spans; with `signs`, each span stands between its two signs as well."""
    spans = list(marks)
    inserts: list[tuple[int, int, str]] = []
    if signs:
        for span, _, opening, closing in spans:
            inserts += [(span.start, 1, opening), (span.end, 0, closing)]
    out, at = Text(), 0
    styles = Text(plain_same_length(text))
    for span, style, _, _ in spans:
        styles.stylize(style, span.start, span.end)
    for place, _, sign in sorted(inserts, key=lambda one: one[:2]):
        out.append_text(styles[at:place])
        out.append(sign)
        at = place
    out.append_text(styles[at:])
    return out


def plain_same_length(text: str) -> str:
    """As `plain`, a character for a character, so that spans still fit."""
    return plain(text.replace("\r", " "))


def statement_marks(statement: Statement) -> Iterator[tuple[Span, str, str, str]]:
    for piece in statement.content:
        yield piece, CONTENT, f"[{statement.id} ", "]"
    if statement.cue:
        yield statement.cue, CUE, "<", ">"
    if statement.source:
        yield statement.source, SOURCE, "{", "}"
    for span in statement.distance:
        yield span, DISTANCE, "~", "~"


def article_text(article: Article, statements: Iterable[Statement], *, signs: bool) -> Text:
    """The whole text with furniture dimmed and the statements' spans marked."""
    furniture: Iterable[Mark] = (mark for mark in article.marks if mark.kind == "furniture")
    marks = [(mark.span, FURNITURE, "(( ", " ))") for mark in furniture]
    found = dict.fromkeys(mark for statement in statements for mark in statement_marks(statement))
    return marked(article.text, [*marks, *found], signs=signs)


def passage(article: Article, statement: Statement, *, signs: bool) -> Text:
    """The paragraphs a statement stands in, with its spans marked."""
    spans = [mark[0] for mark in statement_marks(statement)]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start = article.text.rfind("\n\n", 0, first) + 2 if "\n\n" in article.text[:first] else 0
    end = article.text.find("\n\n", last)
    end = len(article.text) if end < 0 else end
    start, end = max(start, first - 600), min(end, last + 600)
    shifted = [
        (Span(span.start - start, span.end - start), style, opening, closing)
        for span, style, opening, closing in statement_marks(statement)
    ]
    return marked(article.text[start:end], shifted, signs=signs)


def unread_lines(unread: Sequence[Unread], most: int = UNREAD_SHOWN) -> Iterator[Text]:
    for item in unread[:most]:
        yield Text(f"  {one_line(item.path, 100)}: ").append(one_line(item.reason, 200), "yellow")
    if len(unread) > most:
        yield Text(f"  … and {len(unread) - most} more; `reportedly articles --unread` lists all")
