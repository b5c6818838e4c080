"""Every correction by the desk's forms: what it changes, its undo, what contradicts it, what is refused."""

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger, open_ledger
from reportedly.records import Reading, Rival
from reportedly.web.standing import stands
from tests.ledger.ledger_made import reading_of
from tests.web.forms import form_of
from tests.web.test_pages import assert_harmless
from tests.web.test_refusals import assert_guarded

CASES = tomllib.loads(Path(__file__).with_name("cases_corrections.toml").read_text(encoding="utf-8"))


def readings() -> list[tuple[Reading, bytes]]:
    """The readings of the cases, with the actors they name."""
    made = []
    for case in CASES["article"]:
        reading, raw = reading_of(case)
        statements = tuple(
            replace(one, speaker=replace(one.speaker, actor=told.get("actor"), named="actor" in told))
            for one, told in zip(reading.statements, case["statements"], strict=True)
        )
        made.append((replace(reading, statements=statements), raw))
    return made


@dataclass
class Desk:
    """A desk over a ledger of its own, and what a user does there."""

    client: TestClient
    ledger: Ledger
    ref: str

    def get(self, path: str) -> Any:
        answer = self.client.get(path.replace("{id}", self.ref), headers={"accept-language": "en"})
        assert answer.status_code == 200, answer.text[-400:]
        assert_harmless(answer.text)
        return answer

    def statements(self) -> list[dict[str, Any]]:
        article = self.ledger.article(self.ref).text
        return [said(one, article) for one in self.ledger.reading(self.ref).statements]

    def form(self, statement: str | None) -> tuple[str, dict[str, str]]:
        """The form that corrects a statement, or adds one, with its address."""
        address = f"/articles/{self.ref}/{'amend' if statement else 'add'}"
        page = self.get(f"/articles/{{id}}/correct?statement={statement or ''}")
        return address, form_of(page, address)

    def send(self, address: str, form: dict[str, str], **headers: str) -> Any:
        path = address.replace("{id}", self.ref)
        return self.client.post(
            path, data=form, headers={name.replace("_", "-"): v for name, v in headers.items()}
        )

    def bare(self, **form: str) -> dict[str, str]:
        """What every form carries."""
        return {"token": self.client.app.state.desk.keeper.token, "seen": "", **form}  # type: ignore[attr-defined]

    def undo(self, answer: Any) -> None:
        """Press the undo of the page that a decision leads to."""
        assert answer.status_code == 303, answer.text[-400:]
        page = self.get(answer.headers["location"])
        decision = answer.headers["location"].partition("done=")[2][:64].partition("#")[0].partition("&")[0]
        address = f"/decisions/{decision}/undo"
        assert self.send(address, form_of(page, address)).status_code == 303


def said(one: Any, text: str) -> dict[str, Any]:
    """A statement in the words of a case."""
    speaker = one.speaker
    return {
        "id": one.id,
        "content": [span.of(text) for span in one.content],
        "cue": one.cue.of(text) if one.cue else "",
        "source": one.source.of(text) if one.source else "",
        "speaker": speaker.name,
        "kind": speaker.kind,
        "for": speaker.speaks_for,
        "named": speaker.named,
        "actor": speaker.actor or "",
        "via": list(one.via),
        "mode": one.mode,
        "said_on": one.said_on.iso if one.said_on else None,
    }


@pytest.fixture(scope="module")
def made_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the cases' articles, made once; each test has a copy of its own."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    with open_ledger(path, create=True) as ledger:
        ledger.save_many(readings(), version="test")
    return path


@pytest.fixture
def desk(desk_on: Callable[..., TestClient], made_ledger: Path, tmp_path: Path) -> Desk:
    client = desk_on(Path(shutil.copy(made_ledger, tmp_path)))
    client.cookies.set("desk_author", "Ada%20Vey")
    ledger: Ledger = client.app.state.desk.ledger  # type: ignore[attr-defined]
    return Desk(client, ledger, readings()[0][0].article.id)


@pytest.mark.parametrize("case", CASES["correction"], ids=[case["name"] for case in CASES["correction"]])
def test_each_correction_and_its_undo(desk: Desk, case: dict[str, Any]) -> None:
    before = desk.statements()
    address, form = desk.form(case.get("statement"))
    answer = desk.send(address, form | case["form"])
    assert answer.status_code == 303, answer.text[-600:]
    wanted = case.get("statement")
    now = next(
        one
        for one in desk.statements()
        if wanted == one["id"] or one["content"] == case["then"].get("content")
    )
    assert {**now, **case["then"]} == now
    if wanted:
        old = next(one for one in before if one["id"] == wanted)
        changed = {name for name in now if now[name] != old[name]} - set(case["then"])
        assert changed <= {"actor", "named", "for", "kind", "mode"}, changed
    assert answer.headers["location"].endswith(f"#{now['id']}")
    history = desk.get("/history?article={id}")
    assert "Ada Vey" in history.text
    desk.undo(answer)
    assert desk.statements() == before


def test_rejecting_from_the_article(desk: Desk) -> None:
    before = desk.statements()
    form = form_of(desk.get("/articles/{id}"), f"/articles/{desk.ref}/reject")
    one = desk.ledger.reading(desk.ref).statements[1]
    answer = desk.send("/articles/{id}/reject", form | {"statement": stands(one)})
    assert [each["id"] for each in desk.statements()] == ["s1", "s3"]
    assert "?at=" in answer.headers["location"]
    desk.undo(answer)
    assert desk.statements() == before


@pytest.mark.parametrize(
    ("fact", "value", "kept"),
    [
        ("title", "Orsk  after the\nflood", "Orsk after the flood"),
        ("title", "", None),
        ("published", "2025-03", "2025-03"),
        ("outlet", "می‌نویسد", "می‌نویسد"),
        ("author", "<script>alert('author')</script>", "<script>alert('author')</script>"),
    ],
)
def test_facts(desk: Desk, fact: str, value: str, kept: str | None) -> None:
    before = desk.ledger.article(desk.ref).facts
    address = f"/articles/{desk.ref}/facts"
    form = form_of(desk.get("/articles/{id}/facts"), address) | {"fact": fact, "value": value}
    answer = desk.send(address, form)
    assert getattr(desk.ledger.article(desk.ref).facts, fact) == kept, answer.text[-300:]
    desk.undo(answer)
    assert desk.ledger.article(desk.ref).facts == before


ACTORS = [
    ("merge", {"actor": "article:vesthal", "into": "article:jaromir-vesthal"}, "Jaromir Vesthal", 3),
    (
        "rename",
        {"actor": "article:vesthal", "name": "J. <b>Vesthal</b>", "kind": "person"},
        "J. <b>Vesthal</b>",
        2,
    ),
    ("split", {"actor": "article:zelan", "article": "{id}"}, None, 1),
    ("split", {"actor": "article:zelan", "name": "Zelan Orr"}, None, 2),
]


@pytest.mark.parametrize(("act", "form", "name", "number"), ACTORS)
def test_actors(desk: Desk, act: str, form: dict[str, str], name: str | None, number: int) -> None:
    before = desk.ledger.actors()
    form = {key: value.replace("{id}", desk.ref) for key, value in form.items()}
    page = desk.get(f"/actor/correct?id={form['actor']}&q=vesthal")
    answer = desk.send(f"/actor/{act}", form_of(page, f"/actor/{act}") | form)
    assert answer.status_code == 303, answer.text[-500:]
    after = {row.name: row.statements for row in desk.ledger.actors()}
    assert len(desk.ledger.actors()) == len(before) + {"merge": -1, "rename": 0, "split": 1}[act]
    if name:
        assert after[name] == number
    desk.get(f"/history?actor={form['actor']}")
    desk.undo(answer)
    assert desk.ledger.actors() == before


def test_two_who_are_not_the_same_are_no_longer_proposed(desk: Desk) -> None:
    assert len(desk.get("/review.json").json()["merges"]) == 1
    page = desk.get("/review")
    form = form_of(page, "/review/merge")
    answer = desk.send("/review/merge", form | {"answer": "reject"})
    assert desk.get("/review.json").json()["merges"] == []
    desk.undo(answer)
    assert len(desk.get("/review.json").json()["merges"]) == 1


@pytest.mark.parametrize("case", CASES["refusal"], ids=[case["name"] for case in CASES["refusal"]])
def test_what_is_refused(desk: Desk, case: dict[str, Any]) -> None:
    before = desk.statements(), desk.ledger.decisions(), desk.ledger.actors()
    given = {
        name: value.replace("{long}", "x" * 5_000).replace("{giant}", "y" * 30_000)
        for name, value in case["form"].items()
    }
    if "path" in case:
        answer = desk.send(case["path"], desk.bare(**given))
    else:
        address, form = desk.form(case.get("statement", "s1"))
        answer = desk.send(address, form | given)
    assert 400 <= answer.status_code < 420, answer.status_code
    assert answer.status_code == case.get("status", answer.status_code)
    assert case["says"].replace("'", "&#39;") in answer.text, answer.text[-400:]
    assert "<script>alert" not in answer.text
    assert "Traceback" not in answer.text
    assert len(answer.text) < 12_000
    assert_guarded(answer.headers)
    assert (desk.statements(), desk.ledger.decisions(), desk.ledger.actors()) == before


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"sec_fetch_site": "cross-site"}, {"origin": "null"}],
)
def test_forged_corrections(desk: Desk, headers: dict[str, str]) -> None:
    address, form = desk.form("s1")
    answer = desk.send(address, form | {"mode": "mixed"}, **headers)
    assert answer.status_code == 403
    assert desk.ledger.decisions() == []


def test_only_posts_change(desk: Desk) -> None:
    for path in (
        "/articles/{id}/reject",
        "/articles/{id}/amend",
        "/articles/{id}/add",
        "/actor/merge",
        "/review/merge",
    ):
        assert desk.client.get(path.replace("{id}", desk.ref)).status_code == 405
    assert desk.ledger.decisions() == []


def test_hostile_words_are_shown_as_words(desk: Desk) -> None:
    address, form = desk.form("s1")
    evil = "<script>alert(1)</script>"
    hostile = {
        "speaker": evil,
        "for": '"><img src=x onerror=alert(1)>',
        "via": f"{evil}→{evil}",
        "author": evil,
    }
    answer = desk.send(address, form | hostile)
    for path in (
        answer.headers["location"],
        "/history",
        "/review",
        "/actors",
        "/articles/{id}/correct?statement=s1",
        "/author",
    ):
        assert "<script>alert" not in desk.get(path).text
    actor = next(row for row in desk.ledger.actors() if row.name == evil)
    desk.get(f"/actor/correct?id={actor.id}")


@pytest.mark.parametrize("kind", ["demo", "hostile"])
def test_the_pages_over_other_ledgers(client: TestClient, hostile: TestClient, kind: str) -> None:
    over = client if kind == "demo" else hostile
    articles = [row["article"]["id"] for row in over.get("/library.json").json()["articles"]][:3]
    paths = ["/review", "/history", "/orphans", "/author?to=//evil.example"]
    paths += [f"/actor/correct?id={row['id']}" for row in over.get("/actors.json").json()["actors"][:3]]
    paths += [
        f"/articles/{one}/{end}" for one in articles for end in ("facts", "correct", "correct?statement=s1")
    ]
    for path in paths:
        answer = over.get(path)
        assert answer.status_code == 200, (path, answer.text[-300:])
        assert_harmless(answer.text)
        address, _, query = path.partition("?")
        assert over.get(f"{address}.json?{query}").status_code == 200


# Two browsers


def test_two_browsers_on_one_statement(desk: Desk) -> None:
    address, mine = desk.form("s1")
    _, theirs = desk.form("s1")
    assert desk.send(address, theirs | {"speaker": "River Board", "author": "Bo"}).status_code == 303
    answer = desk.send(address, mine | {"speaker": "Nadia Orlo", "author": "Ada"})
    assert answer.status_code == 409
    assert "Bo" in answer.text
    assert "River Board" in answer.text
    assert "Nadia Orlo" in answer.text
    assert desk.statements()[0]["speaker"] == "River Board"
    again = form_of(answer, address)
    assert desk.send(address, again).status_code == 303
    assert desk.statements()[0]["speaker"] == "Nadia Orlo"
    assert len(desk.ledger.decisions(desk.ref)) == 2


def test_two_browsers_on_two_statements_do_not_disturb_each_other(desk: Desk) -> None:
    address, mine = desk.form("s3")
    _, theirs = desk.form("s1")
    assert desk.send(address, theirs | {"speaker": "River Board"}).status_code == 303
    assert desk.send(address, mine | {"speaker": "Nadia Orlo"}).status_code == 303
    assert [one["speaker"] for one in desk.statements()] == ["River Board", "Vesthal", "Nadia Orlo"]


def test_two_browsers_of_which_one_rejects(desk: Desk) -> None:
    address, mine = desk.form("s1")
    reject = address.replace("amend", "reject")
    assert desk.send(reject, mine | {"author": "Bo"}).status_code == 303
    answer = desk.send(address, mine | {"speaker": "Nadia Orlo"})
    assert answer.status_code == 409
    assert "Bo" in answer.text
    assert "Nadia Orlo" in answer.text
    assert len(desk.statements()) == 2
    assert "Bo has rejected it already" in desk.send(reject, mine).text
    assert desk.send(address, form_of(answer, address)).status_code == 303
    assert desk.statements()[0]["speaker"] == "Nadia Orlo"
    assert desk.statements()[0]["content"] == ["that the dam at Orsk is safe"]
    assert [row.decision.author for row in desk.ledger.conflicts()] == ["Bo"]


def test_two_browsers_on_one_fact_and_one_actor(desk: Desk) -> None:
    address = f"/articles/{desk.ref}/facts"
    form = form_of(desk.get("/articles/{id}/facts"), address)
    assert desk.send(address, form | {"fact": "title", "value": "One"}).status_code == 303
    assert desk.send(address, form | {"fact": "outlet", "value": "Other"}).status_code == 303
    assert desk.send(address, form | {"fact": "title", "value": "Two"}).status_code == 409
    page = desk.get("/actor/correct?id=article:zelan")
    rename = form_of(page, "/actor/rename")
    assert desk.send("/actor/rename", rename | {"name": "Zel"}).status_code == 303
    assert desk.send("/actor/rename", rename | {"name": "Zal"}).status_code == 409


def test_two_browsers_that_undo_the_same(desk: Desk) -> None:
    address, form = desk.form("s1")
    desk.send(address, form | {"mode": "mixed"})
    made = desk.ledger.decisions()[0].decision.id
    page = form_of(desk.get("/history"), "/history")
    undo = f"/decisions/{made}/undo"
    assert desk.send(undo, page).status_code == 303
    assert desk.send(undo, page).status_code == 409
    redo = f"/decisions/{desk.ledger.decisions()[0].decision.id}/undo"
    assert desk.send(redo, form_of(desk.get("/history"), "/history")).status_code == 303
    assert desk.statements()[0]["mode"] == "mixed"


# Reading again


def test_corrections_survive_another_reader(desk: Desk) -> None:
    address, form = desk.form("s1")
    desk.send(address, form | {"speaker": "River Board", "content": "the dam at Orsk is safe"})
    address, form = desk.form(None)
    desk.send(address, form | {"content": "that the ministry had lied", "cue": "denied"})
    address, form = desk.form("s2")
    desk.send(address.replace("amend", "reject"), form)
    before = desk.statements()
    reading, raw = readings()[0]
    desk.ledger.save(replace(reading, reader="reader-2-another"), raw, version="test")
    assert desk.statements() == before
    assert desk.get("/orphans.json").json()["decisions"] == []
    desk.ledger.save(replace(reading, reader="reader-3-blind", statements=()), raw, version="test")
    page = desk.get("/orphans")
    assert "that the dam at Orsk is safe" in page.text
    assert "We will talk," in page.text
    assert f"/articles/{desk.ref}?at=" in page.text
    assert [one["content"] for one in desk.statements()] == [["that the ministry had lied"]]


# The review list


def test_the_review_list_is_worked_off(desk: Desk) -> None:
    listed = desk.get("/review.json").json()
    assert [round(one["confidence"], 1) for one in listed["statements"]] == [0.3, 0.4]
    where = desk.get("/review")
    forms = where.text.count('action="/review/statement"')
    assert forms == 2
    one, other = desk.ledger.reading(desk.ref).statements[1:]
    form = form_of(where, "/review/statement")
    accepted = desk.send(
        "/review/statement", form | {"statement": stands(one), "answer": "accept"}, hx_request="true"
    )
    assert accepted.status_code == 200
    assert "data-answered" in accepted.text
    assert "<html" not in accepted.text
    before = desk.statements()
    rejected = desk.send("/review/statement", form | {"statement": stands(other), "answer": "reject"})
    assert rejected.status_code == 303
    assert desk.get("/review.json").json()["statements"] == []
    assert before[1] == desk.statements()[1]
    assert desk.ledger.reading(desk.ref).statements[1].speaker.confidence == 1.0


def test_what_is_accepted_stays_as_it_is(desk: Desk) -> None:
    one = desk.ledger.reading(desk.ref).statements[1]
    form = form_of(desk.get("/review"), "/review/statement")
    desk.send("/review/statement", form | {"statement": stands(one), "answer": "accept"})
    before = desk.statements()[1]
    reading, raw = readings()[0]
    otherwise = replace(reading.statements[1], cue=None, source=None, speaker=reading.statements[0].speaker)
    changed = (reading.statements[0], otherwise, reading.statements[2])
    desk.ledger.save(replace(reading, reader="reader-2", statements=changed), raw, version="test")
    assert desk.statements()[1] == before


def test_who_corrects_from_the_review_list_comes_back_to_it(desk: Desk) -> None:
    listed = desk.get("/review")
    assert "&amp;to=/review" in listed.text
    address = f"/articles/{desk.ref}/amend"
    form = form_of(desk.get("/articles/{id}/correct?statement=s2&to=/review"), address)
    answer = desk.send(address, form | {"speaker": "Jaromir Vesthal"})
    assert answer.headers["location"].startswith("/review?done=")


def test_another_who_may_be_meant_is_one_key_away(desk: Desk) -> None:
    reading, raw = readings()[0]
    close = Rival("Jaromir Vesthal", "article:jaromir-vesthal", "the full name, in another article", 0.5)
    speaker = replace(reading.statements[0].speaker, others=(close,))
    statements = (replace(reading.statements[0], speaker=speaker), *reading.statements[1:])
    desk.ledger.save(replace(reading, reader="reader-2", statements=statements), raw, version="test")
    page = desk.get("/review")
    assert 'value="other:Jaromir Vesthal"' in page.text
    assert "the full name, in another article" in desk.get("/articles/{id}/correct?statement=s1").text
    form = form_of(page, "/review/statement") | {"statement": stands(statements[0])}
    assert desk.send("/review/statement", form | {"answer": "other:Zelan <b>"}).status_code == 400
    answer = desk.send("/review/statement", form | {"answer": "other:Jaromir Vesthal"})
    one = desk.statements()[0]
    assert (one["speaker"], one["actor"], one["for"]) == (
        "Jaromir Vesthal",
        "article:jaromir-vesthal",
        "Korvelia",
    )
    desk.undo(answer)
    assert desk.statements()[0]["speaker"] == "Zélan"


@pytest.mark.parametrize("answer", ["accept", "reject"])
def test_decisions_that_contradict(desk: Desk, answer: str) -> None:
    address = "/actor/rename"
    for name in ("Zel", "Zal"):
        form = form_of(desk.get("/actor/correct?id=article:zelan"), address)
        assert desk.send(address, form | {"name": name}).status_code == 303
    page = desk.get("/review")
    assert len(desk.get("/review.json").json()["conflicts"]) == 1
    form = form_of(page, "/review/conflict")
    assert desk.send("/review/conflict", form | {"answer": answer}).status_code == 303
    names = {row.name for row in desk.ledger.actors()}
    assert ("Zal" in names) == (answer == "accept")
    assert ("Zel" in names) == (answer == "reject")


# Who decides


def test_the_author_is_asked_once(desk: Desk) -> None:
    desk.client.cookies.clear()
    address, form = desk.form("s1")
    assert form["author"]
    answer = desk.send(address, form | {"mode": "mixed", "author": "Zoë  Orlo"})
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert desk.ledger.decisions()[0].decision.author == "Zoë Orlo"
    address, form = desk.form("s2")
    assert "author" not in form
    desk.send(address, form | {"mode": "mixed"})
    assert desk.ledger.decisions()[0].decision.author == "Zoë Orlo"
    named = desk.send("/author", desk.bare(author="Bo", to="//evil.example"))
    assert named.headers["location"] == "/history"
    assert "Bo" in desk.get("/author").text


def test_history_is_paged_and_filtered(desk: Desk) -> None:
    for mode in ("mixed", "direct"):
        address, form = desk.form("s1")
        desk.send(address, form | {"mode": mode})
    desk.ledger.undo(desk.ledger.decisions()[0].decision.id, "Ada")
    assert len(desk.get("/history.json").json()["decisions"]) == 3
    assert len(desk.get("/history.json?state=undone").json()["decisions"]) == 1
    assert desk.get("/history.json?page=2").json()["decisions"] == []
    assert desk.client.get("/history?article=nothing").status_code == 404
    assert desk.client.get("/history?state=gone").status_code == 422
