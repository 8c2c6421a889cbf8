"""No page is asked anything that has a NUL in it."""

import pytest

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
