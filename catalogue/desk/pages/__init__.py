"""Pages of the desk. Thin: find, ask the permission, validate, call one command."""
