"""What a Sentry server is told: where in the code something failed, and nothing of anybody."""

import gzip
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest

from tests.site.test_production import GOOD, ROOT

# What a visitor sends, and what of it an exception says: none of it leaves the machine.
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
PRIVATE = "jane.doe.private"
FAIL = f"""
import io, sys
import django
django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from sco_site.logs.requests import with_request_log
from briefs.views import site
import logging

def fail(request, *args, **kwargs):
    local = "{PRIVATE} in a variable"
    raise ValueError("Key (name)=({PRIVATE}) is there already")

site.render = fail
logging.getLogger("of.a.part").error("Only said, of %s", "{PRIVATE}")
environ = {{
    "REQUEST_METHOD": "GET", "PATH_INFO": "/method/", "QUERY_STRING": "q={PRIVATE}",
    "SERVER_NAME": "example.org", "SERVER_PORT": "443", "HTTP_HOST": "example.org",
    "HTTP_X_FORWARDED_PROTO": "https", "HTTP_COOKIE": "name={PRIVATE}", "HTTP_X_REQUEST_ID":
    "request-of-the-test", "HTTP_USER_AGENT": "{PRIVATE}", "HTTP_REFERER": "https://{PRIVATE}/",
    "REMOTE_ADDR": "203.0.113.77", "HTTP_X_FORWARDED_FOR": "203.0.113.77",
    "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(b""), "wsgi.errors": sys.stderr,
}}
said = []
b"".join(with_request_log(WSGIHandler())(environ, lambda *parts: said.append(parts[0])))
print(said)
import sentry_sdk
sentry_sdk.flush(10)
"""


def python(code: str, folder, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "DJANGO_SETTINGS_MODULE": "sco_site.settings",
        "ALLOWED_HOSTS": "example.org",
        "TAG_AUTHORITY": "example.org,2026",
        "SECRET_KEY": GOOD,
        "DATA_DIR": str(folder),
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.fixture
def received():
    """What comes to a server that takes everything, unpacked; its port is the last item's."""
    bodies: list[bytes] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(DECODED[self.headers["Content-Encoding"]](body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield bodies, f"http://key@127.0.0.1:{server.server_port}/1"
    server.shutdown()
    server.server_close()
    thread.join()


def test_where_it_failed_is_told_and_nothing_of_anybody(received, tmp_path):
    bodies, dsn = received
    done = python(FAIL, tmp_path, SENTRY_DSN=dsn)
    assert "500 Internal Server Error" in done.stdout, done.stderr
    (body,) = bodies
    told = body.decode()
    assert PRIVATE not in told
    assert "203.0.113.77" not in told
    lines = [json.loads(line) for line in told.splitlines()]
    event = next(line for line in lines if "exception" in line)
    (raised,) = event["exception"]["values"]
    assert (raised["type"], raised["stacktrace"]["frames"][-1]["function"]) == (
        "ValueError",
        "fail",
    )
    assert set(raised) == {"type", "module", "stacktrace"}
    assert event["tags"] == {"request_id": "request-of-the-test"}
    assert not {"request", "user", "breadcrumbs", "extra", "contexts", "server_name"} & set(event)
    # The words are in the log, under the id that was sent.
    logged = [json.loads(line) for line in done.stderr.splitlines()]
    assert [
        line["exception"]["message"]
        for line in logged
        if line.get("request_id") == "request-of-the-test" and "exception" in line
    ] == [f"Key (name)=({PRIVATE}) is there already"]


def test_without_an_address_nothing_is_loaded(tmp_path):
    code = "import sys, django; django.setup(); print('sentry_sdk' in sys.modules)"
    done = python(code, tmp_path)
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_a_package_that_is_missing_is_named(tmp_path):
    code = "import sys, django; sys.modules['sentry_sdk'] = None; django.setup()"
    done = python(code, tmp_path, SENTRY_DSN="https://key@example.org/1")
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: SENTRY_DSN is set")
    assert "requirements/sentry.txt" in last
    assert (ROOT / "requirements" / "sentry.txt").is_file()


@pytest.mark.parametrize("dsn", ["yes", "https://example.org/1", "ftp://key@example.org/1"])
def test_an_address_that_is_none_stops_the_start(tmp_path, dsn):
    done = python("import django; django.setup()", tmp_path, SENTRY_DSN=dsn)
    assert "ImproperlyConfigured: SENTRY_DSN is no address" in done.stderr.splitlines()[-1]
