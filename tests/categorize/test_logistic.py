"""The trainer: the optimum of a known function, a prior that stands where nothing is known, the same result always."""

import math

import pytest

from digest.categorize.training.logistic import Example, fit

EXAMPLES = [
    Example((0,), (1.0,), positive=True),
    Example((0, 1), (1.0, 1.0), positive=True, weight=0.5),
    Example((1,), (1.0,), positive=False),
    Example((), (), positive=False, weight=2.0),
    Example((0,), (1.0,), positive=False, offset=-1.0),
]


def loss(
    weights: tuple[float, ...], bias: float, prior: dict[int, float], prior_bias: float, strength: float
) -> float:
    """What is to be minimised: log-loss, and the distance from the prior (the bias is held 16 times less)."""
    total = strength / 2 * ((bias - prior_bias) / 4) ** 2
    total += (
        strength / 2 * sum((weight - prior.get(number, 0.0)) ** 2 for number, weight in enumerate(weights))
    )
    for each in EXAMPLES:
        margin = (
            bias
            + each.offset
            + sum(weights[feature] * value for feature, value in zip(each.features, each.values, strict=True))
        )
        total += each.weight * math.log1p(math.exp(-margin if each.positive else margin))
    return total


@pytest.mark.parametrize("prior", [{}, {0: 2.0, 2: -3.0}])
@pytest.mark.parametrize("strength", [0.1, 1.0, 10.0])
def test_no_step_in_any_direction_is_better(prior: dict[int, float], strength: float) -> None:
    found = fit(EXAMPLES, 3, prior, -1.0, strength)
    best = loss(found.weights, found.bias, prior, -1.0, strength)
    for step in (0.05, -0.05):
        assert loss(found.weights, found.bias + step, prior, -1.0, strength) > best
        for number in range(3):
            moved = tuple(weight + step * (number == other) for other, weight in enumerate(found.weights))
            assert loss(moved, found.bias, prior, -1.0, strength) > best


def test_a_belief_stands_where_no_example_speaks() -> None:
    assert fit(EXAMPLES, 3, {2: 4.5}, 0.0, 1.0).weights[2] == 4.5


def test_strong_beliefs_hardly_move() -> None:
    found = fit(EXAMPLES, 2, {0: -2.0}, 1.0, 1e6)
    assert found.weights == pytest.approx((-2.0, 0.0), abs=1e-3)
    assert found.bias == pytest.approx(1.0, abs=1e-3)


def test_the_same_examples_give_the_same_weights() -> None:
    assert fit(EXAMPLES, 2, {}, 0.0, 1.0) == fit(EXAMPLES, 2, {}, 0.0, 1.0)
