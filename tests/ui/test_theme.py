import pytest

from ui import theme


@pytest.mark.parametrize("palette", theme.PALETTES)
def test_every_palette_we_offer_can_be_read(palette: str) -> None:
    assert theme.problems({"palette": palette}) == []


def test_choices_offer_exactly_the_palettes() -> None:
    assert [key for key, _label in theme.CHOICES] == list(theme.PALETTES)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#126dff", "#ffffff", 4.51),
        ("#126dff", "#eff5fe", 4.11),
        ("#ffffff", "#ffffff", 1.0),
    ],
)
def test_contrast_is_counted_as_wcag_counts_it(one: str, other: str, expected: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(expected, abs=0.01)


def test_brand_that_cannot_be_read_on_white_is_refused_with_its_contrast() -> None:
    wrong = theme.problems({"brand": "#7fb2ff"})
    assert wrong[0] == "Odkazy a tlačidlá na bielej: kontrast je 2,1, treba aspoň 4,5."


def test_brand_readable_on_white_but_not_on_the_tint_is_refused() -> None:
    assert theme.problems({"brand": "#126dff"}) == ["Odkazy na jemnom podklade: kontrast je 4,1, treba aspoň 4,5."]


@pytest.mark.parametrize("value", ["red", "#12345", "#1234567", "url(x)", "#0b4199;}", "</style>", 7])
def test_what_is_not_a_colour_is_named_and_never_reaches_the_page(value: object) -> None:
    assert len(theme.problems({"brand": value})) == 1
    assert theme.css({"palette": "green", "brand": value}) == theme.css({"palette": "green"})


def test_unknown_settings_and_palettes_are_named() -> None:
    assert len(theme.problems({"palette": "mud", "font": "Comic"})) == 2


def test_ordinary_look_needs_no_style_of_its_own() -> None:
    assert theme.css(None) == theme.css({}) == theme.css({"palette": "blue"}) == ""


def test_theme_names_only_the_four_properties() -> None:
    assert theme.css({"palette": "purple"}) == (
        ":root{--opora-brand:#592999;--opora-brand-dark:#3b1a68;--opora-tint:#f6f1fd;--opora-tint-strong:#dccbf3;}"
    )
