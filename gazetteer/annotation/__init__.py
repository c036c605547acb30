"""A text in, every place out: words, names, clues, belief, spans, places."""
