"""What is printed: paper sizes, letters, a browser that makes PDF, and templates that escape."""
