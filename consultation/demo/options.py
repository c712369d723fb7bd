"""Four ways to go, put forward by those who champion them, and how they stand to each other."""

from consultation.demo.shapes import Moment, Option, Relation, prose

OPTIONS = (
    Option(
        key="option-a",
        letter="A",
        title="Keep things as they are",
        summary="Existing bodies go on, each in its own field; no list, no new group.",
        champions=("chamber",),
        next_step="None needed.",
        is_status_quo=True,
        language="en",
        round=2,
        published=Moment(-12, 9, 0),
        body=prose("""
            Existing bodies go on, each in its own field; no list, no new group. Numbers are assigned, names resolve,
            standards are agreed and faults are mended every day by bodies that already know how. Where a question
            seems to have no home, look again: more often it has one, and the answer given there was not liked.

            A list of open questions does not answer any. It does tell the public whom to blame, and a body that is
            blamed for what it was never asked to do will next time stay away. What is needed is for those who have a
            question to bring it to those who can act, with evidence, and for those who can act to reply. Both are
            possible today, and cost nothing.

            This option does not ask anybody to be content. It asks that whoever wants something new shows one
            question, only one, that it would have finished and that could not have been finished without it.
            """),
    ),
    Option(
        key="option-b",
        letter="B",
        title="A stronger Forum",
        summary=(
            "The Forum keeps a public list of open questions, forms working groups from all stakeholder groups and "
            "publishes advice that binds nobody."
        ),
        champions=("mtandao",),
        next_step="Agree paragraph 7.",
        language="en",
        round=2,
        published=Moment(-12, 9, 0),
        body=prose("""
            The Forum keeps a public list of open questions, forms working groups from all stakeholder groups and
            publishes advice that binds nobody. This is what the twelve paragraphs of the zero draft describe. It
            takes the Forum that exists, with its meeting and its secretariat, and gives it something to finish.

            Its strength is the working group: those who are harmed, those who run the networks and those who govern
            sit with equal seats, and are given a date. Its advice has no force but that of having been agreed by
            people who do not usually agree. Where they could not, the reader learns who holds what, which is more
            than any communiqué has told them.

            Everything hangs on paragraph 7. If one group can stop a text without saying what would satisfy it, the
            Forum will be as polite as it is today and as empty. If objections carry their remedy, it will be slow
            and it will arrive.
            """),
    ),
    Option(
        key="option-c",
        letter="C",
        title="A small clearing desk",
        summary=(
            "Five people without opinions: they pass each question to whoever can act, count the days in public, "
            "publish silence as silence."
        ),
        champions=("nalau", "circle"),
        next_step="A budget for one year.",
        language="en",
        round=2,
        published=Moment(-12, 9, 0),
        body=prose("""
            Five people without opinions: they pass each question to whoever can act, count the days in public,
            publish silence as silence. They keep the list of paragraph 4, offer questions as in paragraph 5 and print
            the yearly account of paragraph 10. They convene nobody and advise nobody.

            Those of us who propose it are a government of three officials and a circle of carriers with forty
            customers each. We cannot sit in working groups. We can write a page, wait thirty days and act on a
            refusal. Most of what we have lost in ten years we lost to waiting for replies that were never going to
            come, because nothing distinguished them from replies that were merely late.

            The desk costs five salaries, a telephone and a postal address. It can begin before anybody agrees on the
            rest. If a stronger Forum comes later, the desk is its first room; if it never comes, the desk is still
            worth its rent.
            """),
    ),
    Option(
        key="option-d",
        letter="D",
        title="A council of states",
        summary="Governments decide in a new council; all others advise it.",
        champions=("veldara",),
        next_step="A list of states willing to host.",
        language="en",
        round=2,
        published=Moment(-12, 9, 0),
        body=prose("""
            Governments decide in a new council; all others advise it. The council is open to every state, each with
            one seat. It takes a question from the list, hears every stakeholder group in writing and in public,
            decides, and publishes beside the decision the advice that it did not follow and why.

            A decision on public policy must be one that somebody can be removed from office for. Advice that binds
            nobody costs nobody anything, and that is how it is treated. The other groups know more than states do
            about most of these matters; they are not, for that reason, answerable to those who would bear the
            consequences.

            The council would share with a stronger Forum the list of open questions, and would keep it in the same
            way. It would part from it at the moment of decision. The text of this option was written in French by
            Veldara, which has approved the English.
            """),
    ),
)

RELATIONS = (
    Relation("option-c", "part_of", "option-b"),
    Relation("option-a", "conflicts_with", "option-b"),
    Relation("option-a", "conflicts_with", "option-d"),
    Relation("option-b", "overlaps_with", "option-d", paragraph=4),
)
