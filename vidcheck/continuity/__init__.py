"""The same subjects and the same film from shot to shot."""
