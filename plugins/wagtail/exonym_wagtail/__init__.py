"""Exonym in Wagtail: which place a spelling means, beside the text that is written.

Add `exonym_wagtail` to INSTALLED_APPS, and say where the service is: `EXONYM = {"URL": "https://…", "KEY": "exo_…"}`.
"""
