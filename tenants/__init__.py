"""Who plans here and who may stand where: tenants, hosts, municipalities, roles.

Schema: public. Doors: `context` (enter a tenant), `queries`, `predicates`, `roles`, `commands`, `addresses`.
Never holds plans or services.
"""
