"""A data steward's hand in a process of its own: one line in, one line of JSON out. Told what to do by the campaign.

`receive FILE`, `compare RUN`, `accept RUN`, `undo RUN` ask for the act as the page does; `state RUN` tells how far it
is; `later` lets time pass for jobs that lost their worker; `print` is the fingerprint of the catalogue; `count` tells
what must be there once only. A database that is away is told as an error, and the next line begins afresh.
"""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

FINGERPRINT = """
    select md5(string_agg(line, '|' order by line)) from (
        select s.id::text || (to_jsonb(s) - '{version,created_at,changed_at}'::text[])::text as line
        from catalogue_service s where s.withdrawn_on is null
        union all
        select 'claim' || c.service_id || c.field || c.voice || c.source || c.value::text
        from (select distinct on (service_id, field, voice, source) * from catalogue_claim
              where undone_at is null order by service_id, field, voice, source, id desc) c
        union all
        select 'capacity' || c.service_id || c.form || c.unit || c.count from catalogue_capacity c
        join catalogue_service s on s.id = c.service_id and s.withdrawn_on is null
        union all
        select 'place' || at.service_id || (to_jsonb(p) - 'id')::text from catalogue_serviceatplace at
        join catalogue_place p on p.id = at.place_id
        join catalogue_service s on s.id = at.service_id and s.withdrawn_on is null
        union all
        select 'group' || g.service_id || g.targetgroup_id from catalogue_service_target_groups g
        join catalogue_service s on s.id = g.service_id and s.withdrawn_on is null) everything
"""
ONCE = {
    "twice told": "select count(*) from (select facts->>'batch', facts->>'act' from journal_entry"
    " where verb = 'catalogue.services_changed' group by 1, 2 having count(*) > 1) doubled",
    "batches half read": "select count(*) from catalogue_batch b where state = 'STAGING'"
    " and not exists (select from imports_run r where r.batch_id = b.id and r.state = 'READING')",
    "records left behind": "select count(*) from catalogue_stagedrecord r join catalogue_batch b on b.id = r.batch_id"
    " where r.problem = '' and b.state in ('ACCEPTED', 'UNDONE', 'DISCARDED')",
    "words of batches not accepted": "select count(*) from catalogue_claim c"
    " join catalogue_batch b on b.id = c.batch_id where b.state not in ('ACCEPTED', 'UNDONE')",
    "words of undone batches that stand": "select count(*) from catalogue_claim c join catalogue_batch b"
    " on b.id = c.batch_id where b.state = 'UNDONE' and c.undone_at is null",
    "jobs that hang": "select count(*) from jobs_job where state in ('WAITING', 'RUNNING')",
}
STEWARD = uuid.UUID(int=7)


def main() -> None:
    import django

    answers, sys.stdout = sys.stdout, sys.stderr  # what commands print is no answer
    django.setup()
    from django.db import connection

    for line in sys.stdin:
        act, _space, of = line.strip().partition(" ")
        try:
            answer: Any = ACTS[act](of)
        except Exception as error:  # noqa: BLE001 - whatever is wrong is told, the campaign decides
            connection.close()
            answer = {"error": f"{type(error).__name__}: {str(error)[:200]}"}
        answers.write(json.dumps(answer, default=str) + "\n")
        answers.flush()


def found(_of: str) -> Any:
    from django.core.management import call_command
    from support.world import found_the_world

    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    found_the_world()
    return "founded"


def receive(file: str) -> Any:
    from django.core.files import File

    from imports.commands import receive_file
    from kernel.clock import now

    with Path(file).open("rb") as opened:
        run = receive_file(File(opened), source="bbsk", is_whole=True, name=Path(file).name, by=STEWARD, at=now())
    return {"run": run.pk}


def asked(act: str) -> Any:
    def ask(of: str) -> Any:
        from imports import commands
        from imports.models import Run

        run = Run.objects.get(pk=of)
        return {"job": getattr(commands, f"ask_to_{act}")(run, by=STEWARD).pk}

    return ask


def state(of: str) -> Any:
    from imports.models import Run
    from kernel.jobs.models import Job

    run = Run.objects.get(pk=of)
    job = Job.objects.filter(pk=run.job_id).first()
    return {"run": run.state, "job": job.state if job else "", "counts": run.counts}


def later(_of: str) -> Any:
    from datetime import timedelta

    from django.db.models.functions import Now

    from kernel.jobs.models import Job
    from kernel.jobs.tasks import resend_unclaimed

    Job.objects.running().update(heartbeat_at=Now() - timedelta(minutes=5))
    Job.objects.waiting().update(send_again_at=Now() - timedelta(seconds=1))
    resend_unclaimed()
    return "later"


def fingerprint(_of: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT)
        return {"print": cursor.fetchone()[0]}


def count(_of: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        wrong = {}
        for what, query in ONCE.items():
            cursor.execute(query)
            (number,) = cursor.fetchone()
            if number:
                wrong[what] = number
    return {"wrong": wrong}


ACTS = {
    "found": found,
    "receive": receive,
    "compare": asked("compare"),
    "accept": asked("accept"),
    "undo": asked("undo"),
    "state": state,
    "later": later,
    "print": fingerprint,
    "count": count,
}

if __name__ == "__main__":
    main()
