"""Joins the stages, decides nothing."""
