"""The optimizers of the models against those of PyTorch, in double precision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from solver.domains.expressions import Expression
from solver.mathematics.numpy_bridge import complex_step_gradient
from solver.models import optimizers

torch = pytest.importorskip("torch")

# The first use of PyTorch takes longer than any deadline.
untimed = settings(deadline=None, max_examples=60)

RATES = st.floats(1e-3, 1.0)
DECAYS = st.sampled_from([0.0, 0.5, 0.9, 0.99])
EPSILONS = st.sampled_from([1e-8, 1e-3, 0.1])
GRADIENTS = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(-10, 10))


def torch_run(optimizer, start, gradients, **options):
    """The weights after each step, and the state that the optimizer keeps after it."""
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    steps = optimizer([w], **options)
    weights, states = [], []
    for row in gradients:
        w.grad = torch.tensor(row, dtype=torch.float64)
        steps.step()
        weights.append(w.detach().numpy().copy())
        states.append(
            {name: value.numpy().copy() for name, value in steps.state[w].items() if torch.is_tensor(value)}
        )
    return np.array(weights), states


@pytest.fixture(name="doubles")
def doubles_fixture():
    """For what PyTorch keeps in its default precision, such as the product of the momenta of NAdam."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def states_of(states, name):
    return np.array([state[name] for state in states])


def start_for(gradients):
    return np.linspace(-1.0, 2.0, gradients.shape[1])


@untimed
@given(GRADIENTS, RATES, DECAYS)
def test_momentum(gradients, lr, beta):
    start = start_for(gradients)
    weights, states = torch_run(torch.optim.SGD, start, gradients, lr=lr, momentum=beta)
    ours = optimizers.momentum(gradients, start, len(gradients), lr=lr, beta=beta, form="subtract")
    np.testing.assert_allclose(ours["weights"], weights, atol=1e-12)
    if beta:
        np.testing.assert_allclose(ours["velocities"], lr * states_of(states, "momentum_buffer"), atol=1e-12)


@untimed
@given(GRADIENTS, RATES, DECAYS)
def test_the_added_velocity_is_the_opposite_of_the_subtracted_one(gradients, lr, beta):
    start = start_for(gradients)
    subtracted, added = (
        optimizers.momentum(gradients, start, len(gradients), lr=lr, beta=beta, form=form)
        for form in ("subtract", "add")
    )
    np.testing.assert_allclose(added["velocities"], -subtracted["velocities"])
    np.testing.assert_allclose(added["weights"], subtracted["weights"], atol=1e-12)


@untimed
@given(GRADIENTS, RATES, st.sampled_from([0.5, 0.9]))
def test_nesterov(gradients, lr, beta):
    """PyTorch keeps the weights at the look-ahead points; each of its steps ends at the next one."""
    start = start_for(gradients)
    ahead, states = torch_run(torch.optim.SGD, start, gradients, lr=lr, momentum=beta, nesterov=True)
    ours = optimizers.nesterov(gradients, start, len(gradients), lr=lr, beta=beta)
    np.testing.assert_allclose(ours["lookaheads"][0], start)
    np.testing.assert_allclose(ours["lookaheads"][1:], ahead[:-1], atol=1e-12)
    velocities = lr * states_of(states, "momentum_buffer")
    np.testing.assert_allclose(ours["velocities"], velocities, atol=1e-12)
    np.testing.assert_allclose(ours["weights"], ahead + beta * velocities, atol=1e-12)


@untimed
@given(GRADIENTS, RATES, EPSILONS)
def test_adagrad(gradients, lr, epsilon):
    start = start_for(gradients)
    weights, states = torch_run(torch.optim.Adagrad, start, gradients, lr=lr, eps=epsilon)
    ours = optimizers.adagrad(gradients, start, len(gradients), lr=lr, epsilon=epsilon, epsilon_inside=False)
    np.testing.assert_allclose(ours["weights"], weights, atol=1e-12)
    np.testing.assert_allclose(ours["accumulators"], states_of(states, "sum"), atol=1e-12)


@untimed
@given(GRADIENTS, RATES, EPSILONS)
def test_adagrad_with_epsilon_inside(gradients, lr, epsilon):
    """Epsilon under the root is a sum that starts at epsilon, with none outside."""
    start = start_for(gradients)
    options = {"lr": lr, "eps": 0.0, "initial_accumulator_value": epsilon}
    weights, _ = torch_run(torch.optim.Adagrad, start, gradients, **options)
    ours = optimizers.adagrad(gradients, start, len(gradients), lr=lr, epsilon=epsilon, epsilon_inside=True)
    np.testing.assert_allclose(ours["weights"], weights, atol=1e-12)


@untimed
@given(GRADIENTS, RATES, DECAYS, EPSILONS)
def test_rmsprop(gradients, lr, beta, epsilon):
    start = start_for(gradients)
    weights, states = torch_run(torch.optim.RMSprop, start, gradients, lr=lr, alpha=beta, eps=epsilon)
    options = {"lr": lr, "beta": beta, "epsilon": epsilon}
    ours = optimizers.rmsprop(gradients, start, len(gradients), **options, epsilon_inside=False)
    np.testing.assert_allclose(ours["weights"], weights, atol=1e-12)
    np.testing.assert_allclose(ours["accumulators"], states_of(states, "square_avg"), atol=1e-12)


@untimed
@given(GRADIENTS, RATES, DECAYS, EPSILONS)
def test_rmsprop_with_epsilon_inside(gradients, lr, beta, epsilon):
    """The average in closed form: (1 - beta) times the sum of beta^(t - k) g_k^2 over k up to t."""
    start, count = start_for(gradients), len(gradients)
    ages = np.subtract.outer(np.arange(count), np.arange(count))
    shares = np.where(ages >= 0, (1 - beta) * beta ** np.maximum(ages, 0), 0.0)
    moves = lr * gradients / np.sqrt(shares @ gradients**2 + epsilon)
    options = {"lr": lr, "beta": beta, "epsilon": epsilon}
    ours = optimizers.rmsprop(gradients, start, count, **options, epsilon_inside=True)
    np.testing.assert_allclose(ours["weights"], start - np.cumsum(moves, axis=0), atol=1e-10)


@untimed
@given(GRADIENTS, RATES, st.sampled_from([0.5, 0.9]), st.sampled_from([0.9, 0.999]), EPSILONS)
def test_adam(gradients, lr, beta1, beta2, epsilon):
    start = start_for(gradients)
    weights, states = torch_run(torch.optim.Adam, start, gradients, lr=lr, betas=(beta1, beta2), eps=epsilon)
    options = {"lr": lr, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}
    ours = optimizers.adam(gradients, start, len(gradients), **options, epsilon_inside=False)
    np.testing.assert_allclose(ours["weights"], weights, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(ours["m"], states_of(states, "exp_avg"), atol=1e-12)
    np.testing.assert_allclose(ours["v"], states_of(states, "exp_avg_sq"), atol=1e-12)


@untimed
@given(GRADIENTS, RATES, EPSILONS)
def test_adam_with_epsilon_inside_is_rmsprop_without_moments(gradients, lr, epsilon):
    """With beta1 = beta2 = 0 nothing is averaged, and no bias is left to correct."""
    start, count = start_for(gradients), len(gradients)
    options = {"lr": lr, "epsilon": epsilon, "epsilon_inside": True}
    adam = optimizers.adam(gradients, start, count, beta1=0.0, beta2=0.0, **options)
    rmsprop = optimizers.rmsprop(gradients, start, count, beta=0.0, **options)
    np.testing.assert_allclose(adam["weights"], rmsprop["weights"], atol=1e-12)


BETA1, BETA2 = st.sampled_from([0.5, 0.9]), st.sampled_from([0.9, 0.999])


@untimed
@given(GRADIENTS, RATES, BETA1, BETA2, EPSILONS, st.sampled_from([0.0, 0.01, 0.5]))
def test_adamw(gradients, lr, beta1, beta2, epsilon, weight_decay):
    start, options = start_for(gradients), {"lr": lr, "weight_decay": weight_decay}
    theirs = {"betas": (beta1, beta2), "eps": epsilon}
    weights, states = torch_run(torch.optim.AdamW, start, gradients, **options, **theirs)
    options |= {"beta1": beta1, "beta2": beta2, "epsilon": epsilon, "epsilon_inside": False}
    ours = optimizers.adamw(gradients, start, len(gradients), **options)
    np.testing.assert_allclose(ours["weights"], weights, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(ours["m"], states_of(states, "exp_avg"), atol=1e-12)
    scaled = options | {"decay_unscaled": True, "weight_decay": lr * weight_decay}
    same = optimizers.adamw(gradients, start, len(gradients), **scaled)
    np.testing.assert_allclose(same["weights"], ours["weights"], rtol=1e-12)


@untimed
@given(GRADIENTS, RATES, BETA1, BETA2, EPSILONS)
def test_adamax(gradients, lr, beta1, beta2, epsilon):
    start = start_for(gradients)
    theirs = {"lr": lr, "betas": (beta1, beta2), "eps": epsilon}
    weights, states = torch_run(torch.optim.Adamax, start, gradients, **theirs)
    options = {"lr": lr, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}
    ours = optimizers.adamax(gradients, start, len(gradients), **options)
    np.testing.assert_allclose(ours["weights"], weights, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(ours["u"], states_of(states, "exp_inf"), atol=1e-12)


@untimed
@given(GRADIENTS, RATES, BETA1, BETA2)
def test_adamax_with_epsilon_beside_the_norm(gradients, lr, beta1, beta2):
    """The norm in closed form: the largest of beta2^(t - k) |g_k| over k up to t."""
    start, count = start_for(gradients), len(gradients)
    ages = np.subtract.outer(np.arange(count), np.arange(count))
    fades = np.where(ages >= 0, beta2 ** np.maximum(ages, 0), 0.0)
    norms = (fades[:, :, None] * np.abs(gradients)).max(axis=1)
    options = {"lr": lr, "beta1": beta1, "beta2": beta2, "epsilon": 0.1}
    ours = optimizers.adamax(gradients, start, count, **options, epsilon_added=True)
    np.testing.assert_allclose(ours["u"], norms, atol=1e-12)
    np.testing.assert_allclose(ours["steps"], lr * ours["m_hat"] / (norms + 0.1), atol=1e-12)


@pytest.mark.usefixtures("doubles")
@untimed
@given(GRADIENTS, RATES, BETA1, BETA2, EPSILONS)
def test_nadam_as_in_pytorch(gradients, lr, beta1, beta2, epsilon):
    start = start_for(gradients)
    theirs = {"lr": lr, "betas": (beta1, beta2), "eps": epsilon}
    options = {"lr": lr, "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "epsilon_inside": False}
    for schedule, pace in (("pytorch", 0.004), ("keras", 1.0), ("constant", 1e9)):
        weights, _ = torch_run(torch.optim.NAdam, start, gradients, **theirs, momentum_decay=pace)
        ours = optimizers.nadam(gradients, start, len(gradients), **options, schedule=schedule)
        np.testing.assert_allclose(ours["weights"], weights, rtol=1e-8, atol=1e-8)


@untimed
@given(GRADIENTS, RATES, DECAYS, EPSILONS)
def test_adadelta(gradients, lr, rho, epsilon):
    start = start_for(gradients)
    weights, states = torch_run(torch.optim.Adadelta, start, gradients, lr=lr, rho=rho, eps=epsilon)
    ours = optimizers.adadelta(gradients, start, len(gradients), lr=lr, rho=rho, epsilon=epsilon)
    np.testing.assert_allclose(ours["weights"], weights, atol=1e-10)
    np.testing.assert_allclose(ours["accumulators"], states_of(states, "square_avg"), atol=1e-10)
    np.testing.assert_allclose(ours["delta_accumulators"], states_of(states, "acc_delta"), atol=1e-10)


@untimed
@given(GRADIENTS, RATES)
def test_lr_decay(gradients, lr):
    start = start_for(gradients)
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    steps = torch.optim.SGD([w], lr=lr)
    schedule = torch.optim.lr_scheduler.LambdaLR(steps, lambda epoch: 1 / (epoch + 1) ** 0.5)
    weights, rates = [], []
    for row in gradients:
        rates.append(schedule.get_last_lr()[0])
        w.grad = torch.tensor(row, dtype=torch.float64)
        steps.step()
        schedule.step()
        weights.append(w.detach().numpy().copy())
    ours = optimizers.lr_decay(gradients, start, len(gradients), lr=lr)
    np.testing.assert_allclose(ours["rates"], rates)
    np.testing.assert_allclose(ours["weights"], weights, atol=1e-12)


LOSSES = {
    "100*w1**2 + w2**2": lambda w: 100 * w[0] ** 2 + w[1] ** 2,
    "exp(-x)*y + log(x**2 + 1)": lambda w: torch.exp(-w[0]) * w[1] + torch.log(w[0] ** 2 + 1),
    "sqrt(x**2 + y**2) - tanh(x*y)/3": lambda w: torch.hypot(w[0], w[1]) - torch.tanh(w[0] * w[1]) / 3,
    "sin(x)*cos(y) + log2(y**2 + 2)": lambda w: torch.sin(w[0]) * torch.cos(w[1]) + torch.log2(w[1] ** 2 + 2),
}


@pytest.mark.parametrize("text", LOSSES)
@untimed
@given(start=arrays(np.float64, (2,), elements=st.floats(0.5, 2)))
def test_gradients_of_a_loss_are_taken_along_the_way(text, start):
    loss = Expression().read(text, "L")
    gradient = complex_step_gradient(loss.formula, loss.variables)
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    steps = torch.optim.Adam([w], lr=0.01)
    weights = []
    for _ in range(4):
        steps.zero_grad()
        LOSSES[text](w).backward()
        steps.step()
        weights.append(w.detach().numpy().copy())
    options = {"lr": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "epsilon_inside": False}
    ours = optimizers.adam(gradient, start, 4, **options)
    np.testing.assert_allclose(ours["weights"], weights, atol=1e-9)


@given(arrays(np.float64, st.integers(1, 8), elements=st.floats(-10, 10)), DECAYS, st.floats(0.5, 3))
def test_moving_averages(values, beta, initial):
    """The recursion with a given start; corrected, the mean with weights beta^(age) by NumPy."""
    average, averages = initial, []
    for value in values:
        average = beta * average + (1 - beta) * value
        averages.append(average)
    np.testing.assert_allclose(optimizers.ewma(values, beta, initial)["averages"], averages, atol=1e-12)
    weighted = [
        np.average(values[: t + 1], weights=float(beta) ** np.arange(t, -1, -1)) for t in range(len(values))
    ]
    np.testing.assert_allclose(optimizers.ewma(values, beta, 0.0)["corrected"], weighted, atol=1e-10)
