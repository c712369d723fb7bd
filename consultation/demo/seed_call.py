"""The call's room in the demonstration: what round 1 asks, and the documents beside the consultation."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import docx

from consultation.demo import shapes, story
from consultation.demo.stage import Act, Stage
from proposals.actions import relations
from proposals.models import Relation
from rounds.actions import documents, milestones, questions
from rounds.actions.documents import Upload
from rounds.models import Consultation, Document, Round

# A document is put up in the morning of the day whose date it bears.
PUT_UP_AFTER = timedelta(hours=9, minutes=20)
RELATED_AFTER = timedelta(hours=1)


def ask(stage: Stage, round: Round) -> None:
    """While the consultation is in preparation."""
    for told in story.QUESTIONS:
        questions.add(by=stage.secretary, round=round, text=told.text, help=told.help, word_limit=told.word_limit)


def acts(stage: Stage, consultation: Consultation) -> list[Act]:
    return [
        *((told.dated.at(stage.start) + PUT_UP_AFTER, _add(stage, consultation, told)) for told in story.DOCUMENTS),
        *((_related_at(stage, told), _relate(stage, told)) for told in story.RELATIONS),
    ]


def announce(stage: Stage, consultation: Consultation, now: datetime) -> None:
    """The steps that are no rounds."""
    for told in story.MILESTONES:
        if told.round is None:
            day = told.starts.at(stage.start).date()
            milestones.announce(by=stage.secretary, consultation=consultation, title=told.title, day=day, now=now)


def _related_at(stage: Stage, told: shapes.Relation) -> datetime:
    """Said an hour after the options were put up."""
    option = next(option for option in story.OPTIONS if option.key == told.option)
    return option.published.at(stage.start) + RELATED_AFTER


def _relate(stage: Stage, told: shapes.Relation) -> Callable[[], object]:
    return lambda: relations.relate(
        by=stage.secretary,
        option=stage.texts[told.option],
        kind=Relation.Kind(told.kind),
        other=stage.texts[told.other],
        paragraph=str(told.paragraph or ""),
        now=_related_at(stage, told),
    )


def _add(stage: Stage, consultation: Consultation, told: shapes.Document) -> Callable[[], object]:
    at = told.dated.at(stage.start)
    return lambda: documents.add(
        by=stage.secretary,
        consultation=consultation,
        type=Document.Type(told.type),
        title=told.title,
        language=told.language,
        dated=at.date(),
        link=told.link,
        file=_file(told) if told.file else None,
        now=at + PUT_UP_AFTER,
    )


def _file(told: shapes.Document) -> Upload:
    if told.file == "txt":
        return Upload("document.txt", "\n\n".join([told.title, *told.paragraphs]).encode())
    made = docx.Document()
    made.add_heading(told.title, 0)
    for paragraph in told.paragraphs:
        heading, _line, text = paragraph.partition("\n")
        if text:
            made.add_heading(heading, 2)
        for block in (text or heading).split("\n\n"):
            made.add_paragraph(block)
    out = io.BytesIO()
    made.save(out)
    return Upload("document.docx", out.getvalue())
