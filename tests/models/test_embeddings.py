"""The models of word vectors against PyTorch and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models import embeddings

torch = pytest.importorskip("torch")
text = pytest.importorskip("sklearn.feature_extraction.text")
pairwise = pytest.importorskip("sklearn.metrics.pairwise")
neighbors = pytest.importorskip("sklearn.neighbors")

RANDOM = np.random.default_rng(13)


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)


def test_embedding():
    matrix, indices = RANDOM.normal(size=(6, 4)), [3, 0, 3]
    layer = torch.nn.Embedding.from_pretrained(torch.tensor(matrix))
    close(embeddings.embedding(matrix, indices)["vectors"], layer(torch.tensor(indices)))


def test_parameters_of_embeddings():
    words, positions = torch.nn.Embedding(50, 8), torch.nn.Embedding(20, 8)
    count = words.weight.numel() + positions.weight.numel()
    assert embeddings.embedding(vocabulary=50, dimensions=8, positions=20)["parameters"] == count


@pytest.mark.parametrize("norm", ["none", "l2"])
@pytest.mark.parametrize("tf", ["count", "log"])
@pytest.mark.parametrize("idf", ["scikit", "textbook"])
def test_tf_idf(norm, tf, idf):
    """The textbook's form is scikit-learn's without smoothing, less 1."""
    counts = RANDOM.integers(0, 4, size=(5, 7)) + np.eye(5, 7, dtype=int) + np.eye(5, 7, 2, dtype=int)
    smooth = idf == "scikit"
    theirs = text.TfidfTransformer(norm=None, smooth_idf=smooth, sublinear_tf=tf == "log").fit(counts)
    rarity = theirs.idf_ - (not smooth)
    found = embeddings.tf_idf(counts, tf, idf, norm)
    close(found["idf"], rarity)
    frequency = theirs.transform(counts).toarray() / theirs.idf_
    close(found["tf"], frequency)
    weights = frequency * rarity
    close(
        found["tfidf"], weights / np.linalg.norm(weights, axis=1, keepdims=True) if norm == "l2" else weights
    )


def test_other_forms_of_tf_idf():
    """By hand: two documents, of which one has the first word, and both the second."""
    counts = [[2, 2], [0, 3]]
    assert embeddings.tf_idf(counts, "share")["tf"].tolist() == [[0.5, 0.5], [0, 1]]
    close(embeddings.tf_idf(counts, idf="smooth")["idf"], [1, np.log(2 / 3) + 1])
    close(embeddings.tf_idf(counts, idf="spark")["idf"], [np.log(3 / 2), 0])
    close(embeddings.tf_idf(counts, base="2")["idf"], [1, 0])


def test_cosine():
    vectors, query = RANDOM.normal(size=(8, 3)), RANDOM.normal(size=3)
    found = embeddings.cosine(vectors, query, 4)
    close(found["similarities"], pairwise.cosine_similarity(vectors, query[None])[:, 0])
    theirs = neighbors.NearestNeighbors(n_neighbors=4, metric="cosine").fit(vectors)
    assert found["neighbors"].tolist() == (theirs.kneighbors(query[None])[1][0] + 1).tolist()


@pytest.mark.parametrize("drawn", [None, [4, 0, 4]])
@pytest.mark.parametrize("context", [[1], [1, 3, 3]])
def test_skip_gram(drawn, context):
    start, other = RANDOM.normal(size=(5, 3)), RANDOM.normal(size=(5, 3))
    hidden, outputs = (torch.tensor(part, requires_grad=True) for part in (start[2], other))
    scores = outputs @ hidden
    if drawn is None:
        loss = torch.nn.functional.cross_entropy(
            scores.expand(len(context), 5), torch.tensor(context), reduction="sum"
        )
        chosen, probabilities = scores, torch.softmax(scores, 0)
    else:
        pull, push = scores[context], scores[drawn]
        loss = -torch.nn.functional.logsigmoid(pull).sum() - torch.nn.functional.logsigmoid(-push).sum()
        chosen = torch.cat((pull, push))
        probabilities = torch.sigmoid(chosen)
    loss.backward()
    found = embeddings.skip_gram(start, other, 2, context, drawn, lr=0.3)
    close(found["scores"], chosen.detach())
    close(found["probabilities"], probabilities.detach())
    close(found["loss"], loss.item())
    close(found["grad_center"], hidden.grad)
    close(found["grad_output"], outputs.grad)
    close(found["new_center"], (hidden - 0.3 * hidden.grad).detach())
    close(found["new_output"], (outputs - 0.3 * outputs.grad).detach())
