"""Search finds what is public, and nothing else."""

from collections.abc import Iterator

from briefs.doctor.complaints import Complaint
from briefs.models import SearchEntry, SearchPending
from briefs.models.vocabulary import Noun
from briefs.searching.documents import documents
from briefs.searching.touched import MODELS

MEND = "Run manage.py rebuild_search."
THINGS = 500


def entries() -> Iterator[Complaint]:
    """Each entry says what its thing says now; what waits to be taken in is no complaint."""
    if SearchPending.objects.exists():
        return
    for noun, model in MODELS.items():
        keys = sorted(model._base_manager.values_list("pk", flat=True))
        known = set(SearchEntry.objects.filter(noun=noun).values_list("object_id", flat=True))
        wrong = len(known - set(keys))
        for start in range(0, len(keys), THINGS):
            wrong += _differing(noun, keys[start : start + THINGS])
        if wrong:
            yield Complaint(
                f"{wrong} of the entries of search ({noun.label}) are not as they should be.", MEND
            )


def _differing(noun: Noun, keys: list[int]) -> int:
    stored = {
        (entry.object_id, entry.title, entry.body, entry.address, entry.verdict)
        for entry in SearchEntry.objects.filter(noun=noun, object_id__in=keys)
    }
    made = {
        (document.object_id, document.title, document.body, document.address, document.verdict)
        for document in documents(noun, keys)
    }
    return len({row[0] for row in stored ^ made})
