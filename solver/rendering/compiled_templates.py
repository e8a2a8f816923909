"""Compiled templates, kept beside their sources as Python keeps its own modules."""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Spares a command the compiling, which takes longer than a short solution does.

    Nothing is kept where Python keeps nothing, or where the folder may not be written.

    Args:
        variant: tells environments apart that make other code of the same source.
    """

    def __init__(self, variant: str) -> None:
        self._variant = variant

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file that holds the code."""
        return cache_from_source(f"{filename or name}.{self._variant}.py")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, EOFError, ValueError, pickle.UnpicklingError), open(bucket.key, "rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        folder = Path(bucket.key).parent
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            handle, unfinished = tempfile.mkstemp(dir=folder)
            with os.fdopen(handle, "wb") as file:
                bucket.write_bytecode(file)
            os.replace(unfinished, bucket.key)
