"""A hundred times the process that changes something is killed: nothing is ever half done."""

import json
import subprocess
import sys

import pytest

from tests.processes import ROOT, environment

TIMES = 100
KILL = f"""
import django, json
django.setup()
from tests.killing import kill_again_and_again
print(json.dumps(kill_again_and_again({TIMES})))
"""


@pytest.mark.django_db(transaction=True)
def test_the_whole_change_is_there_or_none_of_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KILL],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("complaints") == {}
    assert {state for states in found.values() for state in states} == {"none", "all"}
    assert sum(sum(states.values()) for states in found.values()) == TIMES
