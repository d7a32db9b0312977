"""What the region decides on: asked changes, proposals, reported mistakes, and conflicts with the registers.

Schema: public. Doors within the catalogue: `review.commands`, `review.queue`, `review.cases`.
"""
