"""Logistic regression with a prior, in plain Python.

Each weight is drawn towards what we believed before seeing an example (0 for a word, some log-odds for a concept that
decides by itself), so that a rule which the examples say nothing about stays a rule. The optimum is unique; it is found
by coordinate descent in the dual: Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and
maximum entropy models", Machine Learning 85 (2011), algorithm 5. No package of numbers is needed, and the same bytes
come out on every machine: 3,500 texts of the field take some ten seconds a topic.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence

import msgspec

SWEEPS = 60
TOLERANCE = 1e-3
"""Enough for weights that are rounded to two decimals."""

_NEWTON_STEPS = 8
_BIAS_VALUE = 4.0
"""The bias is the weight of a feature that every example has with this value: it is held back 16 times less."""


class Example(msgspec.Struct, frozen=True):
    """One text: the numbers of its features with their values, whether it belongs, how much it counts.

    `offset` is what else speaks for it, in log-odds; it is added and not learnt.
    """

    features: tuple[int, ...]
    values: tuple[float, ...]
    positive: bool
    weight: float = 1.0
    offset: float = 0.0


class Fit(msgspec.Struct, frozen=True):
    """The weight of each feature by its number, and the log-odds where there is none."""

    weights: tuple[float, ...]
    bias: float


def fit(
    examples: Sequence[Example], size: int, prior: Mapping[int, float], prior_bias: float, strength: float
) -> Fit:
    """The most probable weights.

    Args:
        examples: the texts.
        size: the number of features.
        prior: what the weights of some features were believed to be; the others 0.
        prior_bias: the same for the bias.
        strength: how strongly weights are held to what was believed (the L2 penalty).
    """
    moved = [0.0] * size  # how far each weight has come from its prior
    moved_bias = 0.0
    rows: list[_Row] = []
    for example in examples:
        sign = 1.0 if example.positive else -1.0
        base = (
            prior_bias
            + example.offset
            + math.fsum(
                prior[feature] * value
                for feature, value in zip(example.features, example.values, strict=True)
                if feature in prior
            )
        )
        ceiling = example.weight / strength
        norm = math.fsum(value * value for value in example.values) + _BIAS_VALUE**2
        rows.append(_Row(example.features, example.values, sign, sign * base, ceiling, norm))
    for row in rows:  # the start: every dual variable a little above 0
        row.dual = min(1e-3 * row.ceiling, 1e-8)
        for feature, value in zip(row.features, row.values, strict=True):
            moved[feature] += row.dual * row.sign * value
        moved_bias += row.dual * row.sign * _BIAS_VALUE
    order = random.Random(0)  # noqa: S311 - an order that is always the same
    for _ in range(SWEEPS):
        order.shuffle(rows)
        largest = 0.0
        for row in rows:
            features, values, sign = row.features, row.values, row.sign
            margin = moved_bias * _BIAS_VALUE
            for feature, value in zip(features, values, strict=True):
                margin += moved[feature] * value
            change = _step(row, row.base + sign * margin) * sign
            if change:
                largest = max(largest, abs(change) / row.ceiling)
                moved_bias += change * _BIAS_VALUE
                for feature, value in zip(features, values, strict=True):
                    moved[feature] += change * value
        if largest < TOLERANCE:
            break
    weights = tuple(prior.get(feature, 0.0) + move for feature, move in enumerate(moved))
    return Fit(weights, prior_bias + moved_bias * _BIAS_VALUE)


class _Row:
    """An example and its dual variable, which lies between 0 and `ceiling`."""

    __slots__ = ("base", "ceiling", "dual", "features", "norm", "sign", "values")

    def __init__(
        self,
        features: tuple[int, ...],
        values: tuple[float, ...],
        sign: float,
        base: float,
        ceiling: float,
        norm: float,
    ) -> None:
        self.features = features
        self.values = values
        self.sign = sign
        self.base = base
        self.ceiling = ceiling
        self.norm = norm
        self.dual = 0.0


def _step(row: _Row, margin: float) -> float:
    """Move one dual variable to its optimum; returns by how much.

    Solves z log z + (c - z) log(c - z) + margin (z - old) + norm (z - old)^2 / 2 for z by Newton's method, kept inside
    the interval by halving the distance to the end it would leave through.
    """
    old, ceiling, norm = row.dual, row.ceiling, row.norm
    dual = old
    for _ in range(_NEWTON_STEPS):
        rest = ceiling - dual
        slope = math.log(dual / rest) + margin + norm * (dual - old)
        if abs(slope) < 1e-4:
            break
        dual_next = dual - slope / (ceiling / (dual * rest) + norm)
        if dual_next <= 0.0:
            dual_next = dual / 10
        elif dual_next >= ceiling:
            dual_next = ceiling - rest / 10
        dual = dual_next
    dual = min(max(dual, ceiling * 1e-9), ceiling * (1 - 1e-9))
    row.dual = dual
    return dual - old
