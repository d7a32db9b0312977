"""From what a source said to what the catalogue holds: staging, comparing and accepting, set-based.

Entered through `catalogue.intake` alone.
"""
