"""One neural network, ready to be asked: onnxruntime with one thread, without spinning.

Clips are measured one process per core, so each network keeps to one thread; a thread that spins
while it waits takes the core from another clip.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from vidcheck.models.catalogue import IMAGENET_DEVIATION, IMAGENET_MEAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vidcheck.models.catalogue import Purpose, Triple

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

USUAL_SIDE = {"mask": 320, "embedding": 224, "vbench": 224, "face": 112, "face-detector": 320}
"""Pixels of the picture where a file leaves its size open."""


@dataclass(frozen=True, eq=False)
class Network:
    """A loaded model: its session, the size of picture it takes, and how colours are brought in.

    `source` and `answer` name its input and its first output; `side` is (height, width) in pixels;
    `any_side` says that the file leaves it open.
    """

    session: Any
    source: str
    answer: str
    side: tuple[int, int]
    any_side: bool
    mean: Triple
    deviation: Triple

    def ask(self, rgb: Image) -> Floats:
        """The first output for one picture, RGB uint8 (H, W, 3) of any size; batch axis kept.

        Raises: ValueError where the network fails, or answers with numbers that are not finite.
        """
        height, width = self.side
        if rgb.shape[:2] != self.side:
            shrinks = rgb.shape[0] * rgb.shape[1] > height * width
            how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
            rgb = np.asarray(cv2.resize(rgb, (width, height), interpolation=how), np.uint8)
        return self.feed(np.asarray(rgb / np.float32(255), np.float32))

    def feed(self, unit: Floats) -> Floats:
        """The first output for a picture in 0..1, float32 (height, width, 3) of a size it takes."""
        scaled = (unit - np.array(self.mean, np.float32)) / np.array(self.deviation, np.float32)
        blob = np.ascontiguousarray(scaled.transpose(2, 0, 1)[None], np.float32)
        try:
            answer = np.asarray(self.session.run([self.answer], {self.source: blob})[0], np.float32)
        except Exception as error:  # (the runtime's errors share no base of their own)
            raise ValueError(f"it fails on a picture: {str(error).strip()[:160]}") from error
        if not np.isfinite(answer).all():
            raise ValueError("the network answers with numbers that are not finite")
        return answer


def open_network(
    model: bytes,
    purpose: Purpose,
    mean: Triple = IMAGENET_MEAN,
    deviation: Triple = IMAGENET_DEVIATION,
) -> Network:
    """Load an ONNX file that takes one picture (n, 3, height, width) as float32.

    Raises: ValueError where there is no runtime, or the file is no such model.
    """
    runtime = _runtime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # With them, what one picture takes at its peak would be held for the next one: 460 MiB for an
    # outline, which needs 130.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 4  # what fails is raised; the rest is not for the terminal
    try:
        session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # (the runtime's errors share no base of their own)
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ValueError(f"not a model that onnxruntime can run: {first[:160]}") from error
    inputs = session.get_inputs()
    shape = inputs[0].shape if len(inputs) == 1 else []
    if len(shape) != 4 or shape[1] != 3 or inputs[0].type != "tensor(float)":
        asked = "; ".join(f"{one.name} {one.type} {one.shape}" for one in inputs)
        raise ValueError(f"it must take one picture, float (n, 3, height, width), not {asked}")
    if isinstance(shape[0], int) and shape[0] != 1:
        raise ValueError(f"it takes {shape[0]} pictures at a time, not one")
    height, width = (
        size if isinstance(size, int) and size > 0 else USUAL_SIDE[purpose] for size in shape[2:]
    )
    any_side = not any(isinstance(size, int) and size > 0 for size in shape[2:])
    answer = session.get_outputs()[0].name
    return Network(session, inputs[0].name, answer, (height, width), any_side, mean, deviation)


def _runtime() -> Any:
    if platform.machine() in ("x86_64", "AMD64") and not _has_avx():
        raise ValueError("this processor has no AVX, which the model runtime needs")
    try:
        import onnxruntime  # noqa: PLC0415 (an extra; heavy)
    except ImportError as error:
        raise ValueError("onnxruntime is missing: pip install 'vidcheck[models]'") from error
    return onnxruntime


def _has_avx(told: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor has AVX; where it is not told, it is taken to have it."""
    try:
        text = told.read_text(encoding="ascii", errors="replace")
    except OSError:
        return True
    flags = next((line for line in text.splitlines() if line.startswith("flags")), None)
    return flags is None or " avx " in f"{flags} "


def try_out(model: bytes, purpose: Purpose) -> None:
    """Ask a model for a picture once.

    Raises: ValueError where it does not load, or does not answer as its purpose needs.
    """
    network = open_network(model, purpose)
    picture = np.full((*network.side, 3), 127, np.uint8)
    check_answer(network.ask(picture), purpose)


def check_answer(answer: Floats, purpose: Purpose) -> None:
    """Raise ValueError where an answer's shape is not what its purpose is read as."""
    shape = answer.shape
    if purpose == "mask" and not (len(shape) == 4 and shape[:2] == (1, 1)):
        raise ValueError(f"a mask is (1, 1, height, width); it answers {shape}")
    if purpose != "mask" and not (len(shape) in (2, 3, 4) and shape[0] == 1 and answer.size > 1):
        raise ValueError(
            "an embedding is (1, n), tokens are (1, count, n), a map is (1, n, rows, columns); "
            f"it answers {shape}"
        )
