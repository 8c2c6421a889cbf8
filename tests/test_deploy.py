"""What docs and deploy/ say of production is what the code does."""

import configparser
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from briefs.jobs import JOBS
from briefs.management.scheduled import ScheduledCommand

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
GUIDE = (ROOT / "docs" / "deploy.md").read_text()
COMMANDS = ROOT / "briefs" / "management" / "commands"
NAME = re.compile(r"`([A-Z_]+)`")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading of the guide, without its head."""
    below = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in below.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def in_words(length: timedelta) -> str:
    return f"{length.days} days" if length.days else f"{length.seconds // 60} minutes"


def timer_of(job: str) -> configparser.SectionProxy:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.read(UNITS / f"living-analysis-job@{job}.timer")
    return unit["Timer"]


def test_guide_timers_and_commands_name_the_same_jobs():
    scheduled = {
        path.stem
        for path in COMMANDS.glob("[a-z]*.py")
        if issubclass(
            import_module(f"briefs.management.commands.{path.stem}").Command, ScheduledCommand
        )
    }
    timers = {path.stem.partition("@")[2] for path in UNITS.glob("*.timer")}
    told = {row[0].strip("`") for row in rows("Scheduled jobs")}
    assert {job.name for job in JOBS} == scheduled == timers == told


def test_the_guide_tells_when_each_runs_and_when_it_is_late():
    told = {row[0].strip("`"): (row[1].strip("`"), row[4]) for row in rows("Scheduled jobs")}
    assert told == {
        job.name: (timer_of(job.name)["OnCalendar"], in_words(job.late_after)) for job in JOBS
    }


def test_one_list_of_jobs_is_enough():
    other = (ROOT / "docs" / "running.md").read_text()
    assert "deploy.md#scheduled-jobs" in other
    assert not [job.name for job in JOBS if re.search(rf"^\| `{job.name}", other, re.MULTILINE)]


def read_by_settings() -> set[str]:
    text = (ROOT / "sco_site" / "settings.py").read_text()
    return set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", text))


def test_the_example_has_every_setting_and_no_other():
    text = (DEPLOY / "environment.example").read_text()
    named = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    assert sorted(named) == sorted(read_by_settings())


def test_the_guide_lists_every_setting_and_no_other():
    named = [name for row in rows("Settings") for name in NAME.findall(row[0])]
    assert sorted(named) == sorted(read_by_settings())


def test_the_example_holds_no_key_and_no_password():
    text = (DEPLOY / "environment.example").read_text()
    assert re.search(r"^SECRET_KEY=$", text, re.MULTILINE)
    assert re.findall(r"://([^@\s]+)@", text) == ["user:password"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_understands_the_units(tmp_path):
    for path in UNITS.glob("*.*"):
        if path.is_file():
            text = path.read_text().replace("/srv/living-analysis/.venv/bin/python", sys.executable)
            (tmp_path / path.name).write_text(text)
    drop_in = tmp_path / "living-analysis-job@backup.service.d"
    shutil.copytree(UNITS / drop_in.name, drop_in)
    template = tmp_path / "living-analysis-job@.service"
    for job in JOBS:
        shutil.copy(template, tmp_path / f"living-analysis-job@{job.name}.service")
    kinds = (".service", ".timer")
    named = [
        str(path)
        for path in sorted(tmp_path.iterdir())
        if path.suffix in kinds and "@." not in path.name
    ]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=one", *named],
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_every_file_the_container_copies_is_there():
    text = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE)
        for name in line.split()[:-1]
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"manage.py", "sco_site", "briefs", "templates", "seeds"} <= set(copied)
    assert re.search(r"^USER living-analysis$", text, re.MULTILINE)


def test_server_of_units_and_container_is_that_of_make_run():
    """The same options, whatever port and log are theirs."""
    run = (ROOT / "sco_site" / "run.py").read_text()
    for file in (UNITS / "living-analysis.service", ROOT / "Containerfile"):
        text = file.read_text().replace("\\\n", " ")
        for option in ("--interface wsgi", "--http 1", "--no-ws", "--workers 2"):
            assert option in re.sub(r"\s+", " ", text), (file.name, option)
            assert option.split()[0] in run
