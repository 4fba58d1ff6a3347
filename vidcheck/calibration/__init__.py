"""What real footage looks like, so that a number can be believed."""
