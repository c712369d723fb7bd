"""Every page in its forms: nothing for axe to say, nothing wider than the window, nothing the policy had to stop."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from accounts.models import Affiliation, AffiliationRequest
from contributions.models import Contribution
from moderation.models import Item
from proposals.models import Comment, Endorsement, Proposal
from rounds.models import Consultation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def addresses(who: str | None) -> list[str]:
    """What this person can open, one address for each kind of page and state."""
    slug = Consultation.objects.get().slug
    draft = Proposal.objects.get(type="draft")
    option = Proposal.objects.filter(type="option")[1]
    hidden = Comment.objects.filter(status="hidden").earliest("posted_at")
    corrected = Comment.objects.exclude(edited_at=None)[0]
    copied = Comment.objects.get(same_text_count__gt=1)
    endorsed = Endorsement.objects.all()[0].comment
    spoken_for = Comment.objects.filter(capacity="organization", status="published")[0]
    agreed = Endorsement.objects.filter(organization=None)[0]
    assert endorsed is not None
    recorded = Contribution.objects.in_time().filter(recording__isnull=False)[0]
    contribution = draft.paragraphs.get(anchor="7").drawn_from.all()[0]
    everybody = [
        "/",
        "/about/",
        "/help/",
        "/help/taking-part/",
        "/help/taking-part/write/",
        "/help/words/",
        "/privacy/",
        "/accessibility/",
        "/contact/",
        f"/c/{slug}/",
        f"/c/{slug}/rules/",
        f"/c/{slug}/rounds/1/",
        f"/c/{slug}/rounds/1/record/",
        f"/c/{slug}/rounds/2/",
        f"/c/{slug}/contributions/",
        f"/c/{slug}/contributions/?stakeholder_group=academia",
        f"/contributions/{contribution.pk}/",
        f"/p/{draft.pk}/",
        f"/p/{draft.pk}/7/",
        f"/p/{draft.pk}/whole-text/",
        f"/p/{draft.pk}/comments/",
        f"/p/{option.pk}/",
        f"/comments/{hidden.pk}/",
        f"/comments/{corrected.pk}/changes/",
        f"/comments/{copied.pk}/same/",
        f"/comments/{endorsed.pk}/endorsements/",
        f"/p/{option.pk}/endorsements/",
        f"/contributions/{contribution.pk}/endorsements/",
        f"/contributions/{recorded.pk}/",
        f"/c/{slug}/rounds/1/late/",
        f"/c/{slug}/groups/government/",
        f"/c/{slug}/groups/other/?texts=contributions",
        *(f"/c/{slug}/rounds/1/compilation/?by={by}" for by in ("group", "question", "paragraph")),
        f"/c/{slug}/rounds/2/compilation/?by=paragraph",
        f"/c/{slug}/organizations/",
        f"/c/{slug}/organizations/?stakeholder_group=other",
        f"/organizations/{spoken_for.organization_id}/",
        f"/organizations/{spoken_for.organization_id}/endorsements/",
        f"/people/{spoken_for.author_id}/",
        f"/people/{spoken_for.author_id}/endorsements/",
        f"/people/{agreed.person_id}/",
        f"/people/{agreed.person_id}/endorsements/",
        f"/p/{draft.pk}/7/history/",
        "/new/",
        "/new/?before=1",
        f"/c/{slug}/groups/government/",
        f"/c/{slug}/groups/other/?texts=contributions",
        f"/c/{slug}/corrections/",
        f"/c/{slug}/?language=ar",
        f"/c/{slug}/rounds/1/?language=ar",
        f"/p/{draft.pk}/?language=fr",
        f"/p/{draft.pk}/7/?language=fr",
        "/ledger/",
        "/moderation/",
        f"/moderation/?consultation={slug}",
        "/moderation/?verb=erase",
        "/search/",
        "/search/?q=policy",
        "/search/?q=landing&what=comments&order=newest",
        "/search/?q=landng+fes",
        f"/search/?q=internet&consultation={slug}&stakeholder_group=academia",
        "/search/?q=nothingthatisthere",
        "/search/?q=policy&country=XX",
        "/no-such-page/",
    ]
    if who is None:
        return [*everybody, "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
    own = [
        "/new/",
        "/me/",
        "/me/drafts/",
        "/me/mails/",
        "/me/decisions/",
        "/me/flags/",
        f"/flag/contribution/{contribution.pk}/",
        f"/flag/organization/{spoken_for.organization_id}/",
        "/me/tokens/",
        "/me/tokens/new/",
        "/me/devices/",
        "/me/export/",
    ]
    own += ["/me/follows/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/"]
    own += ["/accounts/security/", "/accounts/security/webauthn/"]
    mine = Comment.objects.filter(author__email="participant@example.org", status="published")[0]
    if who == "teodor":
        other = Comment.objects.filter(proposal=draft, reply_to=None, status="published").exclude(author=mine.author)[0]
        return [
            f"/p/{draft.pk}/7/",
            f"/comments/{mine.pk}/correct/",
            f"/comments/{mine.pk}/withdraw/",
            f"/comments/{other.pk}/reply/",
            f"/comments/{other.pk}/endorsements/",
            f"/comments/{mine.pk}/receipt/",
            f"/c/{slug}/rounds/2/my-response/",
            "/me/organizations/",
            "/me/organizations/ask/",
            *own,
        ]
    if who == "jun":
        waiting = Comment.objects.get(waiting_for="release")
        return [
            "/me/organizations/",
            f"/me/organizations/{waiting.organization_id}/",
            f"/comments/{waiting.pk}/",
            f"/comments/{waiting.pk}/release/",
            f"/comments/{waiting.pk}/capacity/",
        ]
    return [
        "/desk/",
        "/desk/queue/",
        "/desk/queue/?reason=flagged&language=en",
        "/desk/queue/?number=nothing",
        "/desk/queue/?number=999999",
        "/desk/bulk/",
        "/desk/bulk/new/?act=hide&all=1",
        "/desk/bulk/new/?act=publish",
        "/desk/decisions/",
        f"/desk/decide/comment/{mine.pk}/",
        f"/desk/decide/comment/{hidden.pk}/",
        *(f"/desk/queue/{item.pk}/" for item in one_of_each_reason()),
        f"/desk/decide/proposal/{option.pk}/",
        f"/desk/decide/person/{mine.author_id}/?act=hide",
        f"/desk/decide/organization/{spoken_for.organization_id}/",
        f"/desk/decide/comment/{spoken_for.pk}/?act=redact",
        "/desk/decisions/?verb=hide",
        "/desk/decisions/?verb=suspend",
        "/desk/consultations/new/",
        f"/desk/c/{slug}/moderation/",
        "/desk/templates/",
        "/desk/templates/new/",
        f"/desk/c/{slug}/",
        f"/desk/c/{slug}/rounds/new/",
        f"/desk/c/{slug}/rounds/2/extend/",
        f"/desk/c/{slug}/rounds/1/record/",
        f"/desk/c/{slug}/rounds/1/questions/",
        f"/desk/c/{slug}/documents/",
        f"/desk/c/{slug}/steps/",
        f"/desk/c/{slug}/relations/",
        f"/desk/c/{slug}/ready/",
        f"/desk/c/{slug}/texts/new/",
        f"/desk/c/{slug}/texts/{draft.pk}/sources/",
        f"/desk/c/{slug}/languages/",
        f"/desk/c/{slug}/languages/text/{draft.pk}/?language=fr",
        f"/desk/c/{slug}/languages/consultation/{draft.consultation_id}/?language=ar",
        f"/desk/c/{slug}/languages/text/{draft.pk}/fr/remove/",
        f"/desk/c/{slug}/import/",
        "/desk/organizations/",
        "/desk/organizations/new/",
        f"/desk/organizations/{spoken_for.organization_id}/",
        f"/desk/organizations/{spoken_for.organization_id}/merge/",
        *(f"/desk/requests/{asked.pk}/" for asked in AffiliationRequest.objects.waiting()[:1]),
        "/desk/offices/",
        f"/desk/c/{slug}/offices/",
        "/desk/people/",
        "/desk/people/?q=e",
        f"/desk/people/{mine.author_id}/",
        f"/desk/affiliations/{Affiliation.objects.current()[0].pk}/end/",
        "/desk/site/",
    ]


def one_of_each_reason() -> list[Item]:
    """What waits, one for each reason."""
    return list(Item.objects.open().filter(request=None).order_by("reason", "due_at").distinct("reason"))


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with a page as it stands."""
    said: list[str] = []
    response = page.goto(address)
    assert response is not None
    if response.status >= 500:
        return [f"{address}: status {response.status}"]
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    said += [f"{address}: {each['id']} {each['nodes'][0]['html'][:160]}" for each in found.response["violations"]]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        said.append(f"{address}: wider than its window by {wider} px")
    if page.locator("h1").count() != 1:
        said.append(f"{address}: {page.locator('h1').count()} headings of the first rank")
    return said


@pytest.mark.parametrize("who", [None, "teodor", "jun", "noor"])
@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (320, "dark")])
def test_pages_have_no_faults(who: str | None, width: int, scheme: str, browse: Callable[..., BrowserContext]) -> None:
    page = browse(who, viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    stopped: list[str] = []
    page.on("console", lambda message: stopped.append(message.text) if message.type == "error" else None)

    found = [fault for address in addresses(who) for fault in faults(page, address)]

    assert found == []
    # What is not there, or somebody else’s, or refuses a filter is a page too; the browser only notes the status.
    assert [text for text in stopped if not re.search(r"status of (403|404|422) ", text)] == []


def test_pages_have_no_faults_from_right_to_left(browse: Callable[..., BrowserContext], settings: object) -> None:
    settings.LANGUAGE_CODE = "ar"  # type: ignore[attr-defined]
    settings.LANGUAGES = [("ar", "Arabic")]  # type: ignore[attr-defined]
    page = browse(None, viewport={"width": 360, "height": 800}).new_page()

    found = [fault for address in addresses(None) for fault in faults(page, address)]

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert found == []


def test_faults_are_seen(browse: Callable[..., BrowserContext]) -> None:
    """The judge judges: a page with three known faults has at least those three."""
    context = browse()
    context.route("**/broken/", lambda route: route.fulfill(content_type="text/html", body=BROKEN))

    found = " ".join(faults(context.new_page(), "/broken/"))

    for fault in ("image-alt", "html-has-lang", "wider than its window", "0 headings of the first rank"):
        assert fault in found


BROKEN = "<!doctype html><title>Broken</title><main><img src='x.png'><div style='width: 4000px'>wide</div></main>"
