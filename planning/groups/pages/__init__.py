"""Pages of groups: at work, people and applications, and what the public sees."""
