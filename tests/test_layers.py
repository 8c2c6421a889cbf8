"""Imports go down the layers; layer 0 knows no Django."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = {
    "briefs.anchoring": 0,
    "briefs.markup": 0,
    "briefs.dates": 0,
    "briefs.evaluating": 0,
    "briefs.names": 0,
    "briefs.outgoing": 0,
    "briefs.secret_addresses": 0,
    "briefs.sentences": 0,
    "briefs.spreadsheets": 0,
    "briefs.statements": 0,
    "briefs.suggestions": 0,
    "briefs.models": 1,
    "briefs.addresses": 2,
    "briefs.annotating": 2,
    "briefs.asserting": 2,
    "briefs.assessing": 2,
    "briefs.bulk": 2,
    "briefs.citing": 2,
    "briefs.desk": 2,
    "briefs.doctor": 2,
    "briefs.generating": 2,
    "briefs.history": 2,
    "briefs.importing": 2,
    "briefs.jobs": 2,
    "briefs.linked_data": 2,
    "briefs.merging": 2,
    "briefs.naming": 2,
    "briefs.pictures": 2,
    "briefs.previewing": 2,
    "briefs.publishing": 2,
    "briefs.quality": 2,
    "briefs.reading": 2,
    "briefs.record": 2,
    "briefs.recording": 2,
    "briefs.rendering": 2,
    "briefs.restoring": 2,
    "briefs.retagging": 2,
    "briefs.rights": 2,
    "briefs.searching": 2,
    "briefs.social_cards": 2,
    "briefs.second_factor": 2,
    "briefs.sourcing": 2,
    "briefs.stages": 2,
    "briefs.steps": 2,
    "briefs.tagging": 2,
    "briefs.throttling": 2,
    "briefs.track_record": 2,
    "briefs.twins": 2,
    "briefs.versioning": 2,
    "briefs.visiting": 2,
    "briefs.workflow": 2,
}
# Within layer 2 these alone may lean on a sibling.
SIDEWAYS = {
    ("briefs.annotating", "briefs.record"),
    ("briefs.annotating", "briefs.recording"),
    ("briefs.annotating", "briefs.rights"),
    ("briefs.annotating", "briefs.stages"),
    ("briefs.asserting", "briefs.publishing"),
    ("briefs.asserting", "briefs.record"),
    ("briefs.asserting", "briefs.recording"),
    ("briefs.asserting", "briefs.rights"),
    ("briefs.assessing", "briefs.publishing"),
    ("briefs.assessing", "briefs.record"),
    ("briefs.assessing", "briefs.recording"),
    ("briefs.assessing", "briefs.rights"),
    ("briefs.bulk", "briefs.desk"),
    ("briefs.doctor", "briefs.jobs"),
    ("briefs.doctor", "briefs.searching"),
    ("briefs.bulk", "briefs.merging"),
    ("briefs.bulk", "briefs.publishing"),
    ("briefs.bulk", "briefs.record"),
    ("briefs.bulk", "briefs.recording"),
    ("briefs.bulk", "briefs.retagging"),
    ("briefs.desk", "briefs.asserting"),
    ("briefs.desk", "briefs.publishing"),
    ("briefs.desk", "briefs.record"),
    ("briefs.desk", "briefs.recording"),
    ("briefs.desk", "briefs.rights"),
    ("briefs.generating", "briefs.record"),
    ("briefs.generating", "briefs.recording"),
    ("briefs.history", "briefs.rendering"),
    ("briefs.importing", "briefs.addresses"),
    ("briefs.importing", "briefs.annotating"),
    ("briefs.importing", "briefs.asserting"),
    ("briefs.importing", "briefs.assessing"),
    ("briefs.importing", "briefs.publishing"),
    ("briefs.importing", "briefs.record"),
    ("briefs.importing", "briefs.recording"),
    ("briefs.importing", "briefs.rights"),
    ("briefs.importing", "briefs.sourcing"),
    ("briefs.importing", "briefs.stages"),
    ("briefs.importing", "briefs.tagging"),
    ("briefs.importing", "briefs.versioning"),
    ("briefs.linked_data", "briefs.citing"),
    ("briefs.linked_data", "briefs.reading"),
    ("briefs.merging", "briefs.addresses"),
    ("briefs.merging", "briefs.publishing"),
    ("briefs.merging", "briefs.record"),
    ("briefs.merging", "briefs.recording"),
    ("briefs.merging", "briefs.rights"),
    ("briefs.previewing", "briefs.publishing"),
    ("briefs.previewing", "briefs.record"),
    ("briefs.previewing", "briefs.recording"),
    ("briefs.previewing", "briefs.rights"),
    ("briefs.publishing", "briefs.addresses"),
    ("briefs.publishing", "briefs.quality"),
    ("briefs.publishing", "briefs.record"),
    ("briefs.publishing", "briefs.recording"),
    ("briefs.publishing", "briefs.rights"),
    ("briefs.quality", "briefs.naming"),
    ("briefs.quality", "briefs.record"),
    ("briefs.quality", "briefs.rights"),
    ("briefs.reading", "briefs.asserting"),
    ("briefs.rendering", "briefs.reading"),
    ("briefs.restoring", "briefs.addresses"),
    ("briefs.restoring", "briefs.history"),
    ("briefs.restoring", "briefs.publishing"),
    ("briefs.restoring", "briefs.record"),
    ("briefs.restoring", "briefs.recording"),
    ("briefs.restoring", "briefs.rights"),
    ("briefs.restoring", "briefs.stages"),
    ("briefs.restoring", "briefs.versioning"),
    ("briefs.retagging", "briefs.publishing"),
    ("briefs.retagging", "briefs.record"),
    ("briefs.retagging", "briefs.recording"),
    ("briefs.retagging", "briefs.rights"),
    ("briefs.retagging", "briefs.stages"),
    ("briefs.rights", "briefs.record"),
    ("briefs.second_factor", "briefs.recording"),
    ("briefs.social_cards", "briefs.citing"),
    ("briefs.stages", "briefs.publishing"),
    ("briefs.stages", "briefs.record"),
    ("briefs.stages", "briefs.recording"),
    ("briefs.steps", "briefs.publishing"),
    ("briefs.steps", "briefs.record"),
    ("briefs.steps", "briefs.recording"),
    ("briefs.steps", "briefs.rights"),
    ("briefs.steps", "briefs.versioning"),
    ("briefs.steps", "briefs.workflow"),
    ("briefs.tagging", "briefs.annotating"),
    ("briefs.tagging", "briefs.assessing"),
    ("briefs.tagging", "briefs.naming"),
    ("briefs.tagging", "briefs.publishing"),
    ("briefs.tagging", "briefs.reading"),
    ("briefs.tagging", "briefs.record"),
    ("briefs.tagging", "briefs.recording"),
    ("briefs.tagging", "briefs.rights"),
    ("briefs.tagging", "briefs.stages"),
    ("briefs.versioning", "briefs.annotating"),
    ("briefs.versioning", "briefs.publishing"),
    ("briefs.versioning", "briefs.record"),
    ("briefs.versioning", "briefs.recording"),
    ("briefs.versioning", "briefs.rights"),
    ("briefs.versioning", "briefs.stages"),
    ("briefs.visiting", "briefs.importing"),
    ("briefs.visiting", "briefs.record"),
    ("briefs.visiting", "briefs.recording"),
    ("briefs.visiting", "briefs.rights"),
    ("briefs.visiting", "briefs.sourcing"),
    ("briefs.workflow", "briefs.publishing"),
    ("briefs.workflow", "briefs.record"),
    ("briefs.workflow", "briefs.recording"),
    ("briefs.workflow", "briefs.rights"),
    ("briefs.workflow", "briefs.stages"),
    ("briefs.workflow", "briefs.versioning"),
}
TOP = 3
MODULES = sorted(path for path in (ROOT / "briefs").rglob("*.py") if "migrations" not in path.parts)


def dotted(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def part_of(module: str) -> str:
    """The part with a layer of its own that a module belongs to; itself where there is none."""
    return next((part for part in LAYERS if f"{module}.".startswith(f"{part}.")), module)


def layer(module: str) -> int:
    return LAYERS.get(part_of(module), TOP)


def imported(path: Path) -> Iterator[str]:
    package = dotted(path) if path.name == "__init__.py" else dotted(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            if base in ("briefs", "briefs.importing"):
                yield from (f"{base}.{name.name}" for name in node.names)
            else:
                yield base


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_go_down(path):
    here = dotted(path)
    wrong = []
    for name in imported(path):
        if layer(here) == 0 and name.split(".")[0] in ("django", "taggit"):
            wrong.append(name)
        if not name.startswith("briefs.") or here == "briefs.apps":
            continue
        pair = (part_of(here), part_of(name))
        sideways = layer(name) == layer(here) == 2 and pair[0] != pair[1]
        if layer(name) > layer(here) or (sideways and pair not in SIDEWAYS):
            wrong.append(name)
    assert wrong == []


def test_every_layer_is_there():
    assert {part for part in LAYERS if not list(ROOT.glob(part.replace(".", "/") + "*"))} == set()
