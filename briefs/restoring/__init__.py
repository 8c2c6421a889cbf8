"""Bringing back what was: a thing as it was before a change, and what was deleted."""

from briefs.restoring.carry_out import restore
from briefs.restoring.deleted import Return, bring_back, plan_return
from briefs.restoring.plan import Plan, can_be_restored, plan_restore
from briefs.restoring.scope import (
    THINGS,
    RestoreError,
    is_restored_with_its_thing,
    why_it_stays,
)

__all__ = [
    "THINGS",
    "Plan",
    "RestoreError",
    "Return",
    "bring_back",
    "can_be_restored",
    "is_restored_with_its_thing",
    "plan_restore",
    "plan_return",
    "restore",
    "why_it_stays",
]
