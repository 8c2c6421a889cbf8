"""What this package refuses."""


class MarkupError(ValueError):
    """The markup is refused; the message names the limit and is written for editors."""
