"""From a file to the catalogue, with a person's consent.

Schema: public. A source reads its own format into records; what does not fit becomes a problem of its row. Everything
that is written into the catalogue goes through `catalogue.intake`. Nobody imports this room.
"""
