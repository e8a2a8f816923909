"""FFT convolution: a product of spectra in place of a sliding kernel.

Keywords: fourier transform, fft, convolution theorem, dft.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, NamedTuple

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, counted, parameter
from solver.authoring.domains import Family, Integer, Nature, Switch, VectorOf, spelled
from solver.authoring.formulas import Coordinates, Formula, Symbol, cos, lift, sin, sqrt, sum_of, times
from solver.models import convolution_variants

LENGTHS = (1, 2, 3, 4, 6, 8, 12)
"""Numbers of points whose roots of unity have simple coordinates."""

Entries = Annotated[Family, VectorOf(most=LENGTHS[-1])]

ROOTS = (
    "For {k} = 1, from {j} = 0 on, the cosines are {cosines} and the sines {sines}; for frequency {k}, take"
    " every {k}-th of them, around and around."
)

ZERO = lift(0)
COSINES = {
    Fraction(0): lift(1),
    Fraction(1, 12): sqrt(lift(3)) / 2,
    Fraction(1, 8): sqrt(lift(2)) / 2,
    Fraction(1, 6): lift(Fraction(1, 2)),
    Fraction(1, 4): ZERO,
}
"""The cosines of parts of a turn, up to a quarter."""


class Spectrum(NamedTuple):
    """The real and the imaginary parts of a spectrum."""

    re: list[Symbol]
    im: list[Symbol]


class FftConv(Problem):
    """y = IDFT(DFT(x) DFT(w)), with zeros behind both where the convolution is not to be circular."""

    x: Entries = parameter("input", symbol="x", aliases="input signal sequence a")
    kernel: Entries = parameter("kernel", symbol="w", aliases="filter weights w h b")
    circular: Switch = parameter("circular convolution", aliases="cyclic")
    length: Annotated[Symbol | None, Integer(most=LENGTHS[-1])] = parameter(
        "number of points", symbol="N", aliases="points n-fft n"
    )

    idea = "A convolution is a product of spectra; the FFT gets the spectrum of a long input fast."
    sanity = "The sum of the output is the sum of the input times the sum of the kernel."
    source = "Cooley and Tukey, An Algorithm for the Machine Calculation of Complex Fourier Series, 1965"
    example = "--x 1,2,3 --kernel 1,-1"
    model = convolution_variants.fourier_convolution
    version = 3
    answers = {
        "spectra": "spectra of the input, the kernel and the output, a row (re, im) for each frequency",
        "output": "entries of the output",
    }
    also_called = {
        "output": "y; x*w; x*h; conv; convolution; ifft",
        "spectra": "spectrum; fft; dft",
        "spectra[1]": "X; FFT(x); DFT(x)",
        "spectra[2]": "W; K; H; FFT(w); DFT(w)",
        "spectra[3]": "Y; X*W; FFT(y); DFT(y)",
    }
    exact_share = {"easy": 1.0, "medium": 0.6, "hard": 0.3}
    allows_zeros = True
    stem = (
        "The {kind} convolution of x with w, which is reversed as in signal processing, is worked out by"
        " Fourier transforms of {points} with $e^(-2 pi i/N)$."
    )
    tasks = (
        "Work out the {kind} convolution of x with w, reversed as in signal processing, by Fourier transforms"
        " of {points} with $e^(-2 pi i/N)$. Give the spectra of x, of w and of the"
        " output, and the output.",
        "Use the convolution theorem, with Fourier transforms of {points} and the root of unity"
        " $e^(-2 pi i/N)$. What are the spectra of x, of w and of their {kind} convolution (w"
        " reversed, as in signal processing), and what is this convolution?",
    )
    mistakes = {
        "exponent-sign": "the transform was taken with the other sign of its exponent",
        "not-divided": "the inverse transform was not divided by the number of points",
        "parts-multiplied": "real and imaginary parts were multiplied apart",
        "square-of-i": "the square of i was taken as 1",
        "conjugated": "the spectrum of the kernel was conjugated, as for a cross-correlation",
        "not-padded": "the zeros behind both were left out, so that the end wrapped around",
    }

    @property
    def whole(self) -> int:
        """The number of entries of the output."""
        n, m = len(self.x), len(self.kernel)
        return max(n, m) if self.circular else n + m - 1

    @property
    def points(self) -> int:
        """The number of points of the transforms."""
        if self.length is not None:
            return int(self.length)
        known = () if self.circular else LENGTHS
        return next((count for count in known if count >= self.whole), self.whole)

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Entries that are real have spectra whose upper half tells the lower one."""
        return {"spectra": Nature(conjugate=self.points)}

    @property
    def phrases(self) -> Mapping[str, str]:
        kind = "circular" if self.circular else "linear"
        return {"kind": kind, "points": counted(self.points, "point")}

    def check(self) -> None:
        known = ", ".join(map(str, LENGTHS))
        if self.length is not None and int(self.length) not in LENGTHS:
            raise InputError("--length", f"must be one of {known}", spelled(self.length))
        if self.circular and self.length is not None and int(self.length) != self.whole:
            wanted = f"must be {self.whole} for this circular convolution, as many as there are entries"
            raise InputError("--length", wanted, spelled(self.length))
        if self.points < self.whole:
            raise InputError("--length", f"must be at least {self.whole}", str(self.points))
        if self.points not in LENGTHS:
            count = known if self.circular else f"at most {LENGTHS[-1]}"
            raise InputError("--x", f"must lead to {count} points", str(self.points))

    def solve(self, work: Working) -> None:
        count = self._pad(work)
        i, j, k, n = map(Symbol, "ijkN")
        turn = Symbol("e") ** (-(2 * Symbol("pi") * i * j * k / n))
        spectra = []
        for name, given, letters in ("x", self.x, "ab"), ("w", self.kernel, "cd"):
            reason = (
                "Of {N} points, entry {j} is multiplied by {turn} for frequency {k}: its cosine makes the"
                " real part {re}, its negative sine the imaginary part {im}."
            )
            re, im = (Symbol(f"{letter}_k") for letter in letters)
            work.step(f"Spectrum of {name}", reason, turn=turn, re=re, im=im)
            if name == "x" and count > 2:
                work.say(ROOTS, cosines=_around(count, 0), sines=_around(count, 1))
            entries = [entry.renamed(f"{name}_{place}") for place, entry in enumerate(given)]
            spectra.append(_transform(work, entries, letters, count))
        a, b, c, d = map(Symbol, "abcd")
        reason = "Frequency by frequency: {product}, where the square of {i} is minus 1."
        work.step("Product of the spectra", reason, product=(a + i * b) * (c + i * d))
        spectra.append(_multiply(work, *spectra))
        pairs = [list(zip(*spectrum, strict=True)) for spectrum in spectra]
        work.answer("spectra", pairs, of=("re", "im"))
        reason = (
            "The exponent is positive now, so that the real parts are {part}; their sum is divided by {N}."
            " The imaginary parts cancel."
        )
        angle = 2 * Symbol("pi") * j * k / n
        work.step("Transform back", reason, part=Symbol("u_k") * cos(angle) - Symbol("v_k") * sin(angle))
        work.answer("output", _invert(work, spectra[-1], min(self.whole, count)))

    def _pad(self, work: Working) -> int:
        """The number of points of the transforms, and why there are so many."""
        n, m, right = len(self.x), len(self.kernel), self.points
        if self.circular:
            return right
        work.step("Number of points", "The convolution has an entry for each place where the two overlap.")
        length = work.let("L", Symbol("n", Fraction(n)) + Symbol("m", Fraction(m)) - 1)
        wrapped = max(n, m)
        is_short = wrapped in LENGTHS and wrapped < length.evaluate()
        count = work.choose(right, {"not-padded": wrapped} if is_short else {})
        told = "Zeros make both {count} entries long; with fewer than {L}, the end would wrap around."
        work.say(told, count=count)
        return count

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Four points, circular and then linear; then more points, whose roots have other coordinates."""
        sizes = {"easy": ((4, 4),), "medium": ((2, 3), (3, 2)), "hard": ((2, 2), (4, 3), (5, 2))}
        n, m = draw.choice(sizes[difficulty])
        x, kernel = draw.varied(n, -2, 5), draw.varied(m, -2, 3)
        if not x[-1] * kernel[-1]:
            return None
        return {"x": x, "kernel": kernel, "circular": "true" if difficulty == "easy" else None}


def _transform(work: Working, entries: Sequence[Symbol], letters: str, count: int) -> Spectrum:
    """Record the spectrum of real entries, whose upper half is the conjugate of the lower one."""
    spectrum, frequencies = Spectrum([], []), range(count)
    for k in frequencies:
        lower = 2 * k <= count
        re, im = (f"{letter}_{k}" for letter in letters)
        turns = [Fraction(k * n % count, count) for n in range(len(entries))]
        if lower:
            below, above = _weighted(entries, turns, 1, -1), _weighted(entries, turns, 1, 1)
            wrong = {"exponent-sign": above} if below != above else {}
            spectrum.re.append(work.let(re, _weighted(entries, turns, 0, 1)))
            spectrum.im.append(work.let(im, below, mistakes=wrong))
        else:
            spectrum.re.append(work.let(re, spectrum.re[count - k], shown=False))
            spectrum.im.append(work.let(im, -spectrum.im[count - k], shown=False))
    if count > 2:
        told = "The entries are real: the spectrum at {other} is the conjugate of that at {k}."
        work.say(told, other=Symbol("N") - Symbol("k"))
    _tabulate(work, letters, spectrum)
    return spectrum


def _multiply(work: Working, x: Spectrum, w: Spectrum) -> Spectrum:
    """Record the product of two spectra."""
    product, count = Spectrum([], []), len(x.re)
    for k, (a, b, c, d) in enumerate(zip(*x, *w, strict=True)):
        shown = 2 * k <= count
        wrong = {"parts-multiplied": a * c, "square-of-i": a * c + b * d, "conjugated": a * c + b * d}
        product.re.append(work.let(f"u_{k}", a * c - b * d, mistakes=wrong, shown=shown))
        wrong = {"parts-multiplied": b * d, "conjugated": b * c - a * d}
        product.im.append(work.let(f"v_{k}", a * d + b * c, mistakes=wrong, shown=shown))
    _tabulate(work, "uv", product)
    return product


def _tabulate(work: Working, letters: str, spectrum: Spectrum) -> None:
    rows = [(str(k), *pair) for k, pair in enumerate(zip(*spectrum, strict=True))]
    work.table((Symbol("k"), *(Symbol(f"{letter}_k") for letter in letters)), rows)


def _invert(work: Working, spectrum: Spectrum, whole: int) -> list[Symbol]:
    """Record the entries that a spectrum of real entries belongs to."""
    found, count = [], len(spectrum.re)
    for n in range(whole):
        turns = [Fraction(k * n % count, count) for k in range(count)]
        parts = _weighted(spectrum.re, turns, 0, 1), _weighted(spectrum.im, turns, 1, -1)
        terms = [term for part in parts if part != ZERO for term in getattr(part, "terms", (part,))]
        found.append(work.let(f"y_{n}", sum_of(terms) / count, mistakes={"not-divided": sum_of(terms)}))
    return found


def _weighted(entries: Sequence[Symbol], turns: Sequence[Fraction], quarters: int, sign: int) -> Formula:
    """The entries, each times the cosine of a part of a turn, or of it less a quarter: the sine."""
    terms = []
    for entry, turn in zip(entries, turns, strict=True):
        size, is_negative = _cosine(turn - Fraction(quarters, 4))
        if size != ZERO:
            term = times(size, entry)
            terms.append(-term if is_negative != (sign < 0) else term)
    return sum_of(terms)


def _cosine(turn: Fraction) -> tuple[Formula, bool]:
    """The size of the cosine of a part of a turn, and whether it is negative."""
    part = min(turn % 1, 1 - turn % 1)
    return COSINES[min(part, Fraction(1, 2) - part)], part > Fraction(1, 4)


def _around(count: int, quarters: int) -> Formula:
    """The cosines at all points of a circle, or the sines, a quarter behind them."""
    found = (_cosine(Fraction(place, count) - Fraction(quarters, 4)) for place in range(count))
    return Coordinates(tuple(-size if is_negative else size for size, is_negative in found))
