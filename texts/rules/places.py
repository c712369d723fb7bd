"""Countries and territories: ISO 3166 alpha-2 codes, names, UN M49 subregions."""

from django.utils.translation import gettext, gettext_lazy

from texts.rules.countries import COUNTRIES, OUTSIDE_SUBREGIONS, SUBREGIONS
from texts.rules.fold import fold

_NAMES = {code: name for countries in COUNTRIES.values() for code, name in countries.items()} | OUTSIDE_SUBREGIONS
_REGION_OF = {code: region for region, countries in COUNTRIES.items() for code in countries}

# The 22 subregions by M49 code, names in English.
REGIONS = SUBREGIONS

# For a field's choices: (code, name in the reader's language), in the order of the English names.
CHOICES = [(code, gettext_lazy(name)) for code, name in sorted(_NAMES.items(), key=lambda pair: fold(pair[1]))]

# What forms and spreadsheets call them: official names, former names, short forms, own names of large countries.
# "Korea", "Congo" and "Virgin Islands" alone could be either of two and stay unmatched.
_VARIANTS = {
    "AE": ("UAE", "Emirates"),
    "AR": ("Argentine Republic",),
    "AT": ("Österreich",),
    "BA": ("Bosnia", "Bosnia Herzegovina"),
    "BE": ("Belgique", "België"),
    "BN": ("Brunei Darussalam",),
    "BO": ("Plurinational State of Bolivia", "Bolivia (Plurinational State of)"),
    "BR": ("Brasil", "Brésil", "Federative Republic of Brazil"),
    "CD": ("Congo (Kinshasa)", "Congo-Kinshasa", "DR Congo", "DRC", "Congo (Democratic Republic of the)", "Zaire")
    + ("Congo, Democratic Republic of the", "Democratic Republic of Congo", "République démocratique du Congo"),
    "CG": ("Congo (Brazzaville)", "Congo-Brazzaville", "Republic of Congo"),
    "CH": ("Schweiz", "Suisse", "Svizzera", "Swiss Confederation"),
    "CI": ("Ivory Coast",),
    "CN": ("People's Republic of China", "PR China", "PRC", "Mainland China", "中国"),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "DE": ("Deutschland", "Allemagne", "Federal Republic of Germany"),
    "DK": ("Danmark",),
    "EG": ("Arab Republic of Egypt", "مصر"),
    "ES": ("España", "Espagne", "Kingdom of Spain"),
    "FI": ("Suomi",),
    "FK": ("Falkland Islands", "Islas Malvinas"),
    "FM": ("Micronesia", "Micronesia (Federated States of)"),
    "FR": ("French Republic", "République française"),
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland", "Royaume-Uni")
    + ("United Kingdom of Great Britain and Northern Ireland", "Reino Unido"),
    "GM": ("Republic of the Gambia",),
    "GR": ("Hellenic Republic", "Hellas"),
    "HK": ("Hong Kong SAR", "Hong Kong SAR, China", "Hong Kong, China"),
    "IE": ("Republic of Ireland", "Éire"),
    "IN": ("Republic of India", "Bharat"),
    "IR": ("Islamic Republic of Iran", "Iran (Islamic Republic of)", "Iran, Islamic Republic of"),
    "IT": ("Italia", "Italian Republic", "Italie"),
    "JP": ("日本", "Nippon"),
    "KN": ("St Kitts and Nevis",),
    "KP": ("DPRK", "Democratic People's Republic of Korea", "Korea, Democratic People's Republic of", "Korea, North"),
    "KR": ("Republic of Korea", "Korea, Republic of", "Korea (Republic of)", "Korea, South", "ROK", "대한민국"),
    "LA": ("Lao PDR", "Lao People's Democratic Republic"),
    "LC": ("St Lucia",),
    "LY": ("Libyan Arab Jamahiriya", "State of Libya"),
    "MD": ("Republic of Moldova", "Moldova, Republic of"),
    "MK": ("Macedonia", "The former Yugoslav Republic of Macedonia", "Republic of North Macedonia"),
    "MM": ("Burma",),
    "MO": ("Macau", "Macao SAR", "Macao, China"),
    "MX": ("México", "United Mexican States"),
    "NL": ("Holland", "Nederland", "Kingdom of the Netherlands", "Pays-Bas"),
    "NO": ("Norge",),
    "NZ": ("Aotearoa", "Aotearoa New Zealand"),
    "PH": ("Pilipinas", "Republic of the Philippines"),
    "PL": ("Polska",),
    "PS": ("State of Palestine", "Palestine, State of", "Palestinian Territory", "Palestinian territories")
    + ("Occupied Palestinian Territory",),
    "RU": ("Russian Federation", "Россия", "Российская Федерация"),
    "SE": ("Sverige",),
    "SH": ("Saint Helena", "St Helena"),
    "SN": ("Sénégal",),
    "ST": ("Sao Tome",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey", "Republic of Turkey", "Republic of Türkiye"),
    "TW": ("Taiwan, Province of China", "Taiwan (Province of China)", "Chinese Taipei", "Taiwan, China"),
    "TZ": ("United Republic of Tanzania", "Tanzania, United Republic of"),
    "US": ("USA", "U.S.A.", "U.S.", "United States of America", "America", "États-Unis", "Estados Unidos"),
    "VA": ("Vatican", "Vatican City", "Vatican City State"),
    "VC": ("St Vincent and the Grenadines",),
    "VE": ("Venezuela (Bolivarian Republic of)", "Bolivarian Republic of Venezuela"),
    "VG": ("Virgin Islands (British)",),
    "VI": ("US Virgin Islands", "Virgin Islands (U.S.)"),
    "VN": ("Vietnam", "Việt Nam"),
}


def _key(name: str) -> str:
    """Fold a name; "and" counts no more than the "&" that stands for it, nor does "the" in front."""
    return " ".join(word for word in fold(name).removeprefix("the ").split() if word != "and")


_BY_NAME = {_key(name): code for code, name in _NAMES.items()} | {
    _key(name): code for code, names in _VARIANTS.items() for name in names
}


def is_known(code: str) -> bool:
    """Tell whether this is an alpha-2 code, in capitals."""
    return code in _NAMES


def name(code: str) -> str:
    """Return the name in the reader's language; of an unknown code the code itself."""
    return gettext(_NAMES[code]) if code in _NAMES else code


def code_for(name: str) -> str | None:
    """Return the code of the country that a form or spreadsheet names, or None.

    Case, accents, punctuation and a leading "the" do not count. A code in capitals is taken as it stands.
    """
    code = name.strip()
    return code if code in _NAMES else _BY_NAME.get(_key(name))


def region(code: str) -> str | None:
    """Return the M49 code of the subregion, a key of `REGIONS`; None for Antarctica and unknown codes."""
    return _REGION_OF.get(code)


def countries_in(region: str) -> list[str]:
    """Return the codes of the countries of a subregion, by its M49 code."""
    return list(COUNTRIES.get(region, {}))
