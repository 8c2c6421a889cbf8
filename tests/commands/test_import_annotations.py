"""manage.py import_annotations."""

import json

import pytest
from django.core.management import CommandError, call_command

from briefs.models import Annotation
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    make_article(slug="bloc")
    rows = [
        {
            "id": str(number),
            "uri": "http://testserver/articles/bloc/",
            "text": text,
            "target": [{"selector": [{"type": "TextQuoteSelector", "exact": exact}]}],
        }
        for number, (text, exact) in enumerate(
            [("It does not.", "It rarely meets."), ("Lost.", "It never meets anybody at all.")]
        )
    ]
    path = tmp_path / "notes.json"
    path.write_text(json.dumps({"rows": rows, "total": 3}))
    return path


def test_it_reports_each(file, capsys):
    call_command("import_annotations", file)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == ("1. created: On “Title of bloc”. “It rarely meets.” [hypothesis:0]")
    assert lines[1].startswith("2. not found: Its words do not stand in the present text")
    assert lines[2:] == [
        "1 created, 1 not found",
        "The file holds 1 fewer than it says there are.",
    ]
    assert Annotation.objects.get().summary == "It does not."


def test_a_dry_run_writes_nothing(file, capsys):
    call_command("import_annotations", file, "--dry-run")
    assert capsys.readouterr().out.splitlines()[-1] == "Dry run: nothing was written."
    assert Annotation.objects.count() == 0


@pytest.mark.parametrize("content", ["", "{", "[]", None])
def test_a_bad_file_is_named(tmp_path, content):
    path = tmp_path / "notes.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CommandError, match=r"notes\.json"):
        call_command("import_annotations", path)
