"""The second factor of a login: codes of an app (TOTP, RFC 6238), and codes kept on paper.

A session holds the key of the app that was there when it began (``briefs/login/sessions.py``):
whatever takes the app away, or puts another in its place, ends it.
"""

from base64 import b32encode
from hashlib import sha256
from secrets import token_bytes
from urllib.parse import quote, urlencode

from django.contrib.auth.models import User
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from briefs.recording import one_change

RECOVERY_CODES = 10
DIGITS = 6
_SECONDS = 30
_NAME = "app"


def app_of(person: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=person, confirmed=True).order_by("-pk").first()


def new_key() -> str:
    """A secret for an app, in hexadecimal (160 bits, as RFC 4226, 4 recommends)."""
    return token_bytes(20).hex()


def written(key: str) -> str:
    """The secret as one types it into an app."""
    letters = b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address(key: str, person: User, site: str) -> str:
    """What the picture holds: the secret, for whom and for which site."""
    issuer = site.replace(":", " ")
    secret = written(key).replace(" ", "")
    query = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(person.get_username())}?{query}"


@one_change
def set_up(
    person: User, key: str, code: str, *, by: User, instead_of: int | None = None
) -> list[str] | None:
    """Take the app in use, and give the codes for recovery; None if ``code`` is not the app's,
    or the person has another app by now than ``instead_of``.
    """
    code = typed(code)
    if not is_of_app(code):
        return None
    totp = TOTP(bytes.fromhex(key), _SECONDS, 0, DIGITS)
    if not totp.verify(int(code), tolerance=1):
        return None
    User.objects.select_for_update().get(pk=person.pk)
    there = app_of(person)
    if (there.pk if there else None) != instead_of:
        return None
    _take_away(person)
    # The code that was shown counts as used.
    TOTPDevice.objects.create(user=person, name=_NAME, key=key, last_t=totp.t())
    return _give_codes(person)


@one_change
def renew_codes(person: User, *, by: User) -> list[str]:
    """Other codes for recovery; the earlier ones are void. They are never shown again."""
    return _give_codes(person)


@one_change
def take_away(person: User, *, by: User | None = None) -> bool:
    """The app and the codes, as somebody needs who has lost them; False if there are none."""
    return _take_away(person)


@one_change
def verify(person: User, code: str, *, by: User) -> TOTPDevice | None:
    """The person's app if ``code`` is right, of the app or of the paper; each counts once.

    How often that may be tried is for the caller to count. The rows are locked: a code that is
    sent twice at the same moment counts once too.
    """
    app = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=True).last()
    if app is None:
        return None
    code = typed(code)
    if is_of_app(code):
        return app if app.verify_token(code) else None
    paper = StaticDevice.objects.select_for_update().filter(user=person).last()
    return app if paper is not None and paper.verify_token(_kept(code)) else None


def codes_left(person: User) -> int:
    left: int = StaticToken.objects.filter(device__user=person).count()
    return left


def typed(code: str) -> str:
    """A code without what people put between its letters."""
    return "".join(code.split()).replace("-", "").lower()


def is_of_app(code: str) -> bool:
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def _kept(code: str) -> str:
    """What is kept of a recovery code, which is long enough to need no slow hash: 80 bits too."""
    return b32encode(sha256(code.encode()).digest()[:10]).decode().lower()


def _give_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    paper = StaticDevice.objects.create(user=person, name="paper")
    # 80 bits each, in groups for whoever copies them by hand.
    codes = [b32encode(token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=paper, token=_kept(code)) for code in codes)
    return ["-".join(code[start : start + 4] for start in range(0, 16, 4)) for code in codes]


def _take_away(person: User) -> bool:
    gone, _ = TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
    return bool(gone)
