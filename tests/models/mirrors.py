"""Models of several networks in PyTorch, with the weights of ours."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from tests.models.mirror import mirror, recurrent


class MirroredSeq2Seq(nn.Module):
    """Luong's attention, scaled, over the states of an LSTM."""

    def __init__(self, ours):
        super().__init__()
        self.read, self.heard, self.combine, self.speak = map(
            mirror, (ours.read, ours.heard, ours.combine, ours.speak)
        )
        self.encoder, self.decoder = recurrent(ours.encoder), recurrent(ours.decoder)

    def forward(self, source, before):
        memory, last = self.encoder(self.read(source))
        states, _ = self.decoder(self.heard(before), last)
        context = functional.scaled_dot_product_attention(states, memory, memory)
        return self.speak(torch.tanh(self.combine(torch.cat((context, states), dim=2))))

    @torch.no_grad()
    def translate(self, source, steps):
        said = torch.zeros((len(source), 1), dtype=torch.long)
        for _ in range(steps):
            likeliest = self(torch.tensor(source), said)[:, -1].argmax(dim=1, keepdim=True)
            said = torch.cat((said, likeliest), dim=1)
        return said[:, 1:].numpy()


class MirroredTrees(nn.Module):
    """A recursive network with a dense layer behind; nodes of one height are composed together."""

    def __init__(self, ours):
        super().__init__()
        tree, top = ours.layers
        self.table, self.W, self.b = (
            nn.Parameter(torch.tensor(tree.parameters[name])) for name in ("table", "W", "b")
        )
        self.top = mirror(top)

    def forward(self, trees):
        by_tree = {}
        waiting = set(trees)
        while waiting:
            tree = waiting.pop()
            if tree not in by_tree:
                by_tree[tree] = None
                waiting |= set(tree) if isinstance(tree, tuple) else set()
        levels = {}
        for tree in by_tree:
            levels.setdefault(height(tree), []).append(tree)
        for level, found in sorted(levels.items()):
            if level == 0:
                vectors = self.table[torch.tensor(found)]
            else:
                pairs = [torch.cat((by_tree[left], by_tree[right])) for left, right in found]
                vectors = torch.tanh(torch.stack(pairs) @ self.W + self.b)
            by_tree |= dict(zip(found, vectors, strict=True))
        return self.top(torch.stack([by_tree[tree] for tree in trees]))


def height(tree):
    return 1 + max(map(height, tree)) if isinstance(tree, tuple) else 0


class MirroredSparseAutoencoder(nn.Module):
    """An autoencoder whose code pays for being active otherwise than `rho` of the time."""

    def __init__(self, ours, rho, strength):
        super().__init__()
        encoder, squash, _, decoder = ours.layers
        self.encode, self.decode = nn.Sequential(mirror(encoder), mirror(squash)), mirror(decoder)
        self.rho, self.strength = rho, strength

    def forward(self, x):
        return self.decode(self.encode(x))

    def loss(self, x):
        mean = self.encode(x).mean(dim=0)
        rho = torch.full_like(mean, self.rho)
        apart = functional.kl_div(mean.log(), rho, reduction="sum")
        apart = apart + functional.kl_div((1 - mean).log(), 1 - rho, reduction="sum")
        return functional.mse_loss(self(x), x) + self.strength * apart


def fit_sparse(module, x, lr, *, epochs):
    rule, draw = torch.optim.Adam(module.parameters(), lr=lr), np.random.default_rng(0)
    for _ in range(epochs):
        order = draw.permutation(len(x))
        for start in range(0, len(x), 32):
            rule.zero_grad()
            module.loss(torch.tensor(x[order[start : start + 32]])).backward()
            rule.step()


class MirroredVariational(nn.Module):
    def __init__(self, ours):
        super().__init__()
        self.encoder, self.mean, self.log_variance, self.decoder = map(
            mirror, (ours.encoder, ours.mean, ours.log_variance, ours.decoder)
        )

    def loss(self, x, noise):
        hidden = self.encoder(x)
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        codes = torch.distributions.Normal(mean, (log_variance / 2).exp())
        prior = torch.distributions.Normal(torch.zeros_like(mean), torch.ones_like(mean))
        logits = self.decoder(codes.loc + codes.scale * noise)
        lost = functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        return (lost + torch.distributions.kl_divergence(codes, prior).sum()) / len(x)

    @torch.no_grad()
    def restored(self, x):
        return torch.sigmoid(self.decoder(self.mean(self.encoder(torch.tensor(x))))).numpy()


def gan_losses(generator, discriminator, real, noise):
    """The discriminator's loss and the generator's."""
    fake = generator(noise)
    loss = functional.binary_cross_entropy_with_logits
    yes, no = discriminator(real), discriminator(fake.detach())
    judged = discriminator(fake)
    of_judge = loss(yes, torch.ones_like(yes)) + loss(no, torch.zeros_like(no))
    return of_judge, loss(judged, torch.ones_like(judged))


def fit_mirrored_gan(ours, x, *, steps):
    """Trained as ours is, from the same weights and the same noise; 2000 samples of it."""
    forge, judge = mirror(ours.generator), mirror(ours.discriminator)
    rules = [torch.optim.Adam(part.parameters(), lr=0.001, betas=(0.5, 0.999)) for part in (judge, forge)]
    draw = np.random.default_rng(3)
    for _ in range(steps):
        real = torch.tensor(x[draw.integers(len(x), size=64)])
        noises = torch.tensor(draw.normal(size=(2, 64, ours.noise)))
        for number, rule in enumerate(rules):
            rule.zero_grad()
            gan_losses(forge, judge, real, noises[number])[number].backward()
            rule.step()
    with torch.no_grad():
        return forge(torch.tensor(draw.normal(size=(2000, ours.noise)))).numpy()


def distance(one, other):
    """Fréchet's distance of two clouds of points, taken as normal distributions (Heusel et al. 2017)."""
    from scipy.linalg import sqrtm

    first, second = np.cov(one.T), np.cov(other.T)
    gap = one.mean(axis=0) - other.mean(axis=0)
    return float(gap @ gap + np.trace(first + second - 2 * np.real(sqrtm(first @ second))))
