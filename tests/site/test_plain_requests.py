"""No page is asked anything that has a NUL in it, or is longer than its words may be."""

import pytest
from django.core.exceptions import BadRequest
from django.test import Client, RequestFactory

from sco_site.errors import bad_request
from sco_site.plain_requests import LONGEST_VALUE, MOST_BYTES
from tests.factories import make_update


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/claims/%00/", "/organisations/a%00b/", "/preview/%00/", "/articles/x/cite.%00"),
        *("/claims/?topic=%00", "/updates/?year=2017%00", "/timeline/?topic=%00", "/?as_of=%00"),
        *("/search/?q=gas%00", "/search/suggest/?q=%00", "/annotations/?page=%00", "/?%00=x"),
        *("/organisations/compare/?with=x&with=%00", "/sources/?source=%00"),
    ],
)
def test_a_nul_is_refused_in_plain_words(client, address):
    make_update()
    answer = client.get(address)
    assert answer.status_code == 400
    assert "The request could not be read" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/search/?q=", "/search/?q=gas&topic=", "/claims/?kind=", "/claims/data.csv?x=", "/?"),
        *("/updates/?as_of=", "/organisations/compare/?with=a&with=", "/search/suggest/?q="),
    ],
)
def test_what_is_too_long_is_refused_in_plain_words_and_not_repeated(client, address):
    assert client.get(address + "x" * LONGEST_VALUE).status_code == 200
    answer = client.get(address + "x" * (LONGEST_VALUE + 1))
    assert answer.status_code == 400
    assert f"in more than {LONGEST_VALUE} characters" in answer.text
    assert "xxx" not in answer.text


def test_the_page_of_a_bad_request_asks_no_database():
    """The fixture that would open one is missing here."""
    answer = bad_request(RequestFactory().get("/"), BadRequest())
    assert answer.status_code == 400
    assert '<header class="masthead">' in answer.text


@pytest.mark.django_db
def test_what_editors_send_along_may_be_long(admin_client):
    address = f"/admin/briefs/article/?q={'x' * (LONGEST_VALUE + 1)}"
    assert admin_client.get(address).status_code == 200


class Unread:
    """A body that must not be read."""

    def read(self, *arguments):
        raise AssertionError

    readline = read


@pytest.mark.parametrize("address", ["/", "/admin/login/", "/claims/"])
def test_a_giant_body_is_refused_unread(address):
    request = {"CONTENT_LENGTH": str(MOST_BYTES + 1), "wsgi.input": Unread()}
    kind = "multipart/form-data; boundary=x"
    answer = Client().generic("POST", address, b"x", kind, **request)
    assert (answer.status_code, answer["Content-Type"]) == (413, "text/plain; charset=utf-8")
    assert "25,165,824 bytes at most" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "x", "-1"])
def test_a_length_that_is_none_is_no_body(length):
    answer = Client().generic("POST", "/admin/login/", b"x", CONTENT_LENGTH=length)
    assert answer.status_code == 200
