"""Many voices of the open round: the same text filed by forty people, endorsements, drafts, a text to release."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from accounts.actions import affiliations
from accounts.models import Person
from consultation.demo import shapes, story
from consultation.demo.stage import Act, Stage
from proposals.actions import comments, drafts, endorsements
from proposals.models import Comment
from rounds.models import Capacity, Channel, WaitingFor

# The others who sent the text of the forty: from how many countries, and how long one came after the other.
COUNTRIES = ("DE", "BR", "IN", "US", "NG", "PL", "ID", "FR")
APART = timedelta(minutes=7)
# When the wording of paragraph 7 was endorsed, one after the other.
ENDORSED = shapes.Moment(-4, 9, 0)
BETWEEN = timedelta(hours=5, minutes=20)

# The body from another domain asked to be confirmed just before it wrote.
ASKED = shapes.Moment(hours_ago=19.4)


def acts(stage: Stage) -> list[Act]:
    first = next(told for told in story.COMMENTS if told.key == story.COPIES.first)
    start = first.moment.at(stage.start)
    people = _crowd(stage, start)
    copies: list[Act] = [
        (start + APART * place, _copy(stage, person, start + APART * place))
        for place, person in enumerate(people, start=1)
    ]
    told = story.MEMBERS_TEXT
    asked = ASKED.at(stage.start)
    return [
        *copies,
        *_endorsements(stage),
        (told.moment.at(stage.start), _members_text(stage)),
        (asked, lambda: _ask(stage, asked)),
        (stage.start, lambda: _drafts(stage)),
    ]


def _crowd(stage: Stage, before: datetime) -> list[Person]:
    joined = before - timedelta(days=2)
    unusable = make_password(None)
    people = [
        Person(
            email=f"supporter-{number}@example.org",
            name=f"{story.FIRST_NAMES[number % len(story.FIRST_NAMES)]} {story.LAST_NAMES[number // len(story.FIRST_NAMES) % len(story.LAST_NAMES)]}",
            password=unusable,
            stakeholder_group_id="civil_society",
            country=COUNTRIES[number % len(COUNTRIES)],
            confirmed_at=joined,
            joined_at=joined,
        )
        for number in range(1, story.COPIES.count)
    ]
    return Person.objects.bulk_create(people)


def _copy(stage: Stage, person: Person, at: datetime) -> Callable[[], object]:
    def act() -> Comment:
        first = stage.comments[story.COPIES.first]
        return comments.record(
            by=stage.secretary,
            round=first.round,
            author=person,
            proposal=first.proposal,
            paragraph=first.paragraph,
            kind=first.kind,
            text=story.COPIES.text,
            language=first.language,
            at=at,
            channel=Channel.WEB,
        )

    return act


def _endorsements(stage: Stage) -> list[Act]:
    told = story.ENDORSEMENT
    given: list[tuple[str | None, str]] = [(key, _speaker(key)) for key in told.organizations]
    given += [(None, key) for key in told.people]
    first = ENDORSED.at(stage.start)
    return [
        (first + BETWEEN * place, _endorse(stage, told.comment, body, person, first + BETWEEN * place))
        for place, (body, person) in enumerate(given)
    ]


def _speaker(body: str) -> str:
    return next(one.focal_points[0] for one in story.ORGANIZATIONS if one.key == body)


def _endorse(stage: Stage, comment: str, body: str | None, person: str, at: datetime) -> Callable[[], object]:
    return lambda: endorsements.record(
        by=stage.secretary,
        person=stage.people[person],
        thing=stage.comments[comment],
        organization=stage.bodies[body] if body else None,
        at=at,
    )


def _members_text(stage: Stage) -> Callable[[], object]:
    """What a member wrote in the name of a body waits for its focal point."""

    def act() -> Comment:
        told = story.MEMBERS_TEXT
        proposal = stage.texts[told.proposal]
        made = comments.record(
            by=stage.secretary,
            round=proposal.revisions.get().round,
            author=stage.people[told.by],
            proposal=proposal,
            paragraph=proposal.paragraphs.get(anchor=str(told.paragraph)),
            kind=told.kind,
            text=told.text,
            language=told.language,
            at=told.moment.at(stage.start),
            capacity=Capacity.ORGANIZATION,
            organization=stage.bodies[str(told.organization)],
            channel=Channel.WEB,
            waits=WaitingFor.RELEASE,
        )
        stage.comments[told.key] = made
        return made

    return act


def _ask(stage: Stage, now: datetime) -> None:
    affiliations.ask(
        by=stage.people["viclair"],
        organization=stage.bodies["false-ministry"],
        note="I write for the Ministry. Please confirm today, as the text must stand before the round closes.",
        now=now,
    )


def _drafts(stage: Stage) -> None:
    for told in story.DRAFTS:
        proposal = stage.texts[told.proposal]
        drafts.save_comment(
            by=stage.people[told.by],
            round=proposal.revisions.get().round,
            proposal=proposal,
            paragraph=proposal.paragraphs.get(anchor=str(told.paragraph)) if told.paragraph is not None else None,
            kind=told.kind,
            text=told.text,
            language=told.language,
            now=stage.start,
        )
