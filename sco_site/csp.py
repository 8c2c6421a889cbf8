"""The Content-Security-Policy header (W3C CSP Level 3), the same on every response.

The setting has the name and shape that Django 6.0 gives it.
"""


def policy(directives: dict[str, list[str]]) -> str:
    """The header's value, directives in the order given."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
