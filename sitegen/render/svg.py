"""The few drawing words charts are made of. See charts.py for what they draw.

Lengths across are shares of the drawing in per cent, lengths down are tenths of an em; both are integers
until they are written, so the same data give the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from sitegen.languages import say, spoken_word, year_and_rest
from sitegen.render.escape import escape


def ratio(part: int, whole: int) -> str:
    """part ÷ whole (neither below 0) in per cent, rounded half up to one decimal: "42.5%"."""
    percent, tenth = divmod((2000 * part + whole) // (2 * whole), 10)
    return f"{percent}.{tenth}%" if tenth else f"{percent}%"


def em(tenths: int) -> str:
    """Tenths of an em as a length: 25 → "2.5em"."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}em" if tenth else f"{whole}em"


def text(x: str, y: int, words: str, css: str = "") -> str:
    """Words on the baseline `y`; classes end and mid align them."""
    kind = f' class="{css}"' if css else ""
    return f'<text x="{x}" y="{em(y)}"{kind}>{escape(spoken_word(words))}</text>'


def rect(x: str, y: str, width: str, height: str, css: str, hatch: str = "") -> str:
    """A filled rectangle; with `hatch` (a chart's slug) in that chart's pattern."""
    paint = f' fill="url(#{escape(hatch)}-hatch)"' if hatch else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" class="{css}"{paint}/>'


def line(x1: str, y1: str, x2: str, y2: str, css: str) -> str:
    """A straight line."""
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="{css}"/>'


def panel(top: int, height: int, parts: Iterable[str]) -> str:
    """A band of the drawing with its own per cent scale downwards."""
    return f'<svg x="0" y="{em(top)}" width="100%" height="{em(height)}">{"".join(parts)}</svg>'


def hatch_pattern(slug: str) -> str:
    """The pattern of the second of two series: tells them apart in print and for the colour-blind."""
    return (
        f'<defs><pattern id="{escape(slug)}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="5" height="5" class="hatch-ground"/>'
        '<line x1="0" y1="0" x2="0" y2="5" class="hatch-line"/></pattern></defs>'
    )


def series_names(slug: str, first: str, second: str, unit: str) -> str:
    """The names of two series in one line above them, and the unit of the axis."""
    return panel(
        0,
        16,
        (
            rect("0", ".2em", ".8em", ".8em", "main"),
            text("1.1em", 10, first, "strong"),
            rect("5em", ".2em", ".8em", ".8em", "second", slug),
            text("6.1em", 10, second, "strong"),
            text("100%", 10, say("单位：{unit}", unit=unit), "soft-text end"),
        ),
    )


def period_labels(labels: Sequence[str], y: int) -> list[str]:
    """Names of the periods under their columns: at most twelve on a wide screen, six on a narrow one.

    A year ("2022年6月") stands on a second line, 1.3 em lower, and only where it changes.
    """
    count = len(labels)
    step = -(-count // 12)
    texts, shown = [], ""
    for place in range(0, count, step):
        x, (year, rest) = ratio(2 * place + 1, 2 * count), year_and_rest(labels[place])
        minor = " minor" if count > 6 and place // step % 2 else ""
        texts.append(text(x, y, rest or labels[place], "soft-text mid" + minor))
        if rest and year != shown:
            texts.append(text(x, y + 13, year, "mid"))
            shown = year
    return texts


def chart(
    slug: str, title: str, description: str, height: int, parts: Iterable[str], css: str = ""
) -> Markup:
    """The whole drawing, with its name and its description in words. `height` in tenths of an em."""
    name = escape(slug)
    return Markup(
        f'<svg class="{("chart " + css).strip()}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'width="100%" height="{em(height)}" focusable="false">'
        f'<title id="{name}-title">{escape(spoken_word(title))}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )
