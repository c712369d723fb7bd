"""The zero draft in French: heading and text of its twelve paragraphs, in their order."""

from consultation.demo.shapes import prose

TITLE = "Agir ensemble sur les questions publiques"

ZERO_DRAFT_FRENCH: tuple[tuple[str, str], ...] = (
    (
        "Pourquoi maintenant",
        prose("""
        Les questions publiques relatives à l’Internet sont soulevées en de nombreux lieux et menées à terme en peu
        d’entre eux. Qui les pose est renvoyé ailleurs, avec courtoisie, et chaque instance consigne qu’elle a écouté. Les
        contributions au premier tour décrivent maintes fois le même parcours : un câble, un prix, un enregistrement, un
        paiement interrompu et, au bout du chemin, personne qui ait refusé ni personne qui ait répondu. Le présent texte
        propose un moyen de voir où en est une question, puis de la mener à son terme ou de dire publiquement que nul ne
        le fera.
        """),
    ),
    (
        "Ce qu’est ce texte",
        prose("""
        Il recommande. Il ne lie personne et, par lui-même, ne crée rien. Aucun organe n’y perd une compétence, aucun n’en
        acquiert. Ceux qui le jugent utile peuvent s’en inspirer dès le jour de sa publication ; les autres peuvent le
        dire, et leur déclaration est publiée à ses côtés.
        """),
    ),
    (
        "Qui participe",
        prose("""
        Tous les groupes de parties prenantes entrent par la même porte ; le rôle que chacun tient ensuite peut varier
        d’une question à l’autre. Les gouvernements, les organisations intergouvernementales, le secteur privé, la société
        civile, la communauté technique et le monde universitaire participent, de même que quiconque n’appartient à aucun
        d’entre eux. Qui conseille sur une question, qui exécute et qui rend compte à qui est consigné par écrit avant que
        le travail ne commence.
        """),
    ),
    (
        "Une seule liste",
        prose("""
        Le secrétariat tient une liste publique des questions ouvertes : leur objet, qui les a soulevées, entre quelles
        mains elles se trouvent et depuis quand. Chacun peut y inscrire une question, par courrier électronique comme sur
        le Web. Les mots de celui qui l’a posée demeurent inchangés à côté de la forme brève que leur donne le
        secrétariat. Une ligne n’est jamais retirée ; elle est close, avec le motif et la date.
        """),
    ),
    (
        "D’une question à une instance d’accueil",
        prose("""
        Chaque question est proposée à un organe existant ; celui-ci indique dans les 90 jours s’il s’en saisit. L’organe
        qui décline donne son motif en une phrase, qui est publiée ; celui qui ne répond pas est inscrit comme n’ayant pas
        répondu. Les délais courent comme suit :

        - jour 0 : la question est proposée par écrit ;
        - jour 60 : le secrétariat renouvelle sa demande, publiquement ;
        - jour 90 : la réponse est publiée, ou l’absence de réponse.
        """),
    ),
    (
        "Ce dont nul ne se saisit",
        prose("""
        Au terme de 90 jours sans qu’aucun organe ne se soit saisi de la question, un groupe de travail est constitué et
        reçoit une date à laquelle il rend ses conclusions. Il compte au plus vingt membres, issus de chaque groupe de
        parties prenantes qui souhaite y siéger, et travaille en premier lieu par écrit. À la date fixée, il remet ce dont
        il dispose, achevé ou non, et il est dissous.
        """),
    ),
    (
        "Qui décide",
        prose("""
        Le groupe de travail adopte son avis dès lors qu’aucun groupe ne maintient d’objection motivée ; à défaut, il
        publie les options et le nom de ceux qui les défendent. Une objection est formulée par écrit, au nom d’un groupe,
        et donne son motif. Les options sont publiées côte à côte, à longueur égale, chacune sous le nom de ceux qui la
        défendent. Il n’y a pas de vote.
        """),
    ),
    (
        "Cela fonctionnerait-il ?",
        prose("""
        Avant l’adoption d’un avis, ceux qui exploitent les réseaux indiquent dans les 30 jours ce qu’il coûterait et ce
        qu’il compromettrait ; leur déclaration figure à ses côtés. Ils sont consultés par écrit, grands et petits sans
        distinction, et tout ce qui parvient dans ce délai est publié sans modification. Le groupe de travail n’est pas
        tenu de suivre la déclaration, mais il y répond.
        """),
    ),
    (
        "À l’autre bout de la ligne",
        prose("""
        L’interprétation, les voyages et la participation par courrier électronique sont financés avant qu’une réunion ne
        soit convoquée. Qui ne peut voyager participe de là où il se trouve, avec les mêmes documents, le même temps pour
        répondre et le même droit d’objecter. Une réunion pour laquelle ces moyens ne sont pas réunis se tient par écrit.
        """),
    ),
    (
        "Un compte rendu annuel",
        prose("""
        Qui s’est saisi d’une question indique une fois par an ce qui a été fait ; l’absence de réponse est publiée comme
        telle. Le compte rendu tient en une page : ce qui était demandé, ce qui a été fait, ce qui reste à faire. Qui a
        soulevé la question peut y joindre une page de sa main, et les deux figurent ensemble.
        """),
    ),
    (
        "Les moyens financiers",
        prose("""
        Les dons sont publics ; nul ne donne plus d’un cinquième. Ce cinquième s’apprécie sur une année, en argent, en
        personnel et en locaux, et pour un donateur considéré avec les organismes qu’il contrôle. Ce pour quoi un don a
        été offert, et l’usage qui en a été fait, sont publiés avec son montant.
        """),
    ),
    (
        "Trois ans",
        prose("""
        Le dispositif prend fin au bout de trois ans, à moins que chaque groupe, consulté séparément, ne souhaite le voir
        se poursuivre. Avant cette consultation, une personne qui n’y a pris aucune part publie ce qu’il a mené à terme,
        ce qu’il a coûté et ce qu’il a laissé inachevé. S’il prend fin, la liste demeure là où chacun peut la lire.
        """),
    ),
)
