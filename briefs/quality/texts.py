"""What stands in the way in a version's text."""

from collections.abc import Iterator

from briefs.markup import Flaw, FlawKind, flaws
from briefs.models import ReceivedFile, Version
from briefs.models.quality import Check
from briefs.quality.finding import Finding, Mend, short

PICTURE = "picture dropped"
"""As the report of an import calls it (``RepairKind.PICTURE``)."""

_MESSAGES = {
    FlawKind.LINK_WITHOUT_WORDS: (
        "A link in “{around}” has no words: put it on words that say where it leads, or take it "
        "out."
    ),
    FlawKind.LINK_SAYS_NOTHING: (
        "The link “{words}” in “{around}” does not say where it leads: put it on words that do."
    ),
    FlawKind.LINK_IS_ADDRESS: (
        "The link “{words}” in “{around}” shows its address: put it on words that say what is "
        "there."
    ),
}
_BLOCKS = {"li": "A list item", "caption": "A table’s caption", "p": "A paragraph"}


def text_findings(version: Version) -> Iterator[Finding]:
    """Flaws of the text and of the notes below it; pictures lost on the way in. One query."""
    for name in ("body", "end_note", "author_note"):
        for flaw in flaws(getattr(version, name)):
            if name == "body" or flaw.kind is not FlawKind.HEADING_SKIPS:
                yield _of_flaw(version, flaw)
    yield from _pictures(version)


def _of_flaw(version: Version, flaw: Flaw) -> Finding:
    return Finding(
        Check(flaw.kind.value),
        version.article,
        _message(flaw),
        Mend.TEXT,
        (flaw.words, flaw.around),
    )


def _message(flaw: Flaw) -> str:
    words, around = short(flaw.words), short(flaw.around)
    if flaw.kind is FlawKind.HEADING_SKIPS:
        before = f"after “{around}”" if around else "at the start"
        return f"The heading “{words}” skips a level {before}: move it up."
    if flaw.kind is FlawKind.EMPTY_BLOCK:
        place = f"at “{around}”" if around else "at the start"
        return f"{_BLOCKS.get(flaw.words, 'A heading')} {place} holds nothing: take it out."
    return _MESSAGES[flaw.kind].format(words=words, around=around)


def _pictures(version: Version) -> Iterator[Finding]:
    files = ReceivedFile.objects.filter(version=version).values_list("sha256", "report")
    for sha256, report in files:
        repairs = [repair for repair in report.get("repairs", ()) if repair["kind"] == PICTURE]
        for number, repair in enumerate(repairs, start=1):
            yield Finding(
                Check.PICTURE_LEFT_OUT,
                version.article,
                f"Picture {number} of the file was left out at import "
                f"({short(repair['before'])}): say in the text what it showed, or dismiss this.",
                Mend.TEXT,
                (sha256, str(number)),
            )
