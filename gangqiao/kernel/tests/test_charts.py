"""Charts: plain data with a table of the same numbers, and nothing anybody typed becomes anything else."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel import charts
from gangqiao.kernel.charts import drawing, pieces
from gangqiao.kernel.charts.tiles import positions

STYLES = Path(__file__).resolve().parents[3] / "frontend/src"
DAY = date(2020, 3, 16)
MILE = {
    tile: charts.Tile(tile, f"{n}%", "good", "Green", key=f"k{n:02}")
    for n, tile in enumerate(
        yaml.safe_load((Path(charts.__file__).with_name("tiles.yaml")).read_text(encoding="utf-8"))["counties"][
            "532504"
        ][0]
    )
}


def standing(name: str = "Workers", share: Fraction | None = Fraction(155, 200)) -> charts.Standing:
    return charts.Standing(name, "155,321 persons", "200,000", share, Fraction(1, 5), "bad", "Red", "/people", "/how")


def flow_map(ends: int = 2) -> charts.Chart:
    """People of two towns of the county; each end has one more than the one before."""
    starts = [charts.FlowPlace("a", "弥阳镇", "/a"), charts.FlowPlace("b", "新哨镇"), charts.FlowPlace("c", "江边乡")]
    places = [charts.FlowPlace(f"e{n}", f"E{n}", f"/e{n}") for n in range(1, ends + 1)]
    bands = [charts.FlowBand("a", f"e{n}", n * 10, f"/a/e{n}") for n in range(1, ends + 1)]
    bands += [charts.FlowBand("b", "e1", 7, "/b/e1"), charts.FlowBand("b", "e2", 0)]
    return charts.flow_map("Map", starts, places, bands, county_code="532504", unit="persons", rest="more")


def all_kinds() -> dict[str, charts.Chart]:
    days = {date(2020, 1, 1) + timedelta(days=n): n * 10 for n in range(76)}
    band = charts.Band({DAY: (750, 750), date(2020, 12, 31): (3000, 4200)}, "Forecast")
    return {
        "progress": charts.progress("Targets", [standing(), standing("Nobody", None)]),
        "burn-up": charts.burn_up("Way", days, aim=4000, due_on=date(2020, 12, 31), unit="persons", band=band),
        "trend": charts.trend(
            "Trend",
            [charts.Step("3/16", 1234, 987, "/now", "/before"), charts.Step("3/23", None, 1001)],
            now="2020",
            before="2019",
            unit="persons",
        ),
        "tiles": charts.tile_map("Tiles", list(MILE.values()), county_code="532504", measured="Share"),
        "flows": charts.flows(
            "Places", [charts.Flow("A", 30, "/a"), charts.Flow("B", 70)], rest="more", unit="persons"
        ),
        "league": charts.league(
            "League",
            [charts.Rank("A", Fraction(1, 2), Fraction(9, 10), 55, "/a"), charts.Rank("B", None, None, 0)],
            quantity="Share of the target",
            quality="Strong evidence",
            unit="persons",
        ),
        "flow-map": flow_map(),
        "composition": charts.composition(
            "Mix", ["A", "B"], [charts.Made("A", (60, 40), ("/a", "/b")), charts.Made("C", (0, 0))], unit="persons"
        ),
    }


@pytest.mark.parametrize("kind", list(all_kinds()))
def test_an_option_is_json_and_names_only_colours_the_theme_has(kind: str) -> None:
    chart = all_kinds()[kind]
    text = json.dumps(chart.option)
    assert json.loads(text) == json.loads(json.dumps(json.loads(text)))
    assert set(re.findall(r'"token:([a-z0-9-]+)"', text)) <= set(drawing._tokens())
    assert chart.kind == kind
    assert chart.label
    assert not chart.is_empty


def test_the_colours_drawn_without_a_browser_are_those_of_the_style_sheets() -> None:
    found = {}
    for sheet in ("colours.css", "theme.css", "charts.css"):
        text = (STYLES / sheet).read_text(encoding="utf-8")
        found |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+);", text))
    assert {name: found[name] for name in drawing._tokens()} == drawing._tokens()


def test_every_number_of_the_table_leads_to_its_people() -> None:
    row = charts.progress("Targets", [standing()]).table.rows[0]
    assert [cell.text for cell in row] == ["Workers", "155,321 persons", "200,000", "77.5%", "20.0%", "Red"]
    assert row[0].href == "/how"
    assert row[1].href == "/people"


def test_the_table_holds_all_places_and_the_drawing_the_ten_largest() -> None:
    chart = charts.flows("Places", [charts.Flow(f"P{n}", n) for n in range(1, 15)], rest="more", unit="persons")
    assert len(chart.table.rows) == 14
    bars = chart.option["series"][0]["data"]
    assert len(bars) == 11
    assert sum(bar["value"] for bar in bars) == sum(range(1, 15))
    assert chart.option["yAxis"]["data"][-1] == "more"


@pytest.mark.requirement("R068")
def test_a_map_of_flows_has_a_band_as_thick_as_its_people_and_each_leads_to_them() -> None:
    chart = flow_map(ends=9)
    data = chart.option["series"][0]["data"]
    bands = [one for one in data if one["part"] == "band"]
    tiles = {one["name"]: one for one in data if one["part"] == "tile"}
    ends = [one for one in data if one["part"] == "end"]
    # Of nine ends five are drawn by name and the small ones together; the table has a row for each way.
    assert [one["name"] for one in ends] == ["E9", "E8", "E7", "E6", "E5", "more"]
    assert len(chart.table.rows) == 10
    assert [cell.text for cell in chart.table.rows[0]] == ["弥阳镇", "E9", "90"]
    assert chart.table.rows[0][2].href == "/a/e9"
    assert sum(cell.persons or 0 for row in chart.table.rows for cell in row) == 457
    named = {one["href"]: one for one in bands if "href" in one}
    assert named["/a/e9"]["thick"] == pytest.approx(named["/a/e5"]["thick"] * 9 / 5, rel=0.05)
    assert {one["figure"] for one in ends} >= {"90 persons", "107 persons"}
    assert tiles["弥阳镇"]["figure"] == "450"
    assert tiles["江边乡"]["figure"] == ""
    assert "href" not in tiles["江边乡"]
    # What is drawn stays inside of the drawing, and no two bands lie on each other in a lane or at an end.
    for at in ("lane", "to"):
        middles = sorted((one[at] if at == "lane" else one[at][1], one["thick"]) for one in bands)
        for (upper, thick), (lower, thin) in pairwise(middles):
            assert lower - upper >= (thick + thin) / 2
        assert middles[-1][0] + middles[-1][1] / 2 <= chart.height
    assert "E9" in charts.svg(chart)


def test_a_share_that_is_not_known_says_so_and_comes_last() -> None:
    ranks = [charts.Rank("unknown", None, None, 0), charts.Rank("known", Fraction(1, 10), Fraction(1), 5)]
    chart = charts.league("L", ranks, quantity="Q", quality="S", unit="persons")
    assert [row[0].text for row in chart.table.rows] == ["known", "unknown"]
    with translation.override("en"):
        chart = charts.league("L", ranks, quantity="Q", quality="S", unit="persons")
    assert chart.option["series"][0]["data"][1]["label"]["formatter"] == "not known"


@given(st.text(max_size=40))
def test_a_name_is_never_read_as_a_template(name: str) -> None:
    assert not set(pieces.plain(name)) & set("{}|")
    chart = charts.flows("Places", [charts.Flow(name or "x", 3)], rest="more", unit="persons")
    assert not set(chart.option["yAxis"]["data"][0]) & set("{}|")


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_cut_and_never_rounded_up(part: int, whole: int) -> None:
    shown = Fraction(pieces.percent_text(Fraction(part, whole)).rstrip("%"))
    assert shown <= Fraction(100 * part, whole) < shown + Fraction(1, 10)


@given(st.dates(date(2019, 1, 1), date(2021, 12, 31)))
def test_time_gone_lies_between_nothing_and_all(day: date) -> None:
    gone = charts.expected_share(day, date(2020, 12, 31))
    assert 0 <= gone <= 1
    assert charts.expected_share(date(2020, 12, 31), date(2020, 12, 31)) == 1


def test_the_band_runs_straight_between_two_days() -> None:
    band = charts.Band({date(2020, 1, 1): (0, 10), date(2020, 1, 11): (100, 210)}, "F")
    chart = charts.burn_up("W", {date(2020, 1, 1): 0}, aim=100, due_on=date(2020, 1, 11), unit="p", band=band)
    low, wide = chart.option["series"][2]["data"], chart.option["series"][3]["data"]
    assert low[5] == 50
    assert wide[5]["value"] == 60


# --- tiles -----------------------------------------------------------------------------------------------------------


def test_the_units_of_the_county_each_have_a_place_of_their_own() -> None:
    placed = positions("532504", list(MILE.values()))
    assert len(set(placed.values())) == len(placed) == 13


def test_any_other_county_is_a_grid_in_the_order_of_the_keys() -> None:
    tiles = [charts.Tile(f"unit {n}", "", "calm", "", key=f"k{9 - n}") for n in range(7)]
    placed = positions("530102", tiles)
    ordered = sorted(placed, key=lambda name: (placed[name][1], placed[name][0]))
    assert ordered == [f"unit {n}" for n in range(6, -1, -1)]


def test_a_unit_that_came_later_is_put_below_the_known_ones() -> None:
    tiles = [*MILE.values(), charts.Tile("new", "", "calm", "", key="zz")]
    placed = positions("532504", tiles)
    assert placed["new"][1] > max(at[1] for name, at in placed.items() if name != "new")


# --- drawn on the server ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(all_kinds()))
def test_a_chart_is_drawn_without_a_browser(kind: str) -> None:
    drawn = charts.svg(all_kinds()[kind], 640)
    assert drawn.startswith("<svg")
    assert 'width="640"' in drawn
    assert "Noto Sans CJK SC" in drawn
    assert "token:" not in drawn
    assert "NaN" not in drawn


def test_the_picture_shows_the_numbers_and_the_names_of_the_chart() -> None:
    drawn = charts.svg(all_kinds()["flows"], 640)
    assert ">70 · 70.0%<" in drawn
    assert ">A<" in drawn
    tiles = charts.svg(all_kinds()["tiles"], 640)
    assert all(f">{name}<" in tiles for name in MILE)
    assert tiles.count(">Green<") == 13
    assert ">155,321 persons / 200,000<" in charts.svg(all_kinds()["progress"], 640)


def test_what_was_typed_stays_text_in_the_picture() -> None:
    drawn = charts.svg(charts.flows("F", [charts.Flow("<script>x", 3)], rest="r", unit="p"))
    assert "<script" not in drawn
    assert "&lt;script&gt;x" in drawn


def test_a_chart_gone_wrong_is_a_sentence_and_the_next_one_is_drawn() -> None:
    broken = charts.Chart(
        charts.Kind.FLOWS,
        "Broken",
        {"series": [{"type": "custom", "data": [], "renderItem": "fn:no"}]},
        charts.Table((), ()),
    )
    with pytest.raises(drawing.ChartNotDrawn, match="Broken"):
        charts.svg(broken)
    assert charts.svg(all_kinds()["flows"]).startswith("<svg")
