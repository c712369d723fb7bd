"""Names that read alike: case, accents, spaces and look-alike letters of all scripts are folded."""

from collections.abc import Iterable
from functools import cache

from confusable_homoglyphs import confusables

from texts.rules.fold import fold

# What the offices are called, in the languages of the United Nations and a few more.
OFFICES = (
    "secretariat",
    "secretaria",
    "secrétariat",
    "sekretariat",
    "секретариат",
    "秘书处",
    "秘書處",
    "الأمانة العامة",
    "moderator",
    "modérateur",
    "modératrice",
    "moderador",
    "модератор",
    "administrator",
    "administrateur",
    "administrador",
    "администратор",
    "管理员",
)
LIMIT = 300
# Words beside an office or a body that make it no other one.
_ARTICLES = ("the", "of", "for", "and", "de", "des", "du", "la", "le", "les", "el", "del", "da", "do", "der", "team")
# Different letters that many typefaces draw alike.
_DRAWN_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})


def skeleton(name: str) -> str:
    """The key of names that read alike: “Mіnistry  of lT” and “MINISTRY OF IT” have the same. Empty matches nothing."""
    return "".join(_words(name))[:LIMIT]


def reads_like_an_office(name: str) -> bool:
    """Whether a person's name could be taken for the secretariat or a moderator: an office stands anywhere in it."""
    key = skeleton(name)
    return any(office in key for office in _offices())


def is_an_office(name: str, hosts: Iterable[str] = ()) -> bool:
    """Whether a body's name reads like the secretariat or a host: nothing stands beside it but articles.

    “The Secretariat” and “Secretariat of <host>” do; “Secretariat of the Pacific Community” is a body of its own.
    """
    key = skeleton("".join(_without_articles(_words(name))))
    taken = {skeleton("".join(_without_articles(_words(host)))) for host in hosts} - {""}
    offices = _offices() | {office + "s" for office in _offices()}
    if key in offices | taken:
        return True
    return any(key in (office + host, host + office) for office in offices for host in taken)


def _words(name: str) -> list[str]:
    return [_plain(word) for word in fold(_plain(name)).split()]


def _without_articles(words: list[str]) -> list[str]:
    articles = {_plain(article) for article in _ARTICLES}
    return [word for word in words if word not in articles]


def _plain(text: str) -> str:
    """Each letter as the Latin one that it looks like, if there is one."""
    return "".join(_letter(character) for character in text).casefold().translate(_DRAWN_ALIKE)


@cache
def _letter(character: str) -> str:
    if character.isascii():
        return character
    alike = (str(other["c"]) for other in confusables.confusables_data.get(character, ()))
    return min((one for one in alike if one.isascii() and one.isalnum()), default=character)


@cache
def _offices() -> frozenset[str]:
    return frozenset(skeleton(office) for office in OFFICES)
