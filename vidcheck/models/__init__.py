"""Small pretrained models as data: what there is, where it comes from, and how it is asked."""
