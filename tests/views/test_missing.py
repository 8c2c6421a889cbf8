"""Addresses that are not there: what was meant is near, and nothing hidden is told."""

import pytest

from tests.factories import make_annotation, make_organisation, make_state, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    make_organisation(slug="shanghai-five", name="Shanghai Five")
    make_organisation(slug="shanghai-secret", name="Shanghai Secret", public=False)
    make_state(iso_a3="KAZ", name="Kazakhstan")
    make_topic(slug="enlargement", name="Enlargement")
    make_annotation(slug="india-joins-next-year", summary="India joins next year.")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/organisations/shangai-five/", "/organisations/shanghai-five/"),
        ("/organisation/shanghai-five/", "/organisations/shanghai-five/"),
        ("/organisations/Shanghai-Five/versions/9/", "/organisations/shanghai-five/"),
        ("/claims/india-joins/", "/claims/india-joins-next-year/"),
        ("/topics/enlargment/", "/topics/enlargement/"),
        ("/states/kazz/", "/states/kaz/"),
        ("/organizations/", "/organisations/"),
    ],
)
def test_what_was_meant_is_near(client, content, path, address):
    answer = client.get(path)
    assert answer.status_code == 404
    assert f'<a href="{address}">' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        *("/organisations/shanghai-secret/", "/wp-login.php", "/organisations/zzzz/", "/x/y/z/"),
        *("/organisations/%3Cb%3E/", f"/claims/{'a' * 5000}/", "/claims/é/"),
    ],
)
def test_nothing_hidden_and_nothing_odd_is_proposed(client, content, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "shanghai-secret" not in answer.text
    assert "<b>" not in answer.text
