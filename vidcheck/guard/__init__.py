"""Against getting worse unseen: baselines, and waivers with a note and an expiry."""
