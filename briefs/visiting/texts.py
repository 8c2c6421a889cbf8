"""Texts of pages compared, and passages looked for in them; pure."""

import hashlib
import re
import unicodedata
from collections import Counter

from rapidfuzz import fuzz

ALIKE = 0.5
"""Texts that share less of their three-word runs than this are another text."""
NEAR = 92.0
"""Of 100: a passage stands at a place that is as like as this, and has its numbers."""
_KEPT = 64
_RUN = 3
_SHORTEST = 12
_MARGIN = 12
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_CUT = re.compile(r"\[\s?\.\s?\.\s?\.\s?\]|\.\s?\.\s?\.")
_SAME = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\u00ad": None, "\u200b": None}
)


def folded(text: str) -> str:
    """The text without what typography alone makes different."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SAME).casefold().split())


def sketch(text: str) -> str:
    """A fingerprint that tells how much two texts share: the least hashes of their word runs.

    Empty for a text without words. At most 64 numbers of 16 hexadecimal digits.
    Source: A. Z. Broder, On the resemblance and containment of documents (1997).
    """
    words = _WORD.findall(folded(text))
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))} - {""}
    numbers = sorted(hashlib.blake2b(run.encode(), digest_size=8).hexdigest() for run in runs)
    return " ".join(numbers[:_KEPT])


def alike(one: str, other: str) -> float:
    """Of two sketches, the share of word runs that both texts have: 0 to 1, give or take 0.06."""
    first, second = set(one.split()), set(other.split())
    least = sorted(first | second)[:_KEPT]
    both = first & second
    return sum(number in both for number in least) / len(least) if least else 1.0


def name_of(passage: str) -> str:
    """What a passage is known by; the same however it is set."""
    return hashlib.sha256(folded(passage).encode()).hexdigest()[:16]


def is_in(passage: str, text: str) -> bool:
    """Whether the words stand in a ``folded`` text; those before and after an ellipsis each."""
    parts = [part.strip(" .,;:\"'") for part in _CUT.split(folded(passage))]
    long = [part for part in parts if len(part) >= _SHORTEST] or [part for part in parts if part]
    return bool(long) and all(_stands(part, text) for part in long)


def _stands(part: str, text: str) -> bool:
    if part in text:
        return True
    # A shorter text would be looked for in the passage instead.
    if len(part) < _SHORTEST or len(text) < len(part):
        return False
    found = fuzz.partial_ratio_alignment(part, text, score_cutoff=NEAR)
    if found is None or found.score < NEAR:
        return False
    there = text[max(0, found.dest_start - _MARGIN) : found.dest_end + _MARGIN]
    return Counter(_NUMBER.findall(part)) <= Counter(_NUMBER.findall(there))
