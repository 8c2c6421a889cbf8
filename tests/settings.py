"""The settings, with the environment that the tests run in and nothing slow or collected.

Set before ``.env`` is read, so that no developer's database or key is ever used by a test.
"""

import os
from pathlib import Path

os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
os.environ |= {
    "SECRET_KEY": "of the tests alone, and as long as a key that nobody guesses",
    "DEBUG": "0",
    "HTTPS": "0",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CSRF_TRUSTED_ORIGINS": "",
    "TAG_AUTHORITY": "test.example,2026",
    # Nothing is written here: a test that needs a folder asks for ``tmp_path``.
    "DATA_DIR": str(Path(__file__).parent / "no-data"),
}

from sco_site.settings import *  # noqa: F403
from sco_site.settings import DATABASES

# By the name that pytest-django knows, which gives each of its processes a database in memory.
# Servers and commands that tests start have a file, and are as in production.
if DATABASES["default"]["NAME"] == ":memory:":
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A machine at work on several tests at once may keep a connection waiting.
    DATABASES["default"]["OPTIONS"]["connect_timeout"] = 60

# The hashing of passwords is slow on purpose, and the names of static files need a collection.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
