"""One event, told in five languages: the same places come out. The event and the texts are invented."""

from __future__ import annotations

import pytest

from gazetteer import AnnotateOptions, Gazetteer
from gazetteer.model import Verdict

ARTICLES = {
    "en": """A freight train left the rails near Poltava on Tuesday morning. It was on its way from Kharkiv to Odesa,
Ukraine. No one was hurt.

Passengers from Kyiv and Lviv waited for hours, and buses came from Kremenchuk. The wagons had been built in Bratislava,
the railway said; experts from Slovakia and Austria will come. Trains to Warsaw and Prague leave later today.

In Poltava the station was still closed in the evening.""",
    "fr": """Un train de marchandises a déraillé mardi matin près de Poltava. Il allait de Kharkiv à Odessa, en Ukraine.
Il n'y a pas eu de blessés.

Les voyageurs venus de Kiev et de Lviv ont attendu des heures, et des autocars sont arrivés de Krementchouk. Les
wagons avaient été construits à Bratislava, selon les chemins de fer ; des experts de Slovaquie et d'Autriche sont
attendus. Les trains pour Varsovie et Prague partiront plus tard.

À Poltava, la gare restait fermée dans la soirée.""",
    "uk": """Вантажний потяг зійшов з рейок поблизу Полтави у вівторок вранці. Він прямував із Харкова до Одеси в
Україні. Ніхто не постраждав.

Пасажири з Києва та Львова чекали кілька годин, а з Кременчука приїхали автобуси. Вагони збудували в Братиславі,
повідомила залізниця; приїдуть експерти зі Словаччини та Австрії. Потяги до Варшави й Праги вирушать пізніше.

У Полтаві вокзал увечері був ще зачинений.""",
    "de": """Ein Güterzug ist am Dienstagmorgen bei Poltawa entgleist. Er war unterwegs von Charkiw nach Odessa in der
Ukraine. Verletzt wurde niemand.

Reisende aus Kiew und Lwiw warteten stundenlang, und aus Krementschuk kamen Busse. Die Wagen wurden in Bratislava
gebaut, teilte die Bahn mit; aus der Slowakei und aus Österreich sollen Fachleute kommen. Die Züge
nach Warschau und Prag fahren später.

In Poltawa war der Bahnhof am Abend noch geschlossen.""",
    "ar": """خرج قطار شحن عن القضبان قرب بولتافا صباح الثلاثاء. وكان في طريقه من خاركوف إلى أوديسا في أوكرانيا.
ولم يصب أحد.

وانتظر المسافرون من كييف ولفيف ساعات، ووصلت حافلات من كريمنشوك. وقالت السكك الحديدية إن العربات صنعت في براتيسلافا،
وسيصل خبراء من سلوفاكيا والنمسا. وستغادر القطارات إلى وارسو وبراغ في وقت لاحق.

وفي بولتافا بقيت المحطة مغلقة في المساء.""",
}
PLACES = {
    696643: "Poltava",
    706483: "Kharkiv",
    698740: "Odesa",
    690791: "Ukraine",
    703448: "Kyiv",
    702550: "Lviv",
    704147: "Kremenchuk",
    3060972: "Bratislava",
    3057568: "Slovakia",
    2782113: "Austria",
    756135: "Warsaw",
    3067696: "Prague",
}
MENTIONS = len(PLACES) + 1  # Poltava stands twice


@pytest.mark.parametrize("lang", ARTICLES)
def test_the_same_places_come_out(embedded: Gazetteer, lang: str) -> None:
    answer = embedded.annotate(ARTICLES[lang], AnnotateOptions(demonyms=False))
    assert (answer.lang, answer.lang_guessed) == (lang, True)
    found = [one.resolution.candidates[0].place.id for one in answer.mentions if one.resolution.candidates]
    assert {PLACES.get(one, one) for one in found} == set(PLACES.values())
    assert len(answer.mentions) == MENTIONS
    assert {one.resolution.verdict for one in answer.mentions} == {Verdict.MATCH}
    assert {one.id for one in answer.toponyms} == set(PLACES)
    assert [one.name for one in answer.toponyms][:1] == ["Poltava"]


def test_each_article_tells_it_in_its_own_order_of_the_same_places(embedded: Gazetteer) -> None:
    order = [
        [one.id for one in embedded.annotate(article, AnnotateOptions(demonyms=False)).toponyms if one.id in PLACES]
        for article in ARTICLES.values()
    ]
    assert order == [order[0]] * len(ARTICLES)
