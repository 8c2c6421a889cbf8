"""What the reading pages show, read with few flat queries and grouped here, as values.

Values can be compared and hashed: what was written of them once need not be written again
(``briefs.templatetags.fragments``).
"""

from briefs.reading.articles import Correction, Editions, editions_of
from briefs.reading.cards import Card, cards, editors_cards, looked_at
from briefs.reading.days import as_judged, claims_on, judged_on, version_on
from briefs.reading.details import BearingLine, Details, Judged, details_of
from briefs.reading.fates import FATES, Fate, fates
from briefs.reading.sources import ReferenceLine, SourceLine, references_of
from briefs.reading.subjects import Named, subjects_of
from briefs.reading.tallies import Tally, tally

__all__ = [
    "FATES",
    "BearingLine",
    "Card",
    "Correction",
    "Details",
    "Editions",
    "Fate",
    "Judged",
    "Named",
    "ReferenceLine",
    "SourceLine",
    "Tally",
    "as_judged",
    "cards",
    "claims_on",
    "details_of",
    "editions_of",
    "editors_cards",
    "fates",
    "judged_on",
    "looked_at",
    "references_of",
    "subjects_of",
    "tally",
    "version_on",
]
