"""People and a first page: an administrator, a reporter, somebody who only has an account."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402 -- models are there once Django is
from wagtail.models import Page, Site  # noqa: E402

PASSWORD = os.environ["WORD"]
User.objects.create_superuser("admin", "admin@example.org", PASSWORD, first_name="Olena", last_name="Koval")
reporter = User.objects.create_user("reporter", "reporter@example.org", PASSWORD, first_name="Petro")
reporter.groups.add(Group.objects.get(name="Editors"))
User.objects.create_user("reader", "reader@example.org", PASSWORD)
root = Page.objects.get(depth=1)
Page.objects.filter(depth=2).delete()
root = Page.objects.get(depth=1)
home = root.add_child(instance=Page(title="Newsroom", slug="home"))
Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "127.0.0.1", "root_page": home})
print(home.pk)
