"""Texts in, their places out: reading what is asked, and encoding what is answered.

request  JSON, plain text and HTML to texts with their options
answers  annotations as JSON and GeoJSON
lookups  texts as questions to the cache
"""
