"""python -m vidcheck."""

from __future__ import annotations


def main() -> None:
    """The `vidcheck` command."""
    from vidcheck.cli.app import main as run

    run()


if __name__ == "__main__":  # workers of the process pool import this module too
    main()
