"""What is kept of a post, what readers are given of it, and what is left when the plugin goes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import httpx
import pytest
from plugging import BAKHMUT, KYIV, Service

from tests.cms.wordpress.asking import asking_fake, client_of
from tests.cms.wordpress.site import Site

HOSTILE = '</script><img src=x onerror=alert(1)>"Kyiv"'
PLACES: list[dict[str, object]] = [
    {"id": BAKHMUT, "name": "Bakhmut", "lat": 48.59, "lon": 37.99, "country": "UA", "surfaces": ["Bakhmout"]},
    {"id": KYIV, "name": "Kyiv", "lat": 50.45, "lon": 30.52, "country": "UA", "surfaces": ["Kyiv"]},
]
PLACES[0]["role"], PLACES[1]["role"] = "dateline", "mentioned"
TAMPERED = """update_post_meta((int) getenv('ID'), '_exonym_map', array(
  'of' => Exonym\\Map\\state(Exonym\\Places\\of((int) getenv('ID'))), 'credit' => '<b>x',
  'svg' => '<svg><script>alert(1)</script><g onload="x"></g></svg>'
));"""
UNINSTALL = """define('WP_UNINSTALL_PLUGIN', 'exonym/exonym.php');
require WP_PLUGIN_DIR . '/exonym/uninstall.php';
global $wpdb;
echo json_encode(array(get_option('exonym'),
  $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->postmeta WHERE meta_key LIKE '%exonym%'"),
  $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->termmeta WHERE meta_key LIKE 'exonym%'"),
  $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->term_taxonomy WHERE taxonomy = 'place'")));"""


def write(
    site: Site, who: str = "author", places: object = PLACES, content: str = "<!-- wp:exonym/map /-->"
) -> httpx.Response:
    """Write a post by the API of WordPress, as the editor does."""
    told = {"title": "Two towns", "status": "publish", "content": content, "meta": {"exonym_places": places}}
    with client_of(site, who) as client:
        return client.post("/", params={"rest_route": "/wp/v2/posts"}, json=told)


def test_readers_get_a_picture_and_data(ready: Site) -> None:
    made = write(ready).json()
    assert [one["name"] for one in made["meta"]["exonym_places"]] == ["Bakhmut", "Kyiv"]
    page = httpx.get(made["link"], timeout=60).text
    assert page.count("<svg") == 1
    assert 'aria-label="Map: Bakhmut, Kyiv"' in page
    assert "Natural Earth" in page
    assert "exonym/js" not in page
    assert "exonym/css" not in page
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["locationCreated"]["name"] == "Bakhmut"
    feed = httpx.get(f"{ready.address}/?feed=rss2", timeout=60).text
    assert "<georss:point>48.59 37.99</georss:point>" in feed
    terms = ready.php(
        "echo json_encode(wp_get_object_terms((int) getenv('ID'), 'place', array('fields' => 'slugs')));",
        ID=str(made["id"]),
    )
    assert sorted(json.loads(terms)) == [f"bakhmut-{BAKHMUT}", f"kyiv-{KYIV}"]


def test_names_become_no_markup(ready: Site) -> None:
    made = write(ready, places=[PLACES[0] | {"name": HOSTILE, "surfaces": [HOSTILE]}]).json()
    page = httpx.get(made["link"], timeout=60).text
    assert "onerror" not in page
    ready.php(TAMPERED, ID=str(made["id"]))
    page = httpx.get(made["link"], timeout=60).text.split("<figure")[1].split("</figure>")[0]
    assert "<script" not in page
    assert "onload" not in page
    assert "<b>" not in page


def test_the_places_of_a_post_with_a_password_are_for_who_has_it(ready: Site) -> None:
    told = {"title": "Two towns", "status": "publish", "password": "a word", "meta": {"exonym_places": PLACES}}
    with client_of(ready, "author") as client:
        made = client.post("/", params={"rest_route": "/wp/v2/posts"}, json=told).json()
        path = {"rest_route": f"/wp/v2/posts/{made['id']}"}
        assert len(client.get("/", params=path | {"context": "edit"}).json()["meta"]["exonym_places"]) == 2
    for word, count in (("", 0), ("another", 0), ("a word", 2)):
        seen = httpx.get(ready.address, params=path | ({"password": word} if word else {}), timeout=60)
        assert len(seen.json().get("meta", {}).get("exonym_places", [])) == count
        assert ("Bakhmut" in seen.text) == bool(count)
    assert "Bakhmut" not in httpx.get(made["link"], timeout=60).text


def test_a_map_shows_the_places_of_its_story(ready: Site) -> None:
    """Where it cannot be drawn anew, there are their names and no map of others."""
    made = write(ready).json()
    with asking_fake(ready) as fake:
        for status, body in ((503, b"{}"), (200, b"\xff" * 2_100_000), (200, b"<html>" * 100)):
            fake.status, fake.body = status, body
            with client_of(ready, "author") as client:
                told = {"meta": {"exonym_places": [PLACES[1] | {"lat": 50 + len(body) / 1e7}]}}
                path = {"rest_route": f"/wp/v2/posts/{made['id']}"}
                assert client.post("/", params=path, json=told).status_code == 200
            figure = httpx.get(made["link"], timeout=60).text.split("<figure")[1].split("</figure>")[0]
            assert "Kyiv" in figure
            assert "Bakhmut" not in figure


@pytest.mark.parametrize(
    "places",
    [
        [PLACES[0] | {"lat": 91}],
        [PLACES[0] | {"id": 0}],
        [PLACES[0] | {"more": 1}],
        [PLACES[0] | {"role": "owner"}],
        [{"name": "Kyiv"}],
        [PLACES[0] | {"name": "x" * 300}],
        [PLACES[0]] * 501,
        "Kyiv",
    ],
)
def test_what_does_not_fit_the_schema_is_refused(ready: Site, places: object) -> None:
    assert write(ready, places=places).status_code == 400


def test_another_s_post_is_not_theirs_to_change(ready: Site) -> None:
    made = write(ready, "admin").json()
    with client_of(ready, "author") as client:
        answer = client.post(
            "/", params={"rest_route": f"/wp/v2/posts/{made['id']}"}, json={"meta": {"exonym_places": []}}
        )
    assert answer.status_code == 403


def test_revisions_have_the_places_where_wordpress_can(ready: Site) -> None:
    made = write(ready).json()
    with client_of(ready, "author") as client:
        route = f"/wp/v2/posts/{made['id']}"
        client.post("/", params={"rest_route": route}, json={"content": "More.", "meta": {"exonym_places": PLACES[:1]}})
        found = client.get("/", params={"rest_route": f"{route}/revisions", "context": "edit"}).json()
    if ready.kind == "npm":
        assert [one["id"] for one in found[0]["meta"]["exonym_places"]] == [BAKHMUT]
    assert found[0]["content"]["raw"] == "More."


def test_posts_that_were_written_before(ready: Site, service: Service) -> None:
    made = write(ready, places=[], content="<p>Trains from <b>Ky</b>iv to Kramatorsk ran late.</p>").json()
    stub = """class WP_CLI {
        static function __callStatic($name, $told) { echo $name, ' ', is_string($told[0]) ? $told[0] : '', PHP_EOL; }
      }
      require WP_PLUGIN_DIR . '/exonym/includes/command.php';
      (new Exonym\\Command\\Command())->annotate(array(), json_decode(getenv('TOLD'), true));
      echo json_encode(array_column(Exonym\\Places\\of((int) getenv('ID')), 'name'));"""
    told = {"post_type": "post"}
    tried = ready.php(stub, TOLD=json.dumps(told | {"dry-run": True}), ID=str(made["id"]))
    assert f"log {made['id']}: Kyiv, Kramatorsk" in tried
    assert tried.endswith("[]")
    assert ready.php(stub, TOLD=json.dumps(told), ID=str(made["id"])).endswith('["Kyiv","Kramatorsk"]')


def test_the_plugin_goes(ready: Site, tmp_path: Path) -> None:
    made = write(ready).json()
    ready.php("require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins('exonym/exonym.php');")
    try:
        page = httpx.get(made["link"], timeout=60)
        assert page.status_code == 200
        assert "ld+json" not in page.text
        assert [int(one) for one in json.loads(ready.php(UNINSTALL))] == [0, 0, 0, 0]
    finally:
        ready.php("require_once ABSPATH . 'wp-admin/includes/plugin.php'; activate_plugin('exonym/exonym.php');")


def test_php_is_read_by_php(site: Site) -> None:
    for path in sorted((site.folder / "wp-content" / "plugins" / "exonym").rglob("*.php")):
        done = subprocess.run(["php", "-l", str(path)], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout


def test_wordpress_reads_its_words(ready: Site) -> None:
    code = "load_textdomain('exonym', WP_PLUGIN_DIR . '/exonym/languages/exonym-uk.mo'); "
    assert ready.php(code + "echo __('Places of the story', 'exonym');") == "Місця матеріалу"
