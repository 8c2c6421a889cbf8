"""What somebody typed, as words to look for. Whatever it is, it is never an error."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

# More than anybody means: the rest is left out.
MOST_CHARACTERS = 1_000
MOST_TERMS = 20
LONGEST_WORD = 60

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_PART = re.compile(r"""(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<plain>[^\s"]+))""")
_QUOTES = str.maketrans("“”„«»", '"""""')


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The word without case and accents, as it is stored and compared."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST_WORD]


def words_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word, folded, with its start and end in the text."""
    for match in _WORD.finditer(text):
        if word := fold(match[0]):
            yield word, match.start(), match.end()


def folded(text: str) -> str:
    """The words alone, folded, one space between each and the next."""
    return " ".join(word for word, _, _ in words_in(text))


@dataclass(frozen=True)
class Term:
    """One word, or several that stand side by side; of a prefix the last is only a beginning."""

    words: tuple[str, ...]
    typed: tuple[str, ...]
    prefix: bool = False

    def __str__(self) -> str:
        words = " ".join(self.typed) + ("*" if self.prefix else "")
        return f'"{words}"' if len(self.typed) > 1 and not self.prefix else words


@dataclass(frozen=True)
class Query:
    """What a thing must hold, all of it, and what it must not."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __str__(self) -> str:
        return " ".join([*map(str, self.wanted), *(f"-{term}" for term in self.unwanted)])

    def words(self) -> dict[str, str]:
        """The whole words that are wanted, each with how it was typed."""
        found: dict[str, str] = {}
        for term in self.wanted:
            whole = len(term.words) - term.prefix
            found |= dict(zip(term.words[:whole], term.typed[:whole], strict=True))
        return found

    def instead(self, other: Mapping[str, str]) -> "Query":
        """The same with other words in the place of some; ``other`` as they are written."""

        def term_instead(term: Term) -> Term:
            typed = tuple(
                other.get(word, as_typed)
                for word, as_typed in zip(term.words, term.typed, strict=True)
            )
            return Term(tuple(map(fold, typed)), typed, term.prefix)

        return Query(tuple(map(term_instead, self.wanted)), self.unwanted)


def parse(text: str) -> Query:
    """Words, "phrases", -excluded and prefix*; other signs only part words."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for part in _PART.finditer(text[:MOST_CHARACTERS].translate(_QUOTES)):
        written = part["plain"] if part["phrase"] is None else part["phrase"]
        found = list(words_in(written))
        if not found:
            continue
        term = Term(
            tuple(word for word, _, _ in found),
            tuple(written[start:end] for _, start, end in found),
            prefix=part["phrase"] is None and written.endswith("*"),
        )
        (unwanted if part["minus"] else wanted).append(term)
    return Query(tuple(wanted[:MOST_TERMS]), tuple(unwanted[:MOST_TERMS]))
