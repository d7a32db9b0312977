"""The refusal of this sub-room."""

from kernel.errors import DomainError


class MergeRefused(DomainError):
    """Two entries cannot be merged, or not be taken apart."""

    default_code = "merge_refused"
