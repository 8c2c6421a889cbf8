"""Our citations as other programs read them: bibtexparser, rispy, and CSL's own schema."""

import json
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import rispy
from bibtexparser import middlewares
from pylatexenc import latex2text

SCHEMA = json.loads((Path(__file__).parents[1] / "data/citing/csl-data.json").read_text())

# Names of LaTeX's own signs that pylatexenc 2 has not, or takes for other signs.
_SIGNS = [
    latex2text.MacroTextSpec("textbraceleft", "{"),
    latex2text.MacroTextSpec("textbraceright", "}"),
    latex2text.MacroTextSpec("textasciicircum", "^"),
    latex2text.MacroTextSpec("textasciigrave", "`"),
]
_database = latex2text.get_default_latex_context_db()
_database.add_context_category("signs", prepend=True, macros=_SIGNS)
_LATEX = latex2text.LatexNodes2Text(latex_context=_database, strict_latex_spaces=True)


def decoded(value: str) -> str:
    """What LaTeX sets for a value."""
    return _LATEX.latex_to_text(value)


def read_bibtex(written: str) -> dict[str, Any]:
    """The one entry: kind, key, authors in their parts, and the fields as LaTeX sets them."""
    library = bibtexparser.parse_string(
        written, append_middleware=[middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    )
    assert library.failed_blocks == []
    (entry,) = library.entries
    found: dict[str, Any] = {"kind": entry.entry_type, "key": entry.key}
    for field in entry.fields:
        if field.key == "author":
            found["author"] = [
                {
                    "family": decoded(" ".join([*name.von, *name.last])),
                    "given": decoded(" ".join(name.first)),
                    "suffix": decoded(" ".join(name.jr)),
                }
                for name in field.value
            ]
        else:
            found[field.key] = field.value if field.key == "url" else decoded(field.value)
    return found


def read_ris(written: str) -> dict[str, Any]:
    assert all(line[2:6] == "  - " for line in written.split("\r\n")[:-1])
    (entry,) = rispy.loads(written)
    return entry


def read_csl(written: str) -> dict[str, Any]:
    """The one item, once it has stood before the schema."""
    items = json.loads(written)
    jsonschema.Draft7Validator(SCHEMA).validate(items)
    (item,) = items
    return item
