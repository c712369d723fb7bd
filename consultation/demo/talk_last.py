"""Comments on paragraphs 8 to 12 of the zero draft, with the text that forty people filed."""

from consultation.demo.shapes import Comment, Copies, Moment, french

_FORTY = (
    "I object to paragraph 11. A limit of one fifth will close the small offices that live on one generous giver. Let "
    "everybody give what they can, and let the secretariat decide what is too much."
)

PARAGRAPHS_8_TO_12 = (
    Comment(
        "8-longshore",
        "jun",
        "longshore",
        8,
        "support",
        "en",
        Moment(-9, 3, 58),
        "Keep 8 and we can live with the rest. Drop it and you will learn from outages.",
    ),
    Comment(
        "8-grace",
        "grace",
        None,
        8,
        "suggestion",
        "en",
        Moment(-4, 10, 36),
        "A statement of what advice would cost needs a neighbour: what it costs that nothing is done. For one year we wrote it "
        "down in one district of Lusaka, shop by shop and clinic by clinic "
        "([the notebooks are here](https://example.org/lusaka-notebooks)). The second figure was nine times the first. Those "
        "who run networks cannot be asked for it, because they do not pay it.",
    ),
    Comment(
        "9-redes",
        "lucia",
        "redes",
        9,
        "support",
        "es",
        Moment(-8, 21, 40),
        "Primero la conexión, después la conferencia. Y en ese orden en el presupuesto.",
    ),
    Comment(
        "9-chamber",
        "victoria",
        "chamber",
        9,
        "concern",
        "en",
        Moment(hours_ago=15.4),
        "Paid for by whom? Paragraph 11 turns away the only people who have offered. Our members would have paid for "
        "interpretation at every meeting, in six languages. Under a ceiling of one fifth it stops in the second.",
    ),
    Comment(
        "9-khadija",
        "khadija",
        None,
        9,
        None,
        "fr",
        Moment(hours_ago=9.1),
        french("Il suffit que cinq d'entre vous paient chacun un cinquième. Vous êtes plus de cinq."),
        reply_to="9-chamber",
    ),
    Comment(
        "10-chamber",
        "victoria",
        "chamber",
        10,
        "concern",
        "en",
        Moment(-8, 8, 15),
        "A yearly account is a yearly cost. Our members already report to regulators in sixty countries; let those "
        "reports count, or you will get a sixty-first that nobody reads.",
        withdrawn=Moment(-7, 9, 40),
        status="withdrawn",
    ),
    Comment(
        "10-mtandao",
        "amina",
        "mtandao",
        10,
        "suggestion",
        "en",
        Moment(-6, 7, 25),
        'Let "no answer" carry its particulars: who was asked, how often, at which address. A bare silence can be explained '
        "away as a letter gone astray. Three dates and an address cannot.",
    ),
    Comment("11-copies", "alec", None, 11, "concern", "en", Moment(-3, 9, 2), _FORTY),
    Comment(
        "11-redes",
        "lucia",
        "redes",
        11,
        "suggestion",
        "es",
        Moment(-3, 23, 14),
        "El quinto está bien. Falta el plazo: que cada donación se publique el día en que llega, y no en el informe anual. Un "
        "año de demora es un año de agenda.",
    ),
    Comment(
        "12-lab",
        "salma",
        "lab",
        12,
        "support",
        "ar",
        Moment(-7, 8, 30),
        "كل ترتيب بلا تاريخ انتهاء يتحوّل إلى مؤسسة.",
    ),
    Comment(
        "12-veldara",
        "helene",
        "veldara",
        12,
        "concern",
        "fr",
        Moment(hours_ago=3.7),
        french(
            "Trois ans : moins qu'il n'en faut pour une ratification. Un État n'engage pas son parlement dans une maison "
            "dont le bail expire avant le débat. Nous pourrions vivre avec six, et avec une fin."
        ),
    ),
)

COPIES = Copies(first="11-copies", paragraph=11, text=_FORTY, count=40)
