"""Who may keep the search right. Searching is open to all."""

import rules

from tenants.predicates import has_region_role, is_data_steward
from tenants.roles import Role

is_methodologist = has_region_role(Role.METHODOLOGIST)

rules.add_perm("search.keep_words", is_data_steward | is_methodologist)
rules.add_perm("search.see_unmet_needs", is_data_steward | is_methodologist)
rules.add_perm("search.confirm_lines", is_data_steward | is_methodologist)
