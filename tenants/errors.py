"""What may go wrong when a tenant is founded or a role is given."""

from kernel.errors import DomainError


class TenantRefused(DomainError):
    default_code = "tenant_refused"


class RoleRefused(DomainError):
    default_code = "role_refused"
