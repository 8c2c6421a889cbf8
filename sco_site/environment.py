"""The environment's variables, of which a senseless one stops the start with its name."""

import re

import environ
from django.core.exceptions import ImproperlyConfigured

_OFF = ("0", "off", "false", "no", "n")
_ON = ("1", "on", "true", "yes", "y")


class Environment(environ.Env):  # type: ignore[misc]  # the package has no types
    """As the package, but what is no switch is not taken for one that is off."""

    def switch(self, name: str, *, default: bool) -> bool:
        words = str(self.str(name, default="")).strip().lower()
        if words and words not in (*_ON, *_OFF):
            raise ImproperlyConfigured(f"{name} is on or off, not {words[:40]!r}.")
        return words in _ON if words else default

    def number(self, name: str, *, default: int) -> int:
        """A whole number from 0 on, of nine digits at the most."""
        words = str(self.str(name, default="")).strip()
        if words and not re.fullmatch("[0-9]{1,9}", words):
            raise ImproperlyConfigured(f"{name} is a whole number from 0 on, not {words[:40]!r}.")
        return int(words) if words else default

    def matching(self, name: str, pattern: str, what: str, *, default: str | None = None) -> str:
        """``what`` says in words what fits the pattern. Without a default it has to be there."""
        words = str(self.str(name) if default is None else self.str(name, default=default))
        if words != default and not re.fullmatch(pattern, words):
            raise ImproperlyConfigured(f"{name} is {what}, not {words[:80]!r}.")
        return words
