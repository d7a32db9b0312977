"""The look and the manners of Opora: page frames, parts, forms, dates, languages and the gallery of all of it.

Public schema, no tables. Knows nothing of plans, services or municipalities: rooms hang their menu items and places on
`ui.menu`, and the frame reads whose site it is from `request.tenant` and `request.region`.
"""
