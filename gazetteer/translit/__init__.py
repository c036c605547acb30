"""From one script to another: readings in Latin letters, transcriptions into a language's habit, sound keys."""
