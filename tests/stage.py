"""Takes drawn by arithmetic, so that what is in them is known: a disc before a background.

Small pictures straight as frames, without a codec: what a test finds wrong is the measure's fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from skimage import data

from vidcheck.brief import PACE_FPS, Brief
from vidcheck.decode import Frame
from vidcheck.detect.base import Evidence
from vidcheck.geometry import Region, Size
from vidcheck.locate.base import Subject
from vidcheck.measure import BUILT_IN
from vidcheck.measure.base import Measurement, Pair, Sample
from vidcheck.motion import Motion, grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from vidcheck.locate.base import Locator, Source
    from vidcheck.measure.base import MetricSpec, Outcome

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

WIDTH, HEIGHT, FPS, RADIUS = 192, 128, PACE_FPS, 26
MARGIN = 96
"""Pixels that the background reaches beyond the picture, so that a pan finds something there."""


def texture(height: int, width: int, seed: int, tint: tuple[int, int, int]) -> Floats:
    """Smooth noise of two scales around `tint`, float32 RGB (H, W, 3), seldom out of 0..255."""
    rng = np.random.default_rng(seed)
    noise = np.zeros((height, width, 3), np.float32)
    for sigma, share in ((1.6, 18.0), (5.0, 22.0)):
        layer = rng.standard_normal((height, width, 3)).astype(np.float32)
        layer = cv2.GaussianBlur(0.3 * layer + 0.7 * layer[..., :1], (0, 0), sigma)
        noise += share * layer / layer.std()
    return np.asarray(noise + np.array(tint, np.float32), np.float32)


@cache
def disc_alpha(radius: int) -> Floats:
    """Opacity of a disc with a soft rim, float32 (2 r + 3, 2 r + 3)."""
    reach = np.arange(-radius - 1, radius + 2)
    return np.asarray(
        np.clip(radius + 0.5 - np.hypot(*np.meshgrid(reach, reach)), 0, 1), np.float32
    )


@dataclass
class Layer:
    """Something that stands before the background: RGB (D, D, 3), opacity (D, D), its middle."""

    rgb: Floats
    alpha: Floats
    centre: tuple[float, float]


@dataclass
class Stage:
    """One frame before it is put together; `pan` pixels have passed to the left so far."""

    background: Floats
    disc: Layer
    pan: tuple[float, float]
    things: list[Layer] = field(default_factory=list)

    def together(self) -> Floats:
        """The layers over each other, float32 RGB (H, W, 3)."""
        picture = self.background
        for layer in (*self.things, self.disc):
            x, y = (
                middle - (side - 1) / 2
                for middle, side in zip(layer.centre, layer.alpha.shape[::-1], strict=True)
            )
            place = np.array([[1, 0, x], [0, 1, y]], np.float32)
            size = picture.shape[1::-1]
            alpha = cv2.warpAffine(layer.alpha, place, size)[..., None]
            paint = cv2.warpAffine(layer.rgb, place, size, borderMode=cv2.BORDER_REPLICATE)
            picture = picture * (1 - alpha) + paint * alpha
        return np.asarray(picture, np.float32)


Change = Callable[[int, Stage], None]
"""Changes the layers of the frame with this number before they are put together."""


@dataclass(frozen=True, eq=False)
class Take:
    """Pictures in time order and where the disc truly is in each."""

    pictures: tuple[Image, ...]
    centres: tuple[tuple[float, float], ...]
    fps: float = FPS

    @property
    def box(self) -> Region:
        """The disc's box in the first frame."""
        return box_of(self.centres[0])

    def frames(self) -> list[Frame]:
        """The pictures as the decoder would hand them out."""
        return [frame(picture, index, self.fps) for index, picture in enumerate(self.pictures)]

    def disc(self, index: int) -> NDArray[np.bool_]:
        """Pixels of the disc in frame `index`, bool (H, W)."""
        height, width = self.pictures[0].shape[:2]
        columns, rows = grid(Size(width, height))
        x, y = self.centres[index]
        return np.asarray((columns - x) ** 2 + (rows - y) ** 2 <= RADIUS**2)


def box_of(centre: tuple[float, float], radius: int = RADIUS) -> Region:
    """The box around a disc."""
    return Region.from_xywh(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)


def frame(rgb: NDArray[np.floating] | Image, index: int = 0, fps: float = FPS) -> Frame:
    """A picture as the decoder hands it out: uint8, read-only."""
    picture = rgb if rgb.dtype == np.uint8 else np.clip(rgb, 0, 255.4).round().astype(np.uint8)
    picture.flags.writeable = False
    return Frame(index, index / fps, picture)


@cache
def background(seed: int = 1) -> Floats:
    """A textured, greenish wall larger than the picture."""
    return texture(HEIGHT + 2 * MARGIN, WIDTH + 2 * MARGIN, seed, (92, 128, 104))


@cache
def paint(seed: int = 2, tint: tuple[int, int, int] = (168, 112, 92)) -> Floats:
    """The disc's own texture, reddish unless told otherwise."""
    return texture(2 * RADIUS + 3, 2 * RADIUS + 3, seed, tint)


@lru_cache(maxsize=32)
def draw(
    count: int = 36,
    *,
    pan: tuple[float, float] = (0.8, 0.0),
    own: tuple[float, float] = (0.7, 0.2),
    change: Change | None = None,
    start: tuple[float, float] = (72.0, 62.0),
    wall: int = 1,
) -> Take:
    """A take: the camera pans `pan` pixels a frame, the disc moves `own` in the picture."""
    pictures, centres = [], []
    for index in range(count):
        x, y = pan[0] * index, pan[1] * index
        shift = np.array([[1, 0, -x - MARGIN], [0, 1, -y - MARGIN]], np.float32)
        view = cv2.warpAffine(background(wall), shift, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
        centre = (start[0] + own[0] * index, start[1] + own[1] * index)
        disc = Layer(paint(), disc_alpha(RADIUS), centre)
        stage = Stage(np.asarray(view, np.float32), disc, (x, y))
        if change is not None:
            change(index, stage)
        pictures.append(frame(stage.together()).rgb)
        centres.append(centre)
    return Take(tuple(pictures), tuple(centres))


@dataclass(eq=False)
class TrueDisc:
    """A locator that knows: what is measured on the subject is then not the locator's doing."""

    take: Take
    source: Source = "given"
    found: float = 1.0

    def start(self, frame: Frame) -> Subject:
        """The disc in the first frame."""
        return self._at(frame)

    def follow(self, motion: Motion) -> Subject:
        """The disc in the later frame."""
        return self._at(motion.after)

    def _at(self, frame: Frame) -> Subject:
        return Subject(self.take.disc(frame.index).astype(np.float32), 1.0)


def samples(frames: Sequence[Frame], locator: Locator | None) -> Iterator[Sample]:
    """What the one pass makes of frames at the measuring pace; no locator, no subject."""
    subject: Subject | None = None
    before: Frame | None = None
    for now in frames:
        pair = None
        if before is None:
            subject = locator.start(now) if locator else None
        else:
            motion = Motion(before, now)
            after = locator.follow(motion) if locator else None
            pair, subject = Pair(motion, subject, after), after
        yield Sample(now, before, pair)
        before = now


def run(take: Take, *specs: MetricSpec, locator: Locator | None = None) -> dict[str, Outcome]:
    """Outcomes of one pass over a take whose disc is known, or is left to `locator`."""
    frames = take.frames()
    brief = Brief(frames[0].size, take.fps)
    metrics = {spec.name: spec.make(brief) for spec in specs or BUILT_IN}
    for moment in samples(frames, locator or TrueDisc(take)):
        for metric in metrics.values():
            metric.update(moment)
    return {name: metric.result() for name, metric in metrics.items()}


def measured(take: Take, name: str) -> Measurement:
    """The number of the measure of this name; one that answers without a number fails the test."""
    outcome = run(take, *(spec for spec in BUILT_IN if spec.name == name))[name]
    assert isinstance(outcome, Measurement), outcome
    return outcome


def evidence_of(take: Take, *names: str) -> Evidence:
    """What detectors are shown of a take, by these measures only where any are named."""
    frames = take.frames()
    track = tuple((now.time_s, box_of(take.centres[now.index])) for now in frames)
    outcomes = run(take, *(spec for spec in BUILT_IN if spec.name in names))
    return Evidence(outcomes, track, frames[0].time_s, frames[-1].time_s)


@cache
def photograph(name: str, height: int = HEIGHT) -> Image:
    """A photograph of scikit-image as RGB uint8, `height` pixels high, read-only."""
    picture = getattr(data, name)()
    if picture.ndim == 2:
        picture = np.repeat(picture[..., None], 3, axis=2)
    width = round(picture.shape[1] * height / picture.shape[0])
    small = cv2.resize(picture[..., :3], (width, height), interpolation=cv2.INTER_AREA)
    small.flags.writeable = False
    return np.asarray(small, np.uint8)


# What can be done to a take: defects of known strength, time and place, and their innocent twins.


def towards(delta_e: float, *, last: int, first: int = 0) -> Change:
    """The disc's paint moves `delta_e` in a and b, evenly from frame `first` to `last`."""

    def change(index: int, stage: Stage) -> None:
        share = min(1.0, max(0.0, (index - first) / (last - first)))
        stage.disc.rgb = shifted(stage.disc.rgb, share * delta_e)

    return change


def shifted(rgb: Floats, delta_e: float) -> Floats:
    """The paint `delta_e` away, a 3-4-5 triangle towards green and blue, CIE L*a*b* (1976)."""
    lab = cv2.cvtColor(rgb / 255, cv2.COLOR_RGB2LAB)
    lab[..., 1:] -= np.array((0.6, 0.8), np.float32) * delta_e
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255, np.float32)


def thing(
    place: tuple[float, float] = (150.0, 40.0),
    *,
    since: int = 0,
    until: int = 10_000,
    radius: int = 12,
    opacity: float = 1.0,
) -> Change:
    """A yellow ball on the wall, at `place` of the first frame, from frame `since` to `until`."""
    rgb = texture(2 * radius + 3, 2 * radius + 3, 5, (220, 200, 60))

    def change(index: int, stage: Stage) -> None:
        if since <= index < until:
            centre = (place[0] - stage.pan[0], place[1] - stage.pan[1])
            stage.things.append(Layer(rgb, opacity * disc_alpha(radius), centre))

    return change


def crossing(step: float = 9.0, radius: int = 12) -> Change:
    """The same ball rolls through the picture from the right, as things may."""
    rgb = texture(2 * radius + 3, 2 * radius + 3, 5, (220, 200, 60))

    def change(index: int, stage: Stage) -> None:
        centre = (WIDTH + 2 * radius - step * index, 40.0)
        stage.things.append(Layer(rgb, disc_alpha(radius), centre))

    return change


def twin(since: int, *, share: float = 1.0, beside: float = 60.0) -> Change:
    """From frame `since` a second disc like the first moves along with it, `beside` to its right.

    With `share` below 1 it wears that much of the disc's paint, and for the rest another one.
    """

    def change(index: int, stage: Stage) -> None:
        if index >= since:
            rgb = share * stage.disc.rgb + (1 - share) * paint(7, (100, 120, 170))
            x, y = stage.disc.centre
            stage.things.append(Layer(np.float32(rgb), stage.disc.alpha, (x + beside, y)))

    return change


def another(since: int, *, share: float = 1.0) -> Change:
    """From frame `since` the disc wears another paint and pattern, mixed in by `share`."""

    def change(index: int, stage: Stage) -> None:
        if index >= since:
            stage.disc.rgb = (1 - share) * stage.disc.rgb + share * paint(7, (100, 120, 170))

    return change


def gone(since: int, *, share: float = 1.0) -> Change:
    """From frame `since` there is no disc, or only `1 - share` of its opacity."""

    def change(index: int, stage: Stage) -> None:
        if index >= since:
            stage.disc.alpha = (1 - share) * stage.disc.alpha

    return change


def boiling(levels: float) -> Change:
    """The disc's pattern goes `levels` of 255 (standard deviation) one way and back."""
    side = 2 * RADIUS + 3
    pattern = texture(side, side, 30, (0, 0, 0)) / np.float32(28)

    def change(index: int, stage: Stage) -> None:
        stage.disc.rgb = stage.disc.rgb + (levels if index % 2 else -levels) * pattern

    return change


def melting(share: float) -> Change:
    """A square in the middle of the disc, `share` of its width, is new at every frame."""

    def change(index: int, stage: Stage) -> None:
        side = stage.disc.rgb.shape[0]
        size = int(side * share)
        if size:
            low = (side - size) // 2
            rgb = stage.disc.rgb.copy()
            fresh = texture(size, size, 100 + index, (168, 112, 92))
            rgb[low : low + size, low : low + size] = fresh
            stage.disc.rgb = rgb

    return change


def slowly(change: Callable[[float], Change], share: float, since: int) -> Change:
    """A change that takes three frames from `since` on to reach `share`, a third at each."""

    def slow(index: int, stage: Stage) -> None:
        part = min(1.0, max(0.0, (index - since + 1) / 3))
        if part:
            change(share * part)(index, stage)

    return slow


def wobbling(pixels: float, count: int = 12) -> Take:
    """A photograph, 256 px high, of which the middle sways by `pixels` in waves of 64 px.

    The disc is the middle of what sways, so that its own rim does not move against anything.
    """
    still = photograph("coffee", 256)
    height, width = still.shape[:2]
    columns, rows = grid(Size(width, height))
    centre = (width / 2, height / 2)
    share = np.clip(2 - np.hypot(columns - centre[0], rows - centre[1]) / 50, 0, 1)
    pictures = []
    for index in range(count):
        phase = 2 * np.pi * index / 5
        across = columns + pixels * share * np.sin(rows * (2 * np.pi / 64) + phase)
        down = rows + pixels * share * np.sin(columns * (2 * np.pi / 64) + phase)
        bent = cv2.remap(still, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        pictures.append(frame(np.asarray(bent)).rgb)
    return Take(tuple(pictures), (centre,) * count)
