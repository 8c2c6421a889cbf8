"""nginx with our file in front of a server that notes what it is asked."""

import http.client
import json
import os
import shutil
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.ports import free_port, listens

FILE = Path(__file__).parent.parent / "deploy" / "nginx.conf"
pytestmark = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx is not on this machine"
)


@pytest.fixture
def asked():
    """A server on loopback, as the site is, and the requests that came to it."""
    requests: list[tuple[str, dict[str, str]]] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, requests
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def proxy(tmp_path, asked):
    """nginx on two free ports; gives that of HTTPS. The lines are ours but for ports and paths."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=example.org", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make, *named], check=True, capture_output=True)
    plain, secure = free_port(), free_port()
    text = FILE.read_text()
    for ours, theirs in {
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "127.0.0.1:8000": f"127.0.0.1:{asked[0]}",
        "/etc/letsencrypt/live/example.org/fullchain.pem": str(certificate),
        "/etc/letsencrypt/live/example.org/privkey.pem": str(key),
        "/var/log/nginx": str(tmp_path),
    }.items():
        assert ours in text
        text = text.replace(ours, theirs)
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    around = f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors; {user} events {{}}"
    (tmp_path / "nginx.conf").write_text(f"{around} http {{ {folders} {text} }}")
    command = ["nginx", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "errors")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command)
    try:
        assert listens(secure, process)
        yield secure
    finally:
        process.terminate()
        process.wait()


def get(port: int, path: str) -> int:
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=trusting)
    sent = {
        "Host": "example.org",
        "X-Request-ID": "of-the-visitor",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "http",
    }
    try:
        connection.request("GET", path, headers=sent)
        return connection.getresponse().status
    finally:
        connection.close()


def written(log: Path, number: int) -> list[dict]:
    """The lines of it, once it has so many: nginx writes one after the answer has been sent."""
    give_up = time.monotonic() + 30
    while len(lines := log.read_text().splitlines()) < number and time.monotonic() < give_up:
        time.sleep(0.05)
    return [json.loads(line) for line in lines]


def test_nginx_says_who_asks_and_writes_down_no_secret(proxy, asked, tmp_path):
    paths = {
        "/claims/?q=somebody": "/claims/",
        "/preview/a-secret/?x=1": "/preview/[secret]",
        "/desk/calendar/a-secret.ics": "/desk/calendar/[secret]",
    }
    assert [get(proxy, path) for path in paths] == [200, 200, 200]
    lines = written(tmp_path / "living-analysis.log", len(paths))
    assert [line["path"] for line in lines] == list(paths.values())
    for (path, headers), line, sent in zip(asked[1], lines, paths, strict=True):
        assert path == sent
        assert {name: headers[name] for name in ("Host", "X-Forwarded-Proto")} == {
            "Host": "example.org",
            "X-Forwarded-Proto": "https",
        }
        assert headers["X-Forwarded-For"] == line["from"] == "127.0.0.1"
        assert headers["X-Request-ID"] == line["request_id"]
        assert len(line["request_id"]) == 32
    assert "a-secret" not in "".join(path.read_text() for path in tmp_path.glob("*.log"))


def test_the_machine_itself_may_ask_whether_the_site_is_ready(proxy, asked):
    assert get(proxy, "/readyz") == 200
