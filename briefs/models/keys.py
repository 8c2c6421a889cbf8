"""``pk__any_of=keys``: rows by many keys that are one value.

Of a thousand placeholders the database reads each, and Django writes it: more than the rows cost.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BigAutoField, ForeignKey, Lookup


@ForeignKey.register_lookup
@BigAutoField.register_lookup
class AnyOf(Lookup):
    """The right side is a set of integers; Django would go through a list of them.

    Of none it asks nothing.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, values = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*values, f"[{self._keys}]"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::bigint[])", [*values, f"{{{self._keys}}}"]

    @property
    def _keys(self) -> str:
        if not self.rhs:
            raise EmptyResultSet
        return ",".join(map(str, self.rhs))
