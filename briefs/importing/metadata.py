"""What an editor says about an article before it is made, put in place of what the file says."""

from dataclasses import dataclass, replace

from briefs.dates import PartialDate
from briefs.importing.draft import ArticleDraft, Author, Licence, Passage, PassageKind
from briefs.importing.licences import read_licence


@dataclass(frozen=True)
class Metadata:
    title: str
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    publisher: str = ""
    original_url: str = ""
    licence: str = ""


def proposed(draft: ArticleDraft) -> Metadata:
    """What the file states, for an editor to look over."""
    return Metadata(
        title=draft.title,
        authors=tuple(author.name for author in draft.authors),
        published=draft.published,
        publisher=draft.publisher,
        original_url=draft.original_url,
        licence=draft.licence.name if draft.licence else "",
    )


def with_metadata(draft: ArticleDraft, said: Metadata) -> ArticleDraft:
    """The draft as the editor has it; the posts of authors that stay are as they were."""
    stated = {author.name: author for author in draft.authors}
    licence = draft.licence
    if said.licence != (licence.name if licence else ""):
        licence = read_licence(said.licence) or (Licence(said.licence) if said.licence else None)
    return replace(
        draft,
        passages=draft.passages if said.title == draft.title else _titled(draft, said.title),
        authors=tuple(stated.get(name, Author(name)) for name in said.authors),
        published=said.published,
        publisher=said.publisher,
        original_url=said.original_url,
        licence=licence,
    )


def _titled(draft: ArticleDraft, title: str) -> tuple[Passage, ...]:
    first = next(at for at in draft.passages if at.kind is PassageKind.TITLE)
    return tuple(
        Passage(PassageKind.TITLE, title) if at is first else at
        for at in draft.passages
        if at is first or at.kind is not PassageKind.TITLE
    )
