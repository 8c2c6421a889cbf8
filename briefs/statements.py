"""Sentences that plainly say which role a state has in an organisation.

Rules for sure cases alone: one sentence, one state, one organisation, at most one word for a role,
no negation, condition or wish, and one of a few patterns from its first word on. All else says
nothing that could be held against the membership data.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from briefs.names import Names
from briefs.sentences import sentences


class Said(StrEnum):
    HOLDS = "holds"  # the role, when the text was written
    HELD = "held"  # at some time before, or in ``year``
    TOOK = "took"  # began it, at some time before or in ``year``


@dataclass(frozen=True, slots=True)
class Statement:
    """``state`` and ``organisation`` are the keys that the names were given with."""

    state: int
    organisation: int
    role: str  # a value of the closed list of roles
    said: Said
    year: int | None = None


_ROLES = {
    "member": r"members?(?:[- ](?:states?|countr(?:y|ies)))?",
    "observer": r"observers?(?:[- ](?:states?|countr(?:y|ies)))?",
    "dialogue-partner": r"dialogue[- ]partners?",
}
_ROLE = "|".join(f"(?:{pattern})" for pattern in _ROLES.values())
_ROLE_WORD = re.compile(
    r"\b(?:members?|observers?|partners?|membership|applicants?|candidates?)\b", re.IGNORECASE
)
_SPEAKS_OF_ROLES = re.compile(
    rf"{_ROLE_WORD.pattern}|\b(?:joined|acceded|entered)\b", re.IGNORECASE
)
# What makes a sentence say something else than that it is, or was, so.
_TURNS = re.compile(
    r"\b(?:not|never|no|nor|neither|without|hardly|if|whether|unless|until|till|would|could|"
    r"may|might|can|cannot|should|must|will|shall|likely|perhaps|almost|nearly|but|except|only|"
    r"former|formerly|once|ex|want\w*|hope\w*|seek\w*|plan\w*|wish\w*|appl\w+|propos\w+|"
    r"alleged\w*|so-called|about|around|circa|roughly|\w+n[’']t)\b",
    re.IGNORECASE,
)
_STATE, _BODY = "\ue000", "\ue001"  # in place of the names
_LEAD = rf"(?:In (?P<lead>\d{{4}}),? )?(?:the )?{_STATE}"
_OF = rf"(?:of|in|at|to|with) (?:the )?{_BODY}"
_A_ROLE = rf"(?:an? |the )?(?:(?:full|founding|formal|active|current) )*(?P<role>{_ROLE})"
_YEAR = r"(?: (?P<when>since|in) (?:\w+ )?(?P<year>\d{4}))?"
_TAIL = r"(?=$|[.,;:])"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAD} (?P<verb>is|remains|was|became|has been|has become|had become)"
        rf"(?: (?:also|already|still|now|currently))? {_A_ROLE} {_OF}{_YEAR}{_TAIL}",
        rf"{_LEAD} (?P<verb>has|holds|enjoys|had|held) (?P<role>{_ROLE}) status "
        rf"{_OF}{_YEAR}{_TAIL}",
        rf"{_LEAD} (?:has |had )?(?P<verb>joined|acceded to|entered) (?:the )?{_BODY}"
        rf"(?: as {_A_ROLE})?{_YEAR}{_TAIL}",
        rf"{_LEAD}, (?P<verb>){_A_ROLE} {_OF}{_YEAR}{_TAIL}",
        rf"(?:the )?{_BODY}(?:[’']s?)? (?:(?:full|current) )?(?P<role>{_ROLE}) "
        rf"(?P<verb>include|are) (?:the )?{_STATE}{_TAIL}",
        rf"(?:the )?{_BODY} (?P<verb>includes|counts|has|lists) (?:the )?{_STATE} "
        rf"(?:as|among) (?:its )?{_A_ROLE}{_YEAR}{_TAIL}",
    )
)
_VERBS = {
    **dict.fromkeys(("was", "had", "held"), Said.HELD),
    **dict.fromkeys(
        ("became", "has become", "had become", "joined", "acceded to", "entered"), Said.TOOK
    ),
}
# Words that stand for what the sentence is about.
_STATE_MEANT = re.compile(r"^(?:It|The (?:country|state|republic))(?= )")
_BODY_MEANT = re.compile(
    r"\b(?:this|the) (?:organi[sz]ation|bloc|alliance|group|union)\b(?!\s+of\b)", re.IGNORECASE
)


def read_statement(
    words: str, names: Names, states: Collection[int] = (), organisations: Collection[int] = ()
) -> Statement | None:
    """What the words plainly say, or None.

    ``states`` and ``organisations`` are what is known to be meant: with the names in the words
    they have to be one of each, and a pronoun may stand for it.
    """
    plain = " ".join(words.split())
    # Before the names, of which there may be many thousands.
    if not _SPEAKS_OF_ROLES.search(plain) or _TURNS.search(plain) or len(sentences(plain)) != 1:
        return None
    found = names.in_text(plain)
    state = _one({*states, *(name.key for name in found if name.kind == "state")})
    body = _one({*organisations, *(name.key for name in found if name.kind == "organisation")})
    if state is None or body is None:
        return None
    marked = _marked(plain, [(name.span.start, name.span.end, name.kind) for name in found])
    if len(_ROLE_WORD.findall(marked)) > 1:
        return None
    for pattern in _PATTERNS:
        match = pattern.match(marked)
        if match is not None:
            return _statement(match, state, body)
    return None


def _one(keys: set[int]) -> int | None:
    return next(iter(keys)) if len(keys) == 1 else None


def _marked(words: str, names: Iterable[tuple[int, int, str]]) -> str:
    """The words with a sign for each name, and for words that stand for one where none is named."""
    marked, read = "", 0
    for start, end, kind in names:
        marked += words[read:start] + (_STATE if kind == "state" else _BODY)
        read = end
    marked += words[read:]
    if _STATE not in marked:
        marked = _STATE_MEANT.sub(_STATE, marked, count=1)
    if _BODY not in marked:
        marked = _BODY_MEANT.sub(_BODY, marked, count=1)
    return re.sub(rf"{_BODY} \({_BODY}\)", _BODY, marked)


def _statement(match: re.Match[str], state: int, body: int) -> Statement | None:
    given = match.groupdict()
    year, since = given.get("lead") or given.get("year"), given.get("when") == "since"
    said = _VERBS.get(match["verb"].lower(), Said.HOLDS)
    if said is Said.HOLDS and year:
        # "is a member since 2001" says when it began, "in 2014 it is a member" when it was so.
        said = Said.TOOK if since else Said.HELD
    role = next(
        (
            role
            for role, pattern in _ROLES.items()
            if re.fullmatch(pattern, match["role"] or "", re.IGNORECASE)
        ),
        "member",
    )
    return Statement(state, body, role, said, int(year) if year else None)
