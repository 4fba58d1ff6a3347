"""python -m vidcheck."""

from __future__ import annotations
