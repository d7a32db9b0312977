"""What may be done here, in one place for pages, tasks and tests."""

from catalogue.review.asking import (
    RequestRefused,
    ask_change,
    propose_activity,
    propose_provider,
    propose_service,
    withdraw_request,
)
from catalogue.review.cases import close_case, mark_sent, open_cases
from catalogue.review.deciding import Decision, decide_fields
from catalogue.review.mistakes import answer_mistake, forget_reporters, report_mistake
from catalogue.review.overriding import override_facts

__all__ = [
    "Decision",
    "RequestRefused",
    "answer_mistake",
    "ask_change",
    "close_case",
    "decide_fields",
    "forget_reporters",
    "mark_sent",
    "open_cases",
    "override_facts",
    "propose_activity",
    "propose_provider",
    "propose_service",
    "report_mistake",
    "withdraw_request",
]
