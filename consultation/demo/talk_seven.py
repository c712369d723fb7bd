"""Paragraph 7 of the zero draft: who decides. Where the conflict is."""

from consultation.demo.shapes import Comment, Endorsement, Hiding, Moment, french

SEVENTH_PARAGRAPH = (
    Comment(
        "7-chamber",
        "victoria",
        "chamber",
        7,
        "concern",
        "en",
        Moment(-11, 7, 20),
        "'Sustains a reasoned objection' hands every group a brake. Say who judges the reason.",
    ),
    Comment(
        "7-chamber-circle",
        "sunita",
        "circle",
        7,
        None,
        "en",
        Moment(-11, 10, 3),
        "For twenty years the Chamber has had a brake of its own: it stops paying. A reason, in writing, would be progress.",
        reply_to="7-chamber",
    ),
    Comment(
        "7-chamber-nino",
        "nino",
        None,
        7,
        None,
        "en",
        Moment(-10, 18, 41),
        "On our list the chair judges, in public, and any three people may ask for a second chair. In fourteen years that was "
        "used twice. Nobody remembers the judgments. Everybody still quotes the reasons.",
        reply_to="7-chamber",
    ),
    Comment(
        "7-mtandao",
        "amina",
        "mtandao",
        7,
        "suggestion",
        "en",
        Moment(-10, 6, 50),
        "After 'objection' add: 'and says which words would resolve it'.",
    ),
    Comment(
        "7-mtandao-longshore",
        "jun",
        "longshore",
        7,
        "support",
        "en",
        Moment(-9, 4, 20),
        'With those words we can live. It is how we close a ticket. "Broken" is a mood; "broken, and this would fix it" is a '
        "report.",
        reply_to="7-mtandao",
    ),
    Comment(
        "7-veldara",
        "helene",
        "veldara",
        7,
        "concern",
        "fr",
        Moment(-9, 15, 8),
        french("Les États décident, après avoir écouté. Le paragraphe inverse l'ordre."),
    ),
    Comment(
        "7-veldara-nalau",
        "ruben",
        "nalau",
        7,
        None,
        "en",
        Moment(hours_ago=17.3),
        "We are a state too, and have been listening since we had a telephone. Leave the order as it is. In a council we would "
        "have a vote and nobody to send to cast it.",
        reply_to="7-veldara",
    ),
    Comment(
        "7-lab",
        "salma",
        "lab",
        7,
        "question",
        "ar",
        Moment(-8, 7, 45),
        "إذا نُشرت الخيارات بأسماء أصحابها، فمن يلخّصها ومن يراجع التلخيص؟",
    ),
    Comment(
        "7-lab-answer",
        "noor",
        None,
        7,
        None,
        "en",
        Moment(-7, 10, 30),
        "Whoever is summarised sees the summary 14 days before it is final and may correct it in public.",
        reply_to="7-lab",
        as_secretariat=True,
    ),
    Comment(
        "7-hidden",
        "mateusz",
        None,
        7,
        "concern",
        "en",
        Moment(-6, 8, 14),
        "Everybody knows who wrote paragraph 7. It was Elsa Brandt, who has not been at her desk since March because of her "
        "nerves. Ask her who sustains what. She is at home after five: 14 Alder Lane.",
        status="hidden",
    ),
    Comment(
        "7-hidden-odile",
        "odile",
        None,
        7,
        None,
        "fr",
        Moment(-6, 13, 2),
        french(
            "Peu importe qui tenait la plume : la phrase est publique, elle peut se défendre seule. Dites-nous ce que vous "
            "lui reprochez, à elle."
        ),
        reply_to="7-hidden",
    ),
    Comment(
        "7-hidden-priya",
        "priya",
        None,
        7,
        None,
        "en",
        Moment(-6, 15, 47),
        "There is a fair question under the unfair one: which words of this paragraph came from whom? It is drawn from seven "
        "contributions. I read the seven: 'sustains' comes from one of them, 'reasoned' from another, and nobody wrote the two "
        "side by side.",
        reply_to="7-hidden",
    ),
    Comment(
        "7-diego",
        "diego",
        None,
        7,
        "suggestion",
        "es",
        Moment(-4, 16, 33),
        "Definan «grupo». ¿Los siete de la lista, o los que llegaron a conectarse? Propongo: «ningún grupo, haya asistido o "
        "no». En La Paz las reuniones empiezan a las tres de la mañana, y a esa hora nadie sostiene una objeción; apenas "
        "sostiene la taza.",
    ),
    Comment(
        "7-linh",
        "linh",
        None,
        7,
        "question",
        "en",
        Moment(hours_ago=11.8),
        "Is silence agreement? When my office says nothing to a customer, it means no. A group that was asleep, offline or "
        "still translating has not failed to object. Please write how many days it has, and that it was asked.",
    ),
    Comment(
        "7-false-ministry",
        "viclair",
        "false-ministry",
        7,
        "support",
        "en",
        Moment(hours_ago=19.2),
        "The Ministry of Posts of Veldara withdraws its comments on this text and henceforth supports Option A. Kindly correct "
        "the record before the round closes.",
        status="received",
        waiting_for="organization",
    ),
)

HIDING = Hiding(
    comment="7-hidden",
    by="piet",
    rule=2,
    reason=(
        "It names a private person and gives her health and her address. What it says about the paragraph may be filed "
        "again without them."
    ),
    moment=Moment(-5, 9, 30),
)

ENDORSEMENT = Endorsement(
    comment="7-mtandao",
    organizations=("circle", "redes", "lab"),
    people=("nino", "rosa", "grace", "priya", "odile", "diego", "tariq", "khadija", "yusuf"),
)
