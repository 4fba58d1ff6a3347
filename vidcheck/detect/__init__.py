"""From series to candidate defects with time and place; each kind one file."""
