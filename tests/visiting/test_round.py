"""Rounds against a server on this machine, which answers as each test has it."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from briefs.models import Change, Citation, PageStamp, SourceVisit
from briefs.models.visit import VisitState
from briefs.outgoing import public_web
from briefs.visiting import Pace, due_sources, make_round
from briefs.visiting import round as rounds
from tests.factories import make_source, make_update
from tests.outgoing.server import anywhere, say, serving

pytestmark = pytest.mark.django_db

QUOTED = "The ministers agreed on a common bank"
FILLER = " ".join(f"sentence {n} of the page" for n in range(80))
PAGE = f"<html><body><nav>Menu</nav><p>{QUOTED} on Monday.</p><p>{FILLER}</p></body></html>"


class Site:
    """What is at each path; what was asked for is in ``asked``, the most at once in ``most``."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str, dict[str, str]]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.address, self.charset = "", "utf-8"
        self.under_way = self.most = 0
        self.takes = 0.0  # seconds
        self.lock = threading.Lock()

    def put(self, path: str, body: str = PAGE, status: int = 200, **headers: str) -> None:
        self.pages[path] = (status, body, {"Content_Type": "text/html", **headers})

    def answer(self, handler) -> None:
        with self.lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
        self.asked.append(handler.path)
        self.agents.add(handler.headers["User-Agent"])
        status, body, headers = self.pages.get(handler.path, (404, "no such page", {}))
        time.sleep(self.takes)
        # Before it is said: who has heard it may ask for the next while this thread still ends.
        with self.lock:
            self.under_way -= 1
        say(handler, status, body.encode(self.charset), **headers)


@pytest.fixture
def site():
    made = Site()
    with serving(made.answer) as address:
        made.address = address
        yield made


def cited(url: str, passage: str = QUOTED, **fields):
    source = make_source(url=url, **fields)
    Citation.objects.create(source=source, update=make_update(), passage=passage)
    return source


def go(again_after: float = 0, **pace):
    due = [
        page
        for page in due_sources(timezone.now() - timedelta(days=again_after))
        if "example.org" not in page.url  # what the factories cite beside
    ]
    options = {"pause": 0.0, "seconds": 60.0, "may_reach": anywhere, **pace}
    return make_round(due, Pace(**options), lambda made, visit: None)


def visit(source) -> SourceVisit:
    return SourceVisit.objects.get(source=source)


def test_a_page_that_moves_drops_the_passage_and_goes(site):
    source = cited(f"{site.address}/a")
    site.put("/a")
    go()
    first = visit(source)
    assert (first.state, first.status, first.final_address, first.last_found) == (
        "live", 200, "", None,
    )  # fmt: skip
    site.put("/a", "", 301, Location="/b")
    site.put("/b")
    go()
    moved = visit(source)
    assert (moved.state, moved.final_address) == ("redirected", f"{site.address}/b")
    assert moved.remark == "It leads on for good."
    assert moved.since > first.since
    site.put("/b", PAGE.replace(QUOTED, "They met"))
    go()
    dropped = visit(source)
    assert (dropped.state, set(dropped.passages.values())) == ("lost", {"lost"})
    assert dropped.last_found == moved.visited_at
    site.put("/a", "", 404)
    go()
    gone = visit(source)
    assert (gone.state, gone.status) == ("gone", 404)
    assert gone.last_found == moved.visited_at
    site.put("/a")
    go()
    assert (visit(source).state, visit(source).last_found) == ("live", None)


def test_what_never_stood_there_is_another_matter_than_what_was_lost(site):
    source = cited(f"{site.address}/a", "Nobody ever wrote these words on that page")
    site.put("/a")
    go()
    go()
    assert visit(source).state == VisitState.NOT_FOUND


def test_another_text_is_told_until_it_is_accepted(site):
    source = cited(f"{site.address}/a", passage="")
    site.put("/a")
    go()
    site.put("/a", "<p>" + " ".join(f"quite other words {n * n}" for n in range(90)))
    go()
    assert visit(source).state == VisitState.CHANGED
    go()
    assert visit(source).state == VisitState.CHANGED


@pytest.mark.parametrize(
    ("status", "state"), [(410, "gone"), (403, "unreached"), (500, "unreached"), (429, "unreached")]
)
def test_only_gone_means_gone(site, status, state):
    source = cited(f"{site.address}/a")
    site.put("/a", "", status)
    go()
    assert visit(source).state == state


def test_a_page_without_words_is_there_and_its_passages_are_not_judged(site):
    source = cited(f"{site.address}/a")
    site.put("/a", "GIF89a", Content_Type="image/gif")
    go()
    assert (visit(source).state, set(visit(source).passages.values())) == ("live", {"unknown"})
    assert "image/gif" in visit(source).remark


def test_the_declared_charset_counts(site):
    source = cited(f"{site.address}/a", "Économie générale et particulière")
    site.put("/a", "<p>Économie générale et particulière</p>")
    site.charset = "cp850"
    site.pages["/a"][2]["Content_Type"] = "text/html; charset=cp850"
    go()
    assert visit(source).state == "live"


def test_hanging_and_endless_answers_end(site, monkeypatch):
    release = threading.Event()
    answer = site.answer

    def odd(handler):
        if handler.path == "/hangs":
            release.wait(20)
        elif handler.path == "/endless":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
            while not release.is_set():
                try:
                    handler.wfile.write(b"<p>more and more words</p>" * 4000)
                except OSError:
                    return
        else:
            answer(handler)

    site.answer = odd
    with serving(odd) as address:
        monkeypatch.setattr("briefs.visiting.seen.MOST_BYTES", 200_000)
        endless = cited(f"{address}/endless")
        go()
        hangs = cited(f"{address.replace('127.0.0.1', 'localhost')}/hangs")
        go(again_after=7, seconds=5.0)
        release.set()
    assert (visit(hangs).state, visit(hangs).remark) == (
        "unreached", "localhost did not answer in time.",
    )  # fmt: skip
    # It was cut: what was not found may stand in the rest.
    assert (visit(endless).state, set(visit(endless).passages.values())) == ("live", {"unknown"})


def test_a_redirect_into_the_network_around_is_refused(site):
    source = cited(f"{site.address}/a")
    site.put("/a", "", 302, Location="http://169.254.169.254/latest/")

    def own_server(number: str, port: int) -> bool:
        return number == "127.0.0.1" or public_web(number, port)

    go(may_reach=own_server)
    assert visit(source).state == VisitState.UNVISITED
    assert "169.254.169.254" in visit(source).remark


def test_nothing_of_this_machine_is_visited_by_itself(site):
    source = cited(f"{site.address}/a")
    site.put("/a")
    go(may_reach=public_web)
    assert visit(source).state == VisitState.UNVISITED
    assert site.asked == []


def test_robots_txt_is_kept(site, settings):
    settings.SITE_NAME, settings.SITE_URL = "Brief Notes", "https://notes.example"
    rules = "User-agent: brief-notes-source-check\nDisallow: /closed\n"
    site.put("/robots.txt", rules, Content_Type="text/plain")
    site.put("/closed/a")
    site.put("/open")
    closed, opened = cited(f"{site.address}/closed/a"), cited(f"{site.address}/open")
    go()
    assert (visit(closed).state, visit(opened).state) == ("unvisited", "live")
    assert site.asked == ["/robots.txt", "/open"]
    assert site.agents == {"brief-notes-source-check (+https://notes.example)"}


def test_one_host_is_asked_for_one_page_at_a_time(site):
    for number in range(4):
        site.put(f"/{number}", "short", Content_Type="text/plain")
        cited(f"{site.address}/{number}", passage="")
    site.takes = 0.05
    assert go(hosts=8).visited == 4
    assert site.most == 1


def test_a_host_that_is_asked_too_much_is_left_alone(site):
    for number in range(3):
        site.put(f"/{number}", "", 429)
        cited(f"{site.address}/{number}")
    made = go()
    assert (made.due, made.visited, len(site.asked)) == (3, 1, 2)


def test_a_round_goes_on_where_the_last_one_ended(site, monkeypatch):
    for number in range(3):
        site.put(f"/{number}", "words", Content_Type="text/plain")
        cited(f"{site.address}/{number}", passage="")

    keep = rounds.keep
    kept = []

    def keep_one(*args):
        kept.append(keep(*args))
        if len(kept) == 1:
            raise KeyboardInterrupt
        return kept[-1]

    monkeypatch.setattr(rounds, "keep", keep_one)
    made = go(pause=60.0)
    assert made.is_interrupted
    assert 1 <= SourceVisit.objects.count() < 3
    monkeypatch.setattr(rounds, "keep", keep)
    before = len(site.asked)
    again = go(again_after=1)
    assert again.visited == 3 - len(kept)
    assert SourceVisit.objects.count() == 3
    assert len(site.asked) - before == again.visited + 1  # and robots.txt
    assert go(again_after=1).due == 0


def test_a_round_ends_when_its_time_does(site):
    site.put("/a")
    cited(f"{site.address}/a")
    assert go(minutes=0).visited == 0


def test_a_machine_without_a_way_out_writes_nothing():
    sources = [cited(f"http://127.0.0.{host}:9/") for host in range(2, 5)]
    assert go().is_offline
    assert not SourceVisit.objects.exists()
    for source in sources[1:]:
        source.citations.all().delete()
    assert not go().is_offline
    assert visit(sources[0]).state == VisitState.UNREACHED


def test_a_new_address_is_due_at_once_and_begins_anew(site):
    source = cited(f"{site.address}/a")
    go()
    assert visit(source).state == "gone"
    source.url = f"{site.address}/b"
    source.save()
    site.put("/b")
    assert go(again_after=7).visited == 1
    assert (visit(source).state, visit(source).address) == ("live", source.url)


def test_an_unchanged_page_is_no_change(site):
    if connection.vendor == "postgresql":
        pytest.skip("the stamp is renewed at the end of the transaction, which a test never sees")
    cited(f"{site.address}/a")
    site.put("/a")
    go()
    changes, stamp = Change.objects.count(), PageStamp.objects.get().value
    go()
    assert (Change.objects.count(), PageStamp.objects.get().value) == (changes, stamp)
    site.put("/a", "", 404)
    go()
    assert PageStamp.objects.get().value != stamp


def test_what_is_not_cited_is_not_visited_and_what_is_not_linked_is(site):
    site.put("/a")
    make_source(url=f"{site.address}/nobody")
    cited(f"{site.address}/a", linkable=False)
    assert go().visited == 1


class Quick(Pace):
    """The pace of the command, for the server of the tests."""

    def __init__(self, **options) -> None:
        super().__init__(**{**options, "pause": 0.0, "may_reach": anywhere})


def test_the_command_tells_what_it_found(site, monkeypatch, capsys):
    command = "briefs.management.commands.check_sources"
    monkeypatch.setattr(f"{command}.Pace", Quick)
    source = cited(f"{site.address}/a")
    Citation.objects.exclude(source=source).delete()
    call_command("check_sources")
    said = capsys.readouterr().out
    assert said == f"gone: {source.url} The answer is 404.\nVisited 1 of 1: 1 gone.\n"
    call_command("check_sources")
    assert capsys.readouterr().out == "No cited page is due for a visit.\n"
    with pytest.raises(CommandError, match=r"from 0\.5 on"):
        call_command("check_sources", "--pause=0")


def test_on_a_terminal_the_command_draws_a_bar(site, monkeypatch, capsys):
    monkeypatch.setattr("briefs.management.commands.check_sources.Pace", Quick)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    Citation.objects.exclude(source=cited(f"{site.address}/a")).delete()
    call_command("check_sources")
    assert "\r[########################] 1/1 1 gone" in capsys.readouterr().out
