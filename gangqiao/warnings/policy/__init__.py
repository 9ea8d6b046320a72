from gangqiao.warnings.policy.lights import Facts, Light, Verdict, light_of
from gangqiao.warnings.policy.numbers import NUMBERS

__all__ = ["NUMBERS", "Facts", "Light", "Verdict", "light_of"]
