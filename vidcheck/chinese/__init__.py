"""Sentences that rooms say in English, in Chinese: one place for messages and for reports."""
