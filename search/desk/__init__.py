"""What the region's staff keep right in the search: crisis lines they have called, and everyday words of their own.

Schema: public. Commands in `lines` and `own_words`; pages in `views`. Never holds what anybody searched for.
"""
