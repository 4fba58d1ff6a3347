"""The script supervisor's report: takes and who circled them, what agrees from shot to shot."""
