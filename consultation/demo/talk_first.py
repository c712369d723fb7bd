"""Comments on the zero draft as a whole and on its paragraphs 1 to 6."""

from consultation.demo.shapes import Comment, Moment, french

WHOLE_TEXT = (
    Comment(
        "whole-teodor",
        "teodor",
        None,
        None,
        "missing_issue",
        "en",
        Moment(-9, 18, 22),
        "I read all twelve. Where does somebody like me find out which question is mine?",
    ),
    Comment(
        "whole-teodor-answer",
        "noor",
        None,
        None,
        None,
        "en",
        Moment(-8, 9, 10),
        "Nowhere yet. Paragraph 4 sorts questions by whose hands they are in, which helps whoever knows that already. For "
        "Draft rev. 1 we will propose a sentence so that the list can also be read by what happened to you. We should be "
        "glad if you were the first to try it.",
        reply_to="whole-teodor",
        as_secretariat=True,
    ),
    Comment(
        "whole-uncited",
        "teodor",
        None,
        None,
        "question",
        "en",
        Moment(hours_ago=18.6),
        "Twelve contributions came in. I went through what each paragraph is drawn from, and one of the twelve is cited in "
        "none: the ferry skipper's, filed under Other, about people who are not connected and do not want to be. It is the "
        "one that I could have written. Why is it in no paragraph?",
    ),
    Comment(
        "whole-uncited-answer",
        "noor",
        None,
        None,
        None,
        "en",
        Moment(hours_ago=5.2),
        "Because the draft speaks of those who want a connection and cannot get one, and she speaks of those who want none "
        "and lose the counter. We read her contribution, found no paragraph that it belonged to, and failed to conclude that "
        "a paragraph might be missing. It is shown as cited in no paragraph so that somebody could ask. Draft rev. 1 will "
        "have a sentence for it, or the reason why not.",
        reply_to="whole-uncited",
        as_secretariat=True,
    ),
)

PARAGRAPHS_1_TO_3 = (
    Comment(
        "1-yusuf",
        "yusuf",
        None,
        1,
        "concern",
        "en",
        Moment(-11, 12, 48),
        '"Raised in many rooms and finished in few" makes it sound like an accident. I sell data bundles in Lagos. For '
        "whoever gains by the delay, a sixth room is not a failure; it is a service. Say so, or the rest of the text will be "
        "treating the wrong illness.",
    ),
    Comment(
        "2-layla",
        "layla",
        None,
        2,
        "question",
        "ar",
        Moment(-10, 19, 5),
        "نصٌّ لا يُلزم أحدًا: فمن ممّن يستطيعون الفعل سيقرؤه؟ أقترح أن يُذكر على الأقل مَن أُرسل إليه، ومتى، وهل ردّ.",
    ),
    Comment(
        "2-longshore",
        "jun",
        "longshore",
        2,
        None,
        "en",
        Moment(-9, 3, 31),
        "No agreement under which we exchange traffic binds anybody either, and the packets arrive. It works because "
        "everybody can see who stopped. She is right that somebody has to be told.",
        reply_to="2-layla",
    ),
    Comment(
        "3-veldara",
        "helene",
        "veldara",
        3,
        "concern",
        "fr",
        Moment(-11, 16, 52),
        french(
            "Une même porte, soit ; mais celui qui répond devant un parlement ne peut tenir la même plume que celui qui "
            "n'en répond devant personne."
        ),
    ),
    Comment(
        "3-mtandao",
        "amina",
        "mtandao",
        3,
        None,
        "en",
        Moment(-10, 6, 14),
        "We do not ask for your signature. We ask to be in the room before it dries.",
        reply_to="3-veldara",
    ),
    Comment(
        "3-odile",
        "odile",
        None,
        3,
        "suggestion",
        "fr",
        Moment(-7, 15, 20),
        french(
            "Le paragraphe promet que la part de chacun sera « écrite avant que le travail commence ». Par qui ? Si c'est "
            "par le secrétariat, Veldara s'y opposera ; si c'est par les États, tous les autres. Que ce soit le groupe de "
            "travail lui-même, à sa première séance, et qu'on n'y touche plus sans le dire en public."
        ),
    ),
)

PARAGRAPHS_4_TO_6 = (
    Comment(
        "4-union",
        "ines",
        "union",
        4,
        "question",
        "en",
        Moment(-11, 9, 30),
        "Is a question on this list a question before us?",
    ),
    Comment(
        "4-chamber",
        "victoria",
        "chamber",
        4,
        None,
        "en",
        Moment(-10, 8, 44),
        "That is exactly why we would rather have no list.",
        reply_to="4-union",
    ),
    Comment(
        "4-circle",
        "sunita",
        "circle",
        4,
        "support",
        "en",
        Moment(-10, 11, 27),
        "The Chamber does not speak for carriers with forty customers. We have looked for such a list for six years.",
        reply_to="4-union",
    ),
    Comment(
        "4-nino",
        "nino",
        None,
        4,
        "suggestion",
        "en",
        Moment(-8, 20, 16),
        'The third and fourth sentences are right, and I recognise them with pleasure. "Since when" is not. What our list '
        "learnt in fourteen years:\n\n"
        "- a date is history, a number of days is a reproach: print the days;\n"
        "- two people will ask the same thing in different words: join the lines, keep both wordings;\n"
        "- the line that embarrasses the keeper of the list is the one by which the list will be judged.\n\n"
        "Our rules fit on half a page and anybody may take them: "
        "[Open questions, how we keep them](https://example.org/open-questions/rules).",
    ),
    Comment(
        "4-tariq",
        "tariq",
        None,
        4,
        "question",
        "ar",
        Moment(-6, 17, 2),
        "بأي لغة تُكتب القائمة؟ إذا قُدِّم السؤال بالعربية، فهل يظهر كما كُتب في اليوم نفسه، أم ينتظر من يترجمه؟ الانتظار "
        "عندنا اسمٌ آخر للرفض.",
    ),
    Comment(
        "5-nalau",
        "leilani",
        "nalau",
        5,
        "concern",
        "en",
        Moment(-10, 2, 10),
        "Ninety days is four cyclone warnings. Thirty.",
        corrected_from="Ninety days is four cyclone warnings. Sixty.",
        corrected=Moment(-10, 5, 35),
    ),
    Comment(
        "5-veldara",
        "helene",
        "veldara",
        5,
        None,
        "fr",
        Moment(-9, 14, 40),
        french(
            "En trente jours, un ministère sait lequel de ses services doit répondre. En quatre-vingt-dix, il répond. Deux "
            "États, deux mesures : voilà précisément à quoi servirait un conseil."
        ),
        reply_to="5-nalau",
    ),
    Comment(
        "5-rosa",
        "rosa",
        None,
        5,
        "concern",
        "en",
        Moment(-11, 19, 55),
        'The timetable under this paragraph is a picture of a table. My screen reader says "image", with great confidence, '
        "and goes on to paragraph 6. I gather that something happens on certain days. Please write it down.",
    ),
    Comment(
        "5-rosa-answer",
        "noor",
        None,
        5,
        None,
        "en",
        Moment(-10, 9, 20),
        "You are right, and the fault is ours. The three days now stand in the paragraph as a list; the words are the same. "
        "We have gone through the other eleven paragraphs and the four options and found no other picture. Thank you for "
        "saying it on the first day and not on the last.",
        reply_to="5-rosa",
        as_secretariat=True,
    ),
    Comment(
        "6-circle",
        "sunita",
        "circle",
        6,
        "concern",
        "en",
        Moment(-7, 7, 50),
        "Here is where it always goes wrong. A working group is what a question is given instead of an answer: twenty seats, "
        "three sessions, one report. A desk of five would have telephoned somebody on day 91. If this paragraph stays, print "
        "the telephone number.",
    ),
    Comment(
        "6-beatriz",
        "beatriz",
        None,
        6,
        "question",
        "es",
        Moment(-5, 22, 8),
        "El párrafo dice qué pasa cuando vence la fecha, y está bien. No dice quién la fija. En mi oficina, a la fecha que se "
        "pone uno mismo la llamamos deseo. (Soy funcionaria; escribo en nombre propio.)",
    ),
)
