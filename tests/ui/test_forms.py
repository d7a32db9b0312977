import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from ui.forms import Autocomplete, DateField, DecimalField, IntegerField, Renderer


class Measure(forms.Form):
    name = forms.CharField(label="Názov", help_text="Krátko.")
    note = forms.CharField(label="Poznámka", required=False, widget=forms.Textarea)
    starts_on = DateField(label="Začiatok")
    form = forms.ChoiceField(label="Forma", choices=[("T", "Terénna"), ("A", "Ambulantná")], widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        label="Skupiny", choices=[("S", "Seniori")], widget=forms.CheckboxSelectMultiple, help_text="Aspoň jedna."
    )
    agreed = forms.BooleanField(label="Súhlasím")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def field(name: str, data: dict[str, Any] | None = None) -> str:
    return " ".join(Measure(data, renderer=Renderer())[name].as_field_group().split())


def test_field_names_its_hint_to_a_screen_reader() -> None:
    assert field("name") == (
        '<div class="govuk-form-group"> <label class="govuk-label" for="id_name">Názov</label> '
        '<div class="govuk-hint" id="id_name_helptext">Krátko.</div> '
        '<input type="text" name="name" aria-describedby="id_name_helptext" class="govuk-input" aria-required="true" '
        'id="id_name">'
        " </div>"
    )


def test_wrong_field_names_its_error_and_says_that_it_is_wrong() -> None:
    html = field("name", {})
    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
    assert (
        '<p class="govuk-error-message" id="id_name_error"><span class="govuk-visually-hidden">Chyba:</span> ' in html
    )
    assert 'class="govuk-form-group govuk-form-group--error"' in html
    assert 'class="govuk-input govuk-input--error"' in html


def test_field_one_may_leave_empty_says_so_and_no_other_does() -> None:
    assert "(nepovinné)" in field("note")
    assert "(nepovinné)" not in field("name")
    form = Measure()
    form.hide_optional = True
    assert "(nepovinné)" not in form["note"].as_field_group()


def test_several_choices_stand_in_one_named_group() -> None:
    html = field("groups", {})
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_groups_helptext id_groups_error">' in html
    assert '<legend class="govuk-fieldset__legend govuk-label">Skupiny</legend>' in html
    assert '<input type="checkbox" class="govuk-checkboxes__input" name="groups" value="S" id="id_groups_0">' in html
    assert '<label class="govuk-label govuk-checkboxes__label" for="id_groups_0">Seniori</label>' in html


def test_one_choice_of_several_are_radios_and_the_chosen_one_is_checked() -> None:
    html = field("form", {"form": "A"})
    assert 'name="form" value="A" id="id_form_1" checked>' in html
    assert 'name="form" value="T" id="id_form_0">' in html


def test_single_checkbox_has_its_words_beside_it() -> None:
    assert '<label class="govuk-label govuk-checkboxes__label" for="id_agreed">Súhlasím</label>' in field("agreed")


def test_browser_does_not_refuse_in_its_own_words() -> None:
    assert " required" not in str(Measure())


def test_error_summary_leads_to_the_first_input_of_each_wrong_field(draw: Callable[..., str]) -> None:
    html = draw(
        "{% error_summary form %}", form=Measure({"name": "x", "starts_on": "x", "agreed": "on", "groups": ["S"]})
    )
    assert "Opravte, prosím, 2 údaje" in html
    assert '<a href="#id_starts_on">Začiatok: Napíšte dátum ako deň.mesiac.rok, napríklad 25.4.2026.</a>' in html
    assert '<a href="#id_form_0">Forma: ' in html
    assert 'role="alert"' in html


def test_error_summary_of_a_right_or_unsent_form_is_empty(draw: Callable[..., str]) -> None:
    assert draw("{% error_summary form %}", form=Measure()) == ""


@pytest.mark.parametrize(
    "written", ["25.4.2026", "25.04.2026", "25. 4. 2026", "25.\xa04.\xa02026", " 25. 4.2026 ", "2026-04-25"]
)
def test_date_may_be_written_as_people_write_it(written: str) -> None:
    assert DateField().clean(written) == datetime.date(2026, 4, 25)


@pytest.mark.parametrize("written", ["4/25/2026", "apríl", "25.4.26"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"deň\.mesiac\.rok"):
        DateField().clean(written)


@pytest.mark.parametrize("written", ["31.2.2028", "1.13.2026", "0.1.2026", "2026-02-30"])
def test_a_day_that_is_not_in_the_calendar_is_told_as_such(written: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DateField().clean(written)
    assert refused.value.code == "no_such_day"


@pytest.mark.parametrize("written", ["1.1.0026", "25.4.1899", "25.4.2101", "25.4.9999"])
def test_a_day_in_a_year_nobody_means_is_refused(written: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        DateField().clean(written)
    assert refused.value.code == "year"
    assert DateField().clean("1.1.1900") == datetime.date(1900, 1, 1)
    assert DateField().clean("31.12.2100") == datetime.date(2100, 12, 31)


def test_date_is_shown_as_it_is_written() -> None:
    class Dated(forms.Form):
        day = DateField(initial=datetime.date(2026, 4, 5))

    assert 'value="5.4.2026"' in str(Dated())
    assert 'value="31.2.2026"' in str(Dated({"day": "31.2.2026"}))


@pytest.mark.parametrize("written", ["1250,50", "1 250,50", "1\xa0250,50", "1250.50"])
def test_number_may_have_comma_or_point_and_spaces(written: str) -> None:
    assert DecimalField(max_digits=8, decimal_places=2).clean(written) == Decimal("1250.50")


@pytest.mark.parametrize("written", ["1e5", "NaN", "Infinity", "veľa", "1,2,3", "0x10", "1_000", "-"])
def test_what_is_no_number_as_people_write_it_is_refused(written: str) -> None:
    for field in (DecimalField(), IntegerField()):
        with pytest.raises(forms.ValidationError) as refused:
            field.clean(written)
        assert refused.value.code == "invalid"


def test_thousands_with_a_dot_are_refused_as_they_could_be_read_as_another_number() -> None:
    for field, written in (
        (DecimalField(), "1.234,50"),
        (DecimalField(), "1.234.567"),
        (IntegerField(), "1.000"),
        (IntegerField(), "1.234,00"),
    ):
        with pytest.raises(forms.ValidationError) as refused:
            field.clean(written)
        assert refused.value.code == "dotted"
    assert DecimalField().clean("1 234,50") == Decimal("1234.50")
    assert DecimalField().clean("\N{MINUS SIGN}1.25") == Decimal("-1.25")


def test_limits_are_told_in_words_of_the_house_with_numbers_as_one_reads_them() -> None:
    class Limited(forms.Form):
        least = IntegerField(min_value=0)
        most = DecimalField(max_value=1000000)
        digits = DecimalField(max_digits=12, decimal_places=2)
        places = DecimalField(max_digits=12, decimal_places=2)
        foreign = forms.DecimalField()
        address = forms.URLField(assume_scheme="https")
        email = forms.EmailField()
        file = forms.FileField()
        own = forms.EmailField(error_messages={"invalid": "Povedané inak."})

    data = {
        "least": "-1", "most": "1000001", "digits": "12345678901,1", "places": "1,234", "foreign": "x",
        "address": "x y", "email": "x", "own": "x",
    }  # fmt: skip
    with translation.override("en"):
        form = Limited(data, {"file": SimpleUploadedFile("a.txt", b"")})
        assert {name: [str(each) for each in said] for name, said in form.errors.items()} == {
            "least": ["Write a number of at least 0."],
            "most": ["Write a number of at most 1,000,000."],
            "digits": ["The number may have at most 10 digits before the decimal comma."],
            "places": ["The number may have at most 2 digits after the decimal comma."],
            "foreign": ["Write a number in digits, for example 1 250 or 12,5."],
            "address": ["Write the whole web address, for example https://www.example.org."],
            "email": ["Write the whole e-mail address, for example name@example.org."],
            "file": ["The file is empty. Choose another one."],
            "own": ["Povedané inak."],
        }


def test_a_select_says_in_words_that_nothing_is_chosen() -> None:
    class Chosen(forms.Form):
        dashes = forms.ChoiceField(choices=[("", "---------"), ("1", "Čerín")])
        empty = forms.ChoiceField(choices=[("", ""), ("1", "Čerín")])
        named = forms.ChoiceField(choices=[("", "všetky"), ("1", "Čerín")])
        typed = forms.ChoiceField(choices=[("", "---------"), ("1", "Čerín")], widget=Autocomplete)

    with translation.override("en"):
        form = Chosen({"dashes": "1"}, renderer=Renderer())
        assert '<option value="">not chosen</option>' in str(form["dashes"])
        assert '<option value="1" selected>Čerín</option>' in str(form["dashes"])
        assert '<option value="" selected>not chosen</option>' in str(form["empty"])
        assert ">všetky</option>" in str(form["named"])
        assert '<option value="" selected>not chosen</option>' in str(form["typed"])


def test_numbers_are_text_fields_with_the_keyboard_of_numbers() -> None:
    class Priced(forms.Form):
        price = DecimalField(initial=Decimal("1250.50"))
        places = IntegerField(initial=1250)

    html = str(Priced())
    assert 'type="text" name="price" value="1250,50"' in html
    assert 'value="1250"' in html
    assert 'inputmode="decimal"' in html
    assert "number" not in html
    assert IntegerField().clean("1 250") == 1250


def test_autocomplete_is_an_ordinary_select_until_a_script_comes() -> None:
    class Placed(forms.Form):
        place = forms.ChoiceField(choices=[("1", "Čerín")], widget=Autocomplete)

    assert '<select name="place" data-opora-autocomplete=""' in str(Placed())


def test_what_people_typed_comes_back_escaped() -> None:
    html = str(Measure({"name": '"><script>x</script>', "form": "<b>"}))
    assert "<script>" not in html
    assert "<b>" not in html
