"""Languages that a text can be in, by their BCP 47 tags."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from texts.rules import fold, places


@dataclass(frozen=True)
class Language:
    """A language people can choose: BCP 47 tag, name in English, its own name."""

    tag: str
    english: str
    own: str


# The six of the United Nations first, the others by tag. Own names as they stand alone in a list.
LANGUAGES = (
    Language("ar", "Arabic", "العربية"),
    Language("en", "English", "English"),
    Language("es", "Spanish", "Español"),
    Language("fr", "French", "Français"),
    Language("ru", "Russian", "Русский"),
    Language("zh", "Chinese", "中文"),
    Language("af", "Afrikaans", "Afrikaans"),
    Language("am", "Amharic", "አማርኛ"),
    Language("ay", "Aymara", "Aymar aru"),
    Language("az", "Azerbaijani", "Azərbaycanca"),
    Language("be", "Belarusian", "Беларуская"),
    Language("bg", "Bulgarian", "Български"),
    Language("bn", "Bengali", "বাংলা"),
    Language("bs", "Bosnian", "Bosanski"),
    Language("ca", "Catalan", "Català"),
    Language("ckb", "Central Kurdish", "کوردیی ناوەندی"),
    Language("cs", "Czech", "Čeština"),
    Language("cy", "Welsh", "Cymraeg"),
    Language("da", "Danish", "Dansk"),
    Language("de", "German", "Deutsch"),
    Language("dv", "Dhivehi", "ދިވެހި"),
    Language("el", "Greek", "Ελληνικά"),
    Language("eo", "Esperanto", "Esperanto"),
    Language("et", "Estonian", "Eesti"),
    Language("eu", "Basque", "Euskara"),
    Language("fa", "Persian", "فارسی"),
    Language("fi", "Finnish", "Suomi"),
    Language("fil", "Filipino", "Filipino"),
    Language("ga", "Irish", "Gaeilge"),
    Language("gl", "Galician", "Galego"),
    Language("gn", "Guarani", "Avañe'ẽ"),
    Language("gu", "Gujarati", "ગુજરાતી"),
    Language("ha", "Hausa", "Hausa"),
    Language("he", "Hebrew", "עברית"),
    Language("hi", "Hindi", "हिन्दी"),
    Language("hr", "Croatian", "Hrvatski"),
    Language("ht", "Haitian Creole", "Kreyòl ayisyen"),
    Language("hu", "Hungarian", "Magyar"),
    Language("hy", "Armenian", "Հայերեն"),
    Language("id", "Indonesian", "Bahasa Indonesia"),
    Language("ig", "Igbo", "Asụsụ Igbo"),
    Language("is", "Icelandic", "Íslenska"),
    Language("it", "Italian", "Italiano"),
    Language("ja", "Japanese", "日本語"),
    Language("ka", "Georgian", "ქართული"),
    Language("kk", "Kazakh", "Қазақша"),
    Language("km", "Khmer", "ភាសាខ្មែរ"),
    Language("kn", "Kannada", "ಕನ್ನಡ"),
    Language("ko", "Korean", "한국어"),
    Language("ky", "Kyrgyz", "Кыргызча"),
    Language("lo", "Lao", "ລາວ"),
    Language("lt", "Lithuanian", "Lietuvių"),
    Language("lv", "Latvian", "Latviešu"),
    Language("mi", "Māori", "Te reo Māori"),
    Language("mk", "Macedonian", "Македонски"),
    Language("ml", "Malayalam", "മലയാളം"),
    Language("mn", "Mongolian", "Монгол"),
    Language("mr", "Marathi", "मराठी"),
    Language("ms", "Malay", "Bahasa Melayu"),
    Language("mt", "Maltese", "Malti"),
    Language("my", "Burmese", "မြန်မာဘာသာ"),
    Language("nb", "Norwegian Bokmål", "Norsk bokmål"),
    Language("ne", "Nepali", "नेपाली"),
    Language("nl", "Dutch", "Nederlands"),
    Language("nn", "Norwegian Nynorsk", "Norsk nynorsk"),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ"),
    Language("pl", "Polish", "Polski"),
    Language("ps", "Pashto", "پښتو"),
    Language("pt", "Portuguese", "Português"),
    Language("pt-BR", "Portuguese (Brazil)", "Português (Brasil)"),
    Language("qu", "Quechua", "Runasimi"),
    Language("ro", "Romanian", "Română"),
    Language("rw", "Kinyarwanda", "Ikinyarwanda"),
    Language("si", "Sinhala", "සිංහල"),
    Language("sk", "Slovak", "Slovenčina"),
    Language("sl", "Slovenian", "Slovenščina"),
    Language("so", "Somali", "Soomaali"),
    Language("sq", "Albanian", "Shqip"),
    Language("sr", "Serbian", "Српски"),
    Language("sr-Latn", "Serbian (Latin script)", "Srpski"),
    Language("sv", "Swedish", "Svenska"),
    Language("sw", "Swahili", "Kiswahili"),
    Language("ta", "Tamil", "தமிழ்"),
    Language("te", "Telugu", "తెలుగు"),
    Language("tg", "Tajik", "Тоҷикӣ"),
    Language("th", "Thai", "ไทย"),
    Language("tk", "Turkmen", "Türkmençe"),
    Language("tr", "Turkish", "Türkçe"),
    Language("ug", "Uyghur", "ئۇيغۇرچە"),
    Language("uk", "Ukrainian", "Українська"),
    Language("ur", "Urdu", "اردو"),
    Language("uz", "Uzbek", "Oʻzbekcha"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("xh", "Xhosa", "isiXhosa"),
    Language("yo", "Yoruba", "Yorùbá"),
    Language("zh-Hans", "Chinese (simplified)", "简体中文"),
    Language("zh-Hant", "Chinese (traditional)", "繁體中文"),
    Language("zu", "Zulu", "isiZulu"),
)

# For a field's choices: (tag, own name), as a reader scans for a language: Latin letters first, then the other scripts.
CHOICES = sorted(((language.tag, language.own) for language in LANGUAGES), key=lambda choice: fold.fold(choice[1]))

# Languages with a stemmer of their own; all others are searched word by word.
STEMMED = ("ar", "en", "es", "fr", "ru")

_BY_TAG = {language.tag: language for language in LANGUAGES}
_SUBTAGS = {tag.partition("-")[0] for tag in _BY_TAG}
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)

_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "ug", "ur"}
_RIGHT_TO_LEFT_SCRIPTS = {"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"}
# ISO 15924 scripts that the languages above are written in today.
_SCRIPTS = _RIGHT_TO_LEFT_SCRIPTS | {
    *("Armn", "Beng", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Gujr", "Guru", "Hang", "Hani", "Hans", "Hant", "Hira"),
    *("Jpan", "Kana", "Khmr", "Knda", "Kore", "Laoo", "Latn", "Mlym", "Mong", "Mymr", "Sinh", "Taml", "Telu", "Thai"),
}
# UN M49 areas in tags: the world, the continents, Latin America and the Caribbean, and the subregions of `places`.
_AREAS = {"001", "002", "009", "019", "142", "150", "419"} | set(places.REGIONS)


def canonical(tag: str) -> str | None:
    """Return the tag in its usual letters ("PT-br" gives "pt-BR"), or None when it names no known language.

    Known is a language of `LANGUAGES`, with or without a script and a country or area. Variants and extensions are not.
    """
    found = _TAG.fullmatch(tag)
    if found is None:
        return None
    language, script, region = found[1].lower(), (found[2] or "").title(), (found[3] or "").upper()
    if language not in _SUBTAGS or (script and script not in _SCRIPTS):
        return None
    if region and region not in _AREAS and not places.is_known(region):
        return None
    return "-".join(part for part in (language, script, region) if part)


def is_known(tag: str) -> bool:
    """Tell whether a text may be in this language."""
    return canonical(tag) is not None


def best(offered: Sequence[str], wanted: Iterable[str]) -> str:
    """Return which of the languages `offered` a reader gets; the authentic one stands first among them.

    For each language wanted, in its order: the very tag, else another of the same language ("fr" where "fr-CA" is
    wanted). Where nothing fits, the authentic one.
    """
    for tag in wanted:
        if tag in offered:
            return tag
        for other in offered:
            if other.partition("-")[0] == tag.partition("-")[0]:
                return other
    return offered[0]


def direction(tag: str) -> str:
    """Return "rtl" or "ltr"; a script in the tag decides before the language ("ur-Latn" runs left to right)."""
    language, *others = tag.split("-")
    script = others[0].title() if others and len(others[0]) == 4 else ""
    if script:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if language.lower() in _RIGHT_TO_LEFT else "ltr"


def name(tag: str) -> str:
    """Return the language's own name, or that of its parent in `LANGUAGES` ("fr-CA": "Français"), else the tag."""
    subtags = (canonical(tag) or tag).split("-")
    while subtags:
        if language := _BY_TAG.get("-".join(subtags)):
            return language.own
        subtags.pop()
    return tag


def english_name(tag: str) -> str:
    """Return the name of the language in English, or that of its parent in `LANGUAGES`, else the tag."""
    subtags = (canonical(tag) or tag).split("-")
    while subtags:
        if language := _BY_TAG.get("-".join(subtags)):
            return language.english
        subtags.pop()
    return tag


def search_config(tag: str) -> str:
    """Return the name of the PostgreSQL text search configuration for texts in this language."""
    subtag = tag.partition("-")[0].lower()
    return f"texts_{subtag}" if subtag in STEMMED else "texts_simple"
