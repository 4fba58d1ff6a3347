"""Which returned file belongs to which shot, and which part of a file that holds several."""
