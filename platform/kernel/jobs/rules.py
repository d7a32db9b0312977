"""Who may watch a job: the person who asked for it, and whoever its kind names."""

from typing import Any

import rules

from kernel.jobs.declaring import kind_of
from kernel.jobs.models import Job


@rules.predicate
def asked_for_it(user: Any, job: Job | None) -> bool:
    return job is not None and job.by_id is not None and job.by_id == user.pk


@rules.predicate
def is_named_by_its_kind(user: Any, job: Job | None) -> bool:
    permission = kind_of(job.kind).permission if job else ""
    return bool(permission) and bool(rules.has_perm(permission, user, job))


rules.add_perm("jobs.watch_job", asked_for_it | is_named_by_its_kind)
rules.add_perm("jobs.cancel_job", asked_for_it | is_named_by_its_kind)
