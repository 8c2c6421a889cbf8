"""What a reader has to fetch, in the bytes that are sent."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urljoin

import pytest
from django.apps import apps
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
    # The admin's own files are left out: collecting them takes most of the time.
    ours = ("briefs", "django_prose_editor")
    settings.STATICFILES_DIRS = [f"{apps.get_app_config(name).path}/static" for name in ours]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "sco_site.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    application = WhiteNoise(None, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL)

    def fetch(address: str) -> bytes:
        request = RequestFactory().get(address, headers={"accept-encoding": "gzip"})
        with closing(application(request.environ, lambda status, headers: None)) as parts:
            body = b"".join(parts)
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
def test_pages_are_light(client, sent, settings):
    """The heaviest is the real article, with its sixty claims."""
    load_seeds(settings.SEEDS_DIR)
    article = weights(client, sent, "/articles/sco-rebirth-and-regeneration/")
    assert sorted(article) == ["css", "js", "page", "svg"]
    assert article.total() < 100 * KILOBYTE
    for page in ("/", "/search/", "/organisations/sco/"):
        assert weights(client, sent, page)["js"] < 15 * KILOBYTE
    assert (article["js"] < 15 * KILOBYTE, article["css"] < 30 * KILOBYTE) == (True, True)
