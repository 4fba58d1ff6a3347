"""Screenplays and shot lists in, a storyboard skeleton out that keeps the author's words."""
