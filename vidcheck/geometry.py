"""Where things are in a picture: sizes and boxes, pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a picture in pixels."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError(f"a picture has at least one pixel, not {self.width}×{self.height}")

    @property
    def short_side(self) -> int:
        """The smaller of width and height, in pixels."""
        return min(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Region:
    """A box: rows `top` to `bottom`, columns `left` to `right`, stops exclusive, in pixels."""

    top: int
    left: int
    bottom: int
    right: int

    def __post_init__(self) -> None:
        if self.bottom <= self.top or self.right <= self.left:
            raise ValueError(f"a region has at least one pixel: {self}")

    @classmethod
    def from_xywh(cls, x: float, y: float, width: float, height: float) -> Region:
        """From x, y, width, height (the shape of INTERFACE boxes), rounded, at least one pixel."""
        left, top = round(x), round(y)
        return cls(top, left, max(top + 1, round(y + height)), max(left + 1, round(x + width)))

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """Pixels."""
        return self.width * self.height

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index of this box in an array of shape (H, W, …)."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def to_xywh(self) -> tuple[int, int, int, int]:
        """As x, y, width, height."""
        return self.left, self.top, self.width, self.height

    def scaled(self, horizontal: float, vertical: float) -> Region:
        """The same box in a picture `horizontal` times as wide and `vertical` times as high."""
        return Region.from_xywh(
            self.left * horizontal,
            self.top * vertical,
            self.width * horizontal,
            self.height * vertical,
        )

    def inside(self, size: Size) -> Region | None:
        """The part of the box that lies inside a picture, or None where nothing does."""
        top, left = max(self.top, 0), max(self.left, 0)
        bottom, right = min(self.bottom, size.height), min(self.right, size.width)
        return Region(top, left, bottom, right) if bottom > top and right > left else None

    def grown(self, share: float) -> Region:
        """The box grown on every side by `share` of its own width and height."""
        dx, dy = self.width * share, self.height * share
        return Region.from_xywh(
            self.left - dx, self.top - dy, self.width + 2 * dx, self.height + 2 * dy
        )

    def overlap(self, other: Region) -> float:
        """Intersection over union, 0 (apart) to 1 (the same box)."""
        rows = min(self.bottom, other.bottom) - max(self.top, other.top)
        columns = min(self.right, other.right) - max(self.left, other.left)
        if rows <= 0 or columns <= 0:
            return 0.0
        shared = rows * columns
        return shared / (self.area + other.area - shared)
