"""The history of rows, read back: what changed, in words, thing by thing."""

from briefs.history.differences import (
    Difference,
    FieldChange,
    RowChange,
    Rows,
    difference,
    fetch_names,
)
from briefs.history.names import (
    Key,
    Names,
    as_row,
    columns_of,
    key_of,
    model_of,
    named_in,
    python_values,
)
from briefs.history.steps import (
    Step,
    Summary,
    change_sets_of,
    deleted_names,
    latest_change,
    latest_changes,
    steps_of,
    steps_since,
    summaries,
    things_in,
)

__all__ = [
    "Difference",
    "FieldChange",
    "Key",
    "Names",
    "RowChange",
    "Rows",
    "Step",
    "Summary",
    "as_row",
    "change_sets_of",
    "columns_of",
    "deleted_names",
    "difference",
    "fetch_names",
    "key_of",
    "latest_change",
    "latest_changes",
    "model_of",
    "named_in",
    "python_values",
    "steps_of",
    "steps_since",
    "summaries",
    "things_in",
]
