"""vidcheck: from storyboard to prompts, from takes to decisions.

The tree is the data flow; each stage uses only stages above it:

    storyboard   what is wanted
    importers    screenplays and shot lists as storyboards
    generators   what each generator accepts
    plan         prompts and request bodies
    lint         what would go wrong, said before money is spent
    takes        takes.yaml: whose a file is, and what a person says of it
    decode       the only place that opens a video
    match        which returned file belongs to which shot
    brief        all that locating and measuring are told
    motion       camera and subject motion between two frames
    models       small pretrained networks, where the user has any
    locate       where the subject is
    measure      numbers, per frame and per clip
    detect       candidate defects, with time and place
    calibration  what real footage looks like
    judge        events, risk, verdict
    identity     what models say of the subject inside one clip
    evidence     the pictures that show it
    proxy        small copies of clips for a page to carry
    continuity   the same subjects from shot to shot
    ledger       what was asked, seen and said so far
    decide       which take to keep, what to change
    report       one result, many formats
    script       the script supervisor's continuity report
    guard        what is worse than it was, what is accepted
    run          joins the stages, decides nothing
    review       the report served on this machine
    cli          parse, call, render, exit
    pytest_plugin  assertions about clips, for your own tests
"""

from __future__ import annotations

__version__ = "0.1.0"
