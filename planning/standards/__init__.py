"""What a plan should hold: the law of both countries and good practice, as data, beside what the plan has."""
