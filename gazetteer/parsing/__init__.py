"""From a string as people write it to its interpretations."""
