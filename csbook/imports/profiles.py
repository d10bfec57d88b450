"""An export as data: how it is recognised and what its headers mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from csbook.imports.headers import normalised
from csbook.imports.targets import MEASURES, UNITS, Kind, kind_of
from csbook.imports.values import Unit
from csbook.problems import Words


class Sureness(StrEnum):
    """How sure the headers of a profile are: read by working code from real files, from a second-hand
    page, or ours."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"
    OWN = "own"


class Counted(StrEnum):
    """How the cells of a column make the total of an account and period.

    `SINGLE`: each has one row. The others are for logs with a row per call or chat: the sum of the cells,
    how many are filled, how many say yes, how many are ratings of 4 or 5.
    """

    SINGLE = "single"
    SUM = "sum"
    FILLED = "filled"
    YES = "yes"
    GOOD = "good"


@dataclass(frozen=True)
class Field:
    """One header's meaning. `headers`: its spellings, the first one found is read.

    `weights`: spellings of the header of the number that a mean or rate is of; value x weight is stored,
    with the weight. Several fields of one measure are added up; of one text, the first filled one counts.
    """

    target: str
    headers: tuple[str, ...]
    unit: Unit
    weights: tuple[str, ...] = ()
    counted: Counted = Counted.SINGLE
    needed: bool = False


@dataclass(frozen=True)
class Profile:
    """One kind of export.

    `platforms`: those it can be from, the usual one first; none means any, and it must be said. `without`:
    headers that such a file never has. `data_from`: the first row that can hold data, where that is fixed.
    `unused`: headers that are known and not needed, such as rates that follow from totals.
    """

    name: str
    title: Words
    platforms: tuple[str, ...]
    fields: tuple[Field, ...]
    sureness: Sureness
    source: Words
    without: tuple[str, ...] = ()
    data_from: int | None = None
    unused: tuple[str, ...] = ()

    @cached_property
    def kind(self) -> Kind:
        return kind_of(field.target for field in self.fields)

    @cached_property
    def is_log(self) -> bool:
        """Whether a row is one call or chat, and totals are counted over the rows."""
        return any(field.counted is not Counted.SINGLE for field in self.fields)

    @cached_property
    def known_headers(self) -> frozenset[str]:
        """Every header that the profile reads or knows to be of no use, normalised."""
        spellings = [h for field in self.fields for h in (*field.headers, *field.weights)]
        return frozenset(normalised(header) for header in (*spellings, *self.unused))


def key(target: str, *headers: str, needed: bool = False) -> Field:
    return Field(target, headers, UNITS[target], needed=needed)


def total(measure: str, *headers: str, needed: bool = False) -> Field:
    return Field(measure, headers, Unit.PLAIN, needed=needed)


def mean(
    measure: str, *headers: str, of: str | tuple[str, ...], unit: Unit = Unit.SECONDS, needed: bool = False
) -> Field:
    """A mean time; `of` is the header of what it is the mean of."""
    weights = (of,) if isinstance(of, str) else of
    return Field(measure, headers, unit, weights=weights, needed=needed)


def rate(measure: str, *headers: str, of: str | tuple[str, ...], needed: bool = False) -> Field:
    return mean(measure, *headers, of=of, unit=Unit.PERCENT, needed=needed)


def counted(
    measure: str, how: Counted, *headers: str, unit: Unit = Unit.PLAIN, needed: bool = False
) -> Field:
    return Field(measure, headers, unit, counted=how, needed=needed)


def is_measure(field: Field) -> bool:
    return field.target in MEASURES
