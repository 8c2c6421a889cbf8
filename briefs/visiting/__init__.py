"""Going to the pages that are cited: are they there, and do they say what they are cited for?"""

from briefs.visiting.answers import VisitError, give_address, give_copy, note
from briefs.visiting.due import due_sources
from briefs.visiting.round import Pace, Round, make_round
from briefs.visiting.telling import told_to_readers

__all__ = [
    "Pace",
    "Round",
    "VisitError",
    "due_sources",
    "give_address",
    "give_copy",
    "make_round",
    "note",
    "told_to_readers",
]
