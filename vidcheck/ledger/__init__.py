"""What was asked for, what came back, what was said of it: kept beside the storyboard."""
