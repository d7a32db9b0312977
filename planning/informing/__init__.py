"""Telling people: notices, followers by e-mail and feed, where the plan stands, posters, and the log of it all.

Reads course, groups, meetings and delivery; shows only what they have published. Keeps of a subscriber nothing but the
address, and that only as long as the person wishes.
"""
