"""Which sentences plainly say what role a state has; everything else says nothing."""

import pytest

from briefs.names import Name, Names
from briefs.statements import Said, Statement, read_statement

TURKEY, INDIA = 1, 2
NATO, SCO = 10, 11
NAMES = Names(
    [
        Name("Turkey", "state", TURKEY),
        Name("India", "state", INDIA),
        Name("NATO", "organisation", NATO),
        Name("SCO", "organisation", SCO),
        Name("Shanghai Cooperation Organisation", "organisation", SCO),
    ]
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Turkey is a member of NATO.", (TURKEY, NATO, "member", Said.HOLDS)),
        ("Turkey is also a full member state of NATO", (TURKEY, NATO, "member", Said.HOLDS)),
        ("Turkey remains a member of NATO.", (TURKEY, NATO, "member", Said.HOLDS)),
        ("Turkey was a member of NATO", (TURKEY, NATO, "member", Said.HELD)),
        ("Turkey became a member of NATO in 1952", (TURKEY, NATO, "member", Said.TOOK, 1952)),
        ("Turkey joined NATO in February 1952.", (TURKEY, NATO, "member", Said.TOOK, 1952)),
        ("In 1952, Turkey joined NATO.", (TURKEY, NATO, "member", Said.TOOK, 1952)),
        ("India joined the SCO as an observer.", (INDIA, SCO, "observer", Said.TOOK)),
        ("India has been an observer in the SCO", (INDIA, SCO, "observer", Said.HOLDS)),
        (
            "India has been an observer in the SCO since July 2005",
            (INDIA, SCO, "observer", Said.TOOK, 2005),
        ),
        ("India is an observer of the SCO in 2014", (INDIA, SCO, "observer", Said.HELD, 2014)),
        ("India has observer status in the SCO", (INDIA, SCO, "observer", Said.HOLDS)),
        ("India is a dialogue partner of the SCO.", (INDIA, SCO, "dialogue-partner", Said.HOLDS)),
        ("Turkey, a member of NATO, objects.", (TURKEY, NATO, "member", Said.HOLDS)),
        ("NATO’s members include Turkey", (TURKEY, NATO, "member", Said.HOLDS)),
        ("The SCO includes India as a full member.", (INDIA, SCO, "member", Said.HOLDS)),
        (
            "India is a member of the Shanghai Cooperation Organisation (SCO).",
            (INDIA, SCO, "member", Said.HOLDS),
        ),
    ],
)
def test_what_is_said_plainly(words, said):
    assert read_statement(words, NAMES) == Statement(*said)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Turkey is a member of NATO and India is one of the SCO.",
        "India and Turkey are members of NATO.",
        "Turkey is a member of NATO and the SCO.",
        "Turkey is not a member of the SCO.",
        "Turkey isn’t a member of the SCO.",
        "Turkey was never a member of the SCO.",
        "Turkey could become a member of the SCO.",
        "Turkey will be a member of the SCO.",
        "Turkey wants to be a member of the SCO.",
        "If Turkey is a member of NATO, it has a vote.",
        "Turkey is a former member of NATO.",
        "Turkey is almost a member of NATO.",
        "Turkey is a member of NATO but India",
        "Turkey is a member of NATO’s planning group.",
        "Turkey is a member of NATO-led forces.",
        "Turkey is a member of NATO Parliamentary Assembly.",
        "Turkey joined NATO talks in 2004.",
        "Turkey joined an exercise of NATO.",
        "Turkey is a partner of NATO.",
        "Turkey is an applicant to NATO.",
        "Turkey is an associate member of NATO.",
        "Turkey is an observer, and no member, of NATO.",
        "Northern Turkey is a member of NATO.",
        "The president of Turkey is a member of NATO.",
        "Turkey is a member. NATO is old.",
        "All SCO members except India are in NATO.",
        "It is a member of the SCO.",
        "Turkey is a member of it.",
        "Turkey joined NATO in about 1952.",
    ],
)
def test_what_says_nothing_that_could_be_decided(words):
    assert read_statement(words, NAMES) is None


@pytest.mark.parametrize(
    ("words", "states", "bodies", "said"),
    [
        ("It is a member of the SCO.", [INDIA], [], (INDIA, SCO, "member", Said.HOLDS)),
        ("The country joined the bloc in 2017", [INDIA], [SCO],
         (INDIA, SCO, "member", Said.TOOK, 2017)),
        ("India is an observer in the organization", [INDIA], [SCO],
         (INDIA, SCO, "observer", Said.HOLDS)),
        # What else the claim is about leaves open which is meant.
        ("It is a member of the SCO.", [INDIA, TURKEY], [], None),
        ("India is a member of the SCO.", [TURKEY], [], None),
        ("India is a member of the SCO.", [INDIA], [NATO, SCO], None),
        ("India is a member of the group of states", [INDIA], [SCO], None),
    ],
)  # fmt: skip
def test_what_the_claim_is_about_stands_for_pronouns(words, states, bodies, said):
    assert read_statement(words, NAMES, states, bodies) == (Statement(*said) if said else None)
