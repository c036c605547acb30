"""Words and endings: what a place name is made of beside the name itself, in many languages."""
