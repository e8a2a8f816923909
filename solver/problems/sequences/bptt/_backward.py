"""The way back through the steps of a recurrence: what each of them adds to the gradient."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from solver.authoring import Working
from solver.authoring.domains import written
from solver.authoring.formulas import Formula, Symbol, Tensor, exp, strict_step, sum_of
from solver.domains.activations import is_smooth
from solver.problems.sequences._recurrent import in_full

SLOPES: Mapping[str, Callable[[Formula], Formula]] = {
    "sigmoid": lambda h: h * (1 - h),
    "tanh": lambda h: 1 - h**2,
    "relu": lambda h: strict_step(h, 0),
    "softplus": lambda h: 1 - exp(-h),
}
"""The derivatives of activations by their values; that of a linear unit is 1."""

MISTAKES = {
    "no-derivative": "the derivative of the activation was left out",
    "direct-only": "what comes back from the later steps was left out",
    "not-transposed": "U was not transposed on the way back",
    "state-now": "the state of the step itself was taken for the one before in the gradient by U",
    "not-truncated": "the error went back through all steps",
}


class Unfolded(Struct, frozen=True, kw_only=True):
    """A recurrence after its steps: inputs from x_1 on, states from h_0 on, errors of outputs by step.

    Where there are no output weights `v`, an error is that of a state.
    """

    x: Sequence[Tensor]
    h: Sequence[Tensor]
    errors: Mapping[int, Tensor]
    u: Tensor
    v: Tensor | None
    activation: str = ""

    def go_back(self, work: Working, reach: int) -> dict[str, list[Tensor]]:
        """Record what each step adds to the gradients, where an error goes back through so many steps."""
        steps, deltas = len(self.x), dict[int, Tensor]()
        shares: dict[str, list[Tensor]] = {letter: [] for letter in "WUbV"}
        if reach < steps:
            reach = work.choose(reach, {"not-truncated": steps})
        times = range(steps, max(min(self.errors) - reach, 0), -1)
        shown = _shown(len(times), reach if reach < steps else 0)
        for _, t in zip(work.repeat(len(times), shown), times, strict=True):
            work.step(f"Back to step {t}", "" if deltas else RULE, share=Symbol("dL/dW^t"))
            if not deltas:
                self.explain(work)
            if t == steps - reach:
                told = "; a number in brackets is how many steps count" if reach > 1 else ""
                work.say(f"Only the errors of {{K}} steps come back{told}.")
            later = self._later(work, t + 1, reach - 1, deltas)
            deltas[t] = self.delta(work, f"delta_{t}", t, later)
            for letter, share in self._shares(work, t, deltas[t]).items():
                shares[letter].append(share)
        self._tabulate(work, times, shown, shares)
        return {letter: found[::-1] for letter, found in shares.items()}

    def _shares(self, work: Working, t: int, delta: Tensor) -> dict[str, Tensor]:
        """Record what a step adds to the gradients, by the letters of the weights."""
        shares = {"b": delta}
        with work.scope(str(t)):
            shares["W"] = work.let_array("dL/dW", delta @ self.x[t - 1].T)
            wrong = {"state-now": delta @ self.h[t].T}
            shares["U"] = work.let_array("dL/dU", delta @ self.h[t - 1].T, mistakes=wrong)
            if self.v and t in self.errors:
                shares["V"] = work.let_array("dL/dV", self.errors[t] @ self.h[t].T)
        return shares

    def _tabulate(
        self, work: Working, times: range, shown: int, shares: Mapping[str, Sequence[Tensor]]
    ) -> None:
        """Show what the later ones of these steps add."""
        if rest := times[shown:]:
            work.step(f"Back to steps {rest[-1]} to {rest[0]}", "The same formulas; only results are listed.")
            headings = {"b": "delta_t", "W": "dL/dW^t", "U": "dL/dU^t", "V": "dL/dV^t"}
            columns = [(Symbol(name), shares[letter][shown:][::-1]) for letter, name in headings.items()]
            work.history([column for column in columns if column[1]], rest[-1])

    def explain(self, work: Working) -> None:
        """Say how the derivative of the activation is written."""
        if self.activation in SLOPES:
            slope = SLOPES[self.activation](Symbol("h"))
            work.say(
                f"By its value h, the derivative of {written(self.activation)} is {{slope}}.", slope=slope
            )

    def delta(self, work: Working, name: str, t: int, later: Formula | None) -> Tensor:
        """Record the derivative of the loss by the weighted sums of a step."""
        own = self.own(t)
        whole = sum_of(terms_of(own, self.u.T, later))
        wrong = {"not-transposed": sum_of(terms_of(own, self.u, later)), "direct-only": own or whole}
        by_h = name.replace("delta", "dL/dh")
        if not is_smooth(self.activation):
            if self.activation in SLOPES:
                with work.aside():
                    work.let_array(by_h, whole, mistakes=wrong)
            wrong = {mistake: bent(form, self.activation, self.h[t]) for mistake, form in wrong.items()}
            wrong |= {"no-derivative": whole} if self.activation in SLOPES else {}
            return work.let_array(name, bent(whole, self.activation, self.h[t]), mistakes=wrong)
        by_state = work.let_array(by_h, whole, mistakes=wrong)
        mistakes = {"no-derivative": by_state}
        return work.let_array(name, bent(by_state, self.activation, self.h[t]), mistakes=mistakes)

    def own(self, t: int) -> Formula | None:
        """What the error of a step brings to its state."""
        error = self.errors.get(t)
        return self.v.T @ error if self.v and error else error

    def _later(self, work: Working, t: int, depth: int, deltas: Mapping[int, Tensor]) -> Tensor | None:
        """What the errors of so many steps from t on bring back to it."""
        if t >= len(self.h) or depth == 0:
            return None
        if t + depth >= len(self.h):
            return deltas[t]
        later = self._later(work, t + 1, depth - 1, deltas)
        return self.delta(work, f"delta^{depth}_{t}", t, later) if self.own(t) or later else None


def _shown(count: int, reach: int) -> int:
    """The number of steps back in full; the first one that a truncated error does not reach is among them."""
    if not reach:
        return in_full(count)
    shown = max(in_full(count), reach + 1)
    return count if shown >= count - 1 else shown


RULE = (
    "{delta_t} is the derivative of the loss by the weighted sums of step {t}; a gradient such as {share} is"
    " what that step adds."
)


def terms_of(own: Formula | None, turned: Formula, later: Formula | None) -> list[Formula]:
    """What a step's own error and the later ones bring back to its state."""
    return ([own] if own else []) + ([turned @ later] if later else [])


def bent(error: Formula, activation: str, value: Tensor) -> Formula:
    """An error times the derivative of an activation that has this value."""
    return error * SLOPES[activation](value) if activation in SLOPES else error
