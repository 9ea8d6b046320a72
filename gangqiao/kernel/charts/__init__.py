"""Charts as data. Nothing here asks the database: a page brings its numbers, with the links to their people."""

from gangqiao.kernel.charts.bars import Flow, Made, Rank, composition, flows, league
from gangqiao.kernel.charts.chart import Cell, Chart, Kind, Table
from gangqiao.kernel.charts.drawing import svg
from gangqiao.kernel.charts.flow_map import Band as FlowBand
from gangqiao.kernel.charts.flow_map import Place as FlowPlace
from gangqiao.kernel.charts.flow_map import flow_map
from gangqiao.kernel.charts.pieces import percent_text
from gangqiao.kernel.charts.progress import Band, Standing, burn_up, expected_share, progress
from gangqiao.kernel.charts.tiles import Tile, tile_map
from gangqiao.kernel.charts.trend import Step, trend

__all__ = [
    "Band",
    "Cell",
    "Chart",
    "Flow",
    "FlowBand",
    "FlowPlace",
    "Kind",
    "Made",
    "Rank",
    "Standing",
    "Step",
    "Table",
    "Tile",
    "burn_up",
    "composition",
    "expected_share",
    "flow_map",
    "flows",
    "league",
    "percent_text",
    "progress",
    "svg",
    "tile_map",
    "trend",
]
