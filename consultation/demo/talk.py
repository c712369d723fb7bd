"""The comments of round 2: on the zero draft, and on the four options."""

from consultation.demo.shapes import Comment, Moment, french
from consultation.demo.talk_first import PARAGRAPHS_1_TO_3, PARAGRAPHS_4_TO_6, WHOLE_TEXT
from consultation.demo.talk_last import PARAGRAPHS_8_TO_12
from consultation.demo.talk_seven import SEVENTH_PARAGRAPH

ZERO_DRAFT_COMMENTS = WHOLE_TEXT + PARAGRAPHS_1_TO_3 + PARAGRAPHS_4_TO_6 + SEVENTH_PARAGRAPH + PARAGRAPHS_8_TO_12

OPTION_COMMENTS = (
    Comment(
        "a-circle",
        "sunita",
        "circle",
        None,
        "concern",
        "en",
        Moment(-9, 7, 5),
        'You ask for "one question, only one". Ours is in our contribution, with its six years and its five rooms. Which of '
        "the bodies that exist would have finished it? We ask for the name only.",
        proposal="option-a",
    ),
    Comment(
        "c-union",
        "ines",
        "union",
        None,
        "question",
        "en",
        Moment(-6, 9, 45),
        "Would the days be counted against a body that meets once a year? And would they be counted by somebody with a "
        "mandate to count?",
        proposal="option-c",
    ),
    Comment(
        "d-odile",
        "odile",
        None,
        None,
        "question",
        "fr",
        Moment(-5, 14, 12),
        french(
            "Combien d'États faut-il pour que le conseil soit un conseil ? Et jusqu'à ce qu'ils y soient, qui tient la "
            "liste ?"
        ),
        proposal="option-d",
    ),
    Comment(
        "d-veldara",
        "helene",
        "veldara",
        None,
        None,
        "fr",
        Moment(-3, 17, 26),
        french(
            "Trente, de quatre régions. Jusque-là, le secrétariat du Forum, comme au paragraphe 4 : sur ce point, l'option "
            "B et la nôtre disent la même chose, et nous ne voyons pas de honte à l'écrire."
        ),
        reply_to="d-odile",
        proposal="option-d",
    ),
)
