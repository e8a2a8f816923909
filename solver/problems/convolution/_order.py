"""How the shape of an input is read where it may have been meant otherwise."""

from solver.authoring import Working
from solver.authoring.formulas import Text
from solver.domains.channel_order import MOST_COLORS, looks_turned
from solver.domains.sizes import Volume, side_words, volume_text

LONGEST_SIDE = 10
"""So many times the other is a side of an image at most."""


def note_order(work: Working, shape: Volume) -> None:
    """Say how a shape is read where it may have been meant otherwise: an image without its channels, or with
    the channels first.
    """
    sizes, more = volume_text(shape), ""
    if looks_turned(shape):
        more = " (else: --channels-first)"
    elif len(shape) == 2 and int(shape[-1]) > MOST_COLORS and int(shape[0]) <= LONGEST_SIDE * int(shape[-1]):
        more = "; an image has its channels behind its sides: {image}"
    if more:
        order = Text(" x ".join((*side_words(len(shape) - 1), "channels")))
        shown = {"shape": Text(sizes), "order": order, "image": Text(f"{sizes}x1")}
        work.say(f"Note: {{shape}} is read as {{order}}{more}.", **shown)
