"""What is made for paper: the codes that printed pages bear, and the sheets that `sitegen print` typesets."""
