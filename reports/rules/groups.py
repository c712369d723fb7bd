"""What each stakeholder group is, in one sentence, and how one speaks of all of its kind."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# “Intergovernmental organizations: nothing yet.”
TOGETHER: dict[str, str | Promise] = {
    "government": _("Governments"),
    "intergovernmental_organization": _("Intergovernmental organizations"),
    "private_sector": _("Private sector"),
    "civil_society": _("Civil society"),
    "technical_community": _("Technical community"),
    "academia": _("Academia"),
    "other": _("Other"),
}
# One sentence each, of the same form, so that none is introduced with more ceremony than the others.
SENTENCES: dict[str, str | Promise] = {
    "government": _("Ministries, regulators, parliaments and other public bodies of a country, a region or a city."),
    "intergovernmental_organization": _(
        "Organizations whose members are states, such as regional unions and specialized agencies."
    ),
    "private_sector": _("Companies of every size, and the chambers and associations in which they come together."),
    "civil_society": _(
        "Associations, foundations, movements and people who act for a public purpose and not for profit."
    ),
    "technical_community": _(
        "Those who build and run networks, names, numbers and software, and the bodies that agree on their standards."
    ),
    "academia": _("Universities, research institutes, libraries, and people who teach, study or do research."),
    "other": _("Bodies and people who find themselves in none of the six other groups."),
}
