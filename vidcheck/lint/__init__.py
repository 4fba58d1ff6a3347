"""What would go wrong, said before money is spent: codes, places, mends."""
