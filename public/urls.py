from public.pages import (
    about,
    comments,
    consultations,
    contributions,
    drafts,
    follows,
    home,
    ledger,
    mailbox,
    me,
    proposals,
    rounds,
)

urlpatterns = [
    *home.urlpatterns,
    *about.urlpatterns,
    *consultations.urlpatterns,
    *rounds.urlpatterns,
    *contributions.urlpatterns,
    *proposals.urlpatterns,
    *comments.urlpatterns,
    *me.urlpatterns,
    *drafts.urlpatterns,
    *follows.urlpatterns,
    *mailbox.urlpatterns,
    *ledger.urlpatterns,
]
