"""Seeded prose in which much repeats: the hardest text for anchors, and one that needs no file."""

from random import Random

_BODIES = """the council|the member states|the secretariat|observers|the organisation|Kazakhstan
|Tajikistan|the Anti-Terrorist Structure|its dialogue partners|the heads of state|China|Russia
|the working group on transport|the development bank|experts|the regional forum""".replace(
    "\n", ""
).split("|")
_DEEDS = """agreed on|postponed|welcomed|refused to fund|adopted|has yet to ratify|reviewed|opposed
|signed|quietly dropped|proposed|asked for|extended|disputed the terms of|delayed""".replace(
    "\n", ""
).split("|")
_THINGS = """the strategy to 2025|a free trade zone|joint exercises|the admission of new members
|a common budget|visa-free travel|the treaty on borders|shared water rights|a code of conduct
|the rail link|an action programme|the convention on extremism|energy prices
|the 2014 communiqué""".replace("\n", "").split("|")
_FRAMES = """|in Dushanbe|as in the year before|despite objections|for the third time
|last month|without a vote|by consensus|under pressure from its neighbours|at least on paper
|as expected|, which surprised nobody|, although little followed|(see the annex)
|with two abstentions""".replace("\n", "").split("|")
_LINKS = ["", "", "", "However, ", "In addition, ", "By contrast, ", "Yet ", "Indeed, "]
_HEADINGS = ["Problems ahead", "Background", "What next?", "Money", "Background"]


def prose(words: int, seed: int = 1) -> str:
    """Paragraphs a line, of about ``words`` words."""
    rng = Random(seed)
    lines: list[str] = []
    written = 0
    while written < words:
        if rng.random() < 0.08:
            lines.append(rng.choice(_HEADINGS))
        line = " ".join(_sentence(rng) for _ in range(rng.randrange(3, 9)))
        written += line.count(" ") + 1
        lines.append(line)
    return "\n".join(lines)


def _sentence(rng: Random) -> str:
    parts = [_clause(rng) for _ in range(rng.choice([1, 1, 2, 2, 3]))]
    text = rng.choice(_LINKS) + rng.choice([", and ", " while ", "; "]).join(parts)
    return text[0].upper() + text[1:] + "."


def _clause(rng: Random) -> str:
    frame = rng.choice(_FRAMES)
    comma = "" if not frame or frame.startswith(",") else " "
    return f"{rng.choice(_BODIES)} {rng.choice(_DEEDS)} {rng.choice(_THINGS)}{comma}{frame}"
