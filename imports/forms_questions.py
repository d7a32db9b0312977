"""What a person answers to a question about a register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imports.meanings import meanings
from imports.open_questions import Question


class AnswerForm(forms.Form):
    """One meaning out of those that are possible."""

    answer = forms.ChoiceField(label=_("It means"))

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = question.code.partition("/")[0]
        choices = meanings(question.source, question.subject, scope=scope)
        self.fields["answer"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
        self.initial.setdefault("answer", question.answer)
