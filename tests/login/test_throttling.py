"""Who has to wait after wrong passwords and codes, and who does not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django_otp.oath import totp

from briefs import second_factor
from briefs.login.client import client_address
from briefs.models import FailedAttempt, Tried
from briefs.throttling import Caller, TooOften, begin, succeeded

pytestmark = pytest.mark.django_db
PASSWORD = "of the editor alone"
KEY = "00112233445566778899aabbccddeeff00112233"
LOGIN, CODE, OWN = "/admin/login/", "/admin/second-factor/code/", "/admin/second-factor/"
MINUTES = timedelta(minutes=15, seconds=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2027-03-01T12:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def editor():
    return User.objects.create_superuser("keeper", password=PASSWORD)


def log_in(client, password=PASSWORD, name="keeper", address="198.51.100.1", **headers):
    data = {"username": name, "password": password, "next": "/admin/"}
    return client.post(LOGIN, data, REMOTE_ADDR=address, headers=headers)


def fail(times: int, **options) -> list[int]:
    return [log_in(Client(), "wrong", **options).status_code for _ in range(times)]


def fail_everywhere(times: int, name: str = "keeper") -> list[int]:
    return [fail(1, name=name, address=f"203.0.113.{number}")[0] for number in range(times)]


# Passwords ------------------------------------------------------------------------------------


def test_five_wrong_passwords_close_the_name_from_there(editor, clock):
    assert fail(7) == [200] * 5 + [429] * 2
    clock.shift(timedelta(minutes=5))
    answer = log_in(Client())
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "no-store" in answer["Cache-Control"]
    words = re.sub(r"\s+", " ", answer.text)
    assert "for 10 minutes, until 12:15 (UTC) on 1 March" in words
    # From elsewhere the editor works on, and another name may be used from here.
    assert log_in(Client(), address="198.51.100.2").status_code == 302
    User.objects.create_superuser("chief", password=PASSWORD)
    assert log_in(Client(), name="chief").status_code == 302
    clock.shift(timedelta(minutes=10, seconds=1))
    assert log_in(Client()).status_code == 302


def test_trying_meanwhile_makes_it_no_longer(editor, clock):
    fail(5)
    clock.shift(timedelta(minutes=14))
    assert fail(50) == [429] * 50
    clock.shift(timedelta(minutes=1, seconds=1))
    assert log_in(Client()).status_code == 302


def test_a_login_forgets_the_failures_of_that_name_there(editor):
    for _ in range(3):
        assert fail(4) == [200] * 4
        assert log_in(Client()).status_code == 302
    assert not FailedAttempt.objects.exists()


def test_the_name_counts_however_it_is_written(editor):
    names = ("keeper", "KEEPER", "ｋｅｅｐｅｒ", "Keeper", "keepeR", "keeper")
    assert [fail(1, name=name)[0] for name in names] == [200] * 5 + [429]


def test_a_name_that_is_nobodys_is_answered_alike(editor):
    theirs, nobodys = ([fail(6, name=name)] for name in ("keeper", "nobody"))
    assert theirs == nobodys
    pages = [log_in(Client(), "wrong", name=name) for name in ("keeper", "nobody")]
    texts = [re.sub(r'value="\w{64}"', "", page.text) for page in pages]
    assert (pages[0].status_code, texts[0]) == (429, texts[1])


def test_one_address_tries_thirty_passwords_with_whatever_names(editor):
    statuses = [fail(1, name=f"name{number}")[0] for number in range(31)]
    assert statuses == [200] * 30 + [429]
    assert log_in(Client()).status_code == 429
    assert log_in(Client(), address="198.51.100.2").status_code == 302


def test_one_customer_of_ipv6_is_one_address(editor):
    addresses = [f"2001:db8:1:2:{number:x}::1" for number in range(6)]
    assert [fail(1, address=address)[0] for address in addresses] == [200] * 5 + [429]
    assert fail(1, address="2001:db8:1:3::1") == [200]
    assert fail(6, address="::ffff:192.0.2.1") == [200] * 5 + [429]
    assert fail(1, address="::ffff:192.0.2.2") == [200]


def test_who_is_attacked_from_everywhere_gets_in_where_they_have_been_before(editor, clock):
    usual = Client()
    assert log_in(usual, address="192.0.2.77").status_code == 302
    usual.post("/admin/logout/")
    assert fail_everywhere(52) == [200] * 50 + [429] * 2
    # Whoever is not known waits, wherever they are; the editor’s own browser does not, neither
    # from its usual address nor from the attacker’s.
    assert log_in(Client(), address="192.0.2.77").status_code == 429
    for address in ("192.0.2.77", "203.0.113.1"):
        assert log_in(usual, address=address).status_code == 302
        usual.post("/admin/logout/")
    clock.shift(timedelta(hours=1, seconds=1))
    assert log_in(Client(), address="192.0.2.77").status_code == 302


def test_a_known_device_guesses_no_more_than_others(editor, clock):
    usual = Client()
    log_in(usual)
    usual.post("/admin/logout/")
    addresses = [f"203.0.113.{number}" for number in range(6)]
    statuses = [log_in(usual, "wrong", address=address).status_code for address in addresses]
    assert statuses == [200] * 5 + [429]
    assert log_in(usual, address="192.0.2.99").status_code == 429
    clock.shift(MINUTES)
    assert log_in(usual).status_code == 302


def test_a_device_is_known_by_the_name_that_logged_in_on_it(editor):
    User.objects.create_superuser("other", password=PASSWORD)
    theirs = Client()
    log_in(theirs, name="other", address="192.0.2.77")
    fail_everywhere(50)
    assert log_in(theirs, address="192.0.2.77").status_code == 429


@pytest.mark.parametrize("value", ["", "x", "e30:1tGxyz:abc", '{"name":"keeper","device":"1"}'])
def test_a_cookie_that_is_not_ours_makes_nothing_known(editor, value):
    fail_everywhere(50)
    client = Client()
    client.cookies["known_device"] = value
    assert log_in(client).status_code == 429


def test_the_cookie_is_for_the_admin_alone(editor, settings, clock):
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    cookie = log_in(client).cookies["known_device"]
    kept = {name: cookie[name] for name in ("path", "secure", "httponly", "samesite")}
    assert kept == {"path": "/admin/", "secure": True, "httponly": True, "samesite": "Strict"}
    assert "keeper" not in cookie.value
    assert "known_device" not in fail_and_answer().cookies


def fail_and_answer():
    return log_in(Client(), "wrong")


def test_a_failure_is_kept_for_a_day_and_says_nothing(editor, clock):
    fail(1, name="what somebody typed by mistake")
    kept = str(list(FailedAttempt.objects.values()))
    assert "typed" not in kept
    assert "198.51.100" not in kept
    clock.shift(timedelta(days=1, seconds=1))
    fail(1, name="x")
    assert FailedAttempt.objects.count() == 1


def test_the_old_password_is_counted_too(editor):
    client = Client()
    log_in(client)
    new = "another of the editor alone"
    wrong = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    address = "/admin/password_change/"
    # One that is right, with a new one that is too simple, is no failure.
    simple = {"old_password": PASSWORD, "new_password1": "1", "new_password2": "1"}
    assert [client.post(address, simple).status_code for _ in range(7)] == [200] * 7
    assert [client.post(address, wrong).status_code for _ in range(6)] == [200] * 5 + [429]
    assert User.objects.get().check_password(PASSWORD)


def test_another_password_ends_the_other_sessions(editor):
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        log_in(browser)
    new = "another of the editor alone"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", data).status_code == 302
    assert (here.get("/admin/").status_code, elsewhere.get("/admin/").status_code) == (200, 302)


def test_the_password_before_a_change_of_the_second_factor_is_counted_too(editor):
    client = Client()
    second_factor.set_up(editor, KEY, code(), by=editor)
    log_in(client)
    client.post(CODE, {"code": f"{totp(bytes.fromhex(KEY), t0=-30):06d}"})
    wrong = {"password": "wrong", "renew": "1"}
    assert [client.post(OWN, wrong).status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.post(OWN, {"password": PASSWORD, "renew": "1"}).status_code == 429


# Codes ----------------------------------------------------------------------------------------


def code() -> str:
    return f"{totp(bytes.fromhex(KEY)):06d}"


@pytest.fixture
def codes(editor, clock):
    codes = second_factor.set_up(editor, KEY, code(), by=editor)
    clock.shift(30)
    return codes


def test_five_wrong_codes_close_the_door_from_there(codes, clock):
    client = Client()
    log_in(client)
    for wrong in ("000000", "abcd-abcd-abcd-abcd"):
        answers = [client.post(CODE, {"code": wrong}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert int(answers[-1]["Retry-After"]) == 900
    # The right one is not looked at either, and a new session is no way round.
    for right in (code(), codes[0]):
        log_in(client)
        assert client.post(CODE, {"code": right}).status_code == 429
    clock.shift(MINUTES)
    log_in(client)
    assert client.post(CODE, {"code": code()}).status_code == 302


def test_whoever_has_the_password_keeps_the_editor_not_out(codes):
    for number in range(20):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        client.post(LOGIN, {"username": "keeper", "password": PASSWORD})
        assert client.post(CODE, {"code": "000000"}).status_code == 200
    editor = Client(REMOTE_ADDR="192.0.2.1")
    editor.post(LOGIN, {"username": "keeper", "password": PASSWORD})
    # On a device that is not known a code of the app waits, and a recovery code does not.
    assert editor.post(CODE, {"code": code()}).status_code == 429
    assert editor.post(CODE, {"code": codes[0]}).status_code == 302


# Ends of it -----------------------------------------------------------------------------------


def test_an_administrator_ends_the_wait(client, editor):
    chief = User.objects.create_user("chief", is_staff=True)
    chief.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(chief)
    fail(5)
    data = {"action": "let_try_again", "_selected_action": [editor.pk]}
    answer = client.post("/admin/auth/user/", data, follow=True)
    assert "Their failures are forgotten: keeper." in answer.text
    assert log_in(Client()).status_code == 302
    answer = client.post("/admin/auth/user/", data, follow=True)
    assert "None of them has failed lately." in answer.text


def test_the_command_ends_the_wait(editor, capsys):
    fail(5)
    call_command("reset_login", "keeper")
    assert "Their failures are forgotten." in capsys.readouterr().out
    assert log_in(Client()).status_code == 302
    call_command("reset_login", "keeper")
    assert "No failures are counted." in capsys.readouterr().out


def test_many_at_once_are_counted_before_they_are_looked_at():
    here = Caller("192.0.2.1")
    for _ in range(5):
        begin(Tried.PASSWORD, "keeper", here)
    with pytest.raises(TooOften):
        begin(Tried.PASSWORD, "keeper", here)


def test_a_right_password_forgets_no_wrong_codes():
    here = Caller("192.0.2.1")
    for _ in range(5):
        begin(Tried.CODE, "keeper", here)
    succeeded(begin(Tried.PASSWORD, "keeper", here))
    with pytest.raises(TooOften):
        begin(Tried.CODE, "keeper", here)


# From where -----------------------------------------------------------------------------------


def test_a_header_of_the_client_opens_nothing(editor):
    headers = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(6)]
    statuses = [log_in(Client(), "wrong", **header).status_code for header in headers]
    assert statuses == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "192.0.2.1", "127.0.0.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1, 192.0.2.2", "192.0.2.1"),
        (2, "192.0.2.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "rubbish", "127.0.0.1"),
    ],
)
def test_from_where_it_comes_is_what_the_own_proxy_saw(rf, settings, proxies, header, address):
    settings.PROXIES_IN_FRONT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": header})
    assert client_address(request) == address
