"""Against servers on this machine, and names whose numbers the test gives."""

import gzip
import socket
import ssl
import subprocess
import threading

import pytest

from briefs.outgoing import Answer, NotReached, Refused, fetch, public_web
from tests.outgoing.server import anywhere, say, serving


def names(monkeypatch, *answers: list[str]) -> None:
    """What a name's numbers are, asked for the first time, the second and so on."""
    told = iter(answers)

    def look_up(host, port, **kwargs):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in next(told)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture
def connected(monkeypatch) -> list[tuple[str, int]]:
    """Where connections were to go; none gets there."""
    places: list[tuple[str, int]] = []

    def note(place, timeout):
        places.append(place)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "create_connection", note)
    return places


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://１２７.0.0.1/",
        "https://1.1.1.1:22/",
    ],
)
def test_nothing_is_asked_of_the_machines_around(url, connected):
    with pytest.raises(Refused):
        fetch(url)
    assert connected == []


def test_one_private_number_of_a_name_closes_it(monkeypatch, connected):
    names(monkeypatch, ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(Refused):
        fetch("https://both.example/")
    assert connected == []


def test_the_number_that_was_checked_is_the_one_connected_to(monkeypatch, connected):
    names(monkeypatch, ["1.1.1.1"], ["127.0.0.1"])
    with pytest.raises(NotReached):
        fetch("https://rebinding.example/")
    assert connected == [("1.1.1.1", 443)]


def test_a_few_numbers_are_tried(monkeypatch, connected):
    names(monkeypatch, [f"1.1.1.{last}" for last in range(1, 9)])
    with pytest.raises(NotReached):
        fetch("http://many.example/")
    assert [number for number, _ in connected] == ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4"]


def test_a_name_without_a_number_is_not_reached(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotReached, match="no address on the Internet"):
        fetch("https://nowhere.example/")


def test_an_answer_is_told_whatever_its_status():
    with serving(lambda asked: say(asked, 404, b"not here", X_Kind="plain")) as url:
        answer = fetch(f"{url}/a?b=c", may_reach=anywhere)
    assert (answer.status, answer.url, answer.body, answer.is_whole, answer.hops) == (
        404,
        f"{url}/a?b=c",
        b"not here",
        True,
        (),
    )
    assert answer.headers["x-kind"] == "plain"


def test_headers_and_data_arrive():
    seen = []

    def note(asked):
        length = int(asked.headers["Content-Length"])
        seen.append((asked.command, dict(asked.headers), asked.rfile.read(length)))
        say(asked, 202)

    with serving(note) as url:
        fetch(url, method="POST", data=b"a=1", headers={"user-agent": "x"}, may_reach=anywhere)
    ((method, headers, data),) = seen
    assert (method, data, headers["Host"]) == ("POST", b"a=1", url.removeprefix("http://"))
    assert [value for name, value in headers.items() if name.lower() == "user-agent"] == ["x"]


# Redirects -----------------------------------------------------------------------------------


def test_each_hop_is_told_with_its_status():
    steps = {"/a": (301, "/b c"), "/b%20c": (302, "d")}

    def lead(asked):
        status, place = steps.get(asked.path, (200, ""))
        say(asked, status, asked.path.encode(), **({"Location": place} if place else {}))

    with serving(lead) as url:
        answer = fetch(f"{url}/a", may_reach=anywhere)
    assert (answer.url, answer.body) == (f"{url}/d", b"/d")
    assert answer.hops == ((f"{url}/a", 301), (f"{url}/b%20c", 302))


def follow(location: str, **options) -> Answer:
    with serving(lambda asked: say(asked, 302, Location=location)) as url:
        first = int(url.rpartition(":")[2])

        def may_reach(number, port):
            return port == first or public_web(number, port)

        return fetch(url, may_reach=may_reach, **options)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/",
        "//localhost/",
        "file:///etc/passwd",
        "https://user@1.1.1.1/",
        "http://[/",
    ],
)
def test_a_redirect_leads_nowhere_that_is_closed(location):
    with pytest.raises(Refused):
        follow(location)


def test_redirects_end():
    with pytest.raises(NotReached, match="more than 5 times"):
        follow("/again")


def test_what_is_posted_is_posted_once():
    answer = follow("/again", method="POST", data=b"x")
    assert (answer.status, answer.hops) == (302, ())


def test_a_secret_is_for_one_site():
    seen = []

    def note(asked):
        seen.append((asked.headers["Authorization"], asked.headers["X-Other"]))
        say(asked, 200)

    with serving(note) as other, serving(lambda asked: say(asked, 302, Location=other)) as url:
        fetch(url, headers={"Authorization": "s", "X-Other": "o"}, may_reach=anywhere)
    assert seen == [(None, "o")]


# Bounds --------------------------------------------------------------------------------------


def test_a_long_body_is_cut():
    with serving(lambda asked: say(asked, 200, b"x" * 100)) as url:
        assert fetch(url, most_bytes=100, may_reach=anywhere).is_whole
        answer = fetch(url, most_bytes=99, may_reach=anywhere)
        nothing = fetch(url, most_bytes=0, may_reach=anywhere)
        head = fetch(url, method="HEAD", may_reach=anywhere)
    assert (answer.body, answer.is_whole) == (b"x" * 99, False)
    assert (nothing.status, nothing.body, nothing.is_whole) == (200, b"", False)
    assert (head.status, head.body, head.is_whole) == (200, b"", True)


def test_a_packed_body_is_unpacked():
    packed = gzip.compress(b"words " * 50_000)
    with serving(lambda asked: say(asked, 200, packed, Content_Encoding="gzip")) as url:
        answer = fetch(url, may_reach=anywhere)
        head = fetch(url, method="HEAD", may_reach=anywhere)
    assert (answer.body, answer.is_whole) == (b"words " * 50_000, True)
    assert (head.body, head.is_whole) == (b"", True)


def test_a_bomb_is_unpacked_no_further_than_the_limit():
    packed = gzip.compress(bytes(50_000_000))
    with serving(lambda asked: say(asked, 200, packed, Content_Encoding="gzip")) as url:
        answer = fetch(url, most_bytes=100_000, may_reach=anywhere)
    assert (answer.body, answer.is_whole) == (bytes(100_000), False)


@pytest.mark.parametrize(
    ("body", "packing"),
    [(b"no gzip", "gzip"), (b"x", "br"), (gzip.compress(b"x", mtime=0), "gzip, gzip")],
)
def test_what_cannot_be_unpacked_is_no_answer(body, packing):
    with (
        serving(lambda asked: say(asked, 200, body, Content_Encoding=packing)) as url,
        pytest.raises(NotReached, match="packed"),
    ):
        fetch(url, may_reach=anywhere)


@pytest.mark.parametrize("headers", [{}, {"Content_Encoding": "gzip"}])
def test_an_answer_that_breaks_off_is_none(headers):
    body = gzip.compress(b"x" * 1_000)[:-9] if headers else b"half"
    with (
        serving(lambda asked: say(asked, 200, body, **headers, Content_Length="999")) as url,
        pytest.raises(NotReached, match="broke off"),
    ):
        fetch(url, may_reach=anywhere)


@pytest.mark.parametrize("words", [b"\0\x01rubbish\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b""])
def test_what_is_not_http_is_no_answer(words):
    def mumble(asked):
        asked.wfile.write(words)
        asked.close_connection = True

    with serving(mumble) as url, pytest.raises(NotReached):
        fetch(url, may_reach=anywhere)


def test_a_server_that_goes_on_for_ever_is_left():
    """Each byte comes in time; the whole does not."""
    left = threading.Event()

    def drip(asked):
        asked.wfile.write(b"HTTP/1.1 200 OK\r\n")
        try:
            while not left.wait(0.02):
                asked.wfile.write(b"X-More: 1\r\n"[:1])
        except OSError:
            pass
        asked.close_connection = True

    with serving(drip) as url:
        try:
            with pytest.raises(NotReached, match="in time"):
                fetch(url, seconds=0.3, may_reach=anywhere)
        finally:
            left.set()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost "
        f"-keyout {key} -out {certificate}".split(),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet():
            conversation, _ = listener.accept()
            with conversation, pytest.raises(ssl.SSLError):
                context.wrap_socket(conversation, server_side=True)

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(NotReached, match="CERTIFICATE_VERIFY_FAILED"):
            fetch(f"https://localhost:{listener.getsockname()[1]}/", may_reach=anywhere)
        thread.join()
