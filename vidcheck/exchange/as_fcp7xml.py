"""Final Cut Pro 7 XML, which Premiere and Resolve read, through OpenTimelineIO's adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vidcheck.exchange.as_otio import built
from vidcheck.exchange.library import otio

if TYPE_CHECKING:
    from vidcheck.exchange.timeline import Timeline


def render(timeline: Timeline) -> str:
    """The timeline as FCP 7 XML: the chosen takes only, for the format knows no others.

    Raises: VidcheckError where OpenTimelineIO or its adapter is not installed.
    """
    library = otio("otio_fcp_adapter")
    made = built(timeline)
    _suit(made, timeline)
    text: str = library.adapters.write_to_string(made, "fcp_xml")
    return text if text.endswith("\n") else text + "\n"


def _suit(made: Any, timeline: Timeline) -> None:
    """What this format words otherwise: frame size, timecode, and comments of markers."""
    size = {"width": str(timeline.width), "height": str(timeline.height)}
    made.metadata["fcp_xml"] = {
        "media": {"video": {"format": {"samplecharacteristics": size}}},
        "timecode": {"displayformat": "DF" if timeline.drop else "NDF"},
    }
    for clip in made.find_clips():
        for reference in clip.media_references().values():
            reference.metadata["fcp_xml"] = {}
        for marker in clip.markers:
            marker.metadata["fcp_xml"] = {"comment": marker.comment}
