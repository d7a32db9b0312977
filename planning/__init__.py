"""From analysis to the final document: the plans of a municipality or microregion and the people who make them.

Schema: of the tenant. Doors: `feed` (published plans), `figures` (numbers for the chapters from rooms above). Speaks to
the catalogue through its doors only.
"""
