"""What may go wrong with an account or a one-time link."""

from kernel.errors import DomainError


class AccountRefused(DomainError):
    default_code = "account_refused"


class LinkRefused(DomainError):
    """The link is unknown, used, out of date or meant for another site; `code` says which, for tests and logs."""

    default_code = "link_unknown"
