"""What is asked when a file is brought in, when a run is refused, and what a steward sets once."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from imports.models import Run, Schedule
from imports.sources import all_sources
from kernel.errors import DomainError
from kernel.files import check_size
from ui.forms import IntegerField

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


class RunsForm(forms.Form):
    """Which of the files that were brought in are to be shown."""

    hide_optional = True

    source = forms.ChoiceField(label=_("Source"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("any")), *Run.State.choices])

    def __init__(self, data: Any, *, titles: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["source"].choices = [("", _("all")), *titles.items()]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What the runs have to be; a word that is none of the choices asks for nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RefuseForm(forms.Form):
    """Why the second person does not agree."""

    reason = forms.CharField(
        label=_("Why do you refuse?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person who asked reads it."),
    )


class LimitsForm(forms.Form):
    """How much of a source one person may end or change alone."""

    ended_limit = IntegerField(
        label=_("Most that may end, in per cent"),
        min_value=0,
        max_value=50,
        help_text=_("Of the running services of this source. Usually 5, at most 50."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    changed_limit = IntegerField(
        label=_("Most that may change, in per cent"),
        min_value=0,
        max_value=90,
        help_text=_("Of the running services of this source. Usually 25, at most 90."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )


FOLDER, ADDRESS = "folder", "address"


class ScheduleForm(forms.Form):
    """Which source, from where, how often."""

    source = forms.ChoiceField(label=_("Source"), widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=[(ADDRESS, _("from an address on the web")), (FOLDER, _("from a folder of this installation"))],
        widget=forms.RadioSelect,
        initial=ADDRESS,
    )
    address = forms.CharField(
        label=_("Address of the file"),
        max_length=500,
        required=False,
        help_text=_("For example https://data.example.sk/register.json. Fill it in if the file comes from the web."),
    )
    folder = forms.CharField(
        label=_("Folder or file"),
        max_length=300,
        required=False,
        help_text=_("The path below the folder that the operator has set up. Of a folder the newest file is taken."),
    )
    every = forms.ChoiceField(label=_("How often?"), choices=Schedule.Every, widget=forms.RadioSelect, initial="WEEK")
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

    def __init__(self, *args: Any, schedule: Schedule | None = None, **kwargs: Any) -> None:
        if schedule:
            kwargs["initial"] = {
                "way": ADDRESS if schedule.address else FOLDER,
                "address": schedule.address,
                "folder": schedule.folder,
                "every": schedule.every,
                "extent": WHOLE if schedule.is_whole else PART,
            }
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(source.name, source.title) for source in all_sources().values()]  # type: ignore[attr-defined]
        if schedule:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        way = said.get("way")
        if way and not said.get(way):
            self.add_error(way, _("Fill in where the file comes from."))
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """What the commands take."""
        said = self.cleaned_data
        chosen = {way: said[way] if said["way"] == way else "" for way in (FOLDER, ADDRESS)}
        return chosen | {"every": said["every"], "is_whole": said["extent"] == WHOLE}
