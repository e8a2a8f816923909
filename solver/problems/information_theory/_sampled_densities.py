"""Pairs of densities whose moments are short, and whose logarithms are where they can be."""

from __future__ import annotations

from solver.sampling.random_stream import RandomStream

Givens = dict[str, str]

WIDTHS = ("0.25", "0.5", "2", "4", "8", "16", "32")
RATES = ("0.1", "0.125", "0.2", "0.25", "0.4", "0.5", "0.8", "1.25", "1.6", "2", "2.5", "4", "5", "8", "10")


def uniform_pair(draw: RandomStream) -> Givens:
    """A uniform density inside a wider one; both widths are powers of two."""
    wide = draw.integer(2, len(WIDTHS) - 1)
    width_f, width_g = float(WIDTHS[draw.integer(0, wide - 1)]), int(WIDTHS[wide])
    low_g = draw.integer(-9, 9)
    low_f = low_g + draw.integer(0, int(width_g - width_f))
    return {"f": f"uniform({low_f},{low_f + width_f:g})", "g": f"uniform({low_g},{low_g + width_g})"}


def waiting_times(draw: RandomStream) -> Givens:
    """An exponential g, and for f another or a uniform density, whose width is a power of two."""
    rate_f, rate_g = draw.choice(RATES), draw.choice(RATES)
    if rate_f != rate_g and draw.choice((True, False)):
        base = draw.choice(("2", "e"))
        return {"f": f"exponential({rate_f})", "g": f"exponential({rate_g})", "base": base}
    low, width = draw.integer(0, 40), int(draw.choice(WIDTHS[2:6]))
    return {"f": f"uniform({low},{low + width})", "g": f"exponential({rate_g})"}


def under_a_normal(draw: RandomStream) -> Givens:
    """A normal g, and for f a narrower one or another density; their means and variances are short."""
    low = draw.integer(-5, 5)
    f = draw.choice(
        (
            f"normal({low},{draw.choice(('0.5', '2'))})",
            f"exponential({draw.choice(RATES)})",
            f"uniform({low},{low + draw.choice((3, 6, 12))})",
        )
    )
    mean = low + draw.integer(1, 6) * draw.choice((1, -1))
    return {"f": f, "g": f"normal({mean},{draw.integer(3, 5)})", "base": draw.choice(("2", "e"))}
