"""What a comparison counts; without a database."""

from briefs.models import Membership, Organisation, State
from briefs.pictures.matrix import compare

BODIES = [Organisation(pk=n, name=name) for n, name in enumerate(("A", "B", "C"), 1)]
STATES = {name: State(pk=n, name=name) for n, name in enumerate(("India", "Iran", "Oman"), 1)}


def role(state: str, body: int, role: str = "member", **fields) -> Membership:
    return Membership(state=STATES[state], organisation=BODIES[body], role=role, **fields)


def test_states_in_the_most_organisations_come_first():
    matrix = compare(
        BODIES,
        [
            role("India", 0),
            role("Oman", 1, "partner"),
            role("Oman", 0, "applicant"),
            role("Oman", 0, "partner"),
            role("Iran", 2),
        ],
    )
    assert [
        (row.state.name, row.count, tuple(tuple(held.role for held in cell) for cell in row.cells))
        for row in matrix.rows
    ] == [
        ("Oman", 2, (("applicant", "partner"), ("partner",), ())),
        ("India", 1, (("member",), (), ())),
        ("Iran", 1, ((), (), ("member",))),
    ]
    assert (matrix.shared, matrix.most) == (1, 2)
    assert [state.name for state in matrix.busiest] == ["Oman"]
    assert matrix.roles == ["member", "applicant", "partner"]


def test_overlaps_count_members_of_both_and_any_role_in_both():
    matrix = compare(
        BODIES[:2],
        [role("India", 0), role("India", 1), role("Iran", 0), role("Iran", 1, "observer")],
    )
    counted = [
        [(one.members, one.any_role, one.is_own) for one in row] for _, row in matrix.overlaps
    ]
    assert counted == [[(2, 2, True), (1, 2, False)], [(1, 2, False), (1, 2, True)]]


def test_the_suspended_are_members_still():
    matrix = compare(
        BODIES[:2], [role("India", 0), role("India", 0, "suspended"), role("India", 1)]
    )
    assert matrix.overlaps[0][1][1].members == 1


def test_nobody_is_named_as_busiest_where_nothing_overlaps():
    matrix = compare(BODIES, [role("India", 0), role("Iran", 1)])
    assert (matrix.shared, matrix.most, matrix.busiest) == (0, 1, [])
    assert compare(BODIES, []).most == 0


def test_what_is_unverified_is_counted_and_marked():
    matrix = compare(BODIES, [role("India", 0, verified=False), role("India", 1)])
    assert [[held.is_verified for held in cell] for cell in matrix.rows[0].cells] == [
        [False],
        [True],
        [],
    ]
    assert (matrix.has_unverified, matrix.shared) == (True, 1)
    assert not compare(BODIES, [role("India", 0)]).has_unverified
