"""Every address, with what only an attacker or a broken program sends: never an error of ours.

The walk sends many bad things at once, each in the place where it can be read: in the path, in
every parameter that any view knows, in headers, in bodies and by methods that nobody offers.
Nothing of it comes back unescaped.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse, QueryDict

from tests.every_address import every_address, patterns
from tests.test_leaks import site  # noqa: F401

ROOT = Path(__file__).parent.parent.parent
MARK = "<script>zq"
IN_ATTRIBUTE = '"onx=zq'
HTML = f"{IN_ATTRIBUTE} '{MARK}(1)</script>"
SQL = "1' OR '1'='1'; DROP TABLE briefs_article; --"
VALUES = {
    "html": quote(HTML),
    "sql": quote(SQL),
    "new lines": "a%0d%0aSet-Cookie:%20zq=1%0d%0a%0d%0a<p>",
    "not UTF-8": "%ff%fe%c3%28%ed%a0%80",
    "digits": "9" * 400,
    "negative": "-1",
    "not a number": "NaN",
    "a date that is none": "2027-02-30",
    "past all dates": "9999-12-31",
    "before all dates": "0000-00-00",
    "empty": "",
}
FIELDS = (HTML, "a\0b", "9" * 40, SQL)
HEADERS = {
    "Accept": f'*/*;q=x, {HTML}, application/ld+json; profile="{HTML}',
    "Accept-Language": f"{'x-' * 500}{HTML}",
    "Accept-Encoding": "gzip;q=-1, br;q=x",
    "Prefer": f'return="{HTML}; include="',
    "If-None-Match": f'W/"{HTML}", \xff, *',
    "If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT",
    "Range": "bytes=9-1,--1,x",
    "Referer": f"javascript:{HTML}",
    "User-Agent": HTML,
    "X-Forwarded-For": f"{HTML}, ::ffff:1",
    "X-Forwarded-Host": "evil.example",
    "X-Requested-With": "XMLHttpRequest",
    "Authorization": "Basic \xff",
}
COOKIE = f'sessionid="{HTML}; csrftoken=\\000; messages=[[x; known_device={HTML}; =; \xff'
METHODS = ("DELETE", "BREW", "PUT", "PATCH", "OPTIONS", "TRACE", "HEAD")
BODIES = [
    (
        "application/x-www-form-urlencoded",
        b"a=%00&b=%ff&=&next=//evil&action=zq&_selected_action=x",
    ),
    ("application/json", b'{"a": ' + b"[" * 3_000),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="\0"; '),
    ("multipart/form-data", b"no boundary"),
    ("text/xml; charset=utf-16", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;"),
]
READS = re.compile(r"(?:GET|POST)(?:\.get|\.getlist)?[\[(]\s*[\"']([\w-]+)[\"']")
# It would end the walk.
LEFT_OUT = "/admin/logout/"

pytestmark = pytest.mark.django_db


# What is sent, and to where -------------------------------------------------------------------


def addresses(*, admin: bool | None = None) -> list[str]:
    found = [address for address in every_address() if address != LEFT_OUT]
    return [a for a in found if admin is None or a.startswith("/admin/") == admin]


def parameters() -> list[str]:
    """The names that any view reads, and those that Django's admin and forms know."""
    found = {"o", "q", "p", "e", "_popup", "_to_field", "_changelist_filters", "next", "id__exact"}
    for file in (ROOT / "briefs").rglob("*.py"):
        source = file.read_text()
        found |= set(READS.findall(source))
        # Names of fields of forms, by which filters are given in the address.
        if "forms." in source or "views" in file.parts:
            found |= {
                target.id
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name) and target.id.islower()
            }
    return sorted(found)


@contextmanager
def names_read(monkeypatch) -> Iterator[set[str]]:
    """The parameters that are asked for meanwhile, whoever asks."""
    read: set[str] = set()

    def noting(method):
        def inner(self, key, *arguments):
            read.add(key)
            return method(self, key, *arguments)

        return inner

    with monkeypatch.context() as patch:
        for name in ("get", "getlist", "__getitem__", "__contains__"):
            patch.setattr(QueryDict, name, noting(getattr(QueryDict, name)))
        yield read


def hostile_paths() -> list[str]:
    """Each route with each text in the place of its arguments, as far as the route takes it."""
    paths = set()
    for route, _ in patterns():
        if "(?P<" in route or "<" not in route:
            continue
        for text in ("%ff%fe", quote(HTML), quote(SQL), "x" * 3_000, "9" * 30):
            paths.add("/" + re.sub(r"<[^>]+>", lambda _, text=text: text, route))
    return sorted(paths)


class Walk:
    """Looks at every answer, and tells at the end of all that were wrong."""

    def __init__(self) -> None:
        self.answers = 0
        self.wrong: list[str] = []

    def check(self, request: str, response: HttpResponse) -> None:
        self.answers += 1
        # By the words of oEmbed 501 is the answer to a format that there is not.
        is_oembed = request.startswith("/oembed ") and response.status_code == 501
        if response.status_code >= 500 and not is_oembed:
            self.wrong.append(f"{request}: {response.status_code}")
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        for name, value in [*response.items(), *cookies]:
            if MARK in value or IN_ATTRIBUTE in value or "\n" in value:
                self.wrong.append(f"{request}: {name}")
        kind = response.headers.get("Content-Type", "")
        if not response.streaming and re.search("html|xml|svg", kind):
            text = response.content.decode(errors="replace")
            # In the words between two tags a quotation mark is only that.
            if MARK in text or re.search(rf"<[^<>]*{IN_ATTRIBUTE}", text):
                self.wrong.append(f"{request}: unescaped")


@pytest.fixture
def walk() -> Iterator[Walk]:
    walk = Walk()
    yield walk
    assert (walk.wrong, walk.answers > 0) == ([], True)


@pytest.fixture
def nobody(client, site):  # noqa: F811
    client.raise_request_exception = False
    return client


@pytest.fixture
def administrator(nobody):
    nobody.force_login(User.objects.create_superuser("chief"))
    return nobody


@contextmanager
def undone() -> Iterator[None]:
    """What is written meanwhile is not there for the next request."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Parameters and paths -------------------------------------------------------------------------


def test_every_parameter_at_once(walk, administrator):
    """Each name with another value, and rubbish in the headers; the next address has others."""
    names = parameters()
    assert {"q", "as_of", "next", "page"} <= set(names)
    values = list(VALUES.values())
    for at, address in enumerate(addresses()):
        pairs = (f"{name}={values[(n + at) % len(values)]}" for n, name in enumerate(names))
        response = administrator.get(f"{address}?{'&'.join(pairs)}", headers=HEADERS)
        walk.check(f"{address} {at}", response)


def test_giants(walk, nobody):
    query = "&".join(f"{name}={'x' * 20_000}" for name in ("q", "as_of", "topic", "sort"))
    for address in addresses(admin=False):
        walk.check(address, nobody.get(f"{address}?{query}&page={'9' * 20_000}"))


def test_every_parameter_that_a_page_reads(walk, nobody, monkeypatch):
    """One by one: of many at once the first that is refused would hide the others."""
    asked = 0
    for address in addresses(admin=False):
        with names_read(monkeypatch) as read:
            nobody.get(address)
        for name in sorted(read - {"csrfmiddlewaretoken"}):
            for what in ("html", "past all dates"):
                walk.check(
                    f"{address} {name} {what}", nobody.get(f"{address}?{name}={VALUES[what]}")
                )
                asked += 1
    assert asked > 300


def test_a_nul_is_refused_everywhere(walk, administrator):
    for address in addresses():
        response = administrator.get(f"{address}?q=a%00b")
        walk.check(address, response)
        assert (address, response.status_code) == (address, 400)
        assert administrator.get(f"{address}a%00b").status_code == 400


def test_every_argument_of_every_address(walk, administrator):
    paths = hostile_paths()
    assert len(paths) > 200
    for path in paths:
        walk.check(path, administrator.get(path))


# Headers and methods --------------------------------------------------------------------------


def test_every_cookie(walk, nobody):
    for address in [*addresses(admin=False), "/admin/", "/admin/login/"]:
        walk.check(address, nobody.get(address, headers={**HEADERS, "Cookie": COOKIE}))


def test_every_host_but_ours_is_refused(walk, nobody):
    for host in ("evil.example", "a b", "\xff", "testserver:99999x", HTML, ""):
        for address in ("/", "/claims/", "/admin/login/", "/sitemap.xml"):
            response = nobody.get(address, headers={"Host": host})
            walk.check(f"{address} {host}", response)
            assert response.status_code == 400 or not host


def test_every_scheme(walk, nobody, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for scheme in ("", "ftp", HTML, "https,http"):
        for address in ("/", "/claims/", "/admin/login/"):
            headers = {"X-Forwarded-Proto": scheme}
            walk.check(f"{address} {scheme}", nobody.get(address, headers=headers))


def test_every_method(walk, administrator):
    for at, address in enumerate(addresses()):
        # The admin makes the whole page for each.
        one = METHODS[at % len(METHODS)]
        for method in [one] if address.startswith("/admin/") else METHODS:
            with undone():
                response = administrator.generic(method, address, b"x", "text/plain")
            walk.check(f"{method} {address}", response)


# Bodies ---------------------------------------------------------------------------------------


def test_every_body_of_nobody(walk, nobody):
    for address in addresses():
        for kind, body in BODIES[:1]:
            with undone():
                walk.check(f"{kind} {address}", nobody.post(address, body, content_type=kind))


def test_every_body(walk, administrator):
    for at, address in enumerate(addresses(admin=True)):
        for kind, body in (BODIES[0], BODIES[1 + at % (len(BODIES) - 1)]):
            with undone():
                walk.check(
                    f"{kind} {address}", administrator.post(address, body, content_type=kind)
                )


def test_every_field_of_every_form(walk, administrator):
    # Refused as such, it would hide what the others do.
    known = set(parameters()) - {"_to_field"}
    filled = 0
    for address in addresses(admin=True):
        response = administrator.get(address)
        # What a list is sent, the bodies are.
        if response.status_code != 200 or 'id="changelist"' in text_of(response):
            continue
        names = set(re.findall(r'name="([\w:-]+)"', text_of(response)))
        counts = {name: "0" for name in names if name.endswith("_FORMS")}
        # Keys are chosen from lists; what is sent in their place is not walked here.
        chosen = set(re.findall(r'<select[^>]*name="([\w:-]+)"', text_of(response)))
        fields = sorted((names | known) - chosen - set(counts) - {"csrfmiddlewaretoken"})
        filled += len(fields)
        data = {name: FIELDS[n % len(FIELDS)] for n, name in enumerate(fields)}
        with undone():
            response = administrator.post(address, {**data, **counts})
        walk.check(address, response)
    assert filled > 1_000


def test_every_field_of_the_desk(walk, administrator):
    """It is sent to by buttons of other pages."""
    for address in addresses(admin=True):
        if address.startswith("/admin/desk/"):
            for value in FIELDS:
                with undone():
                    response = administrator.post(address, dict.fromkeys(parameters(), value))
                walk.check(f"{address} {value[:5]!r}", response)


def text_of(response: HttpResponse) -> str:
    return "" if response.streaming else response.content.decode(errors="replace")


def test_a_request_that_is_too_large_is_refused(nobody, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    assert nobody.post("/admin/login/", {"username": "x" * 2_000}).status_code == 400
    too_many = b"&".join([b"x=1"] * 2_000)
    kind = "application/x-www-form-urlencoded"
    assert nobody.post("/admin/login/", too_many, content_type=kind).status_code == 400
