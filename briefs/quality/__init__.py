"""What is looked at before something is published.

Errors stop it; warnings can be dismissed with a reason. The closed list with its definitions is
``briefs.models.quality.Check``.
"""

from briefs.quality.dismissing import DismissalRefused, dismiss, undo_dismissal
from briefs.quality.finding import Finding, Mend, Subject
from briefs.quality.report import PutAside, Report, errors_of, report_on

__all__ = [
    "DismissalRefused",
    "Finding",
    "Mend",
    "PutAside",
    "Report",
    "Subject",
    "dismiss",
    "errors_of",
    "report_on",
    "undo_dismissal",
]
