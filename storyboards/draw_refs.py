"""Draw the reference pictures of the example storyboards: `python storyboards/draw_refs.py`.

Photographs are those that scikit-image ships: NASA's astronaut, the Hubble deep field, SpaceX's
rocket, Pikolo's espresso, the cat Chelsea, the Middlebury motorcycle. The people of the drama are
drawn, so that nobody's face is used. Same versions of Pillow and scikit-image, same bytes.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

HERE = Path(__file__).parent
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]

SKIN = {"mei": (236, 205, 182), "jun": (214, 176, 146)}
HAIR: Colour = (24, 22, 26)


def photo(name: str, box: Box | None, size: tuple[int, int]) -> Image.Image:
    """A part (left, top, right, bottom) of a shipped photograph, at a size."""
    package = importlib.util.find_spec("skimage")
    if package is None or package.origin is None:
        raise SystemExit("scikit-image is not installed here")
    picture = Image.open(Path(package.origin).parent / "data" / name).convert("RGB")
    return (picture.crop(box) if box else picture).resize(size, Image.Resampling.LANCZOS)


def portrait(who: str, top: Colour, *, hood: bool = False, apron: bool = False) -> Image.Image:
    """Head and shoulders from the front, 480×640, in a top of one colour."""
    picture = Image.new("RGB", (960, 1280), (226, 224, 218))
    draw = ImageDraw.Draw(picture)
    woman = who == "mei"
    draw.rounded_rectangle((130, 880, 830, 1500), 220, fill=top)
    if hood:
        draw.ellipse((250, 760, 710, 1080), fill=tuple(int(c * 0.82) for c in top))
    if apron:
        draw.rectangle((320, 1010, 640, 1280), fill=(44, 52, 112))
        draw.line((340, 1010, 400, 880), fill=(44, 52, 112), width=26)
        draw.line((620, 1010, 560, 880), fill=(44, 52, 112), width=26)
    if woman:
        draw.rounded_rectangle((250, 230, 710, 800), 200, fill=HAIR)
    draw.rectangle((400, 760, 560, 930), fill=tuple(int(c * 0.9) for c in SKIN[who]))
    draw.ellipse((285, 270, 675, 850), fill=SKIN[who])
    if woman:
        draw.chord((275, 240, 685, 620), 180, 360, fill=HAIR)
    else:
        draw.chord((270, 215, 690, 560), 170, 370, fill=HAIR)
        draw.chord((380, 740, 580, 850), 10, 170, fill=tuple(int(c * 0.8) for c in SKIN[who]))
    for x in (390, 570):
        draw.ellipse((x - 44, 520, x + 44, 570), fill=(250, 248, 244))
        draw.ellipse((x - 22, 521, x + 22, 568), fill=(40, 28, 22))
        draw.line((x - 55, 478, x + 55, 472), fill=HAIR, width=16)
    if woman:
        draw.line((372, 455, 392, 498), fill=(206, 150, 140), width=9)  # the scar of her identity
    else:
        for x in (390, 570):
            draw.ellipse((x - 72, 480, x + 72, 612), outline=(60, 60, 66), width=9)
        draw.line((462, 540, 498, 540), fill=(60, 60, 66), width=9)
    draw.line((480, 560, 466, 660), fill=tuple(int(c * 0.78) for c in SKIN[who]), width=8)
    draw.arc((420, 680, 540, 745), 20, 160, fill=(168, 84, 84), width=12)
    return picture.resize((480, 640), Image.Resampling.LANCZOS)


def turnaround() -> Image.Image:
    """Mei from the front, three-quarter and behind, side by side, 900×480."""
    picture = Image.new("RGB", (900, 480), (226, 224, 218))
    front = portrait("mei", (220, 216, 208)).resize((300, 400), Image.Resampling.LANCZOS)
    back = Image.new("RGB", (300, 400), (226, 224, 218))
    draw = ImageDraw.Draw(back)
    draw.rounded_rectangle((41, 275, 260, 470), 69, fill=(220, 216, 208))
    draw.rounded_rectangle((78, 72, 222, 252), 62, fill=HAIR)
    views = (front, front.resize((250, 400)).transform((300, 400), Image.Transform.AFFINE,
             (1, 0, -25, 0, 1, 0), fillcolor=(226, 224, 218)), back)  # fmt: skip
    for index, view in enumerate(views):
        picture.paste(view, (index * 300, 60))
    return picture


def letter() -> Image.Image:
    """A folded red letter with its lower right corner torn off, 480×360."""
    picture = Image.new("RGB", (480, 360), (58, 42, 34))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(90, 70), (400, 60), (410, 240), (385, 252), (372, 286), (100, 296)],
                 fill=(186, 34, 38))  # fmt: skip
    draw.line((92, 180, 408, 168), fill=(140, 20, 26), width=5)
    draw.line((100, 188, 404, 176), fill=(214, 74, 72), width=3)
    return picture


def counter() -> Image.Image:
    """The ramen shop: counter, lanterns, steamed window, 768×432."""
    picture = Image.new("RGB", (768, 432), (34, 26, 30))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((470, 50, 730, 260), fill=(92, 112, 128))
    for x in range(480, 730, 14):
        draw.line((x, 50, x - 5, 260), fill=(110, 130, 144), width=2)
    draw.rectangle((20, 70, 130, 432), fill=(70, 48, 34))
    for x in (190, 290, 390):
        draw.ellipse((x, 60, x + 64, 150), fill=(232, 150, 74))
        draw.line((x + 32, 0, x + 32, 60), fill=(20, 14, 14), width=3)
    picture = picture.filter(ImageFilter.GaussianBlur(2))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, 768, 432), fill=(112, 72, 44))
    draw.rectangle((0, 296, 768, 310), fill=(150, 100, 62))
    return picture


def street() -> Image.Image:
    """The street before the shop in the rain, 768×432."""
    picture = Image.new("RGB", (768, 432), (16, 24, 34))
    draw = ImageDraw.Draw(picture)
    for x, colour in ((60, (198, 61, 47)), (300, (60, 130, 150)), (560, (231, 216, 184))):
        draw.rectangle((x, 60, x + 130, 110), fill=colour)
        draw.rectangle((x + 20, 330, x + 110, 420), fill=tuple(c // 3 for c in colour))
    picture = picture.filter(ImageFilter.GaussianBlur(7))
    draw = ImageDraw.Draw(picture)
    for n in range(160):
        x, y = (n * 193) % 768, (n * 101) % 420
        draw.line((x, y, x - 5, y + 22), fill=(120, 136, 150))
    return picture


PICTURES = {
    "product-ad/refs/cup.jpg": lambda: photo("coffee.png", (30, 0, 560, 400), (636, 480)),
    "product-ad/refs/cup_detail.jpg": lambda: photo("coffee.png", (60, 60, 380, 330), (480, 405)),
    "product-ad/refs/table.jpg": lambda: photo("coffee.png", (430, 240, 600, 400), (512, 482)),
    "product-ad/refs/first_1.jpg": lambda: photo("coffee.png", (164, 0, 389, 400), (450, 800)),
    "short-drama/refs/mei_face.jpg": lambda: portrait("mei", (220, 216, 208)),
    "short-drama/refs/mei_turn.jpg": turnaround,
    "short-drama/refs/mei_apron.jpg": lambda: portrait("mei", (236, 236, 232), apron=True),
    "short-drama/refs/mei_raincoat.jpg": lambda: portrait("mei", (205, 160, 44), hood=True),
    "short-drama/refs/jun_face.jpg": lambda: portrait("jun", (96, 98, 104)),
    "short-drama/refs/jun_suit.jpg": lambda: portrait("jun", (46, 50, 58)),
    "short-drama/refs/letter.jpg": letter,
    "short-drama/refs/shop.jpg": counter,
    "short-drama/refs/street.jpg": street,
    "courier/refs/ada_face.jpg": lambda: photo("astronaut.png", (120, 0, 330, 210), (420, 420)),
    "courier/refs/ada_suit.jpg": lambda: photo("astronaut.png", None, (480, 480)),
    "courier/refs/pixel.jpg": lambda: photo("chelsea.png", (90, 0, 390, 300), (400, 400)),
    "courier/refs/bike.jpg": lambda: photo("motorcycle_left.png", (60, 60, 700, 460), (560, 350)),
    "courier/refs/pad.jpg": lambda: photo("rocket.jpg", None, (576, 384)),
    "courier/refs/sky.jpg": lambda: photo("hubble_deep_field.jpg", (0, 0, 1000, 562), (560, 315)),
}


def main() -> None:
    """Write every picture and say how much they weigh."""
    total = 0
    for name, draw in PICTURES.items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draw().save(path, quality=66, optimize=True)
        total += path.stat().st_size
    print(f"{len(PICTURES)} pictures, {total / 1000:.0f} kB")


if __name__ == "__main__":
    main()
