"""The pages of plans: for the public and for those who write them."""
