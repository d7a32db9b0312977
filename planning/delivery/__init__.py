"""What is done in a year: the action plan, its verdicts and the year after, and who reports on it."""
