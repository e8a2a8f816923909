"""Networks of several parts against PyTorch and central differences; training, step by step."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import (
    GAN,
    GRU,
    LSTM,
    RNN,
    Adam,
    Dense,
    EchoStateNetwork,
    GradientDescent,
    LastStep,
    Momentum,
    Nesterov,
    RecursiveNetwork,
    RMSProp,
    Seq2Seq,
    Sequential,
    SparseCode,
    Trainer,
    VariationalAutoencoder,
    autoencoder,
    binary_cross_entropy,
    convolutional_network,
    cross_entropy,
    fit,
    forest,
    lr_schedule,
    moved,
    multilayer_perceptron,
    squared_error,
)
from solver.models.training import through
from tests.models.gradients import agree, slopes_by_differences
from tests.models.trainings import formulas

torch = pytest.importorskip("torch")
from tests.models import mirror as mirrored  # noqa: E402
from tests.models import mirrors  # noqa: E402


def all_agree(pairs):
    """Whether each layer's gradients are those of its mirror."""
    for layer, module in pairs:
        for ours, theirs in mirrored.gradient_pairs(layer, module):
            agree(ours, theirs)


def check_slope(parameters, gradients, slope, rng):
    """The gradients that a run forward and back leaves, by central differences of its loss."""
    slope()
    kept = {name: g.copy() for name, g in gradients.items()}
    for name, w in parameters.items():
        chosen = rng.choice(w.size, size=min(6, w.size), replace=False)
        places = [np.unravel_index(k, w.shape) for k in chosen]
        numeric = slopes_by_differences(slope, w, places)
        assert np.array([kept[name][place] for place in places]) == pytest.approx(numeric, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("seed", range(3))
def test_networks_of_layers(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(5, 2, 9, 8)), rng.integers(0, 3, size=5)
    for network, given in (
        (convolutional_network((2, 9, 8), [3, 4], 3, rng), x),
        (multilayer_perceptron([4, 6, 5, 3], rng, activation="tanh"), x[:, 0, 0, :4]),
        (Sequential(LSTM(8, 4, rng), RNN(4, 3, rng), LastStep(), Dense(3, 3, rng)), x[:, 0]),
        (Sequential(GRU(8, 4, rng, reset_after=True), LastStep(), Dense(4, 3, rng)), x[:, 0]),
    ):
        other = mirrored.mirror(network)
        loss = torch.nn.functional.cross_entropy(other(torch.tensor(given)), torch.tensor(y))
        loss.backward()
        agree(through(network, cross_entropy, given, y), loss)
        all_agree([(network, other)])


@pytest.mark.parametrize("seed", range(3))
def test_seq2seq(seed):
    rng = np.random.default_rng(seed)
    batch, n, m = (int(size) for size in rng.integers(1, 6, size=3))
    ours = Seq2Seq(6, 7, 4, rng)
    theirs = mirrors.MirroredSeq2Seq(ours)
    source, target = rng.integers(0, 6, size=(batch, n)), rng.integers(1, 7, size=(batch, m))
    target[0, 1:] = -1
    heard = np.maximum(moved(target), 0)

    def slope():
        loss, gradient = cross_entropy(ours.forward(source, before=heard), target)
        ours.backward(gradient)
        return loss

    logits = theirs(torch.tensor(source), torch.tensor(heard).long())
    loss = torch.nn.functional.cross_entropy(logits.transpose(1, 2), torch.tensor(target), ignore_index=-1)
    loss.backward()
    agree(slope(), loss)
    names = ("read", "encoder", "heard", "decoder", "combine", "speak")
    all_agree((getattr(ours, name), getattr(theirs, name)) for name in names)
    check_slope(ours.parameters, ours.gradients, slope, rng)
    assert (ours.translate(source, 3) == theirs.translate(source, 3)).all()


@pytest.mark.parametrize("seed", range(3))
def test_recursive_network(seed):
    rng = np.random.default_rng(seed)
    x, y = formulas(6, rng)
    ours = Sequential(RecursiveNetwork(5, 3, rng), Dense(3, 2, rng))
    theirs = mirrors.MirroredTrees(ours)
    loss = torch.nn.functional.cross_entropy(theirs(x), torch.tensor(y))
    loss.backward()
    agree(through(ours, cross_entropy, x, y), loss)
    for name in ("table", "W", "b"):
        agree(ours.gradients[f"0.{name}"], getattr(theirs, name).grad)
    check_slope(ours.parameters, ours.gradients, lambda: through(ours, cross_entropy, x, y), rng)


def test_a_tree_that_is_a_word():
    network = RecursiveNetwork(3, 2, 0)
    assert (network.forward(forest([2])) == network.parameters["table"][2:]).all()


def test_sparse_autoencoder():
    rng = np.random.default_rng(1)
    penalty, x = SparseCode(0.1, 0.3), rng.random((5, 6))
    ours = autoencoder([6, 4], rng, sparse=penalty)
    theirs = mirrors.MirroredSparseAutoencoder(ours, 0.1, 0.3)
    loss = theirs.loss(torch.tensor(x))
    loss.backward()
    agree(through(ours, squared_error, x, x) + penalty.penalty, loss)
    encoder, _, _, decoder = ours.layers
    all_agree([(encoder, theirs.encode[0]), (decoder, theirs.decode)])


def test_variational_autoencoder():
    rng = np.random.default_rng(2)
    ours, x, noise = VariationalAutoencoder(6, 5, 2, rng), rng.random((4, 6)), rng.normal(size=(4, 2))
    theirs = mirrors.MirroredVariational(ours)
    loss = theirs.loss(torch.tensor(x), torch.tensor(noise))
    loss.backward()
    agree(ours.slope(x, noise), loss)
    names = ("encoder", "mean", "log_variance", "decoder")
    all_agree((getattr(ours, name), getattr(theirs, name)) for name in names)
    check_slope(ours.parameters, ours.gradients, lambda: ours.slope(x, noise), rng)
    assert ours.forward(x) == pytest.approx(ours.forward(x, training=True, noise=np.zeros((4, 2))))


def test_gan():
    rng = np.random.default_rng(3)
    ours, real, noise = GAN(2, 5, 3, rng), rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    forge, judge = mirrored.mirror(ours.generator), mirrored.mirror(ours.discriminator)
    of_judge, of_forge = mirrors.gan_losses(forge, judge, torch.tensor(real), torch.tensor(noise))
    of_forge.backward(retain_graph=True)
    agree(ours.generator_slope(noise), of_forge)
    all_agree([(ours.generator, forge)])
    judge.zero_grad()
    of_judge.backward()
    agree(ours.discriminator_slope(real, noise), of_judge)
    all_agree([(ours.discriminator, judge)])


def test_states_of_an_echo_state_network():
    """Without a leak it is a recurrent layer."""
    rng = np.random.default_rng(4)
    ours, x = EchoStateNetwork(2, 5, rng, radius=0.8), rng.normal(size=(7, 2))
    assert np.abs(np.linalg.eigvals(ours.staying)).max() == pytest.approx(0.8)
    layer = torch.nn.RNN(2, 5).double()
    parts = (ours.entering[:, 1:], ours.staying, ours.entering[:, 0], np.zeros(5))
    for parameter, part in zip(layer.parameters(), parts, strict=True):
        mirrored.copied(parameter, part)
    agree(ours.states(x), layer(torch.tensor(x))[0])
    still = EchoStateNetwork(2, 5, 4, leak=0.25)
    h = np.zeros(5)
    for row, state in zip(x, still.states(x), strict=True):
        h = 0.75 * h + 0.25 * np.tanh(still.entering @ [1, *row] + still.staying @ h)
        agree(state, h)


def test_objectives():
    rng = np.random.default_rng(5)
    z, y, one = rng.normal(size=(4, 3)), rng.random((4, 3)), rng.normal(size=(1, 3))
    functional = torch.nn.functional
    for ours, theirs, given, target in (
        (squared_error, functional.mse_loss, z, y),
        (binary_cross_entropy, functional.binary_cross_entropy_with_logits, z, y),
        (cross_entropy, functional.cross_entropy, z, np.array([0, 2, 1, 1])),
        (cross_entropy, functional.cross_entropy, one, np.array([2])),
    ):
        logits = torch.tensor(given, requires_grad=True)
        loss = theirs(logits, torch.tensor(target))
        loss.backward()
        value, gradient = ours(given, target)
        agree(value, loss)
        agree(gradient, logits.grad)


@pytest.mark.parametrize(
    ("rule", "theirs"),
    [
        (GradientDescent(0.1), lambda w: torch.optim.SGD(w, 0.1)),
        (Momentum(0.1, form="pytorch"), lambda w: torch.optim.SGD(w, 0.1, momentum=0.9)),
        (Nesterov(0.1, form="pytorch"), lambda w: torch.optim.SGD(w, 0.1, momentum=0.9, nesterov=True)),
        (RMSProp(0.01), lambda w: torch.optim.RMSprop(w, 0.01, alpha=0.9)),
        (Adam(0.01), lambda w: torch.optim.Adam(w, 0.01)),
    ],
    ids=lambda part: type(part).__name__,
)
def test_training_is_that_of_pytorch(rule, theirs):
    rng = np.random.default_rng(6)
    x, y = rng.normal(size=(50, 4)), rng.integers(0, 3, size=50)
    network = multilayer_perceptron([4, 6, 3], rng)
    other = mirrored.mirror(network)
    losses = fit(network, cross_entropy, x, y, rule, epochs=3, batch_size=16, rng=7)
    options = {"epochs": 3, "batch_size": 16, "rng": 7, "optimizer": theirs}
    mirrored.fit_mirror(other, torch.nn.functional.cross_entropy, x, y, None, **options)
    assert losses[-1] < losses[0]
    agree(network(x), other(torch.tensor(x)))


def test_penalties_schedules_and_clipping():
    rng = np.random.default_rng(8)
    x, y = rng.normal(size=(20, 4)), rng.normal(size=(20, 2))
    network = multilayer_perceptron([4, 5, 2], rng)
    other = mirrored.mirror(network)
    trainer = Trainer(
        network,
        GradientDescent(),
        schedule=lambda t: float(lr_schedule("cosine", 0.5, t, total=10)),
        l1=0.02,
        l2=0.3,
        clip_norm=0.4,
    )
    rule = torch.optim.SGD(other.parameters(), lr=0.5)
    plan = torch.optim.lr_scheduler.CosineAnnealingLR(rule, T_max=10)
    for _ in range(8):
        loss = trainer.step(lambda: through(network, squared_error, x, y))
        rule.zero_grad()
        wanted = torch.nn.functional.mse_loss(other(torch.tensor(x)), torch.tensor(y))
        for w in (w for w in other.parameters() if w.ndim > 1):
            wanted = wanted + 0.02 * w.abs().sum() + 0.15 * (w**2).sum()
        wanted.backward()
        norm = float(sum((w.grad**2).sum() for w in other.parameters())) ** 0.5
        for w in other.parameters():
            w.grad *= min(1.0, 0.4 / norm)
        rule.step()
        plan.step()
        agree(loss, wanted)
    agree(network(x), other(torch.tensor(x)))


def test_nesterov_looks_ahead():
    """In the form of Sutskever, the gradient of a network is taken where the velocity leads."""
    x, y = np.array([[1.0]]), np.array([[0.0]])
    network = Dense(1, 1, 0)
    w, b = network.parameters["weights"], network.parameters["biases"]
    place, velocity = np.array([w[0, 0], b[0]]), np.zeros(2)
    trainer = Trainer(network, Nesterov(0.1, beta=0.8))
    for _ in range(4):
        trainer.step(lambda: through(network, squared_error, x, y))
        velocity = 0.8 * velocity + 0.1 * 2 * (place - 0.8 * velocity).sum()
        place = place - velocity
        agree(np.array([w[0, 0], b[0]]), place)
