"""Read the generators' facts: ours, then the user's own files on top."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from vidcheck.errors import ProfileError
from vidcheck.generators.profile import GeneratorProfile

_DATA = Path(__file__).parent / "data"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_profiles(extra: Path | None = None) -> dict[str, GeneratorProfile]:
    """Every generator by id: the shipped ones, overridden or extended by the user's.

    Args:
        extra: a YAML file, or a folder with a `generators/` folder or with YAML files. A file with
            a known id overrides only the keys it names; a new one may start from another with
            `extends: ID`.

    Raises: ProfileError naming file and field.
    """
    if extra is None:
        return dict(_shipped_profiles())
    raw = {key: dict(value) for key, value in _shipped_raw().items()}
    profiles = dict(_shipped_profiles())
    for path in _user_files(extra):
        for entry in _entries(path):
            merged = _on_top_of(entry, raw, path)
            raw[merged["id"]] = merged
            profiles[merged["id"]] = _checked(merged, path)
    return profiles


def profile(wanted: str, profiles: dict[str, GeneratorProfile] | None = None) -> GeneratorProfile:
    """The generator of that id or alias (`可灵`, `豆包`, `kling`), in any case or spacing.

    Raises: ProfileError with the nearest names.
    """
    known = load_profiles() if profiles is None else profiles
    if wanted in known:
        return known[wanted]
    names = _names(known)
    found = names.get(_plain(wanted))
    if found is not None:
        return known[found]
    close = difflib.get_close_matches(_plain(wanted), list(names), n=3, cutoff=0.55)
    near = list(dict.fromkeys(names[name] for name in close))
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    raise ProfileError(
        f"{wanted}: no such generator",
        hint=f"{hint}`vidcheck generators list` shows all {len(known)}",
    )


def _names(known: dict[str, GeneratorProfile]) -> dict[str, str]:
    """Every folded id, alias and model id; ids win over aliases, services over local hosts."""
    names = {_plain(key): key for key in known}
    ranked = sorted(known.values(), key=lambda item: ("api", "local", "host").index(item.host_kind))
    for item in ranked:
        for name in item.aliases:
            names.setdefault(_plain(name), item.id)
    for item in ranked:
        for name in item.model_ids:
            names.setdefault(_plain(name), item.id)
    return names


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s_\-–—·:：（）()]+", "", folded)


@lru_cache(maxsize=1)
def _shipped_raw() -> dict[str, dict[str, Any]]:
    raw: dict[str, dict[str, Any]] = {}
    pending = [(path, entry) for path in sorted(_DATA.glob("*.yaml")) for entry in _entries(path)]
    while pending:
        ready = [item for item in pending if item[1].get("extends") in {None, *raw}]
        if not ready:
            names = ", ".join(str(entry["id"]) for _, entry in pending)
            raise ProfileError(f"{_DATA}: `extends` leads nowhere: {names}")
        for path, entry in ready:
            raw[entry["id"]] = _on_top_of(entry, raw, path)
        pending = [item for item in pending if item not in ready]
    return dict(sorted(raw.items()))


@lru_cache(maxsize=1)
def _shipped_profiles() -> dict[str, GeneratorProfile]:
    return {key: _checked(raw, _DATA / f"{key}.yaml") for key, raw in _shipped_raw().items()}


def _user_files(extra: Path) -> list[Path]:
    if extra.is_file():
        return [extra]
    folder = extra / "generators" if (extra / "generators").is_dir() else extra
    if not folder.is_dir():
        raise ProfileError(f"{extra}: no such file or folder of generators")
    return sorted({*folder.glob("*.yaml"), *folder.glob("*.yml")})


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - safe loader
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise ProfileError(
            f"{path}{place}: not YAML: {getattr(error, 'problem', error)}"
        ) from error
    listed = raw.get("generators") if isinstance(raw, dict) and "generators" in raw else [raw]
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise ProfileError(f"{path}: a generator file is a mapping with an `id`")
    for item in listed:
        if not isinstance(item.get("id"), str):
            raise ProfileError(
                f"{path}: id: missing", hint="name the generator: `id: my-model-1.0`"
            )
    return listed


def _on_top_of(entry: dict[str, Any], raw: dict[str, dict[str, Any]], path: Path) -> dict[str, Any]:
    base = entry.get("extends", entry["id"])
    if base not in raw:
        if "extends" in entry:
            near = difflib.get_close_matches(str(base), list(raw), n=1, cutoff=0.4)
            raise ProfileError(
                f"{path}: extends: {base}: no such generator",
                hint=f"did you mean {near[0]}?" if near else None,
            )
        return entry
    inherited = dict(raw[base])
    if base != entry["id"]:
        inherited.pop("aliases", None)
        inherited.pop("model_ids", None)
    return _merged(inherited, {key: entry[key] for key in entry if key != "extends"})


def _merged(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    whole = dict(base)
    for key, value in top.items():
        old = whole.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        whole[key] = _merged(old, value) if both and isinstance(old, dict) else value
    return whole


def _checked(raw: dict[str, Any], path: Path) -> GeneratorProfile:
    try:
        return GeneratorProfile.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        known = list(GeneratorProfile.model_fields)
        near = difflib.get_close_matches(field.split(".", maxsplit=1)[0], known, n=1)
        raise ProfileError(
            f"{path}: {raw['id']}: {field}: {first['msg']}",
            hint=f"did you mean `{near[0]}`?" if near and near[0] != field.split(".")[0] else None,
        ) from error
