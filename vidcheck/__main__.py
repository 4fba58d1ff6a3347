"""python -m vidcheck."""

from __future__ import annotations

import sys


def main() -> None:
    """The `vidcheck` command."""
    try:
        from vidcheck.cli.app import main as run
    except KeyboardInterrupt:  # before there is anybody who could say so in words
        sys.exit(130)
    run()


if __name__ == "__main__":  # workers of the process pool import this module too
    main()
