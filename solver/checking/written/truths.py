"""Yes and no, true and false, in the languages in which students and spreadsheets write them."""

from __future__ import annotations

from functools import cache
from unicodedata import combining, normalize

_OF_LANGUAGES = """
en yes    no     true        false
bg да     не     вярно       невярно
ca sí     no     cert        fals
cs ano    ne     pravda      nepravda
da ja     nej    sand        falsk
de ja     nein   wahr        falsch
el ναι    όχι    αληθές      ψευδές
es sí     no     verdadero   falso
et jah    ei     tõene       väär
fi kyllä  ei     tosi        epätosi
fr oui    non    vrai        faux
hr da     ne     točno       netočno
hu igen   nem    igaz        hamis
id ya     tidak  benar       salah
is já     nei    satt        ósatt
it sì     no     vero        falso
lt taip   ne     tiesa       netiesa
lv jā     nē     patiess     nepatiess
nb ja     nei    sann        usann
nl ja     nee    waar        onwaar
pl tak    nie    prawda      fałsz
pt sim    não    verdadeiro  falso
ro da     nu     adevărat    fals
ru да     нет    истина      ложь
sk áno    nie    pravda      nepravda
sl da     ne     drži        nedrži
sr да     не     тачно       нетачно
sv ja     nej    sant        falskt
tr evet   hayır  doğru       yanlış
uk так    ні     істина      хибність
"""
"""Yes, no, true and false by languages, as the locale data of Unicode and spreadsheets have them.

None of these means yes in one language and no in another: the sheet's own need not be known.
"""


def truth(word: str) -> bool | None:
    """What a word says, with or without its accents; None where it is none of these."""
    return _truths().get(_plain(word)) if word.isalpha() else None


def _plain(word: str) -> str:
    """A word without accents, and with a dot on every i."""
    bare = normalize("NFD", word.casefold().replace("ı", "i"))
    return "".join(sign for sign in bare if not combining(sign))


@cache
def _truths() -> dict[str, bool]:
    """What each word says; few answers are words at all."""
    return {
        _plain(word): place % 2 == 0
        for line in _OF_LANGUAGES.strip().splitlines()
        for place, word in enumerate(line.split()[1:])
    }
