"""No test depends on what models its machine has; those that ask for real ones say so."""

from __future__ import annotations

import os

from vidcheck.models.store import FOLDER_VARIABLE, OFF, folder

INSTALLED = folder()
"""Where this machine's own models lie, for the tests that need real weights."""
os.environ[FOLDER_VARIABLE] = OFF
