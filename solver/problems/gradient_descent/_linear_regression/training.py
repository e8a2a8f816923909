"""What is shown of a training: how its gradient comes about, one batch after another, and their table."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

from msgspec import Struct, field

from solver.authoring import Cell, TooLongError, Trace, UndefinedError, Working
from solver.authoring.formulas import Family, Formula, Symbol, Total, at_step, lift, sum_of, total
from solver.problems.gradient_descent._linear_regression.setting import Regression

FEW = 3
"""The errors of at most this many samples are shown as equations, and sums over them with their symbols."""

MOST_TOGETHER = 6
"""Of more columns, those of the states and those of the steps stand in tables of their own."""

ERROR, BIAS, COUNT = Symbol("e_i"), Symbol("b"), Symbol("n")


def derive(work: Working, given: Regression) -> None:
    """Show the model, its loss, and how the gradient over a batch, or a single sample, comes about."""
    show, loss, single = partial(work.display, values=False), given.squared_error, given.size == 1
    weight, x = Symbol("w" if given.features == 1 else "w_j"), given.input("i", "j")
    product = weight * x
    several = Total("j", lift(1), lift(given.features), product, product)
    weighted = product if given.features == 1 else several
    part, n, over = ("L", lift(1), lift) if single else ("L_i", COUNT, _over_samples)
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

    The `traces` are those of the weights, and of the bias behind them if there is one, with the gradients.
    All else is kept by the number t of updates before it: `errors[t, i]` is the error of sample i, and
    `losses[t]` the loss over all samples.
    """

    work: Working
    given: Regression
    traces: list[Trace]
    errors: dict[tuple[int, int | str], Symbol] = field(default_factory=dict)
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
        except TooLongError:
            raise
        except UndefinedError as undefined:
            raise type(undefined)(f"training diverges, {undefined}") from None

    def tabulate(self, *, errors: bool) -> None:
        """Show a row for each state; with `errors`, those of the samples it goes to next."""
        names = [at_step(trace.variable, "t") for trace in self.traces]
        batches = self.given.batches * int(self.given.epochs)
        states: list[tuple[Cell, Sequence[Cell]]] = [
            (Symbol(name), trace.course("w")) for name, trace in zip(names, self.traces, strict=True)
        ]
        states.append((Symbol("L_t"), [self.losses.get(t, "") for t in range(self._t + 1)]))
        steps: list[tuple[Cell, Sequence[Cell]]] = []
        if len(self.given.batches) > 1:
            steps.append(("samples", list(map(_described, batches))))
        if errors:
            steps.append((Symbol("e_t,i"), [self.errors[t, batch[0]] for t, batch in enumerate(batches)]))
        steps += [(Symbol(f"dL/d{n}"), trace.past["g"]) for n, trace in zip(names, self.traces, strict=True)]
        groups = [states + steps] if len(states + steps) <= MOST_TOGETHER else [states, steps]
        for group in groups:
            self.work.history(group, start=0)

    @property
    def _t(self) -> int:
        """The number of updates so far."""
        return self.traces[0].t - 1

    def _error(self, i: int | str) -> Symbol:
        """The error of sample i at the weights so far; with a letter, that of any."""
        return self.errors.get((self._t, i), Symbol(f"e_{self._t},{i}"))

    def _measure(self, title: str) -> None:
        """Record the loss over all samples."""
        loss, samples, n = self.given.squared_error, self.given.samples, _count(self.given.samples)
        self.work.step(title, f"Over all {len(samples)} samples." if len(samples) > 1 else "")
        self._find_errors(samples)
        squares = _sum(samples, lambda i: self._error(i) ** 2)
        wrong = {"loss-half": loss.with_other_half.of(squares, n)}
        if loss.averaged and len(samples) > 1:
            wrong["loss-sum"] = loss.with_other_mean.of(squares, n)
        self.losses[self._t] = self.work.let(f"L_{self._t}", loss.of(squares, n), mistakes=wrong)

    def _update(self, epoch: int, batch: range) -> None:
        """Take one step against the gradient over these samples."""
        whole = len(batch) == len(self.given.y)
        samples = "" if whole else f", sample{'s' * (len(batch) > 1)} {_described(batch)}"
        several = "all samples" if whole else "this batch; n is its size"
        over = "this sample" if len(batch) == 1 else several
        title = f"Update {self._t + 1}: epoch {epoch}{samples}"
        self.work.step(title, f"One step against the gradient over {over}.")
        self._recall_errors(batch)
        for position, trace in enumerate(self.traces):
            trace.note("g", self._slope(position, trace.variable, batch))
        for trace in self.traces:
            self._move(trace)

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
        w, count = Family(f"w_{t}", tuple(trace.at("w", t) for trace in self.traces)), self.given.features
        weighted = total("j", count, lambda j: w[j] * self.given.input(i, j))
        return weighted if self.given.no_bias else weighted + w[count + 1]

    def _slope(self, position: int, name: str, batch: range) -> Symbol:
        """Record the derivative of the batch's loss by the weight, or the bias, in that position."""
        loss, given, n = self.given.squared_error, self.given, _count(batch)
        products = errors = _sum(batch, self._error)
        left_out = {}
        if position < given.features:
            products = _sum(batch, lambda i: self._error(i) * given.input(i, position + 1))
            left_out["input-left-out"] = loss.slope(errors, n)
        wrong = {"factor-2": loss.with_other_half.slope(products, n)}
        if len(batch) > 1:
            other = "sum-for-mean" if loss.averaged else "mean-for-sum"
            wrong[other] = loss.with_other_mean.slope(products, n)
        if loss.averaged and len(batch) < len(given.y):
            wrong["divided-by-all"] = loss.slope(products, _count(given.samples))
        name = f"dL/d{at_step(name, self._t)}"
        return self.work.let(name, loss.slope(products, n), mistakes=wrong | left_out)

    def _move(self, trace: Trace) -> None:
        """Record what a weight, or the bias, is updated to."""
        lr, old, slope = self.given.lr, trace.last("w"), trace.last("g")
        stays = {"bias-not-updated": old} if trace.variable == "b" else {}
        wrong = {"wrong-sign": old + lr * slope, "no-rate": old - slope, **stays}
        trace.let("w", old - lr * slope, wrong)


def _sum(samples: range, term: Callable[[int | str], Formula]) -> Formula:
    """The sum over samples; that over many is shown as Σ."""
    few = len(samples) <= FEW
    return sum_of([*map(term, samples)]) if few else total("i", len(samples), term, samples[0])


def _count(samples: range) -> Formula:
    """n with its value; of a single sample, 1."""
    return Symbol("n", Fraction(len(samples))) if len(samples) > 1 else lift(1)


def _described(batch: range) -> str:
    return str(batch[0]) if len(batch) == 1 else f"{batch[0]} to {batch[-1]}"
