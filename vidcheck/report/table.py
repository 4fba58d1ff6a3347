"""Rows of plain values as CSV or Parquet, for spreadsheets and notebooks."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from vidcheck.errors import OutputError
from vidcheck.report.as_csv import guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vidcheck.ledger.history import PastTake
    from vidcheck.ledger.stats import Share, Stats

Cell = str | int | float | bool | None
Record = dict[str, Cell]


def of_takes(takes: Sequence[PastTake]) -> list[Record]:
    """One record per take."""
    return [
        {
            "shot": take.shot, "take": take.take, "generator": take.generator, "mode": take.mode,
            "size": take.size, "motion": take.motion, "subject": take.subject,
            "round": take.round, "seed": take.seed, "prompt_hash": take.prompt_hash,
            "created_at": take.created_at.isoformat(timespec="seconds"),
            "path": take.path.as_posix(), "sha256": take.sha256, "status": take.status,
            "verdict": take.verdict, "risk": take.risk, "defects": " ".join(take.events),
            "human": take.human.verdict if take.human else None,
            "note": take.human.note if take.human else None,
            "duration_s": take.duration_s, "clean_s": take.clean_s, "used_s": take.used_s,
            "cost": take.price[0] if take.price else None,
            "currency": take.price[1] if take.price else None,
            "calibration": take.calibration,
        }
        for take in takes
    ]  # fmt: skip


def of_stats(stats: Stats) -> list[Record]:
    """One record per figure: what it is about, its counts, and its bounds where it is claimed."""
    records: list[Record] = []
    for one in stats.groups:
        records.append(_share("usable", one.by, one.name, one.usable))
        kept = one.takes_per_kept_shot
        records.append({**_blank("takes per kept shot", one.by, one.name), "hits": kept.over,
                        "of": kept.under, "value": kept.value, "low": kept.low,
                        "high": kept.high})  # fmt: skip
        for spent in one.cost:
            paid = spent.per_usable_s
            records.append({**_blank(f"{spent.currency} per usable second", one.by, one.name),
                            "hits": paid.over, "of": paid.under, "value": paid.value,
                            "low": paid.low, "high": paid.high})  # fmt: skip
    for advice in stats.advice:
        for when, counted in (("before", advice.before), ("after", advice.after)):
            what = f"{advice.against or 'no pass'} {when}"
            records.append({**_share(what, "change", advice.repair, counted), "says": advice.says})
    records.append(_share("agreement", "human", "", stats.agreement.agree))
    for drift in stats.drift:
        told, half = drift.worse_by, drift.within
        low, high = (None, None) if told is None or half is None else (told - half, told + half)
        records.append({**_blank("drift of risk", "generator", drift.generator),
                        "of": drift.requests, "value": told, "low": low, "high": high,
                        "says": drift.says})  # fmt: skip
    return records


def _blank(what: str, by: str, name: str) -> Record:
    empty: Record = dict.fromkeys(("hits", "of", "value", "low", "high", "says"))
    return {"what": what, "by": by, "name": name, **empty}


def _share(what: str, by: str, name: str, share: Share) -> Record:
    told: Record = {"hits": share.hits, "of": share.of, "value": share.share, "low": share.low,
                    "high": share.high}  # fmt: skip
    return {**_blank(what, by, name), **told}


def as_csv(records: Sequence[Record]) -> str:
    """CSV text with a header; cells that a spreadsheet would run as a formula are quoted."""
    out = io.StringIO()
    if records:
        writer = csv.DictWriter(out, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: guarded(cell) for name, cell in record.items()} for record in records
        )
    return out.getvalue()


def as_parquet(records: Sequence[Record]) -> bytes:
    """A Parquet file. Raises: OutputError where pyarrow is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra)
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise OutputError(
            "writing Parquet needs the package pyarrow", hint="pip install 'vidcheck[parquet]'"
        ) from error
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(record) for record in records]), sink)
    return sink.getvalue()
