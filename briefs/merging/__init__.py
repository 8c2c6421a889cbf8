"""Two entries for the same thing are made one: whatever named one names the other."""

from briefs.merging.carry_out import KINDS, merge
from briefs.merging.plan import Merge, Mergeable, Rows, plan_merge
from briefs.merging.undo import unmerge

__all__ = ["KINDS", "Merge", "Mergeable", "Rows", "merge", "plan_merge", "unmerge"]
