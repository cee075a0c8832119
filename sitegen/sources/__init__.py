"""Text → values with positions: YAML, CSV and Markdown with front matter. The schema decides types later."""
