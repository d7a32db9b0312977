"""The catalogue on paper: booklets of an area, one service, a short list; as tagged PDF and as DOCX.

Everything is made of the cards of `catalogue.feed`, so what is hidden there is hidden here.
"""
