"""A process may die at any point of accepting; the catalogue is then as it was."""

import os
import signal
import subprocess
import sys

import pytest
from support.registers import AT, BYSTRICA, entries, service, the_catalogue

from catalogue import intake

KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from catalogue import intake
from datetime import UTC, datetime

connection.settings_dict["NAME"] = sys.argv[1]
def die(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if sys.argv[3] in sql:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
with connection.execute_wrapper(die):
    intake.accept(sys.argv[2], by=None, at=datetime(2026, 3, 2, tzinfo=UTC))
"""


@pytest.mark.parametrize(
    "at_statement", ["insert into catalogue_service", "insert into catalogue_capacity", "catalogue_batch"]
)
def test_a_kill_in_the_middle_of_accepting_leaves_nothing(own_database: str, at_statement: str) -> None:
    batch = intake.open_batch(source="bbsk", is_whole=True, at=AT)
    intake.stage(batch, [service(str(key)) for key in range(20)], {BYSTRICA})
    intake.compare(batch)
    before, recorded = the_catalogue(), entries()

    ended = subprocess.run(
        [sys.executable, "-c", KILLED, own_database, str(batch), at_statement], check=False, env=os.environ
    )

    assert ended.returncode == -signal.SIGKILL
    assert the_catalogue() == before
    assert entries() == recorded
    assert intake.accept(batch, by=None, at=AT).new == 20
