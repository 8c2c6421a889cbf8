"""What is installed is pinned, hashed, and named without the address of any registry."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "requirements"
LOCKS = sorted(path.name for path in FOLDER.glob("*.txt"))
# Whatever may name where packages come from, should it ever lie in the project.
NAMING_PACKAGES = (
    *("requirements/*", "requirements*.txt", "constraints*.txt", "pip.conf", "uv.toml"),
    *("uv.lock", "pylock*.toml", "package.json", "package-lock.json", ".npmrc", "pyproject.toml"),
)
ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://|\bfile:|\bindex[-_]url|\bfind[-_]links|\bregistry\b|[\w.-]@\s*git",
    re.IGNORECASE,
)
PINNED = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==\d[\w.!+]*( ; [^\\]+)?")


def requirements(lock: str) -> dict[str, list[str]]:
    """Each requirement of a lock file with its options, continued lines joined."""
    text = (FOLDER / lock).read_text()
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    entries = "\n".join(lines).replace("\\\n", " \n").split("\n")
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry.startswith(" "):
            found[list(found)[-1]].append(entry.strip())
        elif entry.strip():
            found[entry.strip()] = []
    return found


def pins(lock: str) -> set[str]:
    """The requirements of a lock file without the conditions under which they apply."""
    return {name.partition(" ;")[0] for name in requirements(lock)}


def test_every_list_has_its_lock():
    assert LOCKS == ["base.txt", "lint.txt", "sentry.txt", "test.txt"]
    assert sorted(path.stem for path in FOLDER.glob("*.in")) == ["base", "lint", "sentry", "test"]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock):
    entries = requirements(lock)
    loose = [
        name
        for name, options in entries.items()
        if not PINNED.fullmatch(name)
        or not options
        or not all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", option) for option in options)
    ]
    assert (loose, len(entries) > 2) == ([], True)


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [("base.txt", "test.txt"), ("sentry.txt", "test.txt"), ("test.txt", "lint.txt")],
)
def test_one_environment_holds_all_lists(smaller, larger):
    assert pins(smaller) <= pins(larger)


def test_no_file_names_an_address_of_packages():
    files = {path for pattern in NAMING_PACKAGES for path in ROOT.glob(pattern)}
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted(files)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ADDRESS.search(line)
    ]
    assert (found, FOLDER / "base.txt" in files) == ([], True)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url x",
        "-f file:///wheels",
        "--find-links wheels",
        "django @ git+https://example.org/django",
        'url = "https://example.org/"',
        "--extra-index-url=https://example.org/simple",
    ],
)
def test_an_address_would_be_seen(line):
    assert ADDRESS.search(line)


def test_the_extra_is_the_same_in_both_places():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = (FOLDER / "sentry.in").read_text().splitlines()
    named = [line.partition("  #")[0] for line in lines if line[:1].isalpha()]
    assert project["optional-dependencies"] == {"sentry": named}
