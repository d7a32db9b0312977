"""Providers, services and related activities: one truth for the whole region.

Schema: public. Doors: `feed` (out: frozen cards) and `intake` (in: imports and mentions of plans). Never asks planning.
"""
