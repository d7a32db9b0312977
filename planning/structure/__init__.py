"""The plan as a tree: priorities, goals, measures, activities, and the services a measure changes."""
