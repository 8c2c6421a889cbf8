"""The headers of every answer: pages, errors, refusals, files."""

import re
from pathlib import Path
from wsgiref.headers import Headers

import pytest
from django.contrib.auth.models import User
from django.test import Client

from sco_site.headers import harden
from tests.every_address import every_address
from tests.test_leaks import site  # noqa: F401

ROOT = Path(__file__).parent.parent.parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
EXACT = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        "publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# What other sites may show: the pictures of links.
SHOWN_ELSEWHERE = {**EXACT, "Cross-Origin-Resource-Policy": "cross-origin"}


def headers_of(response) -> dict[str, str]:
    return {name: response.headers.get(name) for name in EXACT}


# What the policy would not let run, and so must be on no page.
INLINE = re.compile(
    r"""<style|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=|javascript:|<base\b"""
    r"""|<script(?![^>]*\ssrc=)(?![^>]*type="application/(?:ld\+)?json")""",
    re.IGNORECASE,
)


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["nobody", "administrator"])
def test_every_address_has_exactly_these(client, site, by):  # noqa: F811
    if by == "administrator":
        client.force_login(User.objects.create_superuser("chief"))
    for address in every_address():
        response = client.get(address)
        expected = EXACT
        if address.endswith("card.png"):
            expected = SHOWN_ELSEWHERE
        elif address.endswith(("/carry.html", "/embed/")):
            # Policies of their own, stricter but for the frame: see their tests.
            own = response.headers["Content-Security-Policy"]
            assert own.startswith("default-src 'none'; style-src 'sha256-")
            expected = {**EXACT, "Content-Security-Policy": own}
            if address.endswith("/embed/"):
                expected["X-Frame-Options"] = None
        elif response.headers["Referrer-Policy"] == "no-referrer":
            # A preview, whose address may be a secret, tells it to nobody.
            expected = {**EXACT, "Referrer-Policy": "no-referrer"}
            assert "preview" in address
        assert (address, headers_of(response)) == (address, expected)
        is_page = "html" in response.headers.get("Content-Type", "")
        if is_page and expected["Content-Security-Policy"] == POLICY:
            assert (address, INLINE.findall(response.text)) == (address, [])


def test_no_template_holds_what_the_policy_stops():
    """Those that no walk meets too: errors, refusals, what is shown once."""
    own = {"article_carry.html", "embed_base.html"}
    templates = [file for file in (ROOT / "templates").rglob("*.*") if file.name not in own]
    found = {file.name: INLINE.findall(file.read_text()) for file in templates}
    assert len(found) > 50
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/nowhere/", {}, 404),
        ("/", {"Host": "evil.example"}, 400),
        ("/?q=%00", {}, 400),
        ("/admin/login/", {"Referer": "https://evil.example/"}, 200),
    ],
)
def test_refusals_have_them_too(client, address, headers, status):
    response = client.get(address, headers=headers)
    assert response.status_code == status
    kept = {name: value for name, value in EXACT.items() if name != "X-Frame-Options"}
    assert headers_of(response).items() >= kept.items()


@pytest.mark.django_db
@pytest.mark.parametrize("is_secure", [True, False])
def test_a_host_that_is_refused_before_the_lead_to_https(settings, is_secure):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/", headers={"Host": "evil.example"}, secure=is_secure)
    kept = {name: value for name, value in EXACT.items() if name != "X-Frame-Options"}
    assert (response.status_code, headers_of(response).items() >= kept.items()) == (400, True)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_with_them():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert (response.status_code, headers_of(response)) == (403, EXACT)


@pytest.mark.parametrize("url", ["/static/briefs/css/site.css", "/static/briefs/js/reading.js"])
def test_static_files_have_them(url, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    headers = Headers()
    harden(headers, "", url)
    expected = {name: value for name, value in EXACT.items() if name != "X-Frame-Options"}
    expected["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains; preload"
    assert dict(headers) == expected


def test_a_picture_that_is_a_page_too_can_run_nothing():
    headers = Headers()
    harden(headers, "", "/static/briefs/favicon.svg")
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
