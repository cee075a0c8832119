"""QR codes (ISO/IEC 18004) of addresses: bytes, error correction M, versions 1 to 20.

A page that is posted bears one, so that it must cost next to nothing: for each version the places of the bits and the
mask are worked out once; a code is then a division per block and a few operations on whole strings and integers. The
mask is always the same one: a reader copes with any, the standard's search for the best one takes fifty times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, zip_longest
from operator import itemgetter
from typing import NamedTuple

_LEVEL_M, _MASK = 0, 0
_CHECK_BYTES = (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26)
"""How many check bytes each block bears, by version."""
_BLOCKS = (1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16)
_FORMAT_DIVISOR, _FORMAT_MASK, _VERSION_DIVISOR = 0b10100110111, 0b101010000010010, 0b1111100100101
_PADDING = b"\xec\x11"


def qr_rows(address: str) -> list[str] | None:
    """The modules of a QR code from the top, "1" for dark, without the quiet zone; None where `address` is too long."""
    data = address.encode()
    for version in range(1, len(_BLOCKS) + 1):
        if len(data) <= _layout(version).capacity - (2 if version < 10 else 3):
            return _rows(data, version)
    return None


def qr_svg(address: str) -> str | None:
    """The code as an SVG drawing with its quiet zone, in the colour of the text; None where `address` is too long."""
    rows = qr_rows(address)
    if rows is None:
        return None
    size = len(rows)
    path = "|".join(rows).replace("1", "x").replace("0", ".").replace("|", f"m-{size} 1")
    for run in range(_LONGEST, 0, -1):
        path = path.replace("x" * run, f"h{run}").replace("." * run, f"m{run} 0")
    return (
        f'<svg class="qr" viewBox="0 0 {size + 8} {size + 8}" aria-hidden="true" focusable="false">'
        f'<path stroke="currentColor" d="M4 4.5{path}"/></svg>'
    )


_LONGEST = 7
"""The longest run of modules that is drawn as one step; in a code longer ones are rare."""


def _rows(data: bytes, version: int) -> list[str]:
    layout = _layout(version)
    words = _framed(data, version, layout.capacity)
    checks = _CHECK_BYTES[version - 1]
    words += b"".join([_remainder(words[start:end], checks) for start, end in _blocks(version, len(words))])
    bits = f"{int.from_bytes(words, 'big'):0{len(words) * 8}b}{_CONSTANT}"
    dark = int("".join(layout.pick(bits)), 2) ^ layout.mask
    size = version * 4 + 17
    written = f"{dark:0{size * size}b}"
    return [written[start : start + size] for start in range(0, size * size, size)]


_CONSTANT = "01"
"""What stands behind the bits of a code, for the modules that are the same in all codes of a version."""


def _framed(data: bytes, version: int, capacity: int) -> bytes:
    """The bytes with their mode and length before them (shifted by half a byte), filled up to the capacity."""
    count = len(data).to_bytes(1 if version < 10 else 2, "big")
    framed = bytes.fromhex("4" + (count + data).hex() + "0")
    return (framed + _PADDING * capacity)[:capacity]


def _blocks(version: int, words: int) -> list[tuple[int, int]]:
    """Where the blocks of the data begin and end: the later ones may be longer by one."""
    count = _BLOCKS[version - 1]
    short, longer = divmod(words, count)
    ends = list(accumulate(short + (number >= count - longer) for number in range(count)))
    return list(zip([0, *ends], ends, strict=False))


def _placed(version: int, words: int) -> list[int]:
    """The numbers of the words (the check words follow the data, block by block) in the order of their places."""
    checks = _CHECK_BYTES[version - 1]
    blocks = [range(*block) for block in _blocks(version, words)]
    rests = [range(words + checks * number, words + checks * (number + 1)) for number in range(len(blocks))]
    return [
        word
        for turn in (*zip_longest(*blocks), *zip(*rests, strict=True))
        for word in turn
        if word is not None
    ]


def _remainder(block: bytes, checks: int) -> bytes:
    """The check bytes of a block: the remainder of its division by the generator polynomial."""
    multiples = _multiples(checks)
    top, kept = 8 * (checks - 1), (1 << 8 * (checks - 1)) - 1
    rest = 0
    for byte in block:
        rest = (rest & kept) << 8 ^ multiples[byte ^ rest >> top]
    return rest.to_bytes(checks, "big")


@cache
def _multiples(checks: int) -> list[int]:
    """The generator polynomial without its leading term, times every element of the field."""
    generator = [1]
    for power in range(checks):
        shifted = [*generator, 0]
        for place, factor in enumerate(generator):
            shifted[place + 1] ^= _times(factor, _EXPONENTS[power])
        generator = shifted
    return [
        int.from_bytes(bytes(_times(factor, element) for factor in generator[1:]), "big")
        for element in range(256)
    ]


def _powers() -> Iterator[int]:
    """The powers of 2 in the field of 256 elements, modulo x⁸ + x⁴ + x³ + x² + 1."""
    value = 1
    for _ in range(255):
        yield value
        value = value << 1 ^ (0x11D if value & 0x80 else 0)


_EXPONENTS = list(_powers())
_LOGARITHMS = {value: exponent for exponent, value in enumerate(_EXPONENTS)}


def _times(one: int, other: int) -> int:
    return _EXPONENTS[(_LOGARITHMS[one] + _LOGARITHMS[other]) % 255] if one and other else 0


class _Layout(NamedTuple):
    """Where the bits of a version's codes stand: `pick` takes from a code's bits (with the constants behind them) each
    module from the top left; `mask` turns some over; `capacity` is how many data bytes there are."""

    capacity: int
    pick: Callable[[str], tuple[str, ...]]
    mask: int


@cache
def _layout(version: int) -> _Layout:
    size = version * 4 + 17
    fixed = _fixed(version, size)
    free = [spot for spot in _serpentine(size) if spot not in fixed]
    words = len(free) // 8
    capacity = words - _BLOCKS[version - 1] * _CHECK_BYTES[version - 1]
    light = words * 8
    bits = [word * 8 + bit for word in _placed(version, capacity) for bit in range(8)]
    places = dict(zip(free, [*bits, *[light] * (len(free) - light)], strict=True))
    cells = [(row, column) for row in range(size) for column in range(size)]
    pick = itemgetter(*(light + fixed[cell] if cell in fixed else places[cell] for cell in cells))
    mask = int("".join(str(int(cell not in fixed and not sum(cell) % 2)) for cell in cells), 2)
    return _Layout(capacity, pick, mask)


Spot = tuple[int, int]


def _serpentine(size: int) -> Iterator[Spot]:
    """The modules in the order of the bits: pairs of columns from the right, upwards and downwards in turn."""
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield row, right
            yield row, right - 1
        upwards = not upwards


def _fixed(version: int, size: int) -> dict[Spot, bool]:
    """The modules that are the same in all codes of a version: patterns to find it by, its format and version."""
    fixed: dict[Spot, bool] = {}
    for place in range(size):
        fixed[6, place] = fixed[place, 6] = place % 2 == 0
    centres = _centres(version, size)
    for row in centres:
        for column in centres:
            if (row, column) not in ((6, 6), (6, size - 7), (size - 7, 6)):
                _rings(fixed, row, column, 2, size)
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        _rings(fixed, row, column, 4, size)
    fixed[size - 8, 8] = True
    form = _checked(_LEVEL_M << 3 | _MASK, 10, _FORMAT_DIVISOR) ^ _FORMAT_MASK
    beside = (*range(6), 7, 8, *range(size - 7, size))
    for bit, place in enumerate(beside):
        fixed[place, 8] = bool(form >> bit & 1)
    below = (*range(size - 1, size - 9, -1), 7, *range(5, -1, -1))
    for bit, place in enumerate(below):
        fixed[8, place] = bool(form >> bit & 1)
    if version >= 7:
        number = _checked(version, 12, _VERSION_DIVISOR)
        for bit in range(18):
            across, along = size - 11 + bit % 3, bit // 3
            fixed[across, along] = fixed[along, across] = bool(number >> bit & 1)
    return fixed


def _centres(version: int, size: int) -> list[int]:
    """The rows, which are the columns too, of the centres of the alignment patterns."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = (version * 4 + count * 2 + 1) // (count * 2 - 2) * 2
    return [6, *range(size - 7 - step * (count - 2), size - 6, step)]


def _rings(fixed: dict[Spot, bool], row: int, column: int, reach: int, size: int) -> None:
    """Squares around a centre, dark and light in turn; the finder's outermost (reach 4) is light, its third dark."""
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if 0 <= row + down < size and 0 <= column + right < size:
                ring = max(abs(down), abs(right))
                fixed[row + down, column + right] = ring not in ((2, 4) if reach == 4 else (1,))


def _checked(value: int, bits: int, divisor: int) -> int:
    """A value with the `bits` check bits of its division by `divisor` behind it."""
    rest = value
    for _ in range(bits):
        rest = rest << 1 ^ (rest >> bits - 1) * divisor
    return value << bits | rest
