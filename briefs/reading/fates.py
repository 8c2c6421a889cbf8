"""What became of the annotations between two versions of a text."""

from dataclasses import dataclass

from briefs.models import Anchor, Annotation, Version
from briefs.models.vocabulary import AnchorState

FATES = ("retired", "edited", "new", "shifted", "kept")


@dataclass(frozen=True)
class Fate:
    """What became of one annotation between two versions."""

    anchor: Anchor
    was: Anchor | None

    @property
    def name(self) -> str:
        """One of FATES."""
        if self.anchor.state == AnchorState.RETIRED:
            return "retired"
        if self.was is None:
            return "new"
        if self.anchor.exact != self.was.exact:
            return "edited"
        return "kept" if self.anchor.start == self.was.start else "shifted"


def fates(old: Version, new: Version) -> dict[str, list[Fate]]:
    """What became of each published annotation of ``new``, by name, in the order of the text.

    What was retired in ``old`` already is left out. Two queries.
    """
    public = Annotation.objects.published()
    before = {anchor.annotation_id: anchor for anchor in old.anchors.filter(annotation__in=public)}
    now = new.anchors.filter(annotation__in=public).select_related("annotation")
    found = [Fate(anchor, before.get(anchor.annotation_id)) for anchor in now]
    by_name: dict[str, list[Fate]] = {name: [] for name in FATES}
    for fate in found:
        if fate.name != "retired" or not fate.was or fate.was.state != AnchorState.RETIRED:
            by_name[fate.name].append(fate)
    return {name: group for name, group in by_name.items() if group}
