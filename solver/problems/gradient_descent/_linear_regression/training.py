"""What is shown of a training: how its gradient comes about, one batch after another, and their table."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

from msgspec import Struct, field

from solver.authoring import Cell, UndefinedError, Working
from solver.authoring.formulas import Family, Formula, Symbol, Total, at_step, lift, sum_of, total
from solver.problems.gradient_descent._linear_regression.setting import LOSSES, Loss, Regression

FEW = 3
"""The errors of at most this many samples are shown as equations, and sums over them with their symbols."""

MOST_TOGETHER = 6
"""Of more columns, those of the states and those of the steps stand in tables of their own."""

ERROR, BIAS, COUNT = Symbol("e_i"), Symbol("b"), Symbol("n")


def derive(work: Working, given: Regression) -> None:
    """Show the model, its loss, and how the gradient over a batch, or a single sample, comes about."""
    show, loss, single = partial(work.display, values=False), LOSSES[given.loss], given.size == 1
    weight, x = Symbol("w" if given.features == 1 else "w_j"), given.input("i", "j")
    product = weight * x
    several = Total("j", lift(1), lift(given.features), product, product)
    weighted = product if given.features == 1 else several
    part, n, over = ("L", None, lift) if single else ("L_i", COUNT, _over_samples)
    work.step("Derive the gradient", "By the chain rule, through the error of each sample.")
    show(Symbol("yhat_i"), weighted if given.no_bias else weighted + BIAS)
    show(ERROR, Symbol("yhat_i") - Symbol("y_i"))
    if single:
        work.say("An update uses one sample; its loss is")
    else:
        show(Symbol("L"), loss.of(over(ERROR**2), n))
        work.say("The part of sample {i} in it is")
    outer, factors = loss.slope(ERROR, n), {weight: x} if given.no_bias else {weight: x, BIAS: lift(1)}
    show(Symbol(part), loss.of(ERROR**2, n))
    show(Symbol(f"d{part}/de_i"), outer)
    for target, factor in factors.items():
        show(Symbol(f"de_i/d{target.name}"), factor)
    for target, factor in factors.items():
        chain = Symbol(f"d{part}/de_i") * Symbol(f"de_i/d{target.name}")
        through, of_one = (outer, ERROR) if target is BIAS else (outer * factor, ERROR * factor)
        show(Symbol(f"dL/d{target.name}"), over(chain), over(through), loss.slope(over(of_one), n))


def _over_samples(term: Formula) -> Formula:
    return Total("i", lift(1), COUNT, term, term)


class Training(Struct):
    """A run that is recorded one update after another.

    Everything is kept by the number t of updates before it: `states[t]` are the weights, and the bias
    behind them if there is one; `errors[t, i]` is the error of sample i at them, `gradients[t]` the
    gradient at them over the next batch, and `losses[t]` the loss over all samples.
    """

    work: Working
    given: Regression
    states: list[list[Symbol]]
    errors: dict[tuple[int, int | str], Symbol] = field(default_factory=dict)
    gradients: list[list[Symbol]] = field(default_factory=list)
    losses: dict[int, Symbol] = field(default_factory=dict)

    def run(self, worked: int) -> None:
        """Update for every batch of every epoch; so many updates are shown in full.

        Raises:
            UndefinedError: the values grow too large.
        """
        batches = self.given.batches
        try:
            self._measure("Loss before training")
            for t in self.work.repeat(self.given.updates, worked):
                epoch, place = divmod(t - 1, len(batches))
                self._update(epoch + 1, batches[place])
                if t % len(batches) == 0:
                    self._measure(f"Loss after epoch {epoch + 1}")
        except UndefinedError as undefined:
            raise type(undefined)(f"training diverges, {undefined}") from None

    def tabulate(self, *, errors: bool) -> None:
        """Show a row for each state; with `errors`, those of the samples it goes to next."""
        names = [at_step(name, "t") for name in self.given.fitted]
        batches = self.given.batches * int(self.given.epochs)
        states: list[tuple[Cell, Sequence[Cell]]] = [
            *zip(map(Symbol, names), zip(*self.states, strict=True), strict=True),
            (Symbol("L_t"), [self.losses.get(t, "") for t in range(len(self.states))]),
        ]
        steps: list[tuple[Cell, Sequence[Cell]]] = []
        if len(self.given.batches) > 1:
            steps.append(("samples", list(map(_described, batches))))
        if errors:
            steps.append((Symbol("e_t,i"), [self.errors[t, batch[0]] for t, batch in enumerate(batches)]))
        slopes = [Symbol(f"dL/d{name}") for name in names]
        steps += zip(slopes, zip(*self.gradients, strict=True), strict=True)
        groups = [states + steps] if len(states + steps) <= MOST_TOGETHER else [states, steps]
        for group in groups:
            self.work.history(group, start=0)

    @property
    def _t(self) -> int:
        """The number of updates so far."""
        return len(self.states) - 1

    @property
    def _loss(self) -> Loss:
        return LOSSES[self.given.loss]

    def _error(self, i: int | str) -> Symbol:
        """The error of sample i at the weights so far; with a letter, that of any."""
        return self.errors.get((self._t, i), Symbol(f"e_{self._t},{i}"))

    def _measure(self, title: str) -> None:
        """Record the loss over all samples."""
        loss, samples, n = self._loss, self.given.samples, _count(self.given.samples)
        self.work.step(title, f"Over all {len(samples)} samples." if n else "")
        self._find_errors(samples)
        squares = _sum(samples, lambda i: self._error(i) ** 2)
        wrong = {"loss-half": loss._replace(halved=not loss.halved).of(squares, n)}
        if loss.averaged and n:
            wrong["loss-sum"] = loss._replace(averaged=False).of(squares, n)
        self.losses[self._t] = self.work.let(f"L_{self._t}", loss.of(squares, n), mistakes=wrong)

    def _update(self, epoch: int, batch: range) -> None:
        """Take one step against the gradient over these samples."""
        old, whole = self.states[-1], len(batch) == len(self.given.y)
        samples = "" if whole else f", sample{'s' * (len(batch) > 1)} {_described(batch)}"
        several = "all samples" if whole else "this batch; n is its size"
        over = "this sample" if len(batch) == 1 else several
        title = f"Update {self._t + 1}: epoch {epoch}{samples}"
        self.work.step(title, f"One step against the gradient over {over}.")
        self._recall_errors(batch)
        self.gradients.append([self._slope(position, batch) for position in range(len(old))])
        moves = zip(self.given.fitted, old, self.gradients[-1], strict=True)
        self.states.append([self._moved(*move) for move in moves])

    def _recall_errors(self, batch: range) -> None:
        """Find the errors of a batch, or say where they stand if the loss needed them already."""
        if self._t not in self.losses:
            self._find_errors(batch, stale=max(self.losses))
        elif len(batch) <= FEW:
            self.work.say("Known from the loss:")
            for error in map(self._error, batch):
                self.work.display(error, error)
        else:
            self.work.say("The errors are those found for the loss.")

    def _find_errors(self, samples: range, stale: int | None = None) -> None:
        """Record errors, as equations or in a table; a mistake finds those after `stale` updates."""
        t, given, equations = self._t, self.given, len(samples) <= FEW
        few = given.features if given.features <= FEW else 0
        rows: list[list[Cell]] = []
        for i in samples:
            shown, y = equations or i == samples[0], given.y[i]
            wrong = {} if stale is None else {"stale-weights": self._prediction(stale, i)}
            guess = self.work.let(f"yhat_{t},{i}", self._prediction(t, i), mistakes=wrong, shown=shown)
            self.errors[t, i] = self.work.let(f"e_{t},{i}", guess - y, shown=shown)
            rows.append([i, *given.inputs[i - 1][:few], y, guess, self.errors[t, i]])
        if not equations:
            inputs = [given.input("i", j) for j in range(1, few + 1)]
            found = map(Symbol, ("y_i", f"yhat_{t},i", f"e_{t},i"))
            self.work.table([Symbol("i"), *inputs, *found], rows)

    def _prediction(self, t: int, i: int) -> Formula:
        """What is predicted for sample i after `t` updates."""
        w, count = Family(f"w_{t}", tuple(self.states[t])), self.given.features
        weighted = total("j", count, lambda j: w[j] * self.given.input(i, j))
        return weighted if self.given.no_bias else weighted + w[count + 1]

    def _slope(self, position: int, batch: range) -> Symbol:
        """Record the derivative of the batch's loss by the weight, or the bias, in that position."""
        loss, given, n = self._loss, self.given, _count(batch)
        products = errors = _sum(batch, self._error)
        left_out = {}
        if position < given.features:
            products = _sum(batch, lambda i: self._error(i) * given.input(i, position + 1))
            left_out["input-left-out"] = loss.slope(errors, n)
        wrong = {"factor-2": loss._replace(halved=not loss.halved).slope(products, n)}
        if n:
            other = loss._replace(averaged=not loss.averaged)
            wrong["sum-for-mean" if loss.averaged else "mean-for-sum"] = other.slope(products, n)
        if loss.averaged and len(batch) < len(given.y):
            wrong["divided-by-all"] = loss.slope(products, _count(given.samples))
        name = f"dL/d{at_step(given.fitted[position], self._t)}"
        return self.work.let(name, loss.slope(products, n), mistakes=wrong | left_out)

    def _moved(self, name: str, old: Symbol, slope: Symbol) -> Symbol:
        """Record what a weight, or the bias, is updated to."""
        lr, stays = self.given.lr, {"bias-not-updated": old} if name == "b" else {}
        wrong = {"wrong-sign": old + lr * slope, "no-rate": old - slope, **stays}
        return self.work.let(at_step(name, self._t + 1), old - lr * slope, mistakes=wrong)


def _sum(samples: range, term: Callable[[int | str], Formula]) -> Formula:
    """The sum over samples; that over many is shown as Σ."""
    few = len(samples) <= FEW
    return sum_of([*map(term, samples)]) if few else total("i", len(samples), term, samples[0])


def _count(samples: range) -> Symbol | None:
    """n with its value; none of a single sample."""
    return Symbol("n", Fraction(len(samples))) if len(samples) > 1 else None


def _described(batch: range) -> str:
    return str(batch[0]) if len(batch) == 1 else f"{batch[0]} to {batch[-1]}"
