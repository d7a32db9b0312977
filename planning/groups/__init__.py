"""Who makes the plan: the steering group, working groups and their members, with or without an account."""
