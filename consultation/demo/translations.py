"""The demonstration in further languages: the room and its questions in French and Arabic, the zero draft in French."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from consultation.demo.stage import Act, Stage
from consultation.demo.translations_draft import TITLE, ZERO_DRAFT_FRENCH
from proposals.actions import translations as text_translations
from rounds.actions import translations
from rounds.actions.translations import Thing
from rounds.models import Consultation, Question
from texts.rules.paragraphs import Paragraph

# The room is translated on its first day; the draft takes the translators two.
ROOM_AFTER = timedelta(hours=3)
DRAFT_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Room:
    """What a consultation says of itself in one language; rounds and questions by their number."""

    language: str
    title: str
    summary: str
    rounds: dict[int, tuple[str, str]]
    questions: dict[int, tuple[str, str]]


FRENCH = Room(
    language="fr",
    title="Qui agit ensuite ? Agir ensemble sur les politiques publiques de l’Internet",
    summary=(
        "Certaines questions relatives à l’Internet concernent tous les pays et n’ont aucun lieu où aboutir : une facture "
        "que nul n’est habilité à adresser, un préjudice dont nul ne répond, un réseau dont personne ne veut payer "
        "l’accès. De ce que neuf organismes et trois personnes nous en ont écrit, nous avons tiré un avant-projet de "
        "douze paragraphes et quatre options, dont l’une consiste à ne rien changer. Dites-nous, paragraphe par "
        "paragraphe, ce que vous pourriez accepter."
    ),
    rounds={
        1: (
            "Appel à contributions",
            "Trois questions et un document de réflexion de deux pages. Répondez à une, à deux ou à toutes, aussi "
            "longuement que vous le souhaitez et dans la langue de votre choix. Le document peut être commenté, "
            "paragraphe par paragraphe.",
        ),
        2: (
            "Observations sur l’avant-projet",
            "Douze paragraphes tirés de ce qui a été envoyé au tour 1, et quatre options, dont l’une consiste à ne rien "
            "changer. Commentez un paragraphe ou l’ensemble du texte : dites ce que vous pourriez accepter, ce que vous "
            "ne pourriez pas accepter, et quels mots feraient la différence.",
        ),
        3: (
            "Dernier appel",
            "La première révision du projet, avec la réponse du secrétariat à chacune des observations du tour 2. C’est "
            "la dernière occasion de dire qu’un paragraphe ne peut rester tel quel, et par quels mots il le pourrait.",
        ),
    },
    questions={
        1: (
            "Quelle question publique relative à l’Internet n’a aujourd’hui aucun lieu où être traitée ?",
            "Une seule suffit. Dites qui elle touche, où vous l’avez portée et ce qui vous a été répondu.",
        ),
        2: (
            "Qui devrait s’en saisir, et qui devrait être entendu en premier ?",
            "Un organe qui existe, un organe qui n’existe pas, ou personne. Si vous pensez à vous-même, dites-le.",
        ),
        3: ("Qu’est-ce qui vous ferait dire, dans trois ans, que cela a fonctionné ?", ""),
    },
)

ARABIC = Room(
    language="ar",
    title="من يتحرك تاليًا؟ العمل معًا بشأن السياسات العامة للإنترنت",
    summary=(
        "ثمة مسائل تتعلق بالإنترنت تهمّ جميع البلدان ولا تجد جهة تتولاها: فاتورة لا يحق لأحد إصدارها، وضرر لا يُسأل عنه "
        "أحد، وشبكة لا يدفع أحد كلفة الوصول إليها. ومما كتبته إلينا بشأنها تسع هيئات وثلاثة أشخاص أعددنا مسودة أولية من "
        "اثنتي عشرة فقرة وأربعة خيارات، أحدها ألا يتغير شيء. قولوا لنا، فقرةً فقرة، ما الذي يمكنكم القبول به."
    ),
    rounds={
        1: (
            "دعوة إلى تقديم المساهمات",
            "ثلاثة أسئلة وورقة مسائل من صفحتين. أجيبوا عن سؤال أو سؤالين أو عنها جميعًا، بأي طول وبأي لغة. ويمكن "
            "التعليق على ورقة المسائل فقرةً فقرة.",
        ),
        2: (
            "التعليقات على المسودة الأولية",
            "اثنتا عشرة فقرة مستمدة مما أُرسل في الجولة الأولى، وأربعة خيارات أحدها ألا يتغير شيء. علّقوا على فقرة أو "
            "على النص كله: قولوا ما يمكنكم القبول به وما لا يمكنكم القبول به، وأي الكلمات تُحدث الفرق.",
        ),
        3: (
            "النداء الأخير",
            "المسودة المنقحة الأولى، مع رد الأمانة على كل تعليق من تعليقات الجولة الثانية. وهذه آخر فرصة للقول إن فقرةً "
            "ما لا يمكن أن تبقى على حالها، مع الكلمات التي تسمح ببقائها.",
        ),
    },
    questions={
        1: (
            "ما المسألة العامة المتصلة بالإنترنت التي لا تجد اليوم جهة تتولاها؟",
            "تكفي مسألة واحدة. قولوا من تمسّه، وإلى من حملتموها، وبمَ أُجبتم.",
        ),
        2: (
            "من الذي ينبغي أن يتولاها، ومن الذي ينبغي أن يُستمع إليه أولًا؟",
            "هيئة قائمة، أو هيئة غير قائمة، أو لا أحد. وإن كنتم تقصدون أنفسكم فقولوا ذلك.",
        ),
        3: ("ما الذي سيجعلكم تقولون بعد ثلاث سنوات إن الأمر قد نجح؟", ""),
    },
)


def acts(stage: Stage, consultation: Consultation) -> list[Act]:
    """Everything that is translated, at its moment."""
    published = consultation.made_at + ROOM_AFTER
    draft = stage.rounds[2].opens_at + DRAFT_AFTER
    return [
        *((published, _room(stage, consultation, room)) for room in (FRENCH, ARABIC)),
        (draft, _draft(stage)),
    ]


def _room(stage: Stage, consultation: Consultation, room: Room) -> Callable[[], object]:
    def act() -> None:
        def say(thing: Thing, **said: str) -> None:
            translations.translate(
                by=stage.secretary,
                thing=thing,
                language=room.language,
                said=said,
                now=consultation.made_at + ROOM_AFTER,
            )

        say(consultation, title=room.title, summary=room.summary)
        for number, (title, summary) in room.rounds.items():
            say(stage.rounds[number], title=title, summary=summary)
        for question in Question.objects.filter(round=stage.rounds[1]).select_related("round__consultation"):
            text, help = room.questions[question.number]
            say(question, text=text, help=help)

    return act


def _draft(stage: Stage) -> Callable[[], object]:
    return lambda: text_translations.translate(
        by=stage.secretary,
        proposal=stage.texts["zero-draft"],
        language="fr",
        title=TITLE,
        text=[Paragraph(str(number), *words) for number, words in enumerate(ZERO_DRAFT_FRENCH, start=1)],
        now=stage.rounds[2].opens_at + DRAFT_AFTER,
    )
