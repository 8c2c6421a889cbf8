"""What a reader has to fetch, in the bytes that are sent."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from whitenoise import WhiteNoise

from briefs.importing.seeds.load import load_seeds

KILOBYTE = 1000
LOADED = re.compile(r'<(?:link|script) [^>]*(?:href|src)="(/static/[^"]+)"')
IMPORTED = re.compile(r'from "(\./[^"]+)"')


@pytest.fixture
def sent(tmp_path, settings):
    """The bytes that the server sends for a static file, collected as in production."""
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "briefs" / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "sco_site.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    application = WhiteNoise(None, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL)

    def fetch(address: str) -> bytes:
        request = RequestFactory().get(address, headers={"accept-encoding": "gzip"})
        body = b"".join(application(request.environ, lambda status, headers: None))
        return body if body.startswith(b"\x1f\x8b") else gzip.compress(body)

    return fetch


def files(sent, address: str) -> Iterator[tuple[str, bytes]]:
    """A file and all that it imports: name and bytes."""
    body = sent(address)
    yield address, body
    for name in IMPORTED.findall(gzip.decompress(body).decode()):
        yield from files(sent, urljoin(address, name))


def weights(client, sent, page: str) -> Counter:
    """Compressed bytes by what it is: the page itself, and what it loads by its ending."""
    html = client.get(page).content
    fetched = {
        address: body
        for found in LOADED.findall(html.decode())
        for address, body in files(sent, found)
    }
    found = Counter(page=len(gzip.compress(html)))
    for address, body in fetched.items():
        found[address.rpartition(".")[2]] += len(body)
    return found


@pytest.mark.django_db
def test_the_article_is_light(client, sent, settings):
    """The real one, with its sixty claims."""
    load_seeds(settings.SEEDS_DIR)
    weight = weights(client, sent, "/articles/sco-rebirth-and-regeneration/")
    assert sorted(weight) == ["css", "js", "page", "svg"]
    assert weight["js"] < 15 * KILOBYTE
    assert weight["css"] < 30 * KILOBYTE
    assert weight.total() < 100 * KILOBYTE


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/search/", "/method/"])
def test_other_pages_are_lighter(client, sent, page):
    weight = weights(client, sent, page)
    assert weight["js"] < 15 * KILOBYTE
    assert weight["css"] < 30 * KILOBYTE
