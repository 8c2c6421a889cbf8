"""States by organisations on one day: who is in what, and how far two bodies overlap."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefs.models import Membership, Organisation, State
from briefs.models.vocabulary import Role

MOST_NAMED = 4


@dataclass(frozen=True)
class Held:
    role: Role
    is_verified: bool = True


@dataclass(frozen=True)
class StateRow:
    """A state and its roles in each organisation, in the order of the columns."""

    state: State
    cells: tuple[tuple[Held, ...], ...]

    @property
    def count(self) -> int:
        """In how many of the organisations it has a role."""
        return sum(bool(roles) for roles in self.cells)


@dataclass(frozen=True)
class Overlap:
    """How many states two organisations share; of one with itself, how many it has."""

    members: int
    any_role: int
    is_own: bool


@dataclass(frozen=True)
class Matrix:
    organisations: Sequence[Organisation]
    rows: list[StateRow]

    @property
    def roles(self) -> list[Role]:
        """The roles that are in the picture, in the order of the closed list."""
        found = {held.role for held in self._all}
        return [role for role in Role if role in found]

    @property
    def has_unverified(self) -> bool:
        return not all(held.is_verified for held in self._all)

    @property
    def _all(self) -> Iterator[Held]:
        return (held for row in self.rows for roles in row.cells for held in roles)

    @property
    def shared(self) -> int:
        """How many states have a role in two or more of the organisations."""
        return sum(row.count > 1 for row in self.rows)

    @property
    def most(self) -> int:
        return max((row.count for row in self.rows), default=0)

    @property
    def busiest(self) -> list[State]:
        """The states with a role in the most organisations; none if they are too many to name."""
        found = [row.state for row in self.rows if row.count == self.most]
        return found if self.most > 1 and len(found) <= MOST_NAMED else []

    @property
    def overlaps(self) -> list[tuple[Organisation, list[Overlap]]]:
        """Each organisation against each, its own numbers on the diagonal."""
        columns = range(len(self.organisations))
        return [
            (self.organisations[one], [self._overlap(one, other) for other in columns])
            for one in columns
        ]

    def _overlap(self, one: int, other: int) -> Overlap:
        pairs = [(row.cells[one], row.cells[other]) for row in self.rows]
        return Overlap(
            members=sum(_is_member(first) and _is_member(second) for first, second in pairs),
            any_role=sum(bool(first and second) for first, second in pairs),
            is_own=one == other,
        )


def _is_member(roles: Iterable[Held]) -> bool:
    return any(held.role == Role.MEMBER for held in roles)


def compare(organisations: Sequence[Organisation], held: Iterable[Membership]) -> Matrix:
    """``held`` are the roles on the day; the states in the most organisations come first."""
    column = {organisation.pk: number for number, organisation in enumerate(organisations)}
    states: dict[int, State] = {}
    found: dict[int, list[list[Held]]] = {}
    for row in held:
        states[row.state_id] = row.state
        cells = found.setdefault(row.state_id, [[] for _ in organisations])
        cells[column[row.organisation_id]].append(Held(Role(row.role), row.verified))
    order = list(Role)

    def in_order(roles: list[Held]) -> tuple[Held, ...]:
        return tuple(sorted(roles, key=lambda held: order.index(held.role)))

    rows = [StateRow(states[key], tuple(map(in_order, cells))) for key, cells in found.items()]
    return Matrix(organisations, sorted(rows, key=lambda row: (-row.count, row.state.name)))
