"""Every request that the site itself makes to another machine goes through ``fetch``."""

from briefs.outgoing.errors import NotReached, OutgoingError, Refused
from briefs.outgoing.fetch import Answer, fetch
from briefs.outgoing.reach import Address, public_web

__all__ = ["Address", "Answer", "NotReached", "OutgoingError", "Refused", "fetch", "public_web"]
