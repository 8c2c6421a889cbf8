"""How outlines are made small, and that those which are kept are whole."""

import re
from itertools import accumulate
from pathlib import Path

import pytest

from briefs.pictures.map import OUTLINES
from briefs.pictures.outlines import WIDTH, outlines, project

# A square state on either side of a border, the second with an island across the 180th meridian.
TOPOLOGY = {
    "transform": {"scale": [1, 1], "translate": [-180, -90]},
    "arcs": [
        [[340, 90], [0, 10]],  # the border, northwards at 160° E
        [[340, 100], [-10, 0], [0, -10], [10, 0]],
        [[340, 100], [15, 0], [0, -10], [-15, 0]],
        [[358, 110], [-356, 0], [0, 5], [356, 0], [0, -5]],
        [[0, 0], [0, 5], [5, 0], [-5, -5]],
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "001", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "002", "arcs": [[[~0, 2]], [[3]]]},
                {"type": "Polygon", "arcs": [[4]]},
                {"type": "Polygon", "id": "010", "arcs": [[4]]},
            ]
        }
    },
}
CODES = {"001": "WST", "002": "EST", "010": "ATA"}


def points(path: str) -> list[list[tuple[int, int]]]:
    """The corners of each closed line of a path."""
    lines = []
    for line in path.split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", line)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        lines.append(list(accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]))))
    return lines


def test_neighbours_share_their_border():
    made = outlines(TOPOLOGY, CODES)
    assert list(made["states"]) == ["EST", "WST"]
    west, east = (points(made["states"][code]["path"])[0] for code in ("WST", "EST"))
    assert {project(160, 0), project(160, 10)} <= set(west) & set(east)


def test_what_lies_across_the_edge_is_drawn_in_one_piece():
    made = outlines(TOPOLOGY, CODES)
    mainland, island = points(made["states"]["EST"]["path"])
    assert set(island) == {project(x, y) for x in (178, 182) for y in (20, 25)}
    assert max(x for x, _ in island) > WIDTH * 0.99
    assert made["states"]["EST"]["box"] == [
        min(x for x, _ in mainland),
        min(y for _, y in mainland),
        max(x for x, _ in mainland),
        max(y for _, y in mainland),
    ]


def test_land_without_a_code_is_kept_apart_and_antarctica_left_out():
    made = outlines(TOPOLOGY, CODES)
    assert len(made["land"]) == 1
    assert "ATA" not in made["states"]


@pytest.mark.parametrize("code", ["RUS", "KAZ", "CHN", "USA", "PSE", "TUR"])
def test_a_kept_outline_holds_its_box(code):
    outline = OUTLINES["states"][code]
    largest = points(outline["path"])[0]
    across, down = zip(*largest, strict=True)
    assert outline["box"] == [min(across), min(down), max(across), max(down)]
    assert outline["box"][2] - outline["box"][0] < WIDTH / 2


def test_the_outlines_are_small_enough_for_a_page():
    assert (Path("briefs/pictures/outlines.json")).stat().st_size < 60_000
    assert len(OUTLINES["states"]) == 173
