"""Parsers of files from outside run in a process of their own, under limits that kill it.

It holds no database, no key and none of the site's environment: it gets the file's bytes and
gives back what is in it, or one line that says why there is nothing.
"""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefs.importing.draft import ArticleDraft, DraftError
from briefs.importing.forms import Form
from briefs.importing.wire import from_data

_CHILD = "briefs.importing.in_sandbox"
OUT_OF_MEMORY = 3
ANNOTATIONS = "ANNOTATIONS"
"""Names the reader of annotations, beside those of articles by their form."""
PAGE_TEXT = "PAGE_TEXT"
"""Names the reader of all the words of a page."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Limits:
    """``seconds`` by the clock and of the processor; ``memory`` is the whole address space."""

    seconds: int = 20
    memory: int = 768 * 1024 * 1024
    answer: int = 60_000_000


LIMITS = Limits()


def read_apart(data: bytes, name: str, form: Form, limits: Limits = LIMITS) -> ArticleDraft:
    """Read a file in a process of its own; raise DraftError if it gives no draft."""
    return from_data(answer_apart(data, name, form.name, limits))


def answer_apart(data: bytes, name: str, reader: str, limits: Limits = LIMITS) -> Any:
    """What ``reader`` (a Form by its name, or one of those above) makes of a file, as JSON."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", _CHILD, reader, str(limits.seconds), str(limits.memory)],
            input=data,
            capture_output=True,
            cwd=ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
            timeout=limits.seconds + 1,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DraftError(name, _too_long(limits)) from error
    if done.returncode == -signal.SIGXCPU:
        raise DraftError(name, _too_long(limits))
    if done.returncode == OUT_OF_MEMORY:
        raise DraftError(name, f"needs more than {limits.memory >> 20:,} MB of memory to be read")
    if done.returncode or len(done.stdout) > limits.answer:
        raise DraftError(name, "cannot be read: it brought its parser down")
    answer = json.loads(done.stdout)
    if "made" not in answer:
        raise DraftError(name, answer["reason"], answer["line"])
    return answer["made"]


def _too_long(limits: Limits) -> str:
    return f"takes longer than {limits.seconds} seconds to be read"
