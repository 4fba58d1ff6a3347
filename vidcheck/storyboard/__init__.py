"""What the creator wants: the storyboard, read strictly and checked for sense."""
