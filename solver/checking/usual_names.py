"""What answers are called in textbooks, in the frameworks and by hand."""

from collections.abc import Mapping

USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "accuracy": ("acc",),
    "bias": ("b",),
    "central": ("central difference",),
    "correlation": ("rho", "r", "corr", "Corr(X,Y)"),
    "cosine": ("cos", "cos theta", "similarity"),
    "covariance": ("cov", "Cov(X,Y)", "sigma_XY"),
    "cross_entropy": ("H", "CE"),
    "determinant": ("det", "D"),
    "distance": ("dist", "d"),
    "divergence": ("JS", "JSD"),
    "dot": ("dot product", "scalar product", "inner product", "a*b", "a.b"),
    "entropy": ("H",),
    "f1": ("f1 score", "F"),
    "gain": ("IG", "information gain"),
    "gradient": ("grad", "g", "grad f", "grad L"),
    "inverse": ("inv", "A^-1"),
    "jacobian": ("J",),
    "kl": ("KL", "D", "D_KL"),
    "label": ("class", "prediction", "y", "yhat"),
    "log_likelihood": ("loglik", "l", "log L", "LL"),
    "loss": ("L", "E", "J", "C", "error", "cost"),
    "mean": ("mu", "E", "E(X)", "average", "expected value", "expectation"),
    "median": ("med", "x_0.5"),
    "mutual_information": ("I", "MI", "I(X;Y)"),
    "norm": ("length", "size"),
    "output": ("y", "yhat", "o", "out"),
    "parameters": ("params", "number of parameters", "count"),
    "perplexity": ("PP", "ppl"),
    "posterior": ("post",),
    "probability": ("P", "prob"),
    "r_squared": ("R^2", "r2"),
    "solution": ("x",),
    "standard_deviation": ("std", "sd", "stdev", "sigma", "s", "SD(X)"),
    "std": ("sigma", "sd", "standard deviation"),
    "total": ("sum", "parameters", "total parameters"),
    "variance": ("var", "sigma^2", "s^2", "Var(X)"),
}
"""Other names by that of the answer. One that several answers of a problem share, or that means
something else in its working, stands for none of them."""
