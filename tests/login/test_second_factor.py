"""The second factor: setting it up, being asked for it, losing it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from briefs import second_factor
from briefs.models import Change, ChangeSet, FailedAttempt, PageStamp
from tests.every_address import every_address
from tests.site.test_headers import INLINE
from tests.test_leaks import make_site

pytestmark = pytest.mark.django_db
PASSWORD = "of the editor alone"
KEY = "00112233445566778899aabbccddeeff00112233"
LOGIN, CODE, SET_UP, OWN = (
    *("/admin/login/", "/admin/second-factor/code/"),
    *("/admin/second-factor/set-up/", "/admin/second-factor/"),
)
SHOWN = re.compile(r"<code>([a-z2-7-]{19})</code>")


@pytest.fixture
def clock():
    with time_machine.travel("2027-03-01T12:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def editor():
    return User.objects.create_superuser("keeper", password=PASSWORD)


@pytest.fixture
def codes(editor, clock):
    """The editor has an app; the recovery codes. The code of the setting up is used."""
    codes = second_factor.set_up(editor, KEY, code(), by=editor)
    clock.shift(30)
    return codes


def code(steps: int = 0, key: str = KEY) -> str:
    return f"{totp(bytes.fromhex(key), t0=-30 * steps):06d}"


def log_in(client, password=PASSWORD, place="/admin/"):
    return client.post(LOGIN, {"username": "keeper", "password": password, "next": place})


def go_in(client, number=None):
    """Password and code."""
    log_in(client)
    assert client.post(CODE, {"code": number or code()}).status_code == 302
    assert client.get("/admin/").status_code == 200
    return client


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


# Being asked ----------------------------------------------------------------------------------


def test_the_code_is_asked_after_the_password(client, codes):
    assert log_in(client, place="/admin/auth/").url == f"{CODE}?next=%2Fadmin%2Fauth%2F"
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    # Whoever comes back to the login is led on again.
    assert client.get("/admin/login/?next=/admin/auth/").url == f"{CODE}?next=%2Fadmin%2Fauth%2F"
    before = client.session.session_key
    answer = client.post(CODE, {"code": code(), "next": "/admin/auth/"})
    assert (answer.status_code, answer.url) == (302, "/admin/auth/")
    assert is_in(client)
    assert client.session.session_key != before


def test_every_step_has_another_session_and_nothing_of_the_one_before(client, codes):
    client.get(LOGIN)
    keys = []
    for step in (lambda: None, lambda: log_in(client), lambda: go_in(client)):
        step()
        session = client.session
        assert "planted" not in session
        session["planted"] = "by somebody else"
        session.save()
        client.cookies["sessionid"] = session.session_key
        keys.append(session.session_key)
    assert len(set(keys)) == 3


def test_a_login_again_has_another_session_too(client, editor):
    log_in(client)
    before = client.session.session_key
    log_in(client)
    assert client.session.session_key != before


def test_nothing_of_the_admin_opens_by_the_password_alone(client, codes):
    make_site()
    log_in(client)
    own = {CODE, SET_UP, LOGIN, "/admin/logout/"}
    walked = [address for address in every_address() if address.startswith("/admin/")]
    assert len(walked) > 50
    for address in walked:
        if address in own:
            continue
        for method in (client.get, client.post):
            answer = method(address)
            if address == "/admin/session/":
                assert answer.status_code == 405 or answer.json() == {"user": None}
            else:
                assert (address, answer.status_code) == (address, 302)
                assert answer.url.startswith(LOGIN), address
    # And nobody sets up another app with it.
    assert client.get(SET_UP).url == CODE
    assert client.post(SET_UP, {"code": code()}).url == CODE


def test_the_doorway_is_open_for_ten_minutes_and_for_that_password(client, codes, clock):
    log_in(client)
    clock.shift(timedelta(minutes=10, seconds=1))
    assert client.post(CODE, {"code": code()}).url.startswith(LOGIN)
    log_in(client)
    person = User.objects.get(username="keeper")
    person.set_password("another of the editor")
    person.save()
    assert client.post(CODE, {"code": code()}).url.startswith(LOGIN)
    assert not is_in(client)


def test_nobody_stays_in_the_doorway_whose_account_is_closed(client, codes):
    for change in ({"is_active": False}, {"is_active": True, "is_staff": False}):
        log_in(client)
        User.objects.update(**change)
        assert client.post(CODE, {"code": code()}).url.startswith(LOGIN)
        User.objects.update(is_active=True, is_staff=True)


def test_a_code_counts_once(client, codes):
    go_in(client)
    other = Client()
    log_in(other)
    answer = other.post(CODE, {"code": code()})
    assert (answer.status_code, "was used already" in answer.text) == (200, True)
    assert not is_in(other)


def test_the_clock_of_the_app_may_be_half_a_minute_off(client, codes, clock):
    clock.shift(300)
    log_in(client)
    assert client.post(CODE, {"code": code(-2)}).status_code == 200
    assert client.post(CODE, {"code": code(2)}).status_code == 200
    assert client.post(CODE, {"code": code(-1)}).status_code == 302


def test_a_recovery_code_counts_once(client, codes):
    assert len(set(codes)) == 10
    go_in(client, codes[0].upper())
    assert second_factor.codes_left(User.objects.get(username="keeper")) == 9
    other = Client()
    log_in(other)
    assert other.post(CODE, {"code": codes[0]}).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize(
    "wrong", ["", "0", "000000", "٠٠٠٠٠٠", "abcd-abcd-abcd-abcd", "\0", "x" * 9_999, "1e5", "None"]
)
def test_what_is_no_code_of_theirs_opens_nothing(client, codes, wrong):
    log_in(client)
    assert client.post(CODE, {"code": wrong}).status_code == 200
    assert not is_in(client)


def test_recovery_codes_are_kept_as_digests(codes):
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert not kept & {second_factor.typed(words) for words in codes}


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_the_code_leads_to_no_other_site(client, codes, place):
    log_in(client)
    assert client.post(CODE, {"code": code(), "next": place}).url == "/admin/"


def test_a_place_that_is_no_address_leads_nowhere_else(client, codes):
    log_in(client)
    assert client.post(CODE, {"code": code(), "next": "no-view"}).url == "no-view"


def test_a_form_from_elsewhere_is_refused(codes):
    client = Client(enforce_csrf_checks=True)
    for address in (LOGIN, CODE, SET_UP, OWN):
        assert client.post(address, {"code": code()}).status_code == 403


# Setting up and looking after -----------------------------------------------------------------


def set_up(client, **data):
    client.get(SET_UP)
    number = code(key=client.session["second_factor_key"])
    return client.post(SET_UP, {"code": number, **data})


def test_setting_up(client, editor, clock):
    log_in(client)
    page = client.get(SET_UP)
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page.text)[1]
    assert 'src="data:image/svg+xml' in page.text
    assert not INLINE.search(page.text)
    assert "no-store" in page["Cache-Control"]
    key = client.session["second_factor_key"]
    assert second_factor.written(key) == secret
    before = client.session.session_key
    data = {"code": code(key=key), "password": PASSWORD}
    assert "not the code" in client.post(SET_UP, {**data, "code": "1"}).text
    assert "not your password" in client.post(SET_UP, {**data, "password": "x"}).text
    assert not TOTPDevice.objects.exists()
    answer = client.post(SET_UP, {**data, "code": f"{data['code'][:3]} {data['code'][3:]}"})
    assert (len(set(SHOWN.findall(answer.text))), StaticToken.objects.count()) == (10, 10)
    assert "no-store" in answer["Cache-Control"]
    assert client.session.session_key != before
    assert "second_factor_key" not in client.session
    assert is_in(client)
    # Neither the secret nor a code is shown again.
    for address in (SET_UP, OWN, CODE):
        text = client.get(address).text
        assert secret not in text
        assert not SHOWN.search(text)


def test_another_app_takes_the_place_of_the_first(client, codes, clock):
    go_in(client)
    before = set(StaticToken.objects.values_list("token", flat=True))
    assert len(SHOWN.findall(set_up(client, password=PASSWORD).text)) == 10
    assert is_in(client)
    assert TOTPDevice.objects.exclude(key=KEY).count() == TOTPDevice.objects.count() == 1
    assert not before & set(StaticToken.objects.values_list("token", flat=True))


def test_an_app_that_came_meanwhile_is_not_replaced(editor, codes):
    assert second_factor.set_up(editor, "aa" * 20, code(key="aa" * 20), by=editor) is None
    assert TOTPDevice.objects.get().key == KEY


@pytest.mark.parametrize("what", ["set up", "change", "take away", "by an administrator"])
def test_all_other_sessions_end_when_it_changes(editor, clock, what):
    here, elsewhere = Client(), Client()
    number = None
    if what != "set up":
        codes = second_factor.set_up(editor, KEY, code(), by=editor)
        clock.shift(30)
        number = codes[0]
    for browser in (here, elsewhere):
        log_in(browser)
        if number is not None:
            go_in(browser, number)
            number = codes[1]
        assert is_in(browser)
    if what in ("set up", "change"):
        set_up(here, password=PASSWORD)
    elif what == "take away":
        here.post(OWN, {"password": PASSWORD, "take_away": "1"})
    else:
        second_factor.take_away(editor, by=None)
    assert (is_in(here), is_in(elsewhere)) == (what != "by an administrator", False)
    assert "_auth_user_id" not in elsewhere.session


def test_a_session_by_the_password_alone_is_none_once_there_is_an_app(client, codes):
    client.force_login(User.objects.get(username="keeper"))
    assert not is_in(client)


def test_it_is_changed_by_the_password_alone(client, codes):
    go_in(client)
    for button in ("renew", "take_away"):
        assert "not your password" in client.post(OWN, {"password": "x", button: "1"}).text
    before = set(StaticToken.objects.values_list("token", flat=True))
    answer = client.post(OWN, {"password": PASSWORD, "renew": "1"})
    assert len(SHOWN.findall(answer.text)) == 10
    assert not before & set(StaticToken.objects.values_list("token", flat=True))
    assert client.post(OWN, {"password": PASSWORD, "take_away": "1"}).url == OWN
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert is_in(client)


def test_whoever_must_have_one_sets_it_up_first(client, editor, settings, clock):
    log_in(client)
    assert is_in(client)
    settings.SECOND_FACTOR_REQUIRED = True
    # Who is in already as well.
    assert not is_in(client)
    assert log_in(client).url == f"{SET_UP}?next=%2Fadmin%2F"
    assert not is_in(client)
    assert client.get(LOGIN).url.startswith(SET_UP)
    assert client.get(CODE).url == "/admin/"
    assert client.get(OWN).url.startswith(LOGIN)
    assert len(SHOWN.findall(set_up(client).text)) == 10
    assert is_in(client)
    assert "take_away" not in client.get(OWN).text
    client.post(OWN, {"password": PASSWORD, "take_away": "1"})
    assert TOTPDevice.objects.count() == 1


def test_one_gets_out_of_the_doorway(client, codes):
    log_in(client)
    assert client.post("/admin/logout/").status_code == 200
    assert client.get(CODE).url.startswith(LOGIN)


def test_none_is_asked_for_where_none_is_there(client, editor):
    assert log_in(client).url == "/admin/"
    assert is_in(client)


@pytest.mark.parametrize("address", [CODE, SET_UP, OWN])
def test_strangers_and_people_without_the_admin_are_sent_to_the_login(client, address):
    assert client.get(address).url.startswith(LOGIN)
    client.force_login(User.objects.create_user("reader"))
    assert client.get(address).url.startswith(LOGIN)


# Losing it ------------------------------------------------------------------------------------


def test_an_administrator_takes_a_lost_one_away(client, codes):
    chief = User.objects.create_user("chief", is_staff=True)
    chief.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(chief)
    lost = User.objects.get(username="keeper")
    data = {"action": "take_second_factor_away", "_selected_action": [lost.pk]}
    answer = client.post("/admin/auth/user/", data, follow=True)
    assert "Without a second factor now: keeper." in answer.text
    gone = Change.objects.get(model="otp_totp.totpdevice", operation="delete")
    assert gone.changeset.by == chief
    answer = client.post("/admin/auth/user/", data, follow=True)
    assert "None of them has one." in answer.text


def test_an_editor_takes_none_away(client, codes):
    other = User.objects.create_user("other", is_staff=True)
    other.groups.add(Group.objects.get(name="Editor"))
    client.force_login(other)
    lost = User.objects.get(username="keeper")
    for action in ("take_second_factor_away", "let_try_again"):
        data = {"action": action, "_selected_action": [lost.pk]}
        assert client.post("/admin/auth/user/", data).status_code == 403
    assert TOTPDevice.objects.count() == 1


def test_the_command_takes_it_away(codes, capsys):
    call_command("reset_login", "keeper")
    assert TOTPDevice.objects.count() == 1
    call_command("reset_login", "keeper", second_factor=True)
    assert "The second factor is taken away" in capsys.readouterr().out
    assert not TOTPDevice.objects.exists()
    gone = Change.objects.get(model="otp_totp.totpdevice", operation="delete")
    assert gone.changeset.origin == "reset_login"
    call_command("reset_login", "keeper", second_factor=True)
    assert "There is no second factor." in capsys.readouterr().out
    with pytest.raises(CommandError, match="nobody of the name 'keper'"):
        call_command("reset_login", "keper")


def test_the_history_tells_it_without_secrets(client, codes):
    go_in(client, codes[0])
    told = str(list(Change.objects.values("before", "after")))
    kept = list(StaticToken.objects.values_list("token", flat=True))
    for secret in (KEY, *codes, *map(second_factor.typed, codes), *kept):
        assert secret not in told
    used = Change.objects.get(model="otp_static.statictoken", operation="delete")
    assert used.changeset.by.username == "keeper"


def test_logins_change_no_page_and_leave_no_change(client, codes, clock):
    before = (PageStamp.objects.get().value, ChangeSet.objects.count())
    for _ in range(7):
        log_in(client, "wrong")
    assert FailedAttempt.objects.count() == 5
    clock.shift(timedelta(hours=1))
    log_in(client)
    for _ in range(7):
        client.post(CODE, {"code": "000000"})
    clock.shift(timedelta(hours=1))
    go_in(client)
    client.post("/admin/logout/")
    assert (PageStamp.objects.get().value, ChangeSet.objects.count()) == before


def test_the_list_of_people_tells_who_has_one(client, codes):
    go_in(client)
    User.objects.create_user("other")
    text = client.get("/admin/auth/user/").text
    assert re.findall(r'field-second_factor"><img[^>]*alt="(\w+)"', text) == ["True", "False"]
