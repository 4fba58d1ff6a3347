"""Which take to keep, what to do next, and the change as a patch."""
