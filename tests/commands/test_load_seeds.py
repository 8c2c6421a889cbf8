from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from briefs.models import Event, SeedEntry, Topic

pytestmark = pytest.mark.django_db

TABLE = """\
                       created         updated       unchanged  kept as edited
topics                       2               0               0               0
sources                      0               0               0               0
states                       0               0               0               0
organisations                0               0               0               0
people                       0               0               0               0
memberships                  0               0               0               0
articles                     0               0               0               0
references                   0               0               0               0
claims                       0               0               0               0
notes                        0               0               0               0
assessments                  0               0               0               0
updates                      0               0               0               0
watches                      0               0               0               0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "topics").mkdir()
    write_topics(tmp_path, "energy", "trade")
    return tmp_path


def write_topics(folder: Path, *slugs: str) -> None:
    entries = "".join(f"  - slug: {slug}\n    name: {slug.title()}\n" for slug in slugs)
    (folder / "topics" / "topics.yaml").write_text(f"topics:\n{entries}")


def run(capsys, *arguments: object, **options: object) -> str:
    call_command("load_seeds", *map(str, arguments), **options)
    return capsys.readouterr().out


def test_a_table_of_counts_is_told(folder, capsys):
    assert run(capsys, folder) == TABLE


def test_a_second_run_says_that_there_is_nothing_to_do(folder, capsys):
    run(capsys, folder)
    lines = run(capsys, folder).splitlines()
    assert (lines[1].split(), lines[-1]) == (
        ["topics", "0", "0", "2", "0"],
        "Nothing to do: the database is as the seeds say.",
    )


def test_what_is_left_alone_is_told(folder, capsys):
    run(capsys, folder)
    Topic.objects.filter(slug="energy").update(definition="An editor’s.")
    write_topics(folder, "energy")
    assert run(capsys, folder).splitlines()[:4] == [
        "kept as edited: topic energy: it was edited",
        "no longer in the seeds, left as it is: topic trade",
        "                       created         updated       unchanged  kept as edited",
        "topics                       0               0               0               1",
    ]


def test_a_dry_run_writes_nothing_and_says_so(folder, capsys):
    assert run(capsys, folder, dry_run=True) == TABLE + "Dry run: nothing was written.\n"
    assert (Topic.objects.count(), SeedEntry.objects.count()) == (0, 0)


def test_errors_are_told_all_at_once_and_nothing_is_written(folder):
    write_topics(folder, "energy", "energy", "not a slug")
    with pytest.raises(CommandError) as caught:
        call_command("load_seeds", str(folder))
    assert str(caught.value) == (
        "topics/topics.yaml, line 4: topic energy: slug: “energy” stands in "
        "topics/topics.yaml, line 2, already\n"
        "topics/topics.yaml, line 5: topic energy: name: “Energy” stands in "
        "topics/topics.yaml, line 2, already\n"
        "topics/topics.yaml, line 6: topic not a slug: slug: “not a slug”: Enter a valid “slug” "
        "consisting of letters, numbers, underscores or hyphens.\n"
        "3 errors; nothing was written."
    )
    assert caught.value.returncode == 1
    assert (Topic.objects.count(), Event.objects.count()) == (0, 0)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("load_seeds", str(tmp_path / "seeds"))
    assert str(caught.value) == (
        f"{tmp_path / 'seeds'}: there is no such folder\n1 error; nothing was written."
    )


def test_the_seeds_of_the_project_are_the_default(capsys):
    lines = run(capsys, dry_run=True).splitlines()
    assert lines[2].split() == ["sources", "333", "0", "0", "0"]
    assert settings.SEEDS_DIR.name == "seeds"
