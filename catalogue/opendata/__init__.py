"""The catalogue for machines and for whoever wants all of it: HSDS 3.1, lists as files, DCAT-AP. See README.md.

Schema: public. Reads only what the public may see; every address goes through the gate `catalogue.feed.place_card`.
"""
