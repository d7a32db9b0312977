import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django import forms

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


@pytest.mark.parametrize("written", ["31.2.2026", "4/25/2026", "apríl", "25.4.26"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"deň\.mesiac\.rok"):
        DateField().clean(written)


def test_date_is_shown_as_it_is_written() -> None:
    class Dated(forms.Form):
        day = DateField(initial=datetime.date(2026, 4, 5))

    assert 'value="5.4.2026"' in str(Dated())
    assert 'value="31.2.2026"' in str(Dated({"day": "31.2.2026"}))


@pytest.mark.parametrize("written", ["1250,50", "1 250,50", "1\xa0250,50", "1250.50"])
def test_number_may_have_comma_or_point_and_spaces(written: str) -> None:
    assert DecimalField(max_digits=8, decimal_places=2).clean(written) == Decimal("1250.50")


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
