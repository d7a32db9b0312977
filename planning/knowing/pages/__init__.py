"""The pages of what a plan knows."""
