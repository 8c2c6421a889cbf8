"""Sentences that read like an article's and say nothing.

Common words stand in every tenth of them; the names follow Zipf's law, as those of real texts do:
a few are everywhere, most of them nearly nowhere.
"""

from functools import cache
from itertools import accumulate
from random import Random

BODIES = """the council|the assembly|the secretariat|the observers|the organisation|the members
|the working group|the bank|the experts|the forum|the ministers|the heads of state""".replace(
    "\n", ""
).split("|")
DEEDS = """will admit|agreed on|postponed|welcomed|refused to fund|adopted|has yet to ratify
|reviewed|opposed|signed|may well drop|proposed|asked for|extended|disputed""".replace(
    "\n", ""
).split("|")
THINGS = """a free trade zone|joint exercises|two new members|a common budget|visa-free travel
|the treaty on borders|shared water rights|a code of conduct|the rail link|an action programme
|the convention on extremism|the energy club""".replace("\n", "").split("|")
FRAMES = """|in the coming year|despite objections|for the third time|without a vote|by consensus
|under pressure from its neighbours|at least on paper|as expected""".replace("\n", "").split("|")
NAMES = 20_000
_FIRST = "Ka Be Lo Mi Tar Ves Du Sha Nor Pel Gri Ozh Fa Hul Ine Jar Cor Ul Yst Zem".split()
_MIDDLE = "re lo ni ta var bel do shi mun ka sto ge fri la nu pe ro ci dan wo".split()
_LAST = "va nsk ria lund tan mere dal grad polis sto ville ka zhen nau ford ley mir ster num qa"
_LASTS = _LAST.split()


@cache
def _names() -> tuple[list[str], list[float]]:
    """The names, and the sums of their weights: that of the nth is 1 / (n + 5)."""
    made = []
    for n in range(NAMES):
        rest, last = divmod(n * 7919 % NAMES, len(_LASTS))
        rest, middle = divmod(rest, len(_MIDDLE))
        first, more = rest % len(_FIRST), rest // len(_FIRST)
        made.append(
            _FIRST[first] + _MIDDLE[middle] + (_MIDDLE[more] if more else "") + _LASTS[last]
        )
    return made, list(accumulate(1 / (n + 5) for n in range(NAMES)))


def name(rng: Random) -> str:
    names, weights = _names()
    return rng.choices(names, cum_weights=weights)[0]


def sentence(rng: Random, number: int) -> str:
    """One sentence; its number makes it the only one of its kind in a text."""
    body, deed, thing = rng.choice(BODIES), rng.choice(DEEDS), rng.choice(THINGS)
    frame = rng.choice(FRAMES)
    said = f"{body} {deed} {thing} in {name(rng)}{' ' + frame if frame else ''}, item {number}."
    return said[0].upper() + said[1:]


def paragraphs(rng: Random, sentences: int) -> list[list[str]]:
    """The sentences of a text, four or so a paragraph."""
    found: list[list[str]] = [[]]
    for number in range(1, sentences + 1):
        if len(found[-1]) >= rng.randint(3, 5):
            found.append([])
        found[-1].append(sentence(rng, number))
    return found
