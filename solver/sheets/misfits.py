"""The error of a blueprint that is wrong, with the way to the place."""


class MisfitError(Exception):
    """A part of a blueprint that is wrong, or does not fit the others.

    `path` leads to it, and `name` is what the message is about, if that has a name.
    """

    def __init__(self, message: str, *path: str | int, name: str = "") -> None:
        self.path = path
        self.message = message
        super().__init__(f"{name} {message}" if name else message)
