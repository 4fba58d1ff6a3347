"""The result as editing programs take it, and cuts they hand back; all from run.json alone."""
