"""What every room stands on: time, errors, permissions, the journal of what happened, jobs and mail.

Knows nothing of plans, services or municipalities. Tables live in the public schema.
"""
