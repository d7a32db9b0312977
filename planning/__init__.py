"""From analysis to the final document: the plans of a municipality or microregion and the people who make them.

Schema: of the tenant. Door: `feed` (published plans). Speaks to the catalogue through its doors only.
"""
