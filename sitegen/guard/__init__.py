"""What must not be published, and what is missing: pure functions over text and days."""
