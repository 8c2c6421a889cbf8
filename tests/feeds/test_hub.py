"""WebSub, against a small hub that answers on the loopback."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from urllib.parse import parse_qs, urlencode
from urllib.request import Request, urlopen

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from briefs.feeds.hub import ping, tell_hub
from briefs.models import Event, HubPing
from briefs.publishing import publish_article, withdraw
from tests.factories import (
    make_annotation,
    make_article,
    make_assessment,
    make_membership,
    make_organisation,
    make_person,
    make_state,
    make_topic,
    make_update,
)
from tests.feeds.rules import atom, json_feed, links


@dataclass
class Hub:
    """Subscribes whoever confirms it, and hands on what a publisher announces (W3C WebSub)."""

    address: str = ""
    status: int = 202
    published: list[str] = field(default_factory=list)
    subscribers: dict[str, str] = field(default_factory=dict)  # callback by topic

    def told(self, asked: dict[str, str]) -> None:
        match asked["hub.mode"]:
            case "subscribe":
                query = {"hub.mode": "subscribe", "hub.challenge": "abc", **_topic(asked)}
                with urlopen(f"{asked['hub.callback']}?{urlencode(query)}", timeout=60) as answer:
                    if answer.read() == b"abc":
                        self.subscribers[asked["hub.topic"]] = asked["hub.callback"]
            case "publish":
                self.published.append(asked["hub.url"])
                if callback := self.subscribers.get(asked["hub.url"]):
                    with urlopen(asked["hub.url"], timeout=60) as feed:
                        request = Request(callback, data=feed.read(), method="POST")
                    urlopen(request, timeout=60).close()


def _topic(asked: dict[str, str]) -> dict[str, str]:
    return {"hub.topic": asked["hub.topic"]}


@pytest.fixture
def serve() -> Iterator:
    """Starts servers on free ports of the loopback, and ends them."""
    running = []

    def start(handler: type[BaseHTTPRequestHandler]) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def hub(serve, settings, monkeypatch) -> Hub:
    monkeypatch.setattr("briefs.feeds.hub.TIMEOUT", 60)
    found = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            if found.status < 300:
                found.told(asked)
            self.send_response(found.status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(b"x" * 200_000)

        def log_message(self, *args: object) -> None:
            pass

    found.address = serve(Handler)
    settings.WEBSUB_HUB = found.address
    settings.SITE_URL = "http://testserver"
    return found


def paths(hub: Hub) -> set[str]:
    return {address.removeprefix("http://testserver") for address in hub.published}


@pytest.mark.django_db
def test_every_feed_of_an_event_is_announced_in_every_form(hub):
    state, topic = make_state(iso_a3="KAZ"), make_topic(slug="enlargement")
    article = make_article(slug="a-bloc")
    article.authors.add(make_person(slug="author"))
    claim = make_annotation(article, slug="a-claim")
    claim.organisations.add(make_organisation(slug="sco"))
    claim.states.add(state)
    claim.topics.add(topic)
    make_annotation(article, slug="another-claim", quote="It rarely meets.")
    HubPing.objects.all().delete()
    make_assessment(claim, "came-true")
    told = tell_hub(timezone.now())
    scopes = [
        *("/feed.{}", "/articles/a-bloc/feed.{}", "/claims/feed.{}", "/claims/a-claim/feed.{}"),
        *("/claims/feed.{}?kind=forecast", "/claims/feed.{}?verdict=came-true"),
        *("/organisations/sco/feed.{}", "/states/kaz/feed.{}", "/topics/enlargement/feed.{}"),
        "/people/author/feed.{}",
    ]
    assert paths(hub) == {
        scope.format(form) for scope in scopes for form in ("atom", "rss", "json")
    }
    assert (told.announced, told.failed, told.left) == (30, {}, 0)
    assert not HubPing.objects.exists()


@pytest.mark.django_db
def test_updates_memberships_and_withdrawals_are_announced_where_they_are_told(hub):
    claim = make_annotation(slug="a-claim")
    body = make_organisation(slug="sco")
    make_membership(organisation=body, state=make_state(iso_a3="KAZ"))
    update = make_update(bears_on=claim)
    tell_hub(timezone.now())
    assert {
        *("/updates/feed.atom", "/claims/a-claim/feed.atom", "/states/kaz/feed.atom"),
        *("/organisations/sco/feed.atom", f"/articles/{claim.article.slug}/feed.atom"),
    } <= paths(hub)
    hub.published.clear()
    withdraw(claim.article, reason="It was wrong.")
    tell_hub(timezone.now())
    assert {f"/articles/{claim.article.slug}/feed.rss", "/claims/a-claim/feed.rss"} <= paths(hub)
    assert "/updates/feed.rss" not in paths(hub)
    assert update.is_published


@pytest.mark.django_db
def test_nothing_is_lost_while_the_hub_is_away(hub):
    update = make_update()
    hub.status = 503
    now = timezone.now()
    assert tell_hub(now).failed
    assert HubPing.objects.get().tries == 1
    assert tell_hub(now).announced == 0  # not again at once
    hub.status = 202
    assert tell_hub(now + timedelta(minutes=2)).failed == {}
    assert "/updates/feed.atom" in paths(hub)
    assert not HubPing.objects.exists()
    assert update.is_published


@pytest.mark.django_db
def test_an_event_that_nobody_sees_yet_is_announced_once_it_is_public(hub):
    article = make_article(public=False, slug="a-bloc")
    make_annotation(article, slug="a-claim")
    now = timezone.now()
    assert tell_hub(now).announced == 0
    assert hub.published == []
    publish_article(article, article.versions.get())
    tell_hub(now + timedelta(hours=2))
    assert "/claims/a-claim/feed.atom" in paths(hub)
    assert not HubPing.objects.exists()


@pytest.mark.django_db
def test_what_is_rolled_back_is_announced_to_nobody(hub):
    with transaction.atomic():
        make_update()
        transaction.set_rollback(True)
    assert not HubPing.objects.exists()


@pytest.mark.django_db
def test_without_a_hub_nothing_is_kept_and_nothing_is_named(client):
    make_update()
    assert not HubPing.objects.exists()
    response = client.get("/feed.atom")
    assert response["Link"] == '<http://testserver/feed.atom>; rel="self"'
    assert "hub" not in links(atom(response.content))
    with pytest.raises(CommandError, match="WEBSUB_HUB"):
        call_command("ping_hub")


@pytest.mark.django_db
def test_feeds_name_the_hub_and_themselves(client, hub):
    make_update()
    response = client.get("/feed.atom")
    assert response["Link"] == (
        f'<http://testserver/feed.atom>; rel="self", <{hub.address}>; rel="hub"'
    )
    assert links(atom(response.content))["hub"] == hub.address
    assert json_feed(client.get("/feed.json").content)["hubs"] == [
        {"type": "WebSub", "url": hub.address}
    ]
    # Of a search nobody knows which events change it.
    assert "hub" not in links(atom(client.get("/search/feed.atom?q=x").content))


@pytest.mark.django_db
def test_a_hub_sends_nobody_elsewhere(hub):
    hub.status = 307
    assert "307" in ping("http://testserver/feed.atom")


@pytest.mark.django_db
def test_a_hub_that_is_not_there(settings):
    settings.WEBSUB_HUB = "http://127.0.0.1:9/"
    assert "refused" in ping("http://testserver/feed.atom")


@pytest.mark.django_db
def test_the_command_says_what_it_did(hub):
    make_update()
    out = StringIO()
    call_command("ping_hub", stdout=out)
    assert out.getvalue() == "Announced: 6 feeds.\n"
    make_update()
    hub.status = 500
    with pytest.raises(CommandError, match="6 feeds could not be announced") as error:
        call_command("ping_hub", stdout=out, stderr=StringIO())
    assert error.value.returncode == 2


@pytest.mark.django_db(transaction=True)
def test_a_subscriber_receives_what_is_new(live_server, serve, hub, settings):
    settings.SITE_URL = live_server.url
    received: list[bytes] = []

    class Subscriber(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            challenge = parse_qs(self.path.partition("?")[2])["hub.challenge"][0]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(challenge.encode())

        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with urlopen(f"{live_server.url}/feed.atom", timeout=60) as feed:
        found = links(atom(feed.read()))
    asked = {"hub.mode": "subscribe", "hub.topic": found["self"], "hub.callback": serve(Subscriber)}
    request = Request(found["hub"], data=urlencode(asked).encode(), method="POST")
    urlopen(request, timeout=60).close()
    assert list(hub.subscribers) == [f"{live_server.url}/feed.atom"]
    make_update(headline="India joins")
    tell_hub(timezone.now())
    (document,) = received
    assert Event.objects.get().tag in document.decode()
    assert "India joins" in document.decode()
