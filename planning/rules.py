"""Who may do what with a plan. What is published may be read by anybody."""

import rules

from tenants.predicates import has_role, is_coordinator
from tenants.roles import Role

writes_plans = is_coordinator | has_role(Role.OFFICER)
reads_drafts = writes_plans | has_role(Role.GROUP_LEADER, Role.GROUP_MEMBER, Role.COUNCIL_CLERK, Role.INTAKE_CLERK)

rules.add_perm("planning.read_draft", reads_drafts)
rules.add_perm("planning.write_plan", writes_plans)
rules.add_perm("planning.publish_plan", is_coordinator)
rules.add_perm("planning.lead_meeting", writes_plans | has_role(Role.GROUP_LEADER))
