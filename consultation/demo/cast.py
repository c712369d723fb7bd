"""Who takes part: the secretariat, nine bodies and their officials, and people who speak for themselves."""

from consultation.demo.shapes import Organization, Person

OFFICES = {"noor": "secretariat", "piet": "moderator"}

ACCOUNTS = {
    "noor": "secretariat@example.org",
    "piet": "moderator@example.org",
    "teodor": "participant@example.org",
    "jun": "focal-point@example.org",
    "amina": "coordinator@example.org",
    "aroha": "follower@example.org",
}

_STAFF = (
    Person("noor", "Noor Haddad", ACCOUNTS["noor"], "LB", "other", "en", "Asia/Beirut"),
    Person("piet", "Piet Sandvik", ACCOUNTS["piet"], "NO", "other", "en", "Europe/Oslo"),
)

_OFFICIALS = (
    Person(
        "helene", "Hélène Marsan", "helene.marsan@posts.veldara.example", None, "government", "fr", "Africa/Libreville"
    ),
    Person(
        "anselme", "Anselme Kouro", "anselme.kouro@posts.veldara.example", None, "government", "fr", "Africa/Libreville"
    ),
    Person("leilani", "Leilani Tauro", "leilani@digital.nalau.example", None, "government", "en", "Pacific/Tarawa"),
    Person("ruben", "Ruben Amaka", "ruben@digital.nalau.example", None, "government", "en", "Pacific/Tarawa"),
    Person("kei", "Kei Natapu", "kei@digital.nalau.example", None, "government", "en", "Pacific/Tarawa"),
    Person(
        "ines",
        "Ines Calloway",
        "ines.calloway@southern-latitudes.example",
        None,
        "intergovernmental_organization",
        "en",
        "Africa/Windhoek",
    ),
    Person(
        "pavel",
        "Pavel Strnad",
        "pavel.strnad@southern-latitudes.example",
        None,
        "intergovernmental_organization",
        "en",
        "Africa/Windhoek",
    ),
    Person(
        "victoria",
        "Victoria Langholt",
        "v.langholt@connected-trade.example",
        "SG",
        "private_sector",
        "en",
        "Asia/Singapore",
    ),
    Person("dev", "Dev Pillay", "d.pillay@connected-trade.example", "SG", "private_sector", "en", "Asia/Singapore"),
    Person(
        "sunita", "Sunita Bhandari", "sunita@small-carriers.example", "NP", "private_sector", "en", "Asia/Kathmandu"
    ),
    Person("emeka", "Emeka Obi", "emeka@small-carriers.example", "NG", "private_sector", "en", "Africa/Lagos"),
    Person("amina", "Amina Odhiambo", ACCOUNTS["amina"], "KE", "civil_society", "en", "Africa/Nairobi"),
    Person("juma", "Juma Kilonzo", "juma@mtandao-sawa.example", "TZ", "civil_society", "en", "Africa/Dar_es_Salaam"),
    Person(
        "lucia",
        "Lucía Ferreyra",
        "lucia@redes-delta.example",
        "AR",
        "civil_society",
        "es",
        "America/Argentina/Buenos_Aires",
    ),
    Person("ramiro", "Ramiro Acosta", "ramiro@redes-delta.example", "UY", "civil_society", "es", "America/Montevideo"),
    Person("jun", "Jun Okabe", ACCOUNTS["jun"], "JP", "technical_community", "en", "Asia/Tokyo"),
    Person("sigrid", "Sigrid Holm", "sigrid@longshore.example", "DK", "technical_community", "en", "Europe/Copenhagen"),
    Person("salma", "سلمى الحارثي", "salma@npl.eastern-oasis.example", "OM", "academia", "ar", "Asia/Muscat"),
    Person("yasser", "ياسر الكندي", "yasser@npl.eastern-oasis.example", "OM", "academia", "ar", "Asia/Muscat"),
)

_FOR_THEMSELVES = (
    Person("teodor", "Teodor Lind", ACCOUNTS["teodor"], "SE", "other", "en", "Europe/Stockholm"),
    Person("rosa", "Rosa Field", "rosa.field@example.net", "IE", "civil_society", "en", "Europe/Dublin"),
    Person("nino", "Nino Gelashvili", "nino@example.net", "GE", "technical_community", "en", "Asia/Tbilisi"),
    Person("marit", "Marit Solheim", "marit.solheim@example.net", "NO", "other", "en", "Europe/Oslo"),
    Person("mere", "Mere Rokotuivuna", "mere@example.net", "FJ", "academia", "en", "Pacific/Fiji"),
    Person("aroha", "Aroha Pene", ACCOUNTS["aroha"], "NZ", "civil_society", "en", "Pacific/Auckland"),
    Person("khadija", "Khadija Benslimane", "khadija@example.net", "MA", "private_sector", "fr", "Africa/Casablanca"),
    Person("diego", "Diego Quispe", "diego.quispe@example.net", "BO", "technical_community", "es", "America/La_Paz"),
    Person("layla", "ليلى منصور", "layla.mansour@example.net", "JO", "academia", "ar", "Asia/Amman"),
    Person("yusuf", "Yusuf Adebayo", "yusuf.adebayo@example.net", "NG", "private_sector", "en", "Africa/Lagos"),
    Person("priya", "Priya Raman", "priya.raman@example.net", "IN", "academia", "en", "Asia/Kolkata"),
    Person("odile", "Odile Tremblant", "odile.tremblant@example.net", "CA", "civil_society", "fr", "America/Toronto"),
    Person("tariq", "طارق الصبري", "tariq@example.net", "YE", "technical_community", "ar", "Asia/Aden"),
    Person("beatriz", "Beatriz Ferro", "beatriz.ferro@example.net", "UY", "government", "es", "America/Montevideo"),
    Person("linh", "Linh Dao", "linh.dao@example.net", "VN", "private_sector", "en", "Asia/Ho_Chi_Minh"),
    Person("grace", "Grace Mwale", "grace.mwale@example.net", "ZM", "civil_society", "en", "Africa/Lusaka"),
    Person("mateusz", "Mateusz Wrona", "mateusz.wrona@example.net", "PL", "other", "en", "Europe/Warsaw"),
    Person("alec", "Alec Norbury", "alec.norbury@example.net", "GB", "private_sector", "en", "Europe/London"),
    Person("viclair", "Armand Viclair", "cabinet@posts-veldara.example", None, "government", "en", "UTC"),
)

PEOPLE = _STAFF + _OFFICIALS + _FOR_THEMSELVES

ORGANIZATIONS = (
    Organization(
        "veldara",
        "Ministry of Posts and Networks, Republic of Veldara",
        "organization",
        "government",
        None,
        "fr",
        "posts.veldara.example",
        ("helene",),
        ("anselme",),
    ),
    Organization(
        "nalau",
        "Digital Office of the Island Republic of Nalau",
        "organization",
        "government",
        None,
        "en",
        "digital.nalau.example",
        ("leilani", "ruben"),
        ("kei",),
    ),
    Organization(
        "union",
        "Southern Latitudes Union",
        "organization",
        "intergovernmental_organization",
        None,
        "en",
        "southern-latitudes.example",
        ("ines",),
        ("pavel",),
    ),
    Organization(
        "chamber",
        "Chamber of Connected Trade",
        "organization",
        "private_sector",
        "SG",
        "en",
        "connected-trade.example",
        ("victoria",),
        ("dev",),
    ),
    Organization(
        "circle",
        "Small Carriers' Circle",
        "organization",
        "private_sector",
        "NP",
        "en",
        "small-carriers.example",
        ("sunita",),
        ("emeka",),
    ),
    Organization(
        "mtandao",
        "Mtandao Sawa",
        "coalition",
        "civil_society",
        "KE",
        "en",
        "mtandao-sawa.example",
        ("amina",),
        ("juma",),
    ),
    Organization(
        "redes",
        "Redes Vecinales del Delta",
        "organization",
        "civil_society",
        "AR",
        "es",
        "redes-delta.example",
        ("lucia",),
        ("ramiro",),
    ),
    Organization(
        "longshore",
        "Longshore Network Operators",
        "organization",
        "technical_community",
        "JP",
        "en",
        "longshore.example",
        ("jun",),
        ("sigrid",),
    ),
    Organization(
        "lab",
        "مختبر سياسات الشبكات، جامعة الواحة الشرقية",
        "organization",
        "academia",
        "OM",
        "ar",
        "npl.eastern-oasis.example",
        ("salma",),
        ("yasser",),
        latin_name="Network Policy Lab, Eastern Oasis University",
    ),
    # Not the ministry above: another address, nobody has confirmed it, and nothing it sends is shown.
    Organization(
        "false-ministry",
        "Ministry of Posts of Veldara",
        "organization",
        "government",
        None,
        "en",
        "posts-veldara.example",
        ("viclair",),
        verified=False,
    ),
)
