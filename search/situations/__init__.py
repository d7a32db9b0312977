"""Life situations, a page of each: what usually helps, what to do first, which services there are, near the reader.

Schema: public. The words come with their sources from the catalogue's code lists; the region's staff may put a step
aside that holds no longer and add steps of their own. Pages in `views`, the staff's in `search.desk`.
"""
