"""What each generator accepts: one file of sourced facts per version."""
