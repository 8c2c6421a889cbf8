import pytest

from briefs.importing.draft import Licence
from briefs.importing.licences import read_licence

BY = Licence(
    "Creative Commons Attribution 4.0 International",
    "CC BY 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-4.0",
)
BY_NC_ND_3 = Licence(
    "Creative Commons Attribution-NonCommercial-NoDerivs 3.0 Unported",
    "CC BY-NC-ND 3.0",
    "https://creativecommons.org/licenses/by-nc-nd/3.0/",
    "CC-BY-NC-ND-3.0",
)
ZERO = Licence(
    "Creative Commons Zero 1.0 Universal",
    "CC0 1.0",
    "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC0-1.0",
)


@pytest.mark.parametrize(
    ("line", "licence"),
    [
        ("Creative Commons Attribution 4.0 International (CC BY 4.0)", BY),
        ("(CC BY 4.0)", BY),
        ("CC-BY-4.0", BY),
        ("Licensed under a Creative Commons Attribution 4.0 International License.", BY),
        ("https://creativecommons.org/licenses/by/4.0/deed.en", BY),
        ("Creative Commons Attribution (CC BY 4.0)", BY),
        ("Creative Commons Attribution-NonCommercial-NoDerivs 3.0 Unported", BY_NC_ND_3),
        ("Creative Commons Attribution Non-Commercial No Derivatives Works 3.0", BY_NC_ND_3),
        ("cc by-nc-nd 3.0", BY_NC_ND_3),
        ("CC0 1.0 Universal", ZERO),
        ("https://creativecommons.org/publicdomain/zero/1.0/", ZERO),
        ("CC BY-SA", Licence("Creative Commons Attribution-ShareAlike", "CC BY-SA")),
        (
            "Creative Commons Attribution 3.0 Germany",
            Licence("Creative Commons Attribution 3.0 Germany", "CC BY 3.0"),
        ),
        ("© 2022 The Society", Licence("© 2022 The Society")),
        ("The Society. All rights reserved.", Licence("The Society. All rights reserved.")),
    ],
)
def test_licences(line: str, licence: Licence) -> None:
    assert read_licence(line) == licence


@pytest.mark.parametrize("line", ["They share by rule.", "", "Creative work by commons", "CC"])
def test_lines_that_state_none(line: str) -> None:
    assert read_licence(line) is None


@pytest.mark.parametrize("version", ["1.0", "2.0", "2.5", "3.0", "4.0"])
@pytest.mark.parametrize("codes", ["BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND"])
def test_every_licence_is_read_back_from_its_name_short_form_and_address(
    codes: str, version: str
) -> None:
    licence = read_licence(f"CC {codes} {version}")
    assert licence is not None
    assert licence.spdx == f"CC-{codes}-{version}"
    assert licence == read_licence(licence.name) == read_licence(licence.url)
