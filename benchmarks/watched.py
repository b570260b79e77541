"""A number that notes whether another one in its place would have decided otherwise.

Between two numbers nothing is measured again of what both decide alike: so a hundred of them are
tried on a whole set of documents in the time of a few.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

Test = Callable[[Any, Any], Any]


class Watched:
    """Stands for a number in the code that asks it. `turned` gets which of `others` decide so."""

    def __init__(self, value: float, others: Sequence[float], turned: set[int]) -> None:
        self.value, self.others, self.turned = value, tuple(others), turned

    def _asked(self, test: Test, other: object) -> bool:
        other = _plain(other)
        answer = bool(test(self.value, other))
        for number, value in enumerate(self.others):
            if bool(test(value, other)) != answer:
                self.turned.add(number)
        return answer

    def _with(self, test: Test, other: object) -> Watched:
        other = _plain(other)
        others = [test(value, other) for value in self.others]
        return Watched(test(self.value, other), others, self.turned)

    def _taken(self) -> float:
        """The number itself, for what cannot say what it does with it."""
        self.turned.update(range(len(self.others)))
        return self.value

    def __lt__(self, other: object) -> bool:
        return self._asked(operator.lt, other)

    def __le__(self, other: object) -> bool:
        return self._asked(operator.le, other)

    def __gt__(self, other: object) -> bool:
        return self._asked(operator.gt, other)

    def __ge__(self, other: object) -> bool:
        return self._asked(operator.ge, other)

    def __eq__(self, other: object) -> bool:
        return self._asked(operator.eq, other)

    def __bool__(self) -> bool:
        return self._asked(operator.ne, 0)

    def __hash__(self) -> int:
        return hash(self._taken())

    def __add__(self, other: object) -> Watched:
        return self._with(operator.add, other)

    def __sub__(self, other: object) -> Watched:
        return self._with(operator.sub, other)

    def __mul__(self, other: object) -> Watched:
        return self._with(operator.mul, other)

    def __truediv__(self, other: object) -> Watched:
        return self._with(operator.truediv, other)

    def __floordiv__(self, other: object) -> Watched:
        return self._with(operator.floordiv, other)

    def __rsub__(self, other: object) -> Watched:
        return self._with(lambda own, given: given - own, other)

    def __rtruediv__(self, other: object) -> Watched:
        return self._with(lambda own, given: given / own, other)

    def __neg__(self) -> Watched:
        return self._with(lambda own, _: -own, None)

    def __abs__(self) -> Watched:
        return self._with(lambda own, _: abs(own), None)

    __radd__ = __add__
    __rmul__ = __mul__

    def __index__(self) -> int:
        return operator.index(self._taken())  # type: ignore[arg-type]  # a float raises, as it would

    def __int__(self) -> int:
        return int(self._taken())

    def __float__(self) -> float:
        return float(self._taken())

    def __format__(self, spec: str) -> str:
        return format(self._taken(), spec)


def _plain(other: object) -> object:
    """Another number that is watched as it is: what comes of both is known for one of them."""
    return other._taken() if isinstance(other, Watched) else other
