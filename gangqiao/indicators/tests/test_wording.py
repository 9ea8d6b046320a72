"""Every text of the engine that a page shows is collected for translation."""

from gangqiao.engine.figures import DIMENSIONS, FIGURES, MEASURES, STATISTICS
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.indicators.wording import COLLECTED


def test_the_engines_texts_are_collected_and_no_others() -> None:
    texts = {d.name for d in DIMENSIONS.values()}
    for definition in (*FIGURES.values(), *STATISTICS.values()):
        texts |= {definition.wording, definition.null_rule, definition.unit, definition.source}
    texts |= {statistic.says for statistic in STATISTICS.values()}
    for measure in MEASURES.values():
        texts |= {measure.name, measure.says}
    for preset in map(load_preset, PRESETS):
        texts.add(preset.description)
        for parameter in preset.parameters:
            texts |= {parameter.description, parameter.reference, parameter.unit}
    assert texts - {""} == COLLECTED
