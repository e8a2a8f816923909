"""The mistakes that are made on the way from a loss to new weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from solver.mathematics.formula import Formula, Symbol
from solver.problems.gradient_descent._loss import Loss
from solver.record.solution import Mistake


def loss_mistakes(loss: Loss, squares: Formula, n: Symbol | None) -> list[Mistake]:
    """Those made at the loss of `n` samples with these squared errors."""
    half = "the half of the loss was forgotten" if loss.halved else "the loss was halved"
    mistakes = [Mistake("loss-half", half, replace(loss, halved=not loss.halved).of(squares, n))]
    if loss.averaged and n is not None:
        summed = replace(loss, averaged=False).of(squares, n)
        mistakes.append(Mistake("loss-sum", "the squared errors were summed, not averaged", summed))
    return mistakes


def gradient_mistakes(
    loss: Loss, n: int, samples: int, gradient: Callable[[Loss, int], Formula]
) -> list[Mistake]:
    """Those made at the factors of a gradient, over `n` of all the samples."""
    two = "kept, although the half cancels it" if loss.halved else "forgotten"
    doubled = gradient(replace(loss, halved=not loss.halved), n)
    mistakes = [Mistake("factor-2", f"the factor 2 of the derivative was {two}", doubled)]
    other = replace(loss, averaged=not loss.averaged)
    if n > 1 and loss.averaged:
        mistakes.append(Mistake("sum-for-mean", "the gradient was summed, not averaged", gradient(other, n)))
    elif n > 1:
        mistakes.append(Mistake("mean-for-sum", "the gradient was averaged, not summed", gradient(other, n)))
    if n < samples and loss.averaged:
        words = "the gradient was divided by the number of all samples"
        mistakes.append(Mistake("divided-by-all", words, gradient(loss, samples)))
    return mistakes


def update_mistakes(name: str, old: Symbol, lr: Symbol, slope: Symbol) -> list[Mistake]:
    """Those made at the update of a weight, or of the bias."""
    added = "the gradient was added, or the error was taken as y - yhat"
    mistakes = [
        Mistake("wrong-sign", added, old + lr * slope),
        Mistake("no-rate", "the learning rate was left out", old - slope),
    ]
    if name.startswith("b_"):
        mistakes.append(Mistake("bias-not-updated", "the bias was not updated", old))
    return mistakes
