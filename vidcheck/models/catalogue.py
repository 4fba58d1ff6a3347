"""What models there are: one file of data, read once."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vidcheck.shipped import read_data

Purpose = Literal["face-detector", "face", "embedding", "mask", "vbench"]
OWN_PURPOSES: tuple[Purpose, ...] = ("embedding", "mask", "vbench")
"""Purposes that take an ONNX file of the user's own; faces need landmarks in OpenCV's order."""
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_DEVIATION = (0.229, 0.224, 0.225)
Triple = tuple[float, float, float]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PurposeEntry(_Data):
    """What models of one purpose are for, in both languages."""

    what: str
    what_zh: str


class ModelEntry(_Data):
    """One model: where its file comes from, under which licence, and how it is fed.

    Sizes are bytes, hashes SHA-256 in hex; `member` is the file's path inside the wheel; `mean`
    and `deviation` bring RGB in 0..1 to what the network was trained with.
    """

    id: str
    purpose: Purpose
    small_set: bool = False
    name: str
    licence: str
    origin: str
    training: str
    package: str
    wheel: str
    wheel_size: int
    wheel_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    member: str
    size: int
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    form: Literal["onnx", "onnx-trimmed", "efficientnet-lite0"]
    keep_inputs: tuple[str, ...] = ()
    runtime: Literal["opencv", "onnxruntime"]
    input: str
    output: str
    mean: Triple = IMAGENET_MEAN
    deviation: Triple = IMAGENET_DEVIATION


class Catalogue(_Data):
    """All models, and what each purpose is."""

    as_of: dt.date
    purposes: dict[Purpose, PurposeEntry]
    models: tuple[ModelEntry, ...]

    def model(self, id_: str) -> ModelEntry | None:
        """The entry with this id, or None."""
        return next((one for one in self.models if one.id == id_), None)

    def small_set(self) -> tuple[ModelEntry, ...]:
        """What a newcomer is given: about 34 MB."""
        return tuple(one for one in self.models if one.small_set)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return Catalogue.model_validate(read_data(Path(__file__).with_name("catalogue.yaml")))
