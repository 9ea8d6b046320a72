"""The peer of `bench/duplicates.py`: Splink 5 on the same records, once trained without labels and once with them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import polars as pl

from bench.runs.duplicates import Scored, measured, read_cases

SEED = 1
U_PAIRS = 2e6  # as in the tutorial
U_PAIRS_OF_MANY, MANY = 1e7, 100_000  # "for large datasets at least 10 million": fewer never see a shared phone
RECALL_OF_RULES = 0.7
# Two passes of expectation maximisation, so that each comparison is free in one of them.
TRAINING = {
    "guide": (("name",), ("birth",)),  # the tutorial's own: by name, then by day of birth
    "narrow": (("pinyin", "birth"), ("phone", "sex")),  # pairs among which many are one person, if anywhere
}
BLOCKS = (
    ("pinyin", "month_day"),
    ("pinyin", "year"),
    ("pinyin", "village"),
    ("birth", "first"),
    ("birth", "last"),
    ("phone",),
    ("household",),
)


def columns_of(county: Path) -> pl.DataFrame:
    """The records as the peer's comparisons want them: the ID number without its check character, places as texts."""
    day = pl.col("birth").dt.strftime("%Y%m%d")
    return pl.read_parquet(county).select(
        pl.col("person").alias("unique_id"),
        *("name", "pinyin", "sex", "ethnicity", "education", "phone", "household"),
        pl.col("name").str.slice(0, 1).alias("first"),
        pl.col("name").str.slice(-1).alias("last"),
        day.alias("birth"),
        day.str.slice(0, 4).alias("year"),
        day.str.slice(4, 4).alias("month_day"),
        pl.col("number").str.slice(0, 17).alias("body"),
        pl.col("area").str.slice(0, 21).alias("hamlet"),
        pl.col("area").str.slice(0, 18).alias("village"),
        pl.col("area").str.slice(0, 15).alias("township"),
    )


def search(county: Path, variant: str, threshold: float, model: Path) -> tuple[Scored, dict[str, float]]:
    """Train on the county itself (or take the model that was trained with labels), and predict."""
    frame = columns_of(county)
    logging.getLogger("splink").setLevel(logging.ERROR)

    def work() -> Scored:
        linker = linker_on(frame, model if variant == "labels" else None)
        if variant != "labels":
            prepare(linker, frame.height)
            for rule in TRAINING[variant]:
                _learn_m(linker, rule)
        predicted = linker.inference.predict(threshold_match_weight=threshold)
        found = predicted.as_duckdbpyrelation().pl()
        pairs = found.select("unique_id_l", "unique_id_r", "match_weight")
        return [(min(a, b), max(a, b), bits) for a, b, bits in pairs.iter_rows()]

    result: tuple[Scored, dict[str, float]] = measured(work)
    return result


def train_with_labels(county: Path, model: Path) -> dict[str, Any]:
    """Learn the weights from the planted pairs of a county that is not searched afterwards."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    persons = read_cases(county)["persons"]
    frame = columns_of(county)
    labels = [persons.get(row) for row in frame["unique_id"].to_list()]
    linker = linker_on(frame.with_columns(pl.Series("label", labels, dtype=pl.Int64)), None)
    prepare(linker, frame.height)
    linker.training.estimate_m_from_label_column("label")
    linker.misc.save_model_to_json(str(model), overwrite=True)
    return {"labelled_records": len(persons)}


def linker_on(frame: pl.DataFrame, model: Path | None) -> Any:
    import duckdb
    from splink import DuckDBAPI, Linker

    database = DuckDBAPI(connection=duckdb.connect())
    return Linker(database.register(frame.to_arrow()), str(model) if model else settings())


def prepare(linker: Any, records: int) -> None:
    """The share of pairs that are one person, and how different people stand to each other: as the guide does."""
    from splink import block_on

    rules = [block_on("name", "birth")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=RECALL_OF_RULES)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=U_PAIRS if records < MANY else U_PAIRS_OF_MANY, seed=SEED
    )


def _learn_m(linker: Any, rule: tuple[str, ...]) -> None:
    from splink import block_on

    linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))


def settings() -> Any:
    """What is compared, and how finely: the same facts as our own code has, without its kin."""
    import splink.comparison_level_library as levels
    import splink.comparison_library as comparisons
    from splink import SettingsCreator, block_on

    def of(name: str, *steps: Any) -> Any:
        return comparisons.CustomComparison(output_column_name=name, comparison_levels=[*steps, levels.ElseLevel()])

    def rare(name: str) -> Any:
        return comparisons.ExactMatch(name).configure(term_frequency_adjustments=True)

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            of(
                "name",
                levels.NullLevel("name"),
                levels.ExactMatchLevel("name", term_frequency_adjustments=True),
                levels.ExactMatchLevel("pinyin"),
                levels.LevenshteinLevel("name", 1),
            ),
            of(
                "birth",
                levels.NullLevel("birth"),
                levels.ExactMatchLevel("birth"),
                levels.DamerauLevenshteinLevel("birth", 1),
                levels.ExactMatchLevel("year"),
            ),
            of(
                "body",
                levels.NullLevel("body"),
                levels.CustomLevel('substr("body_l", 7) = substr("body_r", 7)', label_for_charts="other county"),
                levels.DamerauLevenshteinLevel("body", 1),
                levels.DamerauLevenshteinLevel("body", 2),
            ),
            of("place", *(levels.ExactMatchLevel(place) for place in ("household", "hamlet", "village", "township"))),
            comparisons.ExactMatch("sex"),
            rare("phone"),
            rare("ethnicity"),
            comparisons.ExactMatch("education"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in BLOCKS],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
