"""The networks of services of a region or a municipality, and the numbers that services give once a year.

Doors: `reading` (frozen cards, offered to other rooms by `catalogue.feed`). Commands in `keeping` and `collecting`.
"""
