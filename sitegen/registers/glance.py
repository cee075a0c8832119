"""What a register says to somebody who walks past a screen: one figure, what is posted now, what is late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from msgspec import Struct

from sitegen.languages import say
from sitegen.registers.measures import Figure


class Running(Protocol):
    """Something in its notice period, as the views of registers list it."""

    @property
    def title(self) -> str:
        """What it is."""
        ...

    @property
    def href(self) -> str:
        """Its page, from the board's home."""
        ...

    @property
    def disclosure(self) -> str:
        """party, affairs or finance."""
        ...

    @property
    def until(self) -> date | None:
        """The last day of its notice period."""
        ...


class Posted(Struct, frozen=True):
    """Something that can be objected to up to the day `until`; `href` leads there from the board's home."""

    title: str
    href: str
    disclosure: str
    until: date


class Late(Struct, frozen=True):
    """Something that should have been done or paid: how much of it, and where its rows are (from the board's home)."""

    label: str
    shown: str
    unit: str
    href: str


class Glance(Struct, frozen=True):
    """A register in one figure (`shown`, of what `label` says, in `unit`; empty where it has none). `anchor`: where on
    its first page the list of its records is, where much stands before it."""

    label: str = ""
    shown: str = ""
    unit: str = ""
    posted: tuple[Posted, ...] = ()
    late: tuple[Late, ...] = ()
    anchor: str = ""


def glance_at(label: str, key: str, figures: Sequence[Figure], posted: Iterable[Posted] = ()) -> Glance:
    """A register called `label` by its figures: the first leads, and the one called `overdue` is late."""
    page = f"{key}/index.html"
    lead = figures[0] if figures and figures[0].shown != "—" else None
    counted = lead.unit if lead is not None else ""
    late = tuple(
        Late(
            say("{label}：{figure}", label=label, figure=figure.label),
            figure.shown,
            figure.unit or counted,
            f"{page}#{figure.anchor}",
        )
        for figure in figures
        if figure.key == "overdue" and figure.anchor is not None
    )
    if lead is None:
        return Glance(posted=tuple(posted), late=late)
    return Glance(lead.label, lead.shown, lead.unit, tuple(posted), late)


def posted_of(running: Iterable[Running]) -> tuple[Posted, ...]:
    """What is in its notice period, as views list it."""
    return tuple(
        Posted(item.title, item.href, item.disclosure, item.until)
        for item in running
        if item.until is not None
    )
