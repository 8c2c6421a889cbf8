"""What a check found: in which thing, in one sentence, and what was looked at."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from textwrap import shorten

from briefs.models import Annotation, Article, Citation, Membership, Organisation, Update
from briefs.models.quality import Check

Subject = Article | Annotation | Update | Organisation | Membership


class Mend(StrEnum):
    """Where it is put right."""

    TEXT = "text"
    PLACE = "place"
    CLAIM = "claim"
    VERDICT = "verdict"
    THING = "thing"  # the subject's own page


@dataclass(frozen=True)
class Finding:
    """``seen`` is what was looked at: a dismissal holds as long as it is the same."""

    check: Check
    subject: Subject
    message: str
    mend: Mend
    seen: tuple[str, ...]
    row: Membership | None = None  # that decides it

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256("\x1f".join(self.seen).encode()).hexdigest()

    @property
    def key(self) -> str:
        """Names it in a form, and on the page."""
        noun = self.subject._meta.model_name
        return f"{self.check.value}-{noun}-{self.subject.pk}-{self.fingerprint[:16]}"


def short(text: str, width: int = 80) -> str:
    """The first words, to name a thing by."""
    return shorten(text, width, placeholder=" …")


def cited_by(noun: str, ids: Iterable[int]) -> dict[int, list[Citation]]:
    """The citations of some things of one kind, by the thing. One query."""
    found: dict[int, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.filter(**{f"{noun}__in": ids}).select_related("source"):
        found[getattr(citation, f"{noun}_id")].append(citation)
    return found


def are_weak(citations: Iterable[Citation]) -> bool:
    """Whether something is cited, and all of it is weak."""
    weak = [citation.source.weak for citation in citations]
    return bool(weak) and all(weak)


def as_seen(citations: Iterable[Citation]) -> tuple[str, ...]:
    return tuple(sorted(citation.source.url for citation in citations))
