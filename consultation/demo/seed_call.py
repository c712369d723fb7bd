"""The call's room in the demonstration: what round 1 asks, and the documents beside the consultation."""

import io
from collections.abc import Callable
from datetime import timedelta

import docx

from consultation.demo import shapes, story
from consultation.demo.stage import Act, Stage
from rounds.actions import documents, questions
from rounds.actions.documents import Upload
from rounds.models import Consultation, Document, Round

# A document is put up in the morning of the day whose date it bears.
PUT_UP_AFTER = timedelta(hours=9, minutes=20)


def ask(stage: Stage, round: Round) -> None:
    """While the consultation is in preparation."""
    for told in story.QUESTIONS:
        questions.add(by=stage.secretary, round=round, text=told.text, help=told.help, word_limit=told.word_limit)


def acts(stage: Stage, consultation: Consultation) -> list[Act]:
    return [(told.dated.at(stage.start) + PUT_UP_AFTER, _add(stage, consultation, told)) for told in story.DOCUMENTS]


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
