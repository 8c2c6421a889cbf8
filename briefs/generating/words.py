"""Sentences that read like an article's and say nothing."""

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


def sentence(rng: Random, number: int) -> str:
    """One sentence; its number makes it the only one of its kind in a text."""
    body, deed, thing = rng.choice(BODIES), rng.choice(DEEDS), rng.choice(THINGS)
    frame = rng.choice(FRAMES)
    said = f"{body} {deed} {thing}{' ' + frame if frame else ''}, item {number}."
    return said[0].upper() + said[1:]


def paragraphs(rng: Random, sentences: int) -> list[list[str]]:
    """The sentences of a text, four or so a paragraph."""
    found: list[list[str]] = [[]]
    for number in range(1, sentences + 1):
        if len(found[-1]) >= rng.randint(3, 5):
            found.append([])
        found[-1].append(sentence(rng, number))
    return found
