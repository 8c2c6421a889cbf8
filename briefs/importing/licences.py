"""Licence lines. Creative Commons licences are named by rule; others are kept as stated."""

import re

from briefs.importing.draft import Licence

_LONGEST = 400
_TERM = r"(?:non ?commercial|nc|share ?alike|sa|no ?deriv\w*(?: works)?|nd)"
_CC = re.compile(
    r"\b(?:creative commons|cc|creativecommons\.org licenses) (?:licen[cs]e )?(?:attribution|by)"
    rf"(?P<terms>(?: {_TERM})*)(?: (?:public )?licen[cs]e)?"
    r"(?: v(?:ersion )?)?(?: ?(?P<version>[1-4]\.[05]))?(?=(?: (?P<after>[a-z]+))?)"
)
_CC0 = re.compile(r"\b(?:cc0|creative commons zero|creativecommons\.org publicdomain zero)\b")
_OTHER = re.compile(r"(?:©|\(c\)|copyright\b)|.*\ball rights reserved\b", re.IGNORECASE)
_SUFFIXES = {"4.0": "International", "3.0": "Unported"}
_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
# Words that may follow a version without naming the country a licence was ported to.
_NO_PORT = frozenset(
    "international unported generic license licence public deed legal cc by https http see and for "
    "unless".split()
)


def read_licence(line: str) -> Licence | None:
    """The licence a short line states; None if it states none."""
    if len(line) > _LONGEST:
        return None
    plain = re.sub(r"[^a-z0-9.]+", " ", line.lower())
    if _CC0.search(plain):
        return Licence(
            "Creative Commons Zero 1.0 Universal",
            "CC0 1.0",
            "https://creativecommons.org/publicdomain/zero/1.0/",
            "CC0-1.0",
        )
    found = list(_CC.finditer(plain))
    if found:
        return _named(next((match for match in found if match["version"]), found[0]))
    return Licence(line) if _OTHER.match(line) else None


def _named(match: re.Match[str]) -> Licence:
    codes = ["by", *_codes(match["terms"].replace(" ", ""))]
    version, after = match["version"], match["after"]
    name = "-".join(_word(code, version) for code in codes)
    short = f"CC {'-'.join(codes).upper()}"
    if version not in _VERSIONS:
        return Licence(f"Creative Commons {name}", short)
    if after and after not in _NO_PORT:
        return Licence(f"Creative Commons {name} {version} {after.title()}", f"{short} {version}")
    return Licence(
        f"Creative Commons {name} {version} {_SUFFIXES.get(version, 'Generic')}",
        f"{short} {version}",
        f"https://creativecommons.org/licenses/{'-'.join(codes)}/{version}/",
        f"CC-{'-'.join(codes).upper()}-{version}",
    )


def _codes(terms: str) -> list[str]:
    """The licence's conditions in the order its address has them: nc, then nd or sa."""
    signs = {"nc": r"nc|noncommercial", "nd": r"nd|noderiv", "sa": r"sa|sharealike"}
    return [code for code, sign in signs.items() if re.search(sign, terms)]


def _word(code: str, version: str | None) -> str:
    if code == "nd":
        return "NoDerivatives" if version in (None, "4.0") else "NoDerivs"
    return {"by": "Attribution", "nc": "NonCommercial", "sa": "ShareAlike"}[code]
