"""Numbers per frame and clip; each measure one file."""
