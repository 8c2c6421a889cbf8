"""Known names -> what of them a text names; longest name first, whole words only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from briefs.anchoring import Span

_REMARK = re.compile(r"\s*\([^)]*\)\s*$")  # "Macedonia (to 2019)", "… Organization (SCO)"
_BOTH_SPELLINGS = re.compile(r"(?<=organi)[sz](?=ation)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """Words that stand for a thing of some kind ("organisation", "state"), by its key."""

    words: str
    kind: str
    key: int


@dataclass(frozen=True, slots=True)
class Named:
    """One name as it stands in a text."""

    span: Span
    kind: str
    key: int


class Names:
    """All known names, ready to be looked for.

    A name of one word must have the case it is written with (the US is not us); one of several
    words may have any. Where a name is given twice, the first stands.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_words: dict[str, Name] = {}
        for name in names:
            for words in {name.words, _REMARK.sub("", name.words)}:
                if words.strip():
                    self._by_words.setdefault(_key(words), name)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Made when a text is first looked at: of many thousand names it takes its time."""
        longest_first = sorted(self._by_words, key=lambda words: (-len(words), words))
        either = "|".join(_pattern(words) for words in longest_first)
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)") if either else None

    def in_text(self, text: str) -> list[Named]:
        if self._pattern is None:
            return []
        found = []
        for match in self._pattern.finditer(text):
            name = self._by_words[_key(match[0])]
            found.append(Named(Span(*match.span()), name.kind, name.key))
        return found


def _key(words: str) -> str:
    """What two spellings of a name share."""
    words = " ".join(words.split())
    return _BOTH_SPELLINGS.sub("s", words).lower() if " " in words else words


def _pattern(words: str) -> str:
    parts = [re.escape(part) for part in words.split()]
    pattern = r"\s+".join(_BOTH_SPELLINGS.sub("[sz]", part) for part in parts)
    return f"(?i:{pattern})" if len(parts) > 1 else pattern
