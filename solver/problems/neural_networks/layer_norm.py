"""Layer normalization: every sample brought to mean 0 and variance 1 over its features.

Keywords: layernorm, ln, layer normalization.
"""

from collections.abc import Mapping

from solver.authoring import Difficulty, RandomStream
from solver.models import normalization
from solver.problems.neural_networks import _normalization
from solver.problems.neural_networks._normalization import SPREADS, drawn_group


class LayerNorm(_normalization.Normalizing):
    """The mean and the variance of a sample are taken over its features."""

    idea = "Each sample is brought to one scale by its own features, whatever else the batch holds."
    sanity = "Before scale and shift, the entries of each sample have the sum 0."
    version = 2
    source = "Ba, Kiros and Hinton, Layer Normalization, 2016, equations 3 and 4"
    example = "--x '1,2,3,6' --gamma 2 --beta 1"
    model = normalization.layer_norm
    answers = {
        "mean": "mean of each sample over its features",
        "variance": "variance of each sample over its features, divided by their number",
        **_normalization.FORWARD,
        **_normalization.BACKWARD,
    }
    stem = "Each sample is normalized over its features, with the variance over n; {constant}"
    tasks = (
        "Carry out layer normalization: each sample is normalized over its features, with the variance over"
        " n; {constant} Give {wanted}.",
        "The input goes through layer normalization, each sample over its features, with the variance over n;"
        " {constant} Work out {wanted}.",
    )
    mistakes = _normalization.MISTAKES
    by_sample = True

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """One sample, then two with other scales for each feature, then the way back."""
        epsilon = "0" if difficulty == "easy" else draw.choice(tuple(SPREADS))
        rows = [drawn_group(draw, epsilon) for _ in range(2 if difficulty == "medium" else 1)]
        givens: dict[str, object] = {"x": rows, "epsilon": epsilon}
        if difficulty == "easy":
            return {**givens, "gamma": draw.integer(2, 5), "beta": draw.nonzero(5)}
        givens |= {"gamma": draw.varied(5, 1, 4), "beta": draw.varied(5, -2, 3)}
        return givens | ({"grad": [draw.integers(5, -3, 3)]} if difficulty == "hard" else {})
