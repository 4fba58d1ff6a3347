"""What the vendors' documents say of a request's body, as JSON schemas."""

from typing import Any

Schema = dict[str, Any]


WORDS: Schema = {"type": "string", "minLength": 1}


FLAG: Schema = {"type": "boolean"}


def whole(low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def words(most: int) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": most}


def one_of(*values: object) -> Schema:
    return {"enum": list(values)}


def record(needs: dict[str, Schema], may: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**needs, **(may or {})},
        "required": list(needs),
        "additionalProperties": False,
    }


def listed(item: Schema, low: int = 1, high: int = 99) -> Schema:
    return {"type": "array", "items": item, "minItems": low, "maxItems": high}


def some(*items: Schema) -> Schema:
    return {"anyOf": list(items)}


RATIOS = one_of("16:9", "9:16", "1:1")


P31 = whole(0, 2147483647)


def kling(longest: int, ratios: Schema = RATIOS, **more: Schema) -> Schema:
    may = {"resolution": one_of("720p", "1080p", "4k"), "aspect_ratio": ratios, **more}
    settings = record({"duration": whole(3, longest)}, may)
    prompt = record({"type": one_of("prompt"), "text": words(3072)})
    frame = record({"type": one_of("first_frame", "last_frame"), "url": WORDS})
    picture = record({"type": one_of("refer_image"), "id": WORDS, "url": WORDS})
    saved = record({"type": one_of("element"), "element_id": WORDS, "id": WORDS})
    part = some(prompt, frame, picture, saved)
    return some(
        record({"prompt": words(3072), "settings": settings}),
        record({"contents": listed(part, 1, 8), "settings": settings}),
    )


SOUND = {"audio": one_of("native", "off"), "multi_shot": FLAG}


def ark(models: list[str], seconds: Schema, pictures: int, *, old: bool = False) -> Schema:
    text = record({"type": one_of("text"), "text": WORDS})
    image = record({"url": WORDS})
    frame = record(
        {
            "type": one_of("image_url"),
            "image_url": image,
            "role": one_of("first_frame", "last_frame"),
        }
    )
    reference = record(
        {"type": one_of("image_url"), "image_url": image, "role": one_of("reference_image")}
    )
    content = some(
        {"type": "array", "prefixItems": [text], "items": frame, "minItems": 1, "maxItems": 3},
        {
            "type": "array",
            "prefixItems": [text],
            "items": reference,
            "minItems": 2,
            "maxItems": 1 + pictures,
        },
    )
    needs = {"model": one_of(*models), "content": content}
    if old:
        return record(needs, {"generate_audio": FLAG, "seed": whole(-1, 4294967295)})
    return record(
        {**needs, "duration": seconds},
        {
            "resolution": one_of("480p", "720p", "1080p", "4k"),
            "ratio": one_of("16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive"),
            "generate_audio": FLAG,
        },
    )


def vidu(longest: int, **more: Schema) -> Schema:
    subject = record({"id": WORDS, "images": listed(WORDS, 1, 3)})
    return record(
        {"model": WORDS, "prompt": words(2000), "duration": whole(1, longest)},
        {
            "images": listed(WORDS, 1, 2),
            "subjects": listed(subject, 1, 7),
            "resolution": one_of("540p", "720p", "1080p"),
            "aspect_ratio": one_of("16:9", "9:16", "4:3", "3:4", "1:1"),
            "seed": P31,
            **more,
        },
    )


def wan(prompt: int, seconds: Schema, *, negative: bool, **parameters: Schema) -> Schema:
    kinds = one_of("first_frame", "last_frame", "reference_image", "reference_video")
    inside = {"media": listed(record({"type": kinds, "url": WORDS}), 1, 20), "img_url": WORDS}
    if negative:
        inside["negative_prompt"] = words(500)
    return record(
        {
            "model": {"type": "string", "pattern": "^(wan[23]\\.[0-9]-?|happyhorse-)"},
            "input": record({"prompt": words(prompt)}, inside),
            "parameters": record({"duration": seconds}, {"seed": P31, **parameters}),
        }
    )


CAPITAL = one_of("480P", "720P", "1080P")


WIDE = one_of("16:9", "9:16", "1:1", "4:3", "3:4", "adaptive")


def veo(seconds: Schema) -> Schema:
    picture = record({"bytesBase64Encoded": WORDS, "mimeType": one_of("image/png", "image/jpeg")})
    asset = record({"image": picture, "referenceType": one_of("asset")})
    instance = record(
        {"prompt": WORDS},
        {"image": picture, "lastFrame": picture, "referenceImages": listed(asset, 1, 3)},
    )
    parameters = record(
        {
            "durationSeconds": seconds,
            "aspectRatio": one_of("16:9", "9:16"),
            "sampleCount": one_of(1),
        },
        {
            "resolution": one_of("720p", "1080p", "4k"),
            "negativePrompt": WORDS,
            "generateAudio": FLAG,
            "seed": whole(0, 4294967295),
        },
    )
    return record({"instances": listed(instance, 1, 1), "parameters": parameters})


def h3() -> Schema:
    base = ark(["MiniMax-H3"], whole(4, 15), 9)
    return {
        **base,
        "properties": {
            **{key: base["properties"][key] for key in ("model", "content", "duration", "ratio")},
            "resolution": one_of("768P", "2K"),
        },
    }


def legacy(model: str, seconds: list[str], **more: Schema) -> Schema:
    return record(
        {"model_name": one_of(model), "duration": one_of(*seconds)},
        {
            "prompt": words(2500),
            "negative_prompt": words(2500),
            "mode": one_of("std", "pro", "4k"),
            "aspect_ratio": RATIOS,
            "image": WORDS,
            "image_tail": WORDS,
            **more,
        },
    )


def omni() -> Schema:
    text = record({"type": one_of("text"), "text": WORDS})
    image = record({"type": one_of("image"), "uri": WORDS}, {"mime_type": WORDS})
    video = record(
        {"type": one_of("video"), "duration": {"type": "string", "pattern": "^([3-9]|1[0-5])s$"}},
        {
            "aspect_ratio": one_of("16:9", "9:16"),
            "resolution": one_of("360p", "720p", "1080p", "4k"),
        },
    )
    task = one_of("text_to_video", "image_to_video", "reference_to_video")
    return record(
        {
            "model": one_of("gemini-omni-1.2-flash"),
            "input": some(WORDS, listed(some(text, image), 2, 5)),
            "response_format": video,
            "generation_config": record({"video_config": record({"task": task})}),
        }
    )


LEGACY_SHOT = record({"index": whole(1, 6), "prompt": words(512), "duration": WORDS})


PIXELS = one_of("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672")


LUMA_FRAME = record({"url": WORDS})


LTX = record(
    {
        "model": one_of("ltx-2-5-fast"),
        "prompt": words(10000),
        "duration": one_of(2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20),
        "resolution": {"type": "string", "pattern": "^[0-9]+x[0-9]+$"},
        "fps": one_of(24, 25, 48, 50),
    },
    {"generate_audio": FLAG, "image_uri": WORDS},
)


def steamer(*seconds: int) -> dict[str, Any]:
    parts = some(
        record({"type": one_of("text"), "text": WORDS}),
        record({"type": one_of("image_url"), "image_url": record({"url": WORDS})}),
    )
    return record({"model": WORDS, "content": listed(parts, 2, 2), "duration": one_of(*seconds)})


SCHEMAS: dict[str, Schema] = {
    "kling-3.0": kling(15, **SOUND),
    "kling-3.0-omni": kling(15, **SOUND),
    "kling-3.0-turbo": kling(15),
    "kling-2.6": kling(10),
    "kling-o1": kling(10),
    "kling-1.6": legacy(
        "kling-v1-6", ["5", "10"], image_list=listed(record({"image": WORDS}), 1, 4)
    ),
    "kling-legacy": some(
        *(
            legacy(
                model,
                [str(n) for n in range(3, 16)],
                sound=one_of("on", "off"),
                multi_shot=FLAG,
                shot_type=one_of("customize"),
                multi_prompt=listed(LEGACY_SHOT, 2, 6),
                image_list=listed(record({"image_url": WORDS}), 1, 7),
            )
            for model in ("kling-v3", "kling-v3-omni")
        )
    ),
    "seedance-2.5": ark(["doubao-seedance-2-5-260628"], whole(4, 30), 30),
    "seedance-2.0": ark(["doubao-seedance-2-0-260128"], whole(4, 15), 9),
    "seedance-1.5-pro": ark(["doubao-seedance-1-5-pro-251215"], {}, 0, old=True),
    "seedance-1.0": ark(
        ["doubao-seedance-1-0-pro-250528", "doubao-seedance-1-0-lite-i2v-250428"], {}, 4, old=True
    ),
    "jimeng-3.0": record(
        {
            "req_key": {
                "type": "string",
                "pattern": "^jimeng_(i2v_recamera|t2v|i2v_first|i2v_first_tail)_v30(_1080p?)?$",
            },
            "prompt": WORDS,
            "frames": one_of(121, 241),
        },
        {
            "aspect_ratio": one_of("16:9", "4:3", "1:1", "3:4", "9:16", "21:9"),
            "seed": whole(-1, 2**31),
            "image_urls": listed(WORDS, 1, 2),
            "template_id": WORDS,
            "camera_strength": one_of("weak", "medium", "strong"),
        },
    ),
    "vidu-q3": vidu(16, audio=FLAG),
    "vidu-q2": vidu(10),
    "hunyuan-vclm": record(
        {"Prompt": words(200), "Resolution": one_of("720p")}, {"Image": record({"Url": WORDS})}
    ),
    "cogvideox-3": record(
        {
            "model": one_of("cogvideox-3"),
            "prompt": words(512),
            "size": one_of(
                "1280x720", "720x1280", "1024x1024", "1920x1080", "1080x1920", "3840x2160"
            ),
            "duration": one_of(5, 10),
        },
        {
            "image_url": some(WORDS, listed(WORDS, 2, 2)),
            "quality": one_of("speed"),
            "with_audio": FLAG,
        },
    ),
    "wan-3.0": wan(20000, whole(2, 30), negative=False, resolution=CAPITAL, ratio=WIDE, audio=FLAG),
    "wan-2.7": wan(5000, whole(2, 15), negative=True, resolution=CAPITAL, ratio=WIDE),
    "wan-2.6": wan(
        800,
        one_of(5, 10, 15),
        negative=True,
        resolution=CAPITAL,
        size={"type": "string", "pattern": "^[0-9]+\\*[0-9]+$"},
        shot_type=one_of("multi"),
        prompt_extend=one_of(True),
    ),
    "happyhorse-1.1": wan(
        2500,
        whole(3, 15),
        negative=False,
        resolution=CAPITAL,
        ratio=one_of("16:9", "9:16", "1:1", "4:3", "3:4", "21:9"),
    ),
    "musesteamer": steamer(5),
    "musesteamer-audio": steamer(5, 10),
    "minimax-h3": h3(),
    "minimax-hailuo-2.3": record(
        {
            "model": one_of("MiniMax-Hailuo-2.3", "MiniMax-Hailuo-02", "S2V-01"),
            "prompt": words(2000),
        },
        {
            "duration": one_of(6, 10),
            "resolution": one_of("768P", "1080P"),
            "first_frame_image": WORDS,
            "last_frame_image": WORDS,
            "subject_reference": listed(
                record({"type": one_of("character"), "image": listed(WORDS, 1, 1)}), 1, 1
            ),
        },
    ),
    "runway-gen4.5": record(
        {
            "model": one_of("gen4.5"),
            "promptText": words(1000),
            "ratio": one_of("1280:720", "720:1280"),
            "duration": whole(2, 10),
        },
        {"promptImage": WORDS, "seed": whole(0, 2**32)},
    ),
    "runway-gen4-turbo": record(
        {
            "model": one_of("gen4_turbo"),
            "promptText": words(1000),
            "promptImage": WORDS,
            "ratio": PIXELS,
            "duration": whole(2, 10),
        },
        {"seed": whole(0, 2**32)},
    ),
    "luma-ray-3.2": record(
        {
            "type": one_of("video"),
            "model": one_of("ray-3.2"),
            "prompt": words(6000),
            "video": record(
                {"duration": one_of("5s", "10s")},
                {
                    "resolution": one_of("360p", "540p", "720p", "1080p"),
                    "start_frame": LUMA_FRAME,
                    "end_frame": LUMA_FRAME,
                },
            ),
        },
        {"aspect_ratio": one_of("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")},
    ),
    "veo-3.1": veo(one_of(4, 6, 8)),
    "gemini-omni": omni(),
    "grok-imagine-video": record(
        {"model": WORDS, "prompt": words(4096), "duration": whole(1, 15)},
        {
            "aspect_ratio": one_of("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3"),
            "resolution": one_of("480p", "720p", "1080p"),
            "generate_audio": FLAG,
            "image": record({"url": WORDS}),
            "reference_images": listed(record({"url": WORDS}), 1, 7),
        },
    ),
    "ltx-2.5-api": LTX,
}
