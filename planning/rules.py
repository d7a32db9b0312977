"""Who may do what with a plan. What is published may be read by anybody."""

from typing import Any

import rules

from kernel.clock import today
from planning.meetings.queries import holds_a_mandate
from tenants.predicates import has_role, is_coordinator, is_signed_in
from tenants.roles import Role

writes_plans = is_coordinator | has_role(Role.OFFICER)
reads_drafts = writes_plans | has_role(Role.GROUP_LEADER, Role.GROUP_MEMBER, Role.COUNCIL_CLERK, Role.INTAKE_CLERK)
adds_statements = writes_plans | has_role(Role.GROUP_LEADER, Role.GROUP_MEMBER)


@rules.predicate
def reports_on(user: Any, report: Any) -> bool:
    """Whether the item of this report names the person's address."""
    email = str(getattr(user, "email", "")).strip().lower()
    return bool(email) and report is not None and report.item.owner_email == email


@rules.predicate
def sits_in(user: Any, meeting: Any) -> bool:
    """Whether the person of this account is a member, or a substitute, in a group of the meeting."""
    return bool(meeting and user.pk) and holds_a_mandate(meeting, today(), person__account=user.pk)


@rules.predicate
def is_open_to_all(user: Any, meeting: Any) -> bool:
    """Whether the meeting is open to the public; who asks about no meeting in particular asks about no closed one."""
    return meeting is None or meeting.is_open


leads_meetings = writes_plans | has_role(Role.GROUP_LEADER)

rules.add_perm("planning.read_draft", reads_drafts)
rules.add_perm("planning.write_plan", writes_plans)
rules.add_perm("planning.write_groups", writes_plans)
rules.add_perm("planning.publish_plan", is_coordinator)
rules.add_perm("planning.add_statement", adds_statements)
rules.add_perm("planning.lead_year", is_coordinator)
rules.add_perm("planning.check_report", writes_plans | has_role(Role.GROUP_LEADER))
rules.add_perm("planning.see_own_reports", is_signed_in)
rules.add_perm("planning.write_own_report", is_signed_in & reports_on)
rules.add_perm("planning.lead_meeting", leads_meetings)
rules.add_perm("planning.read_meeting", leads_meetings | (reads_drafts & (is_open_to_all | sits_in)))
rules.add_perm("planning.lead_event", writes_plans)
rules.add_perm("planning.see_needs", is_coordinator)
rules.add_perm("planning.build_survey", writes_plans)
rules.add_perm("planning.enter_paper", writes_plans | has_role(Role.INTAKE_CLERK))
rules.add_perm("planning.see_survey_results", writes_plans | has_role(Role.GROUP_LEADER))
rules.add_perm("planning.read_survey_texts", is_coordinator)
rules.add_perm("planning.publish_survey", is_coordinator)
rules.add_perm("planning.write_notice", writes_plans)
rules.add_perm("planning.publish_notice", is_coordinator)
rules.add_perm("planning.see_own_letters", is_signed_in)
