"""Charts: every value is written, what is not known is no nought, and words stay words."""

import re
import xml.etree.ElementTree as ET

from ui import charts

EVIL = "<script>alert(1)</script>"


def drawn(chart: charts.Chart) -> ET.Element:
    return ET.fromstring(str(chart.drawn("chart-x", "Názov")))


def texts(chart: charts.Chart) -> list[str]:
    return [each.text or "" for each in drawn(chart).iter("text")]


def test_every_value_is_written_beside_its_bar() -> None:
    chart = charts.bars([("Popis", 34), ("Cena", 0)], label="Čo", value="Koľko")
    assert texts(chart) == ["Popis", "34", "Cena", "0"]
    assert chart.rows == (("Popis", "34"), ("Cena", "0"))


def test_longest_bar_leaves_room_for_its_value() -> None:
    widths = [
        rect.get("width") for rect in drawn(charts.bars([("a", 50), ("b", 100)], label="", value="")).iter("rect")
    ]
    assert widths == ["41.0%", "82.0%"]


def test_long_value_still_fits_on_a_telephone() -> None:
    chart = charts.bars([("2025", 60500)], label="", value="", unit="EUR za rok 2025")
    (rect,) = drawn(chart).iter("rect")
    assert float(str(rect.get("width")).rstrip("%")) <= 35


def test_value_that_is_not_known_is_a_gap_and_not_nought() -> None:
    chart = charts.line([("1", 10), ("2", None), ("3", 0)], label="Rok", value="Počet")
    tree = drawn(chart)
    assert len(list(tree.iter("circle"))) == 2
    assert [each for each in tree.iter("line") if each.get("stroke-width") == "3"] == []
    assert (chart.rows[0][1], chart.rows[2][1]) == ("10", "0")
    assert chart.rows[1][1] not in {"0", ""}


def test_one_quarter_is_one_point() -> None:
    tree = drawn(charts.line([("2026/4", 61)], label="", value="", top=100))
    assert [each.get("cx") for each in tree.iter("circle")] == ["50%"]


def test_parts_of_a_stack_differ_without_colour_and_fill_the_bar() -> None:
    chart = charts.stacked([("Kontakt", (1, 1, 2))], label="", parts=("chýba", "čiastočne", "úplné"))
    rects = [each for each in drawn(chart).iter("rect") if (each.get("x") or "").endswith("%")]
    assert [each.get("width") for each in rects] == ["25.0%", "25.0%", "50.0%"]
    assert len({each.get("fill") for each in rects}) == 3
    assert "1 / 1 / 2" in texts(chart)


def test_all_nothing_is_drawn_without_dividing_by_it() -> None:
    assert drawn(charts.bars([], label="", value="")) is not None
    assert drawn(charts.bars([("a", 0)], label="", value="")) is not None
    assert drawn(charts.stacked([("a", (0, 0))], label="", parts=("x", "y"))) is not None
    assert drawn(charts.line([], label="", value="")) is not None


def test_drawing_has_no_style_no_script_and_lets_no_words_through() -> None:
    for chart in (
        charts.bars([(EVIL, 1)], label=EVIL, value=EVIL, unit=EVIL),
        charts.stacked([(EVIL, (1, 2))], label=EVIL, parts=(EVIL, EVIL)),
        charts.line([(EVIL, 1)], label=EVIL, value=EVIL, unit=EVIL),
    ):
        svg = str(chart.drawn("chart-x", EVIL))
        assert "<script" not in svg
        assert not re.search(r"\sstyle=|\son\w+=", svg)


def test_many_points_write_some_values_and_always_the_last() -> None:
    chart = charts.line([(str(n), n) for n in range(40)], label="", value="")
    written = texts(chart)
    assert "39" in written
    assert len(written) <= 18


def test_a_course_draws_values_and_aims_apart_and_leaves_gaps() -> None:
    points = [("2024", 40, None), ("2025", None, 20), ("2026", 0, 10), ("2027", None, -5)]
    chart = charts.course(points, label="Rok", value="Hodnota", aim="Cieľ")
    tree = drawn(chart)
    assert chart.rows == (
        ("2024", "40", "–"), ("2025", "nezistené", "20"), ("2026", "0", "10"), ("2027", "nezistené", "-5"),
    )  # fmt: skip
    circles = [each.get("cy") for each in tree.iter("circle")]
    assert (len(circles), len(list(tree.iter("rect")))) == (1 + 2, 1 + 3)  # with the legend
    dashed = [each for each in tree.iter("line") if each.get("stroke-dasharray")]
    full = [each for each in tree.iter("line") if each.get("stroke-width") == "3"]
    assert (len(dashed), len(full)) == (2, 0)
    assert circles[1] == "30.0"


def test_a_course_of_one_year_or_of_noughts_is_drawn() -> None:
    assert "50" in charts.course([("2026", 0, 0)], label="", value="", aim="").drawn("a", "b")


def test_a_printed_chart_stands_by_itself() -> None:
    svg = charts.course([("2026", 5, 10)], label="", value="Hodnota", aim="Cieľ").printed()
    tree = ET.fromstring(svg)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in svg
    assert tree.get("viewBox", "").startswith("0 0 620 ")


def test_what_is_not_shown_says_so_on_paper_too() -> None:
    drawn = charts.bars([("áno", 7), ("nie", None)], label="Odpoveď", value="Koľko", unknown="neukazuje sa")
    paper = drawn.printed()
    assert "var(" not in paper
    assert 'xmlns="http://www.w3.org/2000/svg" width="620"' in paper
    assert "neukazuje sa" in paper
    assert drawn.rows == (("áno", "7"), ("nie", "neukazuje sa"))


def test_a_long_label_of_a_bar_takes_a_second_line_and_loses_nothing() -> None:
    long = "človek, ktorý potrebuje pomoc alebo službu využíva"
    chart = charts.bars([(long, 63), ("iný obyvateľ", 53)], label="Kto", value="Koľko")
    texts = [each.text for each in drawn(chart).iter("text")]
    assert texts == ["človek, ktorý potrebuje pomoc alebo", "službu využíva", "63", "iný obyvateľ", "53"]
    assert chart.height > charts.bars([("a", 63), ("b", 53)], label="Kto", value="Koľko").height
