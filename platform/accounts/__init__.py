"""People who sign in: accounts, one-time links, passing from site to site.

Schema: public. Doors: `models.User`, `commands`, `tokens`. Knows no roles: those live in `tenants`.
"""
