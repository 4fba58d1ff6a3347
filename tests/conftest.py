"""What every test needs: a cache of its own, and none of the models that its machine has.

Those that ask for real models say so.
"""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from vidcheck.models.store import FOLDER_VARIABLE, OFF, folder

if TYPE_CHECKING:
    from pathlib import Path

INSTALLED = folder()
"""Where this machine's own models lie, for the tests that need real weights."""
os.environ[FOLDER_VARIABLE] = OFF
_NUMBERS = count()
# Whether a test passes must not hang on how busy the machine is; speed is measured in benchmarks/.
settings.register_profile("any pace", deadline=None)
settings.load_profile("any pace")


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(autouse=True)
def own_cache(caches: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = caches / str(next(_NUMBERS))
    monkeypatch.setenv("VIDCHECK_CACHE", str(place))
    return place
