"""The storyboard as a sheet of paper: a frame per shot, and what a director asks beside it."""
