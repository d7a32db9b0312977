"""What a municipality itself says of a shared service: its note, contract, network and contact.

Doors: `writing.write_overlay`, `reading`. PostgreSQL keeps the rows of municipalities apart (row-level security), so
everything here runs in the municipality's own schema.
"""
