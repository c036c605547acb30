"""`exonym reverse`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from service.commands.options import data_dir_option, out
from service.parameters import split_codes
from service.settings import Settings


@click.command("reverse", context_settings={"ignore_unknown_options": True})
@click.argument("lat", type=float)
@click.argument("lon", type=float)
@click.option("--class", "classes", multiple=True, help="GeoNames feature class, for example P; may be given again.")
@click.option("--code", "codes", multiple=True, help="GeoNames feature code, for example AIRP; may be given again.")
@click.option("--country", multiple=True, help="ISO 3166-1 code or a country's name; may be given again.")
@click.option("--km", type=float, help="How far at most, in kilometres [default: however far].")
@click.option("--limit", type=int, default=10, show_default=True, help="How many places to list.")
@click.option("--display", metavar="LANG", help="Language of the names in the answer, BCP 47.")
@click.option("--json", "as_json", is_flag=True, help="Print what GET /v1/reverse answers.")
@data_dir_option
def command(
    lat: float,
    lon: float,
    classes: tuple[str, ...],
    codes: tuple[str, ...],
    country: tuple[str, ...],
    km: float | None,
    limit: int,
    display: str | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """List the places nearest to a point, LAT and LON in degrees.

    \b
      exonym reverse 48.6 38.0
      exonym reverse -33.9 -70.7 --class P --limit 3 --display es
      exonym reverse 30 -40 --code AIRP
    """
    from gazetteer import Gazetteer

    gazetteer = Gazetteer.open(Settings.read(data_dir=data_dir).data_dir)
    found = gazetteer.reverse(
        lat, lon, classes=classes, codes=codes, country=split_codes(country), km=km, limit=limit, display=display
    )
    if as_json:
        from service.answers import Answers

        click.echo(Answers(gazetteer.info, gazetteer.credits).nearby(found, display))
        return
    table = Table("km", "id", "place", "kind", "lat", "lon", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for one in found:
        place = one.place
        parts = (place.name, place.admin1.name if place.admin1 else None, place.country_name)
        table.add_row(
            f"{one.distance_km:.1f}",
            str(place.key),
            ", ".join(dict.fromkeys(part for part in parts if part)),
            place.feature_code,
            f"{place.lat:.4f}",
            f"{place.lon:.4f}",
        )
    out().print(table)
