"""Where the process begins: until the command line is imported, Ctrl-C ends it in one sentence too."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    pressed: list[int] = []

    def note(number: int, _frame: object) -> None:
        pressed.append(number)
        raise KeyboardInterrupt  # an import may drop it: Python ignores what is raised in some callbacks

    before = signal.signal(signal.SIGINT, note)
    try:
        from csbook.cli import main as run

        if pressed:
            raise KeyboardInterrupt
        run()
    except KeyboardInterrupt:
        stop_while_starting()
    finally:
        signal.signal(signal.SIGINT, before)


def stop_while_starting() -> None:
    """With nothing of what may be half imported."""
    from csbook.first_words import NOTHING_WRITTEN, as_json, own_language

    said = NOTHING_WRITTEN[own_language()]
    if "--json" in sys.argv:
        import json

        print(json.dumps(as_json("", said, 130, {}), ensure_ascii=False))
    else:
        print(said, file=sys.stderr)
    sys.exit(130)
