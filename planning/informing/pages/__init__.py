"""Pages of informing: those of people who work here, and those that everybody reads."""
