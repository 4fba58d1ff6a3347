"""python -m vidcheck."""

from __future__ import annotations

import os
import sys

QUICK_START = {
    "OPENBLAS_NUM_THREADS": "1",  # one thread a core, made when NumPy is imported, for nothing
    "PYDANTIC_DISABLE_PLUGINS": "__all__",  # searching all that is installed for some: 15 ms
}


def main() -> None:
    """The `vidcheck` command."""
    for name, value in QUICK_START.items():
        os.environ.setdefault(name, value)
    try:
        from vidcheck.cli.app import main as run
    except KeyboardInterrupt:  # before there is anybody who could say so in words
        sys.exit(130)
    run()


if __name__ == "__main__":  # workers of the process pool import this module too
    main()
