"""When Python looks for garbage."""

import gc


def collect_rarely() -> None:
    """Leave alone what there is now, and look for garbage 30 times less often than Python does by itself.

    An answer is thousands of small objects that all live until it is sent: looking through them again and again
    doubled the time of an outline of 5,000 lessons, and each look stops the interface as well.
    """
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()
