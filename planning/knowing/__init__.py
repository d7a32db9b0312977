"""What the plan knows: needs, SWOT, analyses, and the line from a need to the measures that answer it."""
