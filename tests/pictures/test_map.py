"""What is drawn on a map and what is in the list alone; without a database."""

from datetime import date

import pytest

from briefs.models import Membership, State
from briefs.pictures.map import LEAST_WIDTH, MARGIN, OUTLINES, SHAPE, framed, map_of
from briefs.pictures.outlines import project

STATES = {
    "KAZ": State(pk=1, iso_a3="KAZ", name="Kazakhstan", latitude=51.2, longitude=71.4),
    "RUS": State(pk=2, iso_a3="RUS", name="Russia"),
    "MDV": State(pk=3, iso_a3="MDV", name="Maldives", latitude=4.2, longitude=73.5),
    "CSK": State(
        pk=4, iso_a3="CSK", name="Czechoslovakia", ended_on=date(1992, 12, 31), latitude=50.1,
        longitude=14.5,
    ),
    "XXA": State(pk=5, iso_a3="XXA", name="Elsewhere"),
}  # fmt: skip


def role(code: str, role: str = "member", **fields) -> Membership:
    return Membership(state=STATES[code], role=role, **fields)


def names(holders) -> list[str]:
    return [holder.state.iso_a3 for holder in holders]


def test_every_state_is_drawn_marked_or_said_to_be_missing():
    drawn = map_of([role(code) for code in STATES])
    assert names(holder for holder in drawn.holders if holder.path) == ["KAZ", "RUS"]
    assert names(drawn.marked) == ["MDV"]
    assert drawn.marked[0].mark == project(73.5, 4.2)
    assert names(drawn.missing) == ["CSK", "XXA"]
    assert [(role, [state.iso_a3 for state, _ in found]) for role, found in drawn.rolls] == [
        ("member", ["CSK", "XXA", "KAZ", "MDV", "RUS"])
    ]


def test_a_state_is_drawn_in_its_main_role_and_listed_in_each():
    drawn = map_of([role("KAZ", "applicant"), role("KAZ", "observer"), role("RUS", "suspended")])
    assert [(holder.words, holder.role) for holder in drawn.holders] == [
        ("Kazakhstan: observer, applicant", "observer"),
        ("Russia: suspended", "suspended"),
    ]
    assert [role for role, _ in drawn.rolls] == ["applicant", "observer", "suspended"]
    assert drawn.drawn_roles == {"observer", "suspended"}
    assert drawn.has_several


def test_other_land_is_drawn_where_it_is_in_the_picture():
    drawn = map_of([role("KAZ")])
    paths = {code: outline["path"] for code, outline in OUTLINES["states"].items()}
    assert [paths[code] in drawn.land for code in ("KAZ", "UZB", "CHL")] == [False, True, False]


@pytest.mark.parametrize(
    "boxes",
    [
        [],
        [(1300, 300, 1301, 301)],
        [(0, 0, 2000, 100)],
        [(900, 100, 1000, 800)],
        [(10, 400, 20, 410), (1500, 420, 1900, 430)],
    ],
)
def test_the_frame_holds_all_and_keeps_its_shape(boxes):
    left, top, right, bottom = framed(boxes)
    assert right - left >= LEAST_WIDTH
    assert bottom - top == round((right - left) * SHAPE)
    for box in boxes:
        assert left <= box[0] - MARGIN
        assert right >= box[2] + MARGIN
        assert top <= box[1]
        assert bottom >= box[3]


def test_without_roles_there_is_no_map():
    assert map_of([]) is None


def test_where_nothing_can_be_drawn_the_list_remains():
    drawn = map_of([role("CSK")])
    assert (names(drawn.missing), drawn.drawn_roles) == (["CSK"], set())
    assert drawn.view.count(" ") == 3


def test_what_is_unverified_is_marked_role_by_role():
    drawn = map_of([role("KAZ", verified=False), role("KAZ", "applicant"), role("RUS")])
    assert [holder.words for holder in drawn.holders] == [
        "Kazakhstan: member (unverified), applicant",
        "Russia: member",
    ]
    assert [[verified for _, verified in found] for _, found in drawn.rolls] == [
        [False, True],
        [True],
    ]
    assert drawn.has_unverified
