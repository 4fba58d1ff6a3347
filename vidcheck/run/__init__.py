"""Joins the stages; decides nothing itself."""
