"""The articles that the seeds annotate, read from the files they were received as."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from briefs.importing.draft import ArticleDraft, DraftError
from briefs.importing.readers import received_text
from briefs.importing.save import metadata, sha256
from briefs.importing.seeds.entries import Entry
from briefs.importing.seeds.files import read_bytes
from briefs.importing.seeds.problems import Problem
from briefs.markup import MarkupError, normal_form, text_of
from briefs.models.vocabulary import ReferenceState


@dataclass(frozen=True)
class Received:
    """A file, the draft it holds, and the text that quotes are looked up in."""

    name: str
    data: bytes
    draft: ArticleDraft
    text: str

    @property
    def sha256(self) -> str:
        return sha256(self.data)

    @cached_property
    def words(self) -> str:
        """Everything the article says, title and notes around it included."""
        return "\n".join(passage.text for passage in self.draft.passages)


def read_received(article: Entry, folder: Path) -> Received | Problem:
    """The file that an article's entry names; it lies beside the entry."""
    name = article.content["received"]
    path = (folder / article.file).parent / name
    if path.name != name:
        return article.problem("received", f"“{name}” is no name of a file beside this one")
    try:
        data = read_bytes(path)
        draft = received_text.read(data, name)
        text = text_of(normal_form(draft.body_html()))
    except OSError as error:
        return article.problem("received", f"“{name}” {error}")
    except (DraftError, MarkupError) as error:
        return article.problem("received", str(error))
    return Received(name, data, draft, text)


def complete_article(article: Entry, received: Received) -> None:
    """Fill what the entry does not say with what the file states; note which file it is."""
    stated = metadata(received.draft)
    for field in article.noun.fields:
        if field.key not in article.lines:
            for column in field.columns:
                value = stated.get(column, article.content.get(column))
                article.content[column] = value.isoformat() if isinstance(value, date) else value
    article.content["sha256"] = received.sha256


def complete_reference(reference: Entry, texts: Mapping[str, Received]) -> None:
    """A link is replaced once something is proposed for it; else it is as it was received."""
    received = texts.get(reference.content["article"])
    links = {link.number: link for link in received.draft.links} if received else {}
    link = links.get(reference.content["number"])
    if reference.content["sources"]:
        reference.content["state"] = ReferenceState.REPLACED.value
    else:
        live = link is not None and link.target is not None
        reference.content["state"] = (ReferenceState.LIVE if live else ReferenceState.LOST).value
