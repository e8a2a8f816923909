"""The Greek letters by their names in English, which are those of TeX too."""

from __future__ import annotations

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "nu": "ν", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "omega": "ω", "pi": "π", "kappa": "κ", "chi": "χ", "psi": "ψ", "Delta": "Δ", "Sigma": "Σ", "Phi": "Φ",
    "Omega": "Ω", "Gamma": "Γ", "Theta": "Θ", "Lambda": "Λ", "Psi": "Ψ",
    "xi": "ξ", "iota": "ι", "upsilon": "υ",
}  # fmt: skip
