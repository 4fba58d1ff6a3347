"""Where the subject is in each frame."""
