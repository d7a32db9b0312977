"""The measure sheet: what a measure or an activity costs, changes, risks and is measured by, row by row."""
