"""Secrets that stand in an address: told once, and kept as a hash."""

import secrets
from hashlib import sha256


def new_secret() -> str:
    """256 bits, as an address can hold them."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """SHA-256, in hexadecimal: there is nothing to guess, and so nothing to slow down."""
    return sha256(secret.encode()).hexdigest()
