"""Pages of duplicates. Thin: find, ask the permission, validate, call one command."""
