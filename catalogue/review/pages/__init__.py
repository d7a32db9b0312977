"""Pages of the review. Thin: find, ask the permission, validate, call one command."""
