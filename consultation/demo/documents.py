"""What lies beside the consultation: the issues paper to print, a summary in French, a background paper, a letter."""

from consultation.demo.paper import ISSUES_PAPER
from consultation.demo.shapes import Document, Moment, french

PRINTED = Document(
    "issues_paper",
    "Questions without a home: issues paper, to print",
    "en",
    Moment(-75),
    file="docx",
    paragraphs=tuple(f"{part.number}. {part.heading}\n{part.text}" for part in ISSUES_PAPER.paragraphs),
)

FRENCH = Document(
    "translation",
    "Des questions sans domicile : résumé du document de travail",
    "fr",
    Moment(-73),
    file="txt",
    paragraphs=(
        french("""
            Ce résumé n'engage que ceux qui l'ont traduit. Il tient en une page ; le document de travail, lui, en compte
            deux et n'existe qu'en anglais.
            """),
        french("""
            Une question sur l'Internet manque rarement de salle où l'on puisse parler d'elle. Il lui manque une porte
            de sortie : elle est entendue, notée, transmise, et elle revient. Personne ne lui a menti, personne ne l'a
            renvoyée, et pour qui l'a posée cela ne vaut pas mieux qu'un refus. D'un refus, au moins, on peut faire
            appel.
            """),
        french("""
            Nous demandons donc trois choses. Quelle question publique n'a pas de domicile aujourd'hui ? Qui devrait
            s'en saisir, et qui faut-il entendre d'abord ? Qu'est-ce qui vous ferait dire, dans trois ans, que cela a
            marché ? Répondez à une seule ou aux trois, dans la langue que vous voulez.
            """),
    ),
)

ROOMS = Document(
    "background_paper",
    "Twelve rooms: where such questions were heard in the last ten years",
    "en",
    Moment(-80),
    link="https://library.standing-forum.example/background/twelve-rooms.pdf",
)

INVITATION = Document(
    "letter",
    "Letter of invitation to all stakeholder groups",
    "en",
    Moment(-76),
    file="docx",
    paragraphs=(
        "To all who build, use, govern and study the Internet, and to all who would rather not have to",
        "The annual meeting has asked us to find out which public questions about the Internet have no home, and what "
        "might be done about it. We do not know. We therefore ask you, and we ask everybody the same three questions on "
        "the same day.",
        "You need not travel, and you need not be many. What you send is read by two people of the secretariat, counted "
        "once, and shown under your name unless you ask us not to. Nothing is promised but this: whatever becomes of it, "
        "you will be able to see it.",
        "For the secretariat of the Standing Forum on Shared Networks: Noor Haddad",
    ),
)

DOCUMENTS = (ROOMS, INVITATION, PRINTED, FRENCH)
