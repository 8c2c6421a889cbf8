from briefs.models.annotation import Anchor, Annotation, Dismissal
from briefs.models.article import (
    Article,
    Authorship,
    Autosave,
    Mention,
    ReceivedFile,
    Reference,
    Version,
)
from briefs.models.assertion import Assertion
from briefs.models.assessment import Assessment
from briefs.models.bulk import BulkChange, FormerAddress
from briefs.models.desk import CalendarAddress, DigestSent, Presence
from briefs.models.event import Event, HubPing, Tombstone
from briefs.models.history import Change, ChangeOf, ChangeSet, Deletion, Operation, Recording
from briefs.models.imported import ImportedAnnotation
from briefs.models.job import JobRun
from briefs.models.keys import AnyOf
from briefs.models.login import FailedAttempt, Tried
from briefs.models.membership import Membership
from briefs.models.organisation import Milestone, Organisation
from briefs.models.page_stamp import PageStamp
from briefs.models.person import Person
from briefs.models.preview import PreviewLink
from briefs.models.quality import QualityDismissal
from briefs.models.search import SearchEntry, SearchName, SearchPending, SearchWord
from briefs.models.seed import SeedEntry
from briefs.models.source import Citation, Source
from briefs.models.state import State
from briefs.models.topic import TaggedAnnotation, TaggedArticle, TaggedUpdate, Topic
from briefs.models.update import Bearing, Update, Watch
from briefs.models.visit import SourceVisit

__all__ = [
    "Anchor",
    "Annotation",
    "AnyOf",
    "Article",
    "Assertion",
    "Assessment",
    "Authorship",
    "Autosave",
    "Bearing",
    "BulkChange",
    "CalendarAddress",
    "Change",
    "ChangeOf",
    "ChangeSet",
    "Citation",
    "Deletion",
    "DigestSent",
    "Dismissal",
    "Event",
    "FailedAttempt",
    "FormerAddress",
    "HubPing",
    "ImportedAnnotation",
    "JobRun",
    "Membership",
    "Mention",
    "Milestone",
    "Operation",
    "Organisation",
    "PageStamp",
    "Person",
    "Presence",
    "PreviewLink",
    "QualityDismissal",
    "ReceivedFile",
    "Recording",
    "Reference",
    "SearchEntry",
    "SearchName",
    "SearchPending",
    "SearchWord",
    "SeedEntry",
    "Source",
    "SourceVisit",
    "State",
    "TaggedAnnotation",
    "TaggedArticle",
    "TaggedUpdate",
    "Tombstone",
    "Topic",
    "Tried",
    "Update",
    "Version",
    "Watch",
]
