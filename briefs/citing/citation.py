"""What is needed to cite something, whatever the format."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from briefs.dates import PartialDate

_SUFFIXES = ("jr", "jr.", "sr", "sr.", "ii", "iii", "iv")
_NO_WORDS = ("Cc", "Cs", "Zl", "Zp")


def one_line(text: str) -> str:
    """The text without line ends, control characters and doubled spaces, which no format bears."""
    clean = (" " if unicodedata.category(sign) in _NO_WORDS else sign for sign in text)
    return " ".join("".join(clean).split())


@dataclass(frozen=True)
class Name:
    """An author; of an institution, or a person with one name, ``family`` is the whole name."""

    family: str
    given: str = ""
    suffix: str = ""

    @classmethod
    def of_person(cls, written: str) -> "Name":
        """A name as it is written, "Ursula von der Leyen", in its parts.

        The family name begins with the first word in lower case, as BibTeX reads names; where
        there is none it is the last word.
        """
        words = one_line(written).replace(",", " ").split()
        suffix = words.pop() if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
        small = (at for at, word in enumerate(words[1:-1], 1) if word[0].islower())
        begin = next(small, len(words) - 1)
        return cls(" ".join(words[begin:]), " ".join(words[:begin]), suffix)

    @property
    def inverted(self) -> str:
        """Weitz, Richard; King, Martin Luther, Jr."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    def __str__(self) -> str:
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


@dataclass(frozen=True)
class Citation:
    """Empty is what is not known: no format then has a line for it."""

    key: str  # letters, digits and hyphens: unique on the site
    title: str
    url: str  # the permanent address
    site: str  # the name of the site where it is read
    authors: tuple[Name, ...] = ()
    publisher: str = ""  # of the original; makes it a report
    issued: PartialDate | None = None
    version: int | None = None
    version_on: date | None = None
    part_of: str = ""  # of a claim: who wrote what
    verdict: str = ""  # of a claim: how it was judged
    originally_at: str = ""
    licence: str = ""
    licence_url: str = ""
    language: str = ""
    abstract: str = ""

    @property
    def is_report(self) -> bool:
        return bool(self.publisher)

    @property
    def state(self) -> str:
        """Which text it is: "Version 1 of 24 November 2026, annotated by Living Analysis"."""
        if self.version is None:
            return ""
        of_day = f" of {PartialDate(self.version_on)}" if self.version_on else ""
        return f"Version {self.version}{of_day}, annotated by {self.site}"

    @property
    def note(self) -> str:
        """What the formats have no field of their own for, in sentences."""
        licence = " ".join(part for part in (self.licence, self.licence_url) if part)
        told = (
            self.state,
            f"Judged: {self.verdict}" if self.verdict else "",
            f"On {self.part_of}" if self.part_of else "",
            f"First published at {self.originally_at}" if self.originally_at else "",
            f"Licence: {licence}" if licence else "",
        )
        return one_line(" ".join(f"{sentence}." for sentence in told if sentence))
