"""Duplicates: pairs that may be one are found by a job and judged by a person; merged entries can be taken apart again.

Schema: public. Doors within the catalogue: `merging.commands`, `merging.finding`.
"""
