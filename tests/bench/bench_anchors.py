"""How well, and how fast, spans are carried from one text to the next.

    python -m tests.bench.bench_anchors [--edits N] [--seed N] [FILE ...]

Makes N random edits of every kind in each text (without a FILE, in generated prose), and counts
what became of the spans whose words the edit left alone, of those whose words it touched, and of
those that are open, as when a twin of their sentence came or went right beside it. To ask is right
for the last two. Ends with exit code 1 if a span was placed wrongly, or if fewer than 99 % of the
spans that were left alone were placed without asking.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from random import Random

from briefs.anchoring import Fate, Span, carry
from briefs.markup import mark, normal_form, text_of
from tests.bench.edits import KINDS, sentences, spans_around
from tests.bench.prose import prose
from tests.bench.quote_matching import match_quote

EDITS = 200
SPANS = 20
EXCERPT = 9_000  # code points
ENOUGH = 0.99
LONG, MANY = 20_000, 1_000  # words, annotations

Counts = Counter[tuple[int, str, str]]  # 0 for ours and 1 for the other, group, outcome
_COLUMNS = [(group, what) for group in ("alone", "touched", "open") for what in ("asked", "wrong")]


def outcome(truth: Span | None, placed: Span | None) -> str:
    if placed is None:
        return "asked"
    return "right" if placed == truth else "wrong"


def judged(text: str, kind: str, edits: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield for each span: was it left alone or touched, and what either method made of it."""
    rng = Random(f"{seed} {kind}")
    for _ in range(edits):
        excerpt = _excerpt(rng, text)
        edit = KINDS[kind](rng, excerpt, rng.choice(sentences(excerpt)))
        spans = spans_around(rng, edit, SPANS)
        new = edit.new
        for span, carried in zip(spans, carry(edit.old, new, spans), strict=True):
            truth = edit.truth(span)
            placed = carried.span if carried.fate in (Fate.KEPT, Fate.SHIFTED) else None
            quoted = match_quote(edit.old, new, span)
            is_open = any(span.start < o.end and o.start < span.end for o in edit.open)
            group = "open" if is_open else "touched" if truth is None else "alone"
            yield group, outcome(truth, placed), outcome(truth, quoted)


def _excerpt(rng: Random, text: str) -> str:
    if len(text) <= EXCERPT:
        return text
    start = text.find("\n", rng.randrange(len(text) - EXCERPT)) + 1
    end = text.find("\n", min(start + EXCERPT, len(text) - 1))
    return text[start : end if end > start else len(text)]


def print_table(text: str, edits: int, seed: int) -> bool:
    """Print a line for each kind; say whether every one is good enough."""
    groups = f"{'words left alone':^23}{'touched':^13}{'open':^13}"
    columns = f"{'right':>9}{'asked':>7}{'WRONG':>7}" + f"{'asked':>7}{'WRONG':>6}" * 2 + " "
    print(f"{'':33}|{'the difference':^49}|{'plain quote matching':^49}")
    print(f"{'':33}|{groups}|{groups}")
    print(f"{'kind of edit':33}|{columns}|{columns}")
    good = True
    total: Counts = Counter()
    for kind in KINDS:
        counts: Counts = Counter()
        for group, ours, plain in judged(text, kind, edits, seed):
            counts[0, group, ours] += 1
            counts[1, group, plain] += 1
        good = _print_line(kind, counts) and good
        total += counts
    _print_line("all", total)
    return good


def _print_line(kind: str, counts: Counts) -> bool:
    line = f"{kind:33}"
    for method in (0, 1):
        line += f"|{_share_right(counts, method):>9.2%}"
        for group, what in _COLUMNS:
            width = 7 if what == "asked" or group == "alone" else 6
            line += f"{counts[method, group, what]:>{width}}"
        line += " "
    print(line, flush=True)
    wrong = sum(counts[0, group, "wrong"] for group in ("alone", "touched", "open"))
    return not wrong and _share_right(counts, 0) >= ENOUGH


def _share_right(counts: Counts, method: int) -> float:
    alone = sum(counts[method, "alone", what] for what in ("right", "asked", "wrong"))
    return counts[method, "alone", "right"] / alone if alone else 1.0


def print_speed(seed: int) -> None:
    rng = Random(seed)
    paragraphs = prose(LONG, seed).split("\n")
    body = normal_form("".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs))
    text = text_of(body)
    spans = _dense_spans(rng, text)
    for kind in ("typo", "reorder paragraphs", "5 % of all words"):
        edit = KINDS[kind](rng, text, rng.choice(sentences(text)))
        started = time.perf_counter()
        carry(text, edit.new, spans)
        _print_time(f"carry {MANY:,} spans over {LONG:,} words ({kind})", started, 1.0)
    started = time.perf_counter()
    carry(text, prose(LONG, seed + 1), spans)
    _print_time(f"carry {MANY:,} spans over {LONG:,} words (all rewritten)", started, 1.0)
    started = time.perf_counter()
    mark(body, dict(enumerate(spans)), lambda piece: f'<mark data-ids="{piece.ids}">')
    _print_time(f"mark {MANY:,} spans in {LONG:,} words", started, 0.1)


def _dense_spans(rng: Random, text: str) -> list[Span]:
    starts = (rng.randrange(len(text) - 400) for _ in range(MANY))
    return [Span(start, start + rng.randrange(5, 400)) for start in starts]


def _print_time(what: str, started: float, limit: float) -> None:
    taken = time.perf_counter() - started
    print(f"{what:62}{taken * 1000:8.0f} ms  (at most {limit * 1000:.0f})")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--edits", type=int, default=EDITS, help="of each kind, in each text")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    texts = {path.name: path.read_text(encoding="utf-8") for path in options.files}
    good = True
    for name, text in (texts or {"generated prose": prose(LONG, options.seed)}).items():
        print(f"{name}: {options.edits} edits of each kind, {SPANS} spans each")
        good = print_table(text, options.edits, options.seed) and good
        print()
    print_speed(options.seed)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
