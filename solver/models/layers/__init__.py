"""The layers of networks: each with its parameters, a way forward and a way back."""
