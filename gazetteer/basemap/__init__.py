"""What a map of places is drawn from: land and borders, labels, and the gazetteer's own places as dots.

Nothing here is needed to build or open an index. `basemap.py` is its face.
"""
