"""Every text of the engine that a page shows is collected for translation."""

from gangqiao.engine.figures import FIGURES, MEASURES
from gangqiao.engine.parameters import load_preset
from gangqiao.indicators.wording import COLLECTED


def test_the_engines_texts_are_collected_and_no_others() -> None:
    texts = {f.wording for f in FIGURES.values()} | {f.null_rule for f in FIGURES.values()}
    texts |= {f.unit for f in FIGURES.values()}
    for measure in MEASURES.values():
        texts |= {measure.name, measure.says}
    for preset in {f.preset for f in FIGURES.values()}:
        texts.add(load_preset(preset).description)
        for parameter in load_preset(preset).parameters:
            texts |= {parameter.description, parameter.reference, parameter.unit}
    assert texts == COLLECTED
