"""Forms about one's own account."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Sign-in by e-mail, with errors that do not tell which half was wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class MyAccountForm(forms.Form):
    name = forms.CharField(
        label=_("Name and surname"), max_length=120, help_text=_("Colleagues see it beside your work.")
    )
    language = forms.ChoiceField(
        label=_("Language of mails"),
        required=False,
        help_text=_("The language of pages is chosen at the top of each page."),
        choices=[("", _("As the municipality writes")), *settings.LANGUAGES],
    )


class NewAccountForm(forms.Form):
    """A new account of a person who was invited; the e-mail address comes from the invitation."""

    name = forms.CharField(
        label=_("Name and surname"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Several words that have nothing in common are good and easy to remember."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        from accounts.models import User

        facts = super().clean() or {}
        if password := facts.get("password"):
            person = User(email=self.email, name=str(facts.get("name", "")))
            try:
                password_validation.validate_password(str(password), person)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return facts
