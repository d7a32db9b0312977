"""How complete the entries are: criteria, scores, what is missing where, and the course over quarters.

Doors: `criteria.quality_of` (a card), `scoring.score_services` (the table), `reporting` (what is missing).
"""
