"""What a card says, in words; the drawing adds nothing to it."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A verdict family with its words, and how many claims came to it; none where it is one."""

    family: str
    words: str
    count: int = 0


@dataclass(frozen=True)
class SocialCard:
    site: str
    title: str
    kicker: str = ""
    line: str = ""
    verdicts: tuple[Segment, ...] = ()

    @property
    def alt(self) -> str:
        """The card for whoever does not see it."""
        told = (
            self.kicker,
            self.title,
            ", ".join(f"{one.count or ''} {one.words}".strip() for one in self.verdicts),
            self.line,
        )
        return ". ".join(part.rstrip(".") for part in told if part)

    @property
    def fingerprint(self) -> str:
        """The same for the same words, everywhere."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]
