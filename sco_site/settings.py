"""The one settings file. What differs between machines is read from the environment.

A variable that is missing or senseless stops the start with its name (``ImproperlyConfigured``).
Production is the default: ``DEBUG`` is on, and ``HTTPS`` off, only where somebody asks for it.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from sco_site import logs, sentry
from sco_site.environment import Environment
from sco_site.secret_key import strong

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

# The site and its addresses ----------------------------------------------------------------

SITE_NAME = env.str("SITE_NAME", default="Living Analysis")
SITE_TAGLINE = env.str(
    "SITE_TAGLINE", default="Published analysis, claim by claim, and what became of it"
)

# Authority of the tag URIs (RFC 4151, 2.1) that name every event for ever: a domain the
# publisher holds, a comma, and a date on which it held it. Stored with each event, so a later
# change of this setting alters no identifier that has been given out.
TAG_AUTHORITY = env.matching(
    "TAG_AUTHORITY",
    r"[A-Za-z0-9.@-]+,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?",
    "a domain, a comma and a date: example.org,2026",
)

# Where the site is found, for what is written outside of any request: "https://example.org".
_ADDRESS = r"https?://[!-~]+"
SITE_URL = env.matching("SITE_URL", _ADDRESS, "an address: https://example.org", default="").rstrip(
    "/"
)

# The hub (WebSub) that is told what is new in the feeds: "https://hub.example.org/". Empty: none.
WEBSUB_HUB = env.str("WEBSUB_HUB", default="")
if WEBSUB_HUB and not (WEBSUB_HUB.startswith(("https://", "http://")) and SITE_URL):
    raise ImproperlyConfigured(
        "WEBSUB_HUB is the http or https address of a hub; it needs SITE_URL too."
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "sco_site.urls"
WSGI_APPLICATION = "sco_site.wsgi.application"

# Security ----------------------------------------------------------------------------------

SECRET_KEY = strong(env.str("SECRET_KEY"))
DEBUG = env.switch("DEBUG", default=False)
HTTPS = env.switch("HTTPS", default=True)

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# The server speaks plain HTTP to the proxy that holds the certificate; the proxy sets this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
# To whom a hole in the site is told: "mailto:…" or "https://…", for /.well-known/security.txt.
SECURITY_CONTACT = env.matching(
    "SECURITY_CONTACT",
    r"(mailto:|https://|tel:)[!-~]+",
    "an address: mailto:…, https://… or tel:…",
    default="",
)
# One constant policy, without nonces, so that a page is the same for everyone and can be cached.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

# Applications ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "taggit",
    "django_prose_editor",
    "sco_site.apps.EditorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    # Last, so that its roles are made when all permissions are there.
    "briefs",
]

MIDDLEWARE = [
    "sco_site.headers.ConstantHeadersMiddleware",
    "sco_site.readiness.ReadinessMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "sco_site.plain_requests.PlainRequestsMiddleware",
    "briefs.views.elsewhere.ReadElsewhereMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "briefs.login.sessions.EditorsAuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "briefs.views.gate.MovedMiddleware",
    "briefs.views.gate.GoneMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "briefs.context.site",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Login -------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["briefs.login.sessions.EditorsBackend"]
LOGIN_REDIRECT_URL = "admin:index"
# On: whoever has no second factor is led to set one up before anything else of the admin.
SECOND_FACTOR_REQUIRED = env.switch("SECOND_FACTOR_REQUIRED", default=False)
# How many of our own proxies add to X-Forwarded-For; with 0 the header is not looked at.
PROXIES_IN_FRONT = env.number("PROXIES_IN_FRONT", default=0)
# Wrong codes are counted with the passwords (``briefs/throttling.py``). The package would double
# the wait after each, without an end, for the right person too.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0

# Data --------------------------------------------------------------------------------------

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).absolute()
SEEDS_DIR = BASE_DIR / "seeds"

DATABASES = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'site.sqlite3'}"
    )
}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
match DATABASES["default"].get("ENGINE"):
    case "django.db.backends.sqlite3":
        DATABASES["default"]["ENGINE"] = "sco_site.sqlite"
        DATABASES["default"]["OPTIONS"] = {
            # WAL lets readers go on while an editor saves; IMMEDIATE takes the write lock at the
            # start of a transaction, so that two writers wait instead of failing half-way.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    case "django.db.backends.postgresql":
        # A machine that is gone refuses nothing: without a limit each request would wait for it.
        DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    case engine:
        raise ImproperlyConfigured(
            f"DATABASE_URL names {engine!r}; the site runs on sqlite:// and postgres:// only."
        )

# Rendered pages that each process of the server keeps; 0 keeps none.
PAGE_CACHE_BYTES = 0 if DEBUG else env.number("PAGE_CACHE_BYTES", default=64 * 1024 * 1024)

# An article that is too long for the site must still reach the form that says so and keeps it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The newsroom ------------------------------------------------------------------------------

# On: a verdict counts once a second person has approved it.
SECOND_PERSON_FOR_VERDICTS = env.switch("SECOND_PERSON_FOR_VERDICTS", default=False)
# A public claim without a final verdict is due to be looked at again after so many days.
LOOK_AGAIN_AFTER_DAYS = env.number("LOOK_AGAIN_AFTER_DAYS", default=182)

# Open data ---------------------------------------------------------------------------------

# The licence of what the editors wrote and gathered, which the publisher has to choose: its name
# and where it is told. Articles have their own. Without it the data page says that none is stated.
DATA_LICENCE_NAME = env.str("DATA_LICENCE_NAME", default="")
DATA_LICENCE_URL = env.matching("DATA_LICENCE_URL", _ADDRESS, "an address: https://…", default="")

# Mail --------------------------------------------------------------------------------------

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
else:
    EMAIL_BACKEND = "sco_site.mail.NoMail"

# What is said while it runs ----------------------------------------------------------------

# "json": an object a line, for programs; "words": for eyes. From which level on: INFO has a line
# for each request, WARNING only for what went wrong.
try:
    LOGGING = logs.configuration(
        env.str("LOG_FORMAT", default="words" if DEBUG else "json"),
        env.str("LOG_LEVEL", default="INFO"),
    )
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from error

# Where failures are told too: the address of a project on a Sentry server. Empty: nowhere. Needs
# requirements/sentry.txt.
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    sentry.start(SENTRY_DSN)

# Language, time, static files --------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# In an image for containers they lie beside the code, of which they are made.
STATIC_ROOT = Path(env.str("STATIC_DIR", default=str(DATA_DIR / "static"))).absolute()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sco_site.storage.ManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"

# Tags: our own vocabulary, found whatever the case.
TAGGIT_CASE_INSENSITIVE = True
