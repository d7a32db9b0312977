"""What the rules of a plan refuse."""

from kernel.errors import DomainError


class PlanRefused(DomainError):
    default_code = "plan_refused"


class CannotMove(DomainError):
    default_code = "cannot_move"


class ChangedMeanwhile(DomainError):
    """Somebody else saved the same node first; nothing of theirs was overwritten."""

    default_code = "changed_meanwhile"
