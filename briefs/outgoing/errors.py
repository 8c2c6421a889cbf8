class OutgoingError(Exception):
    """No answer; the words are one line for people."""


class Refused(OutgoingError):
    """The site does not go there: a matter of the address, and the same when tried again."""


class NotReached(OutgoingError):
    """Nobody answered, or nothing that can be read: may be otherwise tomorrow."""
