"""What reached the secretariat by mail: one text as a Word file, in time, and one after the close."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import docx

from accounts.models import Person
from consultation.demo import shapes, story
from consultation.demo.stage import Act, Stage
from contributions.actions import recordings
from contributions.actions.files import Upload
from rounds.models import Way

# How long after its arrival a late mail was recorded.
READ_AFTER = timedelta(hours=3)


def is_recorded(told: shapes.Contribution) -> bool:
    return told.late or told.channel == "recorded"


def acts(stage: Stage) -> list[Act]:
    recorded = [told for told in story.CONTRIBUTIONS if is_recorded(told)]
    return [(_recorded_at(stage, told), _record(stage, told)) for told in recorded]


def _arrived_at(stage: Stage, told: shapes.Contribution) -> datetime:
    return (told.sent or told.moment).at(stage.start)


def _recorded_at(stage: Stage, told: shapes.Contribution) -> datetime:
    return told.moment.at(stage.start) if told.sent else _arrived_at(stage, told) + READ_AFTER


def _record(stage: Stage, told: shapes.Contribution) -> Callable[[], None]:
    def act() -> None:
        person: Person = stage.people[told.by]
        organization = stage.bodies[told.organization] if told.organization else None
        stage.contributions[told.key] = recordings.record(
            by=stage.people[told.recorded_by] if told.recorded_by else stage.secretary,
            round=stage.rounds[1],
            way=Way.MAIL,
            arrived_at=_arrived_at(stage, told),
            time_zone=person.time_zone,
            author_name=person.name,
            organization=organization,
            stakeholder_group=person.stakeholder_group_id,
            country=person.country,
            address=person.email,
            title=told.title,
            text=told.text,
            answers={str(number): answer for number, answer in told.answers},
            language=told.language,
            original=Upload(told.source_ref, _word_file(told)) if told.source_ref else None,
            now=_recorded_at(stage, told),
        )

    return act


def _word_file(told: shapes.Contribution) -> bytes:
    """The text as it came: a Word file under its title."""
    document = docx.Document()
    document.add_heading(told.title, level=1)
    for paragraph in told.text.split("\n\n"):
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
