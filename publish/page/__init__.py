"""The page of a release: static files that show its facts, and the sentence behind each."""
