"""One result, many formats; formatters return text and compute nothing."""
