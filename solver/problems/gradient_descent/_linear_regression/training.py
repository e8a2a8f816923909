"""A training run: predictions, errors, gradients and updates, one batch after another, and their table."""

from collections.abc import Sequence
from fractions import Fraction
from operator import mul

from msgspec import Struct, field

from solver.authoring import Cell, UndefinedError, Working
from solver.authoring.formulas import Formula, Symbol, Total, at_step, lift, sum_of
from solver.problems.gradient_descent._linear_regression.derivation import FEW, Loss, input_name, sum_over

MOST_TOGETHER = 6
"""Of more columns, those of the states and those of the steps stand in tables of their own."""


class Training(Struct):
    """A run whose first `worked` updates are shown in full.

    Everything is kept by the number t of updates before it: `states[t]` are the weights, and the bias
    behind them if there is one; `errors[t, i]` is the error of sample i at them, `gradients[t]` the
    gradient at them over the samples `batches[t]`, and `losses[t]` the loss over all samples.
    """

    work: Working
    x: Sequence[Sequence[Symbol]]
    y: Sequence[Symbol]
    loss: Loss
    lr: Symbol
    fitted: Sequence[str]
    states: list[list[Symbol]]
    worked: int
    errors: dict[tuple[int, int], Symbol] = field(default_factory=dict)
    gradients: list[list[Symbol]] = field(default_factory=list)
    batches: list[range] = field(default_factory=list)
    losses: dict[int, Symbol] = field(default_factory=dict)

    def run(self, batches: Sequence[range], epochs: int) -> None:
        """Update for every batch of every epoch.

        Raises:
            UndefinedError: the values grow too large.
        """
        try:
            self._measure("Loss before training")
            schedule = [(epoch, batch) for epoch in range(1, epochs + 1) for batch in batches]
            for _, (epoch, batch) in zip(self.work.repeat(len(schedule), self.worked), schedule, strict=True):
                self._update(epoch, batch)
                if batch is batches[-1]:
                    self._measure(f"Loss after epoch {epoch}")
        except UndefinedError as undefined:
            raise type(undefined)(f"training diverges, {undefined}") from None

    def tabulate(self, *, errors: bool) -> None:
        """Show a row for each state; with `errors`, those of the samples it goes to next."""
        names = [at_step(name, "t") for name in self.fitted]
        states: list[tuple[Cell, Sequence[Cell]]] = [
            *zip(map(Symbol, names), zip(*self.states, strict=True), strict=True),
            (Symbol("L_t"), [self.losses.get(t, "") for t in range(len(self.states))]),
        ]
        steps: list[tuple[Cell, Sequence[Cell]]] = []
        if any(len(batch) < len(self.y) for batch in self.batches):
            steps.append(("samples", [_described(batch) for batch in self.batches]))
        if errors:
            of_batch = [self.errors[t, batch[0]] for t, batch in enumerate(self.batches)]
            steps.append((Symbol("e_t,i"), of_batch))
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
    def _features(self) -> int:
        return len(self.x[0])

    def _measure(self, title: str) -> None:
        """Record the loss over all samples."""
        t, loss, samples = self._t, self.loss, range(1, len(self.y) + 1)
        self.work.step(title, f"Over all {len(samples)} samples." if len(samples) > 1 else "")
        self._find_errors(samples)
        squares = sum_over([self.errors[t, i] ** 2 for i in samples], Symbol(f"e_{t},i") ** 2, 1)
        n = _count(samples)
        wrong = {"loss-half": loss._replace(halved=not loss.halved).of(squares, n)}
        if loss.averaged and n:
            wrong["loss-sum"] = loss._replace(averaged=False).of(squares, n)
        self.losses[t] = self.work.let(f"L_{t}", loss.of(squares, n), mistakes=wrong)

    def _update(self, epoch: int, batch: range) -> None:
        """Take one step against the gradient over these samples."""
        t, old, whole = self._t, self.states[-1], len(batch) == len(self.y)
        samples = "" if whole else f", sample{'s' * (len(batch) > 1)} {_described(batch)}"
        several = "all samples" if whole else "this batch; n is its size"
        over = "this sample" if len(batch) == 1 else several
        self.work.step(
            f"Update {t + 1}: epoch {epoch}{samples}", f"One step against the gradient over {over}."
        )
        self._recall_errors(batch)
        slopes = [self._slope(position, batch) for position in range(len(old))]
        self.states.append([self._moved(*move) for move in zip(self.fitted, old, slopes, strict=True)])
        self.gradients.append(slopes)
        self.batches.append(batch)

    def _recall_errors(self, batch: range) -> None:
        """Find the errors of a batch, or say where they stand if the loss needed them already."""
        if self._t not in self.losses:
            self._find_errors(batch, stale=max(self.losses))
        elif len(batch) <= FEW:
            self.work.say("Known from the loss:")
            for error in (self.errors[self._t, i] for i in batch):
                self.work.display(error, error)
        else:
            self.work.say("The errors are those found for the loss.")

    def _find_errors(self, samples: range, stale: int | None = None) -> None:
        """Record errors, as equations or in a table; a mistake finds those after `stale` updates."""
        t, equations = self._t, len(samples) <= FEW
        few = self._features if self._features <= FEW else 0
        rows: list[list[Cell]] = []
        for i in samples:
            shown, y = equations or i == samples[0], self.y[i - 1]
            wrong = {} if stale is None else {"stale-weights": self._prediction(stale, i)}
            guess = self.work.let(f"yhat_{t},{i}", self._prediction(t, i), mistakes=wrong, shown=shown)
            self.errors[t, i] = self.work.let(f"e_{t},{i}", guess - y, shown=shown)
            rows.append([i, *self.x[i - 1][:few], y, guess, self.errors[t, i]])
        if not equations:
            inputs = [input_name(self._features, "i", j) for j in range(1, few + 1)]
            self.work.table([*map(Symbol, ["i", *inputs, "y_i", f"yhat_{t},i", f"e_{t},i"])], rows)

    def _prediction(self, t: int, i: int) -> Formula:
        """What is predicted for sample i after `t` updates."""
        state, count = self.states[t], self._features
        weighted = sum_of([*map(mul, state, self.x[i - 1])])
        if count > 1:
            general = Symbol(f"w_{t},j") * Symbol(input_name(count, i, "j"))
            weighted = Total("j", lift(1), lift(count), general, weighted)
        return weighted + state[-1] if len(state) > count else weighted

    def _slope(self, position: int, batch: range) -> Symbol:
        """Record the derivative of the batch's loss by the weight, or the bias, in that position."""
        t, loss, n = self._t, self.loss, _count(batch)
        errors, error = [self.errors[t, i] for i in batch], Symbol(f"e_{t},i")
        terms: Sequence[Formula] = errors
        general: Formula = error
        left_out = {}
        if position < self._features:
            left_out["input-left-out"] = loss.slope(sum_over(errors, error, batch[0]), n)
            terms = [e * self.x[i - 1][position] for e, i in zip(errors, batch, strict=True)]
            general = error * Symbol(input_name(self._features, "i", position + 1))
        products = sum_over(terms, general, batch[0])
        wrong = {"factor-2": loss._replace(halved=not loss.halved).slope(products, n)}
        if n:
            other = loss._replace(averaged=not loss.averaged)
            wrong["sum-for-mean" if loss.averaged else "mean-for-sum"] = other.slope(products, n)
        if loss.averaged and len(batch) < len(self.y):
            wrong["divided-by-all"] = loss.slope(products, _count(self.y))
        name = f"dL/d{at_step(self.fitted[position], t)}"
        return self.work.let(name, loss.slope(products, n), mistakes=wrong | left_out)

    def _moved(self, name: str, old: Symbol, slope: Symbol) -> Symbol:
        """Record what a weight, or the bias, is updated to."""
        stays = {"bias-not-updated": old} if name == "b" else {}
        wrong = {"wrong-sign": old + self.lr * slope, "no-rate": old - slope, **stays}
        return self.work.let(at_step(name, self._t + 1), old - self.lr * slope, mistakes=wrong)


def _count(samples: Sequence[object]) -> Symbol | None:
    """n with its value; none of a single sample."""
    return Symbol("n", Fraction(len(samples))) if len(samples) > 1 else None


def _described(batch: range) -> str:
    return str(batch[0]) if len(batch) == 1 else f"{batch[0]} to {batch[-1]}"
