"""Storyboard × generator → prompts, references in their slots, request bodies; pure."""
