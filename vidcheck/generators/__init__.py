"""What each generator accepts: one data file per version, each fact with source and date."""
