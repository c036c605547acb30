"""Fitting of the filter that says which names in a text name places."""
