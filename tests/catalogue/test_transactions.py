"""What holds only where transactions are real: killed processes, and rows that are touched once."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection, transaction
from support.registers import AT, BYSTRICA, entries, service, the_catalogue, the_service

from catalogue import intake
from catalogue.models import Reach

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


def test_a_service_is_written_once_in_a_transaction(own_database: str) -> None:
    batch = intake.open_batch(source="bbsk", is_whole=True, at=AT)
    intake.stage(batch, [service("1")], {BYSTRICA})
    intake.compare(batch)
    intake.accept(batch, by=None, at=AT)
    held = the_service("1")

    with transaction.atomic(), connection.cursor() as cursor:
        Reach.objects.create(service=held, level="DISTRICT", code="SK0321")
        first = the_service("1").version
        cursor.execute("update catalogue_capacity set count = count + 1")
        again = the_service("1").version

    assert held.version < first == again
