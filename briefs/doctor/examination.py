"""What is looked at, in an order in which the later rests on the earlier."""

from dataclasses import dataclass

from briefs.doctor import content, machine, record, search
from briefs.doctor.complaints import Rule


@dataclass(frozen=True)
class Examination:
    of: str
    rule: Rule
    # Where it complains the rest cannot be looked at.
    decisive: bool = False


EXAMINATIONS = (
    Examination("configuration", machine.configuration),
    Examination("database", machine.database, decisive=True),
    Examination("migrations", machine.migrations, decisive=True),
    Examination("triggers", machine.triggers),
    Examination("room on the disk", machine.room),
    Examination("jobs", machine.jobs),
    Examination("anchors", content.anchors),
    Examination("versions", content.versions),
    Examination("verdicts", content.verdicts),
    Examination("record", record.record),
    Examination("search", search.entries),
)
