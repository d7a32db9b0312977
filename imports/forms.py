"""What is asked when a file is brought in and when a run is accepted."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from imports.models import Run
from imports.sources import all_sources
from kernel.errors import DomainError
from kernel.files import check_size

WHOLE, PART = "whole", "part"


class UploadForm(forms.Form):
    """Which source, which file, and whether it is all there is."""

    source = forms.ChoiceField(label=_("Source"), widget=forms.RadioSelect)
    file = forms.FileField(label=_("File"))
    extent = forms.ChoiceField(
        label=_("What does the file hold?"),
        choices=[
            (WHOLE, _("The whole register: services that are missing in it have ended")),
            (PART, _("A part of it: services that are missing in it stay as they are")),
        ],
        widget=forms.RadioSelect,
        initial=PART,
        help_text=_("A spreadsheet of descriptions is always a part."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(source.name, source.title) for source in all_sources().values()]  # type: ignore[attr-defined]
        self.fields["file"].help_text = _("At most %(size)s.") % {"size": filesizeformat(settings.OPORA_UPLOAD_LIMIT)}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file, settings.OPORA_UPLOAD_LIMIT)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return file

    @property
    def is_whole(self) -> bool:
        source = all_sources()[self.cleaned_data["source"]]
        return self.cleaned_data["extent"] == WHOLE and source.adds_services


class AcceptForm(forms.Form):
    """Consent; when unusually many services would end, it has to be said that this is so."""

    despite_ended = forms.BooleanField(label=_("I have looked at the services that end, and it is so"), required=False)

    def __init__(self, *args: Any, run: Run, is_guarded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_guarded:
            self.fields["despite_ended"].required = True
        else:
            del self.fields["despite_ended"]
