"""Fourteen comments on the issues paper, from the weeks of the call for inputs."""

from functools import partial

from consultation.demo.shapes import Comment, Moment, french

_Comment = partial(Comment, proposal="issues-paper")

PAPER_COMMENTS = (
    _Comment(
        "paper-2-counted",
        "priya",
        None,
        2,
        "question",
        "en",
        Moment(-74, 5, 40),
        '"Many" stands in the heading and no number in the paragraph. Many counted by whom, over how long, and is a '
        "question that comes back under another name counted once or twice?",
    ),
    _Comment(
        "paper-3-thirty",
        "victoria",
        "chamber",
        3,
        "concern",
        "en",
        Moment(-73, 8, 10),
        "Three examples, three failures. A fair paper would have set beside them three questions that were finished, and "
        "said by whom. We can supply thirty.",
    ),
    _Comment(
        "paper-3-send-three",
        "noor",
        None,
        3,
        None,
        "en",
        Moment(-73, 14, 25),
        "Please send three. We will print them beside the paragraph, with your name.",
        reply_to="paper-3-thirty",
        as_secretariat=True,
    ),
    _Comment(
        "paper-2-lab",
        "salma",
        "lab",
        2,
        None,
        "ar",
        Moment(-72, 9, 5),
        "لدينا إحصاء أوّلي لمحاضر خمس سنوات سنرسله مع مساهمتنا. عددنا السؤال مرة واحدة مهما تغيّر اسمه، وحسبنا عودته "
        "في محفل آخر على حدة، وهذا بالضبط ما يجعل الدائرة مرئية.",
        reply_to="paper-2-counted",
    ),
    _Comment(
        "paper-3-redes",
        "lucia",
        "redes",
        3,
        "support",
        "es",
        Moment(-70, 22, 15),
        "El tercer ejemplo somos nosotros. Una corrección: no es que los vecinos no puedan pagar. Ya pagan, y bastante: "
        "pagan la lancha para ir a hacer el trámite que la línea les habría ahorrado.",
    ),
    _Comment(
        "paper-6-fifth",
        "leilani",
        "nalau",
        6,
        "missing_issue",
        "en",
        Moment(-69, 2, 50),
        "You list four things that were tried. There is a fifth, and it is the one in daily use: we write to the one "
        "person we know there, and hope that she has not changed jobs.",
    ),
    _Comment(
        "paper-5-mandats",
        "helene",
        "veldara",
        5,
        "concern",
        "fr",
        Moment(-65, 16, 30),
        french(
            "Le paragraphe compte des orateurs. Il aurait fallu compter des mandats : mille cent quarante personnes ont "
            "parlé, mais au nom de qui ? Un ministre et un passant y ont le même poids, parce que tous deux y ont "
            "perdu leur titre."
        ),
    ),
    _Comment(
        "paper-5-chairs",
        "grace",
        None,
        5,
        "suggestion",
        "en",
        Moment(-63, 11, 0),
        "Count also those who asked for a chair and were not given one. The Forum has their letters. I know of two, "
        "because I wrote them.",
    ),
    _Comment(
        "paper-4-breakfast",
        "jun",
        "longshore",
        4,
        "concern",
        "en",
        Moment(-58, 17, 40),
        '"Carry out: to change a price, a cable, a setting, a law." Of these four only the setting can be undone before '
        "breakfast. Please keep them in separate sentences; we have had regulators who did not.",
    ),
    _Comment(
        "paper-8-numbered",
        "rosa",
        None,
        8,
        "support",
        "en",
        Moment(-64, 20, 30),
        "Two pages, numbered, in plain text, with every example in words. I read it in eleven minutes on the bus. Keep it "
        "so when it becomes a draft.",
    ),
    _Comment(
        "paper-7-layla",
        "layla",
        None,
        7,
        "question",
        "ar",
        Moment(-56, 18, 20),
        "من يتحمّل كلفة بقاء السؤال مفتوحًا؟ أظنّ أن الجواب معروف وإن لم يُحصَ: يتحمّلها من لا يملك وقتًا ليشارك في هذه "
        "المشاورة. فكيف ستعرفون أرقامه؟",
    ),
    _Comment(
        "paper-7-beatriz",
        "beatriz",
        None,
        7,
        "suggestion",
        "es",
        Moment(-52, 13, 45),
        "Trabajo en un ministerio y escribo a título personal. Falta un cuarto motivo para pasar la pregunta a otro: "
        "porque quien la responde queda a cargo de ella. En mi oficina contestar una carta es adoptarla.",
    ),
    _Comment(
        "paper-whole-price",
        "sunita",
        "circle",
        None,
        "missing_issue",
        "en",
        Moment(-51, 6, 35),
        'Eight paragraphs, and the word "price" occurs once, in a list. Most of what you call questions without a home '
        "are invoices without a ceiling.",
    ),
    _Comment(
        "paper-8-prejudge",
        "ines",
        "union",
        8,
        "question",
        "en",
        Moment(-46, 10, 10),
        "It is asked whether the first of the three questions prejudges that there is one.",
    ),
)
