"""Where the process begins: until the command line is imported, Ctrl-C ends it in one sentence too."""

from __future__ import annotations

import sys


def main() -> None:
    try:
        from csbook.cli import main as run

        run()
    except KeyboardInterrupt:
        stop_while_starting()


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
