"""When Python looks for garbage."""

import gc


def collect_rarely() -> None:
    """Leave alone what there is now, and look for garbage 70 times less often than Python does by itself.

    An answer is thousands of small objects that all live until it is sent: looking through them again and again
    doubled the time of an outline of 5,000 lessons, and each look stops the interface as well. At 20,000 the outline
    of 10,000 lessons still took a fifth longer.
    """
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()
