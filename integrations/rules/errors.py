"""What the API's error codes mean: the page behind every problem's `type`. Codes stay; sentences may be mended."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Meaning:
    """A code, the status it comes with, and what to do about it."""

    code: str
    status: int
    sentence: str | Promise


ERRORS: tuple[Meaning, ...] = (
    Meaning("invalid", 400, _("Inputs cannot be taken as they are; each is named in errors.")),
    Meaning("required", 400, _("An input is missing.")),
    Meaning("null", 400, _("An input is null and may not be.")),
    Meaning("unknown_field", 400, _("An input has a name that is not known here; it is refused, lest a slip be lost.")),
    Meaning("unknown", 400, _("An id names nothing that you may see.")),
    Meaning("invalid_choice", 400, _("An input is none of the few words that it can be; the answer lists them.")),
    Meaning("not_used", 400, _("An organization is named, though the capacity is another. Leave one of them out.")),
    Meaning("name_one", 400, _("A follow and an endorsement name one thing; name exactly one.")),
    Meaning("text_missing", 400, _("A text is empty, or shows nothing to a reader.")),
    Meaning("text_too_long", 400, _("A text has more characters than fit; the answer says how many.")),
    Meaning("language_unknown", 400, _("A language is none that we know. Send a BCP 47 tag, such as en or zh-Hant.")),
    Meaning("nothing_changed", 400, _("The words are the same as before.")),
    Meaning("country_unknown", 400, _("A country is none that we know. Send its two letters, ISO 3166 alpha-2.")),
    Meaning("time_zone_unknown", 400, _("A time zone is none that we know, such as Africa/Nairobi.")),
    Meaning("address_invalid", 400, _("A mail address cannot be one.")),
    Meaning("question_unknown", 400, _("The call asks no question of this number.")),
    Meaning("file_refused", 400, _("The file is of a kind that is not taken, damaged, locked or holds programs.")),
    Meaning("file_too_large", 400, _("A file has more than 10 MB.")),
    Meaning("files_too_large", 400, _("The files of the contribution would have more than 25 MB together.")),
    Meaning("too_many_files", 400, _("The contribution has five files already.")),
    Meaning("paragraph_unknown", 400, _("The paragraph belongs to another text.")),
    Meaning("not_an_option", 400, _("Of the texts that are up for comment only options are endorsed.")),
    Meaning("reply_elsewhere", 400, _("The comment that you answer stands in another text or paragraph.")),
    Meaning("reply_to_reply", 400, _("Answer the comment that began the thread, not a reply.")),
    Meaning("reply_to_unseen", 400, _("The comment that you answer is not shown yet.")),
    Meaning("unknown_filter", 400, _("A list has no filter of this name; the answer lists those it has.")),
    Meaning("filter_twice", 400, _("A filter is given more than once.")),
    Meaning("filter_empty", 400, _("A filter has no value. Leave it out, or give one.")),
    Meaning("cursor_invalid", 400, _("Cursors are found in next and previous, and are not made by hand.")),
    Meaning("limit_invalid", 400, _("A limit is a whole number; the answer says how high it may be.")),
    Meaning("idempotency_key_invalid", 400, _("The key is too long, or has characters that do not print.")),
    Meaning("parse_error", 400, _("The body is not JSON in UTF-8, nor a form where a file is sent.")),
    Meaning("name_missing", 400, _("A name is missing.")),
    Meaning("name_too_long", 400, _("A name has more than 300 characters.")),
    Meaning("name_reserved", 400, _("A name reads like the secretariat, a moderator or a host, and cannot be taken.")),
    Meaning("group_missing", 400, _("The body is not noted yet; say to which stakeholder group it belongs.")),
    Meaning("address_unknown", 400, _("An address is no mail address.")),
    Meaning("address_elsewhere", 400, _("The address is not at the body’s domain; the answer names it.")),
    Meaning("capacity_unknown", 400, _("A text is put right to its author’s own name or to a body’s.")),
    Meaning("organization_missing", 400, _("The capacity needs an organization.")),
    Meaning("authentication_failed", 401, _("The access token is unknown, expired or revoked, or not sent as Bearer.")),
    Meaning("not_authenticated", 401, _("Filing needs an access token or a session.")),
    Meaning("scope_missing", 403, _("The token lacks a scope; the answer names it. Ask for a token that has it.")),
    Meaning("csrf_failed", 403, _("A browser's session needs the page's CSRF token in the header X-CSRFToken.")),
    Meaning("capacity_not_held", 403, _("You may not speak in this capacity: a body's focal points speak for it.")),
    Meaning("address_not_confirmed", 403, _("The account's address is not confirmed yet.")),
    Meaning("account_closed", 403, _("The account is closed.")),
    Meaning("sign_in_required", 403, _("Nobody is signed in.")),
    Meaning("not_of_these_groups", 403, _("The consultation is for stakeholder groups of which yours is not one.")),
    Meaning("not_on_the_list", 403, _("The consultation is for people on its list.")),
    Meaning("office_required", 403, _("This belongs to an office that you do not hold.")),
    Meaning("not_the_author", 403, _("Only its author may do this to a text.")),
    Meaning("not_yours", 403, _("Only who asked or made it may do this.")),
    Meaning("not_found", 404, _("Nothing is at this address, or nothing that you may see: the two look alike.")),
    Meaning("method_not_allowed", 405, _("The address does not do this; the header Allow says what it does.")),
    Meaning("not_acceptable", 406, _("Answers are application/json; the Accept header asks for something else.")),
    Meaning("consultation_not_published", 409, _("The consultation is in preparation; none of its rounds is open.")),
    Meaning("file_gone", 409, _("The file was taken away already.")),
    Meaning("too_late_to_confirm", 409, _("More than 7 days have passed since the close; nothing is confirmed now.")),
    Meaning("own_text_endorsed", 409, _("The text is in this very name; nobody endorses their own words.")),
    Meaning("not_shown", 409, _("The text is not shown, so this cannot be done about it.")),
    Meaning("round_not_open", 409, _("The round has not opened yet.")),
    Meaning("arrived_too_early", 409, _("What is recorded had arrived before the round opened.")),
    Meaning("not_arrived_yet", 409, _("What is recorded would arrive in the future.")),
    Meaning("too_late_to_record", 409, _("What had arrived in time is recorded within 10 working days of the close.")),
    Meaning("round_closed", 409, _("The round is over. Nothing was filed.")),
    Meaning("round_does_not_accept", 409, _("The round takes texts of another kind; it lists them in accepts.")),
    Meaning("not_up_in_this_round", 409, _("The text is not up for comment in the round that you name.")),
    Meaning("too_many_requests", 409, _("You have asked as often as one may within a day.")),
    Meaning("belongs_already", 409, _("You belong to the body already.")),
    Meaning("asked_already", 409, _("You have asked already; wait for the answer.")),
    Meaning("decided_meanwhile", 409, _("The thing is not any more as you saw it; read it again.")),
    Meaning("capacity_of_the_secretariat", 409, _("What the secretariat said stays the secretariat’s.")),
    Meaning("too_large", 413, _("The body is larger than anything that fits here.")),
    Meaning("unsupported_media_type", 415, _("The body is not application/json, nor multipart/form-data for a file.")),
    Meaning("idempotency_key_reused", 422, _("The key came with another request. Take a new one for a new text.")),
    Meaning("broken", 500, _("Something broke on our side. Try again with the same key; nothing is filed twice.")),
    Meaning("away", 503, _("We are away for a moment. Wait as long as Retry-After says, and send the same again.")),
)
