"""Pages for people: a place's page, and its preview for other programs' frames."""
