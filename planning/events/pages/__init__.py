"""Pages of open events."""
