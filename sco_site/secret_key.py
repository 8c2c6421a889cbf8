"""The key that signs sessions and links: one that can be guessed lets anybody in."""

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 50
FEWEST_LETTERS = 5
MADE_BY_STARTPROJECT = "django-insecure-"


def strong(key: str) -> str:
    """The key itself; raise ImproperlyConfigured where ``check --deploy`` would only warn."""
    if key.startswith(MADE_BY_STARTPROJECT):
        flaw = f"begins with {MADE_BY_STARTPROJECT!r}"
    elif len(key) < SHORTEST:
        flaw = f"has {len(key)} characters, and needs {SHORTEST}"
    elif len(set(key)) < FEWEST_LETTERS:
        flaw = f"has fewer than {FEWEST_LETTERS} different characters"
    else:
        return key
    raise ImproperlyConfigured(
        f"SECRET_KEY {flaw}. This makes a good one: "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
