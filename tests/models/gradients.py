"""Layers held against central differences and against PyTorch."""

from __future__ import annotations

import numpy as np
import pytest


def agree(ours, theirs, tolerance=1e-10):
    """Whether two arrays are equal to within a tolerance, relative to the largest entry."""
    theirs = theirs.detach().numpy() if hasattr(theirs, "detach") else np.asarray(theirs)
    assert np.shape(ours) == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance * max(1.0, np.abs(theirs).max(initial=0)))


def slopes_by_differences(function, array, places, width=1e-5):
    """The central differences of a function by some of the entries of an array that it reads."""
    found = []
    for place in places:
        kept = array[place]
        ends = []
        for end in (kept + width, kept - width):
            array[place] = end
            ends.append(function())
        array[place] = kept
        found.append((ends[0] - ends[1]) / (2 * width))
    return np.array(found)


def check_by_differences(layer, x, rng, forward=None, training=True, tolerance=1e-7):
    """A layer's gradients of a random linear function of its output, by the input and by every parameter.

    At most twelve entries of each array are moved.
    """
    forward = forward or (lambda: layer.forward(x, training))
    weights = rng.normal(size=forward().shape)

    def loss():
        return float((forward() * weights).sum())

    loss()
    arrays = {"input": (x, layer.backward(weights))}
    arrays |= {name: (w, layer.gradients[name].copy()) for name, w in layer.parameters.items()}
    for name, (array, gradient) in arrays.items():
        chosen = rng.choice(array.size, size=min(12, array.size), replace=False)
        places = [np.unravel_index(k, array.shape) for k in chosen]
        numeric = slopes_by_differences(loss, array, places)
        analytic = np.array([gradient[place] for place in places])
        assert analytic == pytest.approx(numeric, rel=tolerance, abs=tolerance), name


def check_with_torch(layer, module, x, rng, names, training=True):
    """Output and gradients of a layer and of a module of PyTorch.

    `names` leads from each parameter of ours to the name of theirs, and to what turns our array into theirs.
    The module is given our parameters.
    """
    import torch

    module = module.double().train(training)
    theirs = dict(module.named_parameters())
    with torch.no_grad():
        for name, (other, turned) in names.items():
            theirs[other].copy_(torch.tensor(turned(layer.parameters[name])))
    given = torch.tensor(x, requires_grad=True)
    wanted = module(given)
    wanted = wanted[0] if isinstance(wanted, tuple) else wanted
    ours = layer.forward(x, training)
    agree(ours, wanted)
    weights = rng.normal(size=ours.shape)
    wanted.backward(torch.tensor(weights))
    agree(layer.backward(weights), given.grad)
    for name, (other, turned) in names.items():
        agree(turned(layer.gradients[name]), theirs[other].grad)
