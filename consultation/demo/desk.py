"""What waits for the moderators: flags, newcomers' texts, a campaign of advertising, changed words, names that imitate.

Most of it is for one of them alone; some takes two, and one thing nobody here should decide about.
"""

from dataclasses import dataclass

from consultation.demo.shapes import Moment, Person


@dataclass(frozen=True)
class Flag:
    """A reader tells the moderators of a text: `kind` and the key of the thing in the story."""

    by: str
    kind: str
    thing: str
    rule: int
    sentence: str
    moment: Moment
    language: str = "en"


@dataclass(frozen=True)
class Waiting:
    """A comment that a moderator reads before it is shown; `corrected` are newer words of one that is shown."""

    key: str
    by: str
    paragraph: int | None
    text: str
    moment: Moment
    language: str = "en"
    kind: str | None = None
    proposal: str = "zero-draft"
    corrected: str = ""
    corrected_at: Moment | None = None


@dataclass(frozen=True)
class Request:
    """Somebody asks to be confirmed for a body that is noted."""

    by: str
    body: str
    role: str
    note: str
    moment: Moment


NEWCOMERS: tuple[Person, ...] = (
    Person("ottoline", "Ottoline Marsh", "ottoline.marsh@example.org", "GB", "civil_society", "en", "Europe/London"),
    Person("bashir", "Bashir Nouri", "bashir.nouri@example.org", "TN", "private_sector", "fr", "Africa/Tunis"),
    Person("ewa", "Ewa Lipska-Zając", "ewa.lipska@example.org", "PL", "academia", "en", "Europe/Warsaw"),
    Person("tomas", "Tomás Iriarte", "tomas.iriarte@example.org", "AR", "civil_society", "es", "America/Buenos_Aires"),
    Person("noura", "نورة البلوشي", "noura@example.org", "OM", "technical_community", "ar", "Asia/Muscat"),
    Person("quickline", "Quickline Offers", "offers@quickline.example", "US", "private_sector", "en", "UTC"),
    Person("bram", "Bram de Wit", "bram.dewit@example.org", "NL", "other", "en", "Europe/Amsterdam"),
    # Two letters of this name are Cyrillic.
    Person("imitator", "Noоr Hаddad", "n.haddad.office@example.org", "CH", "other", "en", "Europe/Zurich"),
    Person(
        "gudrun", "Guðrún Jónsdóttir", "gudrun@example.org", "IS", "technical_community", "en", "Atlantic/Reykjavik"
    ),
)
# Those who joined within the last day.
NEW = ("quickline", "bashir", "ewa", "tomas", "noura")

FLAGS: tuple[Flag, ...] = (
    Flag("victoria", "comment", "7-chamber-circle", 3, "She says that we pay to stop things. It is an attack on our members and not a comment.", Moment(hours_ago=52.5)),
    Flag("dev", "comment", "7-chamber-circle", 3, "It accuses named firms of blackmail.", Moment(hours_ago=51.0)),
    Flag("sunita", "comment", "4-chamber", 5, "They repeat this under every paragraph.", Moment(hours_ago=46.4)),
    Flag("diego", "comment", "6-beatriz", 2, "Habla de «mi ministerio»: se sabe quién es su jefe.", Moment(hours_ago=40.2), "es"),
    Flag("anselme", "comment", "7-veldara-nalau", 3, "Ce ton n’est pas digne d’un État.", Moment(hours_ago=15.1), "fr"),
    Flag("priya", "comment", "5-veldara", 6, "A deadline of thirty days is against the law of my country.", Moment(hours_ago=30.8)),
    Flag("marit", "comment", "8-grace", 2, "“A neighbour” could be somebody I know.", Moment(hours_ago=22.7)),
    Flag("alec", "contribution", "rosa", 5, "She mentions the name of a screen reader three times.", Moment(hours_ago=12.0)),
    Flag("dev", "comment", "a-circle", 5, "It points to their own paper again.", Moment(hours_ago=37.5)),
    Flag("odile", "proposal", "option-d", 4, "Une option ne devrait pas être écrite au nom d’États qui n’ont rien dit.", Moment(hours_ago=26.5), "fr"),
    Flag("anselme", "comment", "d-odile", 3, "La question est une moquerie envers les États.", Moment(hours_ago=20.1), "fr"),
)  # fmt: skip

_OFFER = (
    "Your small network deserves more customers. QUICKLINE sells verified address lists for every region: "
    "https://quickline.example/{0} https://quickline.example/{0}/offer https://quickline.example/pay"
)
TEXTS: tuple[Waiting, ...] = (
    *(
        Waiting(f"quickline-{number}", "quickline", paragraph, _OFFER.format(region), Moment(hours_ago=7.0 - number / 10))
        for number, (paragraph, region) in enumerate(((4, "africa"), (5, "asia"), (9, "europe"), (9, "pacific"), (11, "americas")), 1)
    ),
    Waiting("4-bashir", "bashir", 4, "Une liste existe déjà dans trois pays de la région : https://annuaire.example/tn https://annuaire.example/dz https://annuaire.example/ma. Le projet pourrait commencer par elles.", Moment(hours_ago=20.4), "fr", "suggestion"),
    Waiting("8-ewa", "ewa", 8, "Three measurements of what such rules cost are public; all three used other methods. See https://costs.example/1, https://costs.example/2 and https://costs.example/3. The paragraph should say which one is meant.", Moment(hours_ago=16.9), "en", "question"),
    Waiting("9-tomas", "tomas", 9, "Los gastos de viaje de cinco foros, con sus fuentes: https://viajes.example/a https://viajes.example/b https://viajes.example/c", Moment(hours_ago=9.5), "es"),
    Waiting("12-noura", "noura", 12, "ثلاث سنوات قليلة. انظروا ما حدث في ثلاث تجارب: https://tajriba.example/1 https://tajriba.example/2 https://tajriba.example/3", Moment(hours_ago=5.8), "ar", "concern"),
    Waiting("3-bram", "bram", 3, "The same door for everybody, and the same five people behind it every time.", Moment(hours_ago=33.0), "en", "concern"),
    Waiting("6-bram", "bram", 6, "A working group of working groups. I have been in three.", Moment(hours_ago=32.6), "en"),
    Waiting("10-bram", "bram", 10, "No answer is also an answer, and most often it is the honest one.", Moment(hours_ago=31.9), "en"),
)  # fmt: skip

# Newer words that wait while those before stay shown.
CHANGED: tuple[Waiting, ...] = (
    Waiting(
        "11-ewa",
        "ewa",
        11,
        "Gifts should be public on the day they come, with the name of the giver.",
        Moment(hours_ago=14.2),
        "en",
        "suggestion",
        corrected="Gifts should be public on the day they come, with the name of the giver, as it is done here: "
        "https://gifts.example/one https://gifts.example/two https://gifts.example/three",
        corrected_at=Moment(hours_ago=2.5),
    ),
    Waiting(
        "5-tomas",
        "tomas",
        5,
        "Noventa días cuentan distinto donde el correo llega dos veces al mes.",
        Moment(hours_ago=13.1),
        "es",
        "concern",
        corrected="Noventa días cuentan distinto donde el correo llega dos veces al mes: https://correo.example/delta "
        "https://correo.example/puna https://correo.example/sur",
        corrected_at=Moment(hours_ago=1.4),
    ),
)

REQUESTS: tuple[Request, ...] = (
    Request("ottoline", "redes", "member", "I translate for Redes Vecinales and was asked to file their annexes.", Moment(hours_ago=29.0)),
    Request("gudrun", "longshore", "focal_point", "Jun is at sea until the close. I can be reached at the operators’ office.", Moment(hours_ago=11.3)),
)  # fmt: skip

# Whose texts a moderator reads first, since when and until when, and why.
LIMITED = "bram"
LIMITED_AT, LIMITED_DAYS = Moment(-3, 10, 0), 14
LIMITED_REASON = (
    "Forty texts in two days, most of them one line, several about other people and not about the text. "
    "What is written to the matter is shown once a moderator has read it."
)

# One moderator holds what was written in a body's name; a second one agrees, or it is shown again.
HELD = Waiting(
    "6-redes",
    "lucia",
    6,
    "Si quieren saber qué pasa cuando nadie toma una pregunta, llamen a Néstor Quiroga, que sube a la torre: 11 5555 0147.",
    Moment(hours_ago=10.4),
    "es",
)
HELD_FOR_BODY = "redes"
HELD_REASON = "It gives a private person’s number. Held until a second one agrees that it is hidden, or takes it out."
HELD_AT = Moment(hours_ago=4.1)
ERASED = "7-hidden"
ERASED_REASON = (
    "Elsa Brandt asks that what was said of her health and her address is destroyed. The law gives her that."
)
ERASED_AT = Moment(hours_ago=8.2)

# An author was asked, and has answered.
ASKED, QUESTION = "3-bram", "Whom do you mean by “the same five people”? Without names the sentence can stand."
ASKED_AT = Moment(hours_ago=24.0)
REPLY = "Nobody in particular. It was five people in 2019 as well, and not the same ones."
REPLIED_AT = Moment(hours_ago=6.6)


@dataclass(frozen=True)
class Kept:
    """A comment that was flagged and left as it is."""

    thing: str
    flagged_by: str
    rule: int
    flagged: Moment
    reason: str
    moment: Moment


KEPT: tuple[Kept, ...] = (
    Kept("paper-3-thirty", "sunita", 3, Moment(-72, 8), "A hard word about a paper is no attack on a person.", Moment(-71, 9)),
    Kept("3-mtandao", "anselme", 3, Moment(-9, 10, 5), "It answers an argument, sharply. That is what a consultation is for.", Moment(-8, 14, 20)),
    Kept("6-circle", "alec", 5, Moment(-5, 9, 10), "It sells nothing. That it is said often breaks no rule.", Moment(-4, 8, 40)),
)  # fmt: skip

# A decision that was wrong, and the one that says so; both stay in the record.
MISTAKEN, MISTAKEN_RULE = "paper-5-chairs", 2
MISTAKEN_REASON = "It speaks of letters that private persons wrote to the Forum."
MISTAKEN_AT = Moment(-62, 9, 30)
RIGHTED_REASON = "It names nobody and quotes no letter. We read it too quickly, and say so."
RIGHTED_AT = Moment(-61, 16, 10)
