"""Any spreadsheet, read by a mapping that a person has built: which column is which field, which word is which code.

Knows no page and no table of the database: a mapping is a `Spec`, a value with a checked schema.
"""
