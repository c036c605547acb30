"""The routes below the admin: `/admin/exonym/v1/…`."""

from __future__ import annotations

from django.urls import path, re_path

from . import views

app_name = "exonym"

urlpatterns = [
    path("v1/suggest", views.suggest, name="suggest"),
    path("v1/places/<int:id>", views.place),
    path("v1/dateline", views.dateline),
    path("v1/desk", views.desks),
    path("v1/annotate", views.annotate),
    path("v1/decisions", views.decisions),
    re_path(r"^v1/decisions/(?P<id>[0-9a-f]{1,40})$", views.decisions),
    path("v1/map/base", views.base),
    re_path(r"^v1/map/dots/(?P<z>[0-9]{1,2})/(?P<x>[0-9]{1,5})/(?P<y>[0-9]{1,5})$", views.dots),
]
