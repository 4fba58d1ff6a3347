"""The report, served on this machine: verdicts are written down, new takes appear by themselves."""
