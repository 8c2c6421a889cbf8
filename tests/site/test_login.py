import stat

import pytest
from django.contrib.auth import authenticate, get_user_model

from sco_site.login import ensure_login

pytestmark = pytest.mark.django_db


def test_first_start_makes_a_superuser(tmp_path):
    password = ensure_login(tmp_path / "login")
    user = authenticate(username="editor", password=password)
    assert (user.is_superuser, user.is_staff, len(password)) == (True, True, 16)
    assert (tmp_path / "login").read_text() == f"{password}\n"
    assert stat.S_IMODE((tmp_path / "login").stat().st_mode) == 0o600


def test_later_starts_keep_it(tmp_path):
    password = ensure_login(tmp_path / "login")
    assert ensure_login(tmp_path / "login") == password
    assert get_user_model().objects.count() == 1


def test_two_machines_have_two_passwords(tmp_path):
    first = ensure_login(tmp_path / "one")
    get_user_model().objects.all().delete()
    assert ensure_login(tmp_path / "two") != first


def test_another_database_gets_the_password_of_the_file(tmp_path):
    first = ensure_login(tmp_path / "login")
    get_user_model().objects.all().delete()
    assert ensure_login(tmp_path / "login") == first


def test_changed_password_is_not_shown(tmp_path):
    ensure_login(tmp_path / "login")
    user = get_user_model().objects.get()
    user.set_password("of the editor's own choice")
    user.save()
    assert ensure_login(tmp_path / "login") is None


def test_site_with_a_superuser_gets_no_second(tmp_path):
    get_user_model().objects.create_superuser("chief", password="of their own")
    assert ensure_login(tmp_path / "login") is None
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["chief"]
    assert list(tmp_path.iterdir()) == []


def test_account_of_that_name_is_left_alone(tmp_path):
    get_user_model().objects.create_user("editor", password="of their own")
    assert ensure_login(tmp_path / "login") is None
    assert get_user_model().objects.get().is_superuser is False


def test_locked_account_is_not_shown(tmp_path):
    ensure_login(tmp_path / "login")
    get_user_model().objects.update(is_active=False)
    assert ensure_login(tmp_path / "login") is None
