"""Who may bring a register into the catalogue: the region's data steward."""

import rules

from tenants.predicates import is_data_steward

rules.add_perm("imports.bring_in_register", is_data_steward)
