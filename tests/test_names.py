"""Names of known bodies and states in a text."""

from briefs.names import Name, Names

NAMES = Names(
    [
        Name("Shanghai Cooperation Organization (SCO)", "organisation", 1),
        Name("Shanghai Cooperation Organisation", "organisation", 1),
        Name("SCO", "organisation", 1),
        Name("SCO Development Bank", "organisation", 2),
        Name("EU", "organisation", 3),
        Name("United States", "state", 4),
        Name("US", "state", 4),
        Name("Macedonia (to 2019)", "state", 5),
        Name("SCO", "organisation", 9),
    ]
)


def found(text: str) -> list[tuple[str, int]]:
    return [(named.span.of(text), named.key) for named in NAMES.in_text(text)]


def test_the_longest_name_is_meant_and_the_first_of_two_things() -> None:
    assert found("The SCO Development Bank of the SCO.") == [
        ("SCO Development Bank", 2),
        ("SCO", 1),
    ]


def test_a_name_is_a_whole_word_in_its_own_case() -> None:
    assert found("EUR, EU’s, non-EU; the eu let us go; US-led") == [
        ("EU", 3),
        ("EU", 3),
        ("US", 4),
    ]


def test_names_of_several_words_have_any_case_spelling_and_space() -> None:
    assert found("shanghai  cooperation\norganization; UNITED STATES") == [
        ("shanghai  cooperation\norganization", 1),
        ("UNITED STATES", 4),
    ]


def test_a_remark_in_brackets_is_no_part_of_a_name() -> None:
    assert found("Macedonia and the Shanghai Cooperation Organization (SCO)") == [
        ("Macedonia", 5),
        ("Shanghai Cooperation Organization (SCO)", 1),
    ]


def test_without_names_nothing_is_found() -> None:
    assert Names([]).in_text("SCO") == []
