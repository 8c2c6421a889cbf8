"""Rows in bulk: everything the site's functions would have written, without calling them."""

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from typing import Any

from briefs.generating.amounts import Amounts, moment
from briefs.generating.bodies import Shared, bodies, shared
from briefs.generating.claims import assessments, claims, updates
from briefs.generating.claims import told as told_of_claims
from briefs.generating.lines import line
from briefs.generating.texts import texts
from briefs.generating.texts import told as told_of_text
from briefs.generating.writing import Write, write_in_bulk
from briefs.models import Annotation, Article, Event
from briefs.models.vocabulary import EventKind
from briefs.recording import recorded

BATCH = 200
"""Articles, or bodies, written in one transaction."""
CHECKS = 2_000
ORIGIN = "generate_content"

Progress = Callable[[str, int, int], None]
"""Called with what is written, how many are, and how many there will be."""


class NotEmpty(ValueError):
    """There is generated content already; a second lot would not be what was asked for."""


def generate(
    amounts: Amounts,
    *,
    seed: int = 1,
    progress: Progress = lambda *_: None,
    write: Write = write_in_bulk,
) -> None:
    """Fill the database; the same numbers and seed give the same content.

    Each batch is one transaction. Raise NotEmpty if generated content is there.
    """
    if Article.objects.filter(slug__startswith="generated-").exists():
        raise NotEmpty("There is generated content in this database already.")
    rng = Random(seed)
    with recorded(origin=ORIGIN):
        known = shared(amounts, rng, write)
    for numbers in _batches(amounts.bodies):
        with recorded(origin=ORIGIN):
            bodies(numbers, amounts, rng, known, write)
        progress("organisations", numbers.stop - 1, amounts.bodies)
    for numbers in _batches(amounts.articles):
        with recorded(origin=ORIGIN):
            _articles(numbers, amounts, rng, known, write)
        progress("articles", numbers.stop - 1, amounts.articles)
    written = Event.objects.count()
    for done in _checks(amounts.events - written, rng, known, write):
        progress("events", written + done, amounts.events)


def _batches(total: int) -> Iterator[range]:
    for start in range(1, total + 1, BATCH):
        yield range(start, min(start + BATCH, total + 1))


def _articles(numbers: range, amounts: Amounts, rng: Random, known: Shared, write: Write) -> None:
    """Articles with all that is said of them, and the lines of the record in the order of time."""
    made = texts(numbers, amounts, rng, known, write)
    found = claims(made, rng, known, write)
    judged = assessments(found, rng, known, write)
    since = updates(found, rng, known, write)
    lines = [one for text in made for one in told_of_text(rng, text)]
    lines += told_of_claims(rng, found, judged, since)
    write(sorted(lines, key=lambda one: one.recorded_at))


def _checks(wanted: int, rng: Random, known: Shared, write: Write) -> Iterator[int]:
    """Claims that were looked at, and nothing changed, lately: in the last part of the record."""
    done = 0
    while done < wanted:
        before = done
        ours = Annotation.objects.filter(slug__startswith="generated-").order_by("pk")
        for chunk in _chunks(ours.iterator(chunk_size=CHECKS), CHECKS):
            chunk = chunk[: wanted - done]
            with recorded(origin=ORIGIN):
                write(
                    line(
                        rng,
                        EventKind.CHECKED,
                        claim.summary,
                        moment(known.now, 0.96 + 0.04 * (done + n) / wanted),
                        annotation=claim,
                        article_id=claim.article_id,
                    )
                    for n, claim in enumerate(chunk)
                )
            done += len(chunk)
            yield done
            if done == wanted:
                return
        if done == before:
            return


def _chunks(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, size)):
        yield chunk
