"""The models that generate against PyTorch in double precision."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import generative_models

torch = pytest.importorskip("torch")

RANDOM = np.random.default_rng(12)
FUNCTIONS = torch.nn.functional


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize(("base", "unit"), [("e", 1.0), ("2", np.log(2)), ("10", np.log(10))])
def test_autoregressive(base, unit):
    """The tokens of a sequence by the cross-entropy of PyTorch."""
    logits, tokens = torch.tensor(RANDOM.normal(size=(7, 5))), torch.tensor(RANDOM.integers(5, size=7))
    nats = FUNCTIONS.cross_entropy(logits, tokens)
    chosen = torch.log_softmax(logits, 1)[torch.arange(7), tokens]
    given = ({"probabilities": chosen.exp()}, {"log_probabilities": chosen / unit})
    for found in (generative_models.autoregressive(**one, base=base) for one in given):
        close(found["entropy"], nats / unit)
        close(found["perplexity"], torch.exp(nats))
        close(found["probability"], torch.exp(-7 * nats))
        close(found["log_probability"], -7 * nats / unit)


@pytest.mark.parametrize("logits", [True, False])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_gan(logits, smoothing):
    real, fake = (torch.tensor(RANDOM.normal(size=count)) for count in (4, 3))
    if not logits:
        real, fake = torch.sigmoid(real), torch.sigmoid(fake)
    found = generative_models.gan(real.numpy(), fake.numpy(), logits, smoothing)
    cost = FUNCTIONS.binary_cross_entropy_with_logits if logits else FUNCTIONS.binary_cross_entropy
    real, fake = real.requires_grad_(), fake.requires_grad_()
    of_real, of_fake = cost(real, torch.full_like(real, 1 - smoothing)), cost(fake, torch.zeros_like(fake))
    passed = cost(fake, torch.ones_like(fake))
    for name, loss in {
        "log_real": -of_real,
        "log_fake": -of_fake,
        "discriminator": of_real + of_fake,
        "generator_minimax": -of_fake,
        "generator_nonsaturating": passed,
    }.items():
        close(found[name], loss.item())
    both = torch.autograd.grad(of_real + of_fake, (real, fake), retain_graph=True)
    close(found["grad_real"], both[0])
    close(found["grad_fake"], both[1])
    close(found["grad_minimax"], torch.autograd.grad(-of_fake, fake)[0])
    close(found["grad_nonsaturating"], torch.autograd.grad(passed, fake)[0])


def test_wasserstein():
    found = generative_models.gan([1.0, 2.0, 6.0], [0.5, 1.5], wasserstein=True)
    assert found == {"discriminator": -2.0, "generator": -1.0}


def test_the_best_discriminator_is_where_the_value_is_largest():
    data, generator = (torch.softmax(torch.tensor(RANDOM.normal(size=5)), 0) for _ in range(2))
    found = generative_models.gan(data=data.numpy(), generator=generator.numpy())
    best = torch.tensor(found["optimal_discriminator"], requires_grad=True)
    value = (data * best.log()).sum() + (generator * (1 - best).log()).sum()
    close(found["value"], value.item())
    close(torch.autograd.grad(value, best)[0], np.zeros(5))
    mixed = ((data + generator) / 2).log()
    halves = [FUNCTIONS.kl_div(mixed, part, reduction="sum") for part in (data, generator)]
    close(found["jensen_shannon"], sum(halves).item() / 2)


@pytest.mark.parametrize("loss", ["half-sse", "sse", "mse", "bce"])
@pytest.mark.parametrize("has_prior", [True, False])
def test_vae(loss, has_prior):
    mu, logvar = RANDOM.normal(size=3), RANDOM.normal(size=3)
    prior = (RANDOM.normal(size=3), RANDOM.uniform(0.5, 2, size=3)) if has_prior else (None, None)
    x, decoded, noise = RANDOM.uniform(size=4), RANDOM.uniform(0.1, 0.9, size=4), RANDOM.normal(size=3)
    rest = {"noise": noise, "x": x, "decoded": decoded, "loss": loss, "beta": 2.0}
    found = generative_models.vae(mu, None, logvar, *prior, **rest)
    code = torch.distributions.Normal(torch.tensor(mu), torch.tensor(np.exp(logvar / 2)))
    told = [torch.tensor(part) for part in prior] if has_prior else [torch.zeros(3), torch.ones(3)]
    divergence = torch.distributions.kl_divergence(code, torch.distributions.Normal(*told)).sum()
    output, target = torch.tensor(decoded), torch.tensor(x)
    kind = FUNCTIONS.binary_cross_entropy if loss == "bce" else FUNCTIONS.mse_loss
    cost = kind(output, target, reduction="mean" if loss == "mse" else "sum")
    cost = cost / 2 if loss == "half-sse" else cost
    close(found["kl"], divergence)
    close(found["reconstruction"], cost)
    close(found["elbo"], -cost - divergence)
    close(found["loss"], cost + 2 * divergence)
    close(found["sample"], mu + np.exp(logvar / 2) * noise)
    same = generative_models.vae(mu, np.exp(logvar / 2), None, *prior)
    close(same["kl"], divergence)


@pytest.mark.parametrize("loss", ["mse", "sse", "half-sse"])
@pytest.mark.parametrize("activation", ["linear", "sigmoid", "tanh", "relu", "softplus"])
@pytest.mark.parametrize("output", ["linear", "sigmoid"])
def test_autoencoder(loss, activation, output):
    """Sparse and denoising, by automatic differentiation."""
    acts = {"linear": lambda z: z, "softplus": FUNCTIONS.softplus}
    acts |= {name: getattr(torch, name) for name in ("sigmoid", "tanh", "relu")}
    shapes = {"encoder": (3, 5), "decoder": (5, 3), "encoder_bias": (3,), "decoder_bias": (5,)}
    given = {
        name: torch.tensor(RANDOM.normal(size=shape), requires_grad=True) for name, shape in shapes.items()
    }
    x, noise = (torch.tensor(RANDOM.normal(size=5)) for _ in range(2))
    found = generative_models.autoencoder(
        x.numpy(),
        **{name: part.detach().numpy() for name, part in given.items()},
        activation=activation,
        output_activation=output,
        loss=loss,
        sparsity=0.3,
        noise=noise.numpy(),
        lr=0.2,
    )
    code = acts[activation](FUNCTIONS.linear(x + noise, given["encoder"], given["encoder_bias"]))
    made = acts[output](FUNCTIONS.linear(code, given["decoder"], given["decoder_bias"]))
    scale = {"mse": 1, "sse": 5, "half-sse": 2.5}[loss]
    cost = scale * FUNCTIONS.mse_loss(made, x)
    penalty = 0.3 * FUNCTIONS.l1_loss(code, torch.zeros_like(code), reduction="sum")
    close(found["code"], code.detach())
    close(found["output"], made.detach())
    close(found["reconstruction"], cost.item())
    close(found["penalty"], penalty.item())
    close(found["loss"], (cost + penalty).item())
    (cost + penalty).backward()
    torch.optim.SGD(given.values(), lr=0.2).step()
    for name, part in given.items():
        close(found[f"grad_{name}"], part.grad)
        close(found[f"new_{name}"], part.detach())


def test_an_autoencoder_without_biases_penalty_and_noise():
    x, encoder, decoder = RANDOM.normal(size=4), RANDOM.normal(size=(2, 4)), RANDOM.normal(size=(4, 2))
    found = generative_models.autoencoder(x, encoder, decoder, activation="linear")
    assert "penalty" not in found
    assert "grad_encoder_bias" not in found
    close(found["output"], decoder @ encoder @ x)
