"""Is everything as it must be: configuration, database, jobs, content, record, search.

Nothing is mended here and nothing is written: each complaint says how to mend it.
"""

from briefs.doctor.complaints import Complaint
from briefs.doctor.examination import EXAMINATIONS, Examination

__all__ = ["EXAMINATIONS", "Complaint", "Examination"]
