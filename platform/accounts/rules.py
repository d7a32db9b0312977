"""Permissions of this room: a person may do everything with the own account, nobody anything with another's."""

import rules
from rules import is_authenticated

rules.add_perm("accounts.manage_own_account", is_authenticated)
