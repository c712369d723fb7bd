"""What nine bodies sent to the call for inputs."""

from consultation.demo.shapes import Contribution, Moment, french, prose

NALAU = Contribution(
    "nalau",
    "leilani",
    "nalau",
    "en",
    "Three people and one list",
    prose("""
        We are the Digital Office of Nalau. There are three of us. Between us we hold the seats of our republic in
        fourteen international bodies that discuss the Internet. Last year we took part in two of their meetings: the
        two that were held by mail.

        **Which question has no home.** Who is repaired first. We have one cable. It was cut, and we were without it
        for forty-one days, because the ship that mends cables was under contract elsewhere. We asked who decides the
        order. The owners of the ship told us to ask the insurers. The insurers told us to ask the secretariat of a
        treaty. The secretariat told us that it was following the matter with interest, and so did three others.
        Nobody refused. A refusal would have been of use: we could have shown it to our parliament.

        **Who should act, and who should be heard first.** Whoever already can. We do not ask for a new body; we ask
        for a small desk that keeps one public list, offers each question to the bodies that exist, and counts the
        days where all can see them. A "no" within thirty days is progress. Where nobody takes a question, put a few
        people who know the matter into a group and give them a date.

        Hear first those who cannot come. Pay for interpretation and for taking part by mail before anybody rents a
        hall. We know that other governments would like a council. We have worked out what it would cost us to sit in
        it: one delegation of two, one session, equals one nurse for one year. We would send the nurse's regrets.

        **What would make us say that it worked.** In three years every question on the list has a name beside it or
        the word "nobody", and once a year the name says what it did. We could live with "nobody". What we cannot live
        with is "under consideration".
        """),
    Moment(-71, 3, 40),
)

CIRCLE = Contribution(
    "circle",
    "sunita",
    "circle",
    "en",
    "Six years, five rooms, no minutes",
    prose("""
        We carry the Internet to villages that are on nobody's coverage map. The Circle has 212 members in nineteen
        countries; the one in the middle has forty customers and one ladder.
        """),
    Moment(-66, 10, 25),
    answers=(
        (
            1,
            prose("""
        The question without a home is the price of reaching everybody else. In our valley a gigabyte costs
        eleven times what it costs in the capital, and the last sixty kilometres account for nearly all of it. We
        raised this with the regulator, with an association of incumbents, with a development bank, with a standards
        group, and with this Forum, in a corridor. Five rooms in six years, and not one line of minutes. For those six
        years we looked for a list on which we could see whether others had asked the same thing. There was none, so we
        made a spreadsheet. Three of the bodies on it wrote to us: to be taken off.
        """),
        ),
        (
            2,
            prose("""
        You will hear from the Chamber that existing bodies do well. They do well by those who can pay somebody
        to sit in them for years. We are in the same sector and we do not agree. A carrier with forty customers and one
        with forty million must come in by the same door, or you will go on taking the second for both.

        We do not want another forum. We want a desk: five people and no opinions. A question goes in, it goes out to
        a body that can act, with a date on it, and on the eighty-ninth day the telephone rings. Before you advise
        anything, ask us too what it costs. A rule that costs a large firm a memorandum costs us a person, and we have
        one and a half. And let us do it by mail. When I travel, nobody climbs the mast.
        """),
        ),
        (
            3,
            prose("""
        It worked if, once a year, the words "no answer" are printed wherever there was no answer, with a name
        beside them. That alone would have saved us four years of the six.
        """),
        ),
    ),
)

REDES = Contribution(
    "redes",
    "lucia",
    "redes",
    "es",
    "Primero el cable, después la sala",
    prose("""
        Somos cuarenta y dos redes vecinales. Tendemos cable sobre pilotes, arreglamos antenas con la lancha de la
        escuela y atendemos el teléfono por turnos. No tenemos oficina de asuntos internacionales: esta respuesta la
        escribimos entre nueve, un domingo de lluvia, en la sala de espera del centro de salud.

        **1. ¿Qué pregunta no tiene casa?** Quién paga el último tramo. El regulador dice que es una obra. El ministerio
        de obras dice que es un servicio. El banco dice que somos demasiado chicos para un crédito y demasiado grandes
        para una donación. En la otra orilla, en otro país, los vecinos oyen las mismas tres frases. Lo supimos por
        casualidad, en una feria de semillas. Con una lista pública lo habríamos sabido cuatro años antes.

        **2. ¿Quién debería actuar, y a quién oír primero?** Que actúe quien pueda, pero que alguien le ponga fecha. Si
        en un plazo corto nadie toma la pregunta, que se forme un grupo pequeño con día de regreso, y que en él quienes
        viven en el último tramo tengan la misma silla que los demás. Se entra por la misma puerta o no se entra.

        Y antes de convocar, pagar: intérprete, pasaje, lancha, y también el correo para quien no puede dejar la red
        sola tres días. Una reunión a la que sólo llegan los que tienen presupuesto no consulta: confirma. Que se publique
        además quién da el dinero y cuánto. Cuando uno solo paga la mitad, la mitad de la agenda es suya. Nos pasó con
        una donante generosa que al segundo año eligió ella las islas.

        **3. ¿Qué nos haría decir que funcionó?** Que en tres años dos redes de dos países con el mismo problema se hayan
        encontrado sin necesidad de la casualidad, y que una isla que hoy no tiene señal la tenga. Por eso pedimos
        empezar por una mesa de entradas chica y barata. El foro fuerte puede venir después, cuando haya con qué llegar
        hasta él.
        """),
    Moment(-61, 23, 50),
)

LONGSHORE = Contribution(
    "longshore",
    "jun",
    "longshore",
    "en",
    "Ask the people with the pager",
    prose("""
        We run networks along four coasts. Nine of us hold the pager this week. This is plain text because it was
        written between two alarms.
        """),
    Moment(-58, 17, 12),
    answers=(
        (
            1,
            prose("""
        The question without a home: two lawful orders about the same thing. In spring one state ordered a member
        of ours to stop announcing a block of addresses, and its neighbour ordered the same member to go on announcing
        it, both by noon. Both orders were valid. There is no desk for that. The member withdrew the block for eleven
        minutes, six hundred thousand people lost service, and two ministries learnt of each other's existence.
        """),
        ),
        (
            2,
            prose("""
        Most such questions can be taken by operators' groups and standards bodies, which finish things. Offer
        them the question in writing, with a date; they will take more than you expect and they will tell you plainly
        what they will not. We need no new body, and the text should not make one. It should recommend and leave it
        there. The agreements by which our traffic is exchanged bind nobody, and have carried everything so far.

        On deciding: we do not vote. An objection counts when it says what would break. "We do not like it" is noted
        and we go on. When two designs remain, we publish both with the names of those who run them, and in a year one
        of them is quieter.

        Before any advice is adopted, ask those who would have to run it. Thirty days and one page: what it costs, what
        it breaks, and at what hour of the night. Do not negotiate the page. Print it beside the advice. You may still
        adopt the advice; but then you knew.
        """),
        ),
        (
            3,
            prose("""
        It worked if one page of ours changed one line of yours. And if under another page of ours somebody has
        written that we were wrong, with measurements.
        """),
        ),
    ),
)

LAB = Contribution(
    "lab",
    "salma",
    "lab",
    "ar",
    "أسئلة بلا عنوان: ما تقوله الأرقام",
    prose("""
        راجع المختبر محاضر 63 اجتماعًا دوليًا عُقدت في خمس سنوات وتناولت السياسات العامة المتصلة بالإنترنت، وأحصى فيها
        418 سؤالًا طُرح ولم يُجَب عنه في الاجتماع نفسه. من هذه الأسئلة عاد 290 سؤالًا إلى الظهور في محفل آخر، وظهر 112
        سؤالًا في أربعة محافل أو أكثر. أمّا ما انتهى منها إلى جواب مكتوب فلم يزد على 37 سؤالًا، أي أقلّ من العُشر.

        **السؤال الأول.** ما لا بيت له ليس سؤالًا واحدًا بل صنفٌ من الأسئلة: ضررٌ يقع على الناس في بلد، وسببه في بلد
        ثانٍ، والدليل عليه محفوظ في بلد ثالث. لكل بلد من الثلاثة جهة مختصة، ولا جهة تختصّ بالثلاثة معًا. وقد وجدنا 94
        سؤالًا من هذا الصنف لم يُغلق منها سوى اثنين.

        **السؤال الثاني.** نقترح قائمة عامة واحدة يُكتب فيها السؤال وصاحبه وتاريخه والجهة التي تنظر فيه. فإذا لم تقبله
        جهة قائمة شُكّل له فريق عمل محدّد المدة، تدخل إليه الفئات كلها من باب واحد، وإن اختلفت أدوارها بين سؤال وآخر.
        ولا نوصي بالتصويت: فالتصويت يُحصي الحاضرين، والحاضرون هم من استطاعوا السفر. وفي العيّنة التي درسناها جاء 71 في
        المئة من المتحدثين من 12 بلدًا فقط. فإن تعذّر الاتفاق فلتُنشر الخيارات بأسماء أصحابها.

        **السؤال الثالث.** نقول إن الترتيب نجح إذا استطاع باحث بعد ثلاث سنوات أن يعرف من الوثائق المنشورة وحدها ثلاثة
        أمور:

        - كم سؤالًا ورد إلى القائمة؟
        - من تسلّمه، وماذا فعل به في كل سنة؟
        - كم سؤالًا بقي بلا جواب، ومنذ متى؟

        ونرى أن يُكتب في النص نفسه تاريخ انتهائه. درسنا 22 ترتيبًا وُصفت عند إنشائها بأنها مؤقتة: نصّت تسعة منها على
        موعد تنتهي فيه فانتهى منها سبعة، ولم تنصّ ثلاثة عشر على موعد فلم ينتهِ منها واحد. والبيانات متاحة لمن يطلبها.
        """),
    Moment(-55, 8, 30),
)

CHAMBER = Contribution(
    "chamber",
    "victoria",
    "chamber",
    "en",
    "What works has no press office",
    prose("""
        The Chamber of Connected Trade speaks for firms that carry, store or secure a large part of the world's traffic.
        We answer the three questions in good faith and without enthusiasm.

        **Which question has no home?** Fewer than is said. Numbers are assigned, names resolve, standards are agreed,
        incidents are closed, every day, by bodies that nobody in this consultation will mention, for the reason that
        they finish. When a question is called homeless it has, as often as not, been home; the answer given there was
        not the one desired. A public list of such questions would be read as a list of the accused. We would rather
        that there were none.

        **Who should act, and who should be heard first?** The body that has the competence: bring it the question,
        with evidence, and let it reply. If the Forum must write something, let it recommend, say that it binds nobody
        and create nothing. Let all groups come in on the same terms, ours included. We have no wish for a side table,
        and none for a head table.

        Should advice be given at all, two safeguards. First, an objection needs a reason, and somebody must be named
        who says whether it is one; a brake in every hand is not consensus but a parked car. Second, ask beforehand
        those who would carry the advice out what it would cost. Our members spent eleven months building what two
        states had required in an afternoon. It was repealed over a weekend.

        **What would make us say that it worked?** That in three years nothing had been built which had then to be
        maintained. Failing that, that whatever was built bore on its first page the date on which it ends, and kept it.
        """),
    Moment(-50, 7, 15),
)

MTANDAO = Contribution(
    "mtandao",
    "amina",
    "mtandao",
    "en",
    "Equal seats or empty ones",
    prose("""
        Mtandao Sawa is a coalition of thirty-one associations, unions, clinics and newsrooms in eleven countries,
        coordinated from Nairobi. Before writing we put one question to each of them: when did you last get an answer?
        Twenty-six said never.

        **1. Which question has no home?** A woman came to one of our clinics. She had been recorded by a device that she
        did not buy, sold by a firm that she had never heard of, and the recording was published from a country that she
        could not find on a map. She went to the police, to the regulator, to the seller's helpline and, because her
        daughter is in the picture, to a commission for children. Each room was kind. Each room was the wrong one. Harm of
        this sort has a hundred witnesses and no addressee.

        **2. Who should act, and who should be heard first?** A stronger Forum can hold such questions, on five
        conditions:

        1. One public list: what was asked, by whom (by a number where a name is dangerous), and who has it now.
        2. No question dies in a drawer. If no body takes it, a working group is formed, and given a date.
        3. Equal seats. Not observers and not invited experts. We come in by the door that ministers use, and sit down.
        4. No vote, and no veto dressed up as courtesy. Who objects says why, in writing. If it cannot be met, print the
           options and the names.
        5. Money that cannot buy a chair. Travel, interpretation and taking part by mail are paid before the invitations
           go out; every gift is public; no giver is so large that we would miss it. A fifth, we would say, and not more.

        And once a year whoever took a question says what was done with it.

        We do not share the view that governments decide and the rest advise. In four of our eleven countries it is
        the ministry that publishes the recordings.

        **3. What would make us say that it worked?** That in three years six of our thirty-one can show an answer, and
        that of the other twenty-five it can be read, by anybody, that none came. We ask for a seat. We have never asked
        for the last word.
        """),
    Moment(-48, 12, 2),
)

UNION = Contribution(
    "union",
    "ines",
    "union",
    "en",
    "Observations of the secretariat of the Southern Latitudes Union",
    prose("""
        1. The secretariat of the Southern Latitudes Union presents its compliments and submits the following
           observations. They are those of its secretariat. They commit neither the Union nor its nineteen member states,
           which have not yet considered the matter.
        2. The question of what neighbouring coasts charge each other for traffic has been placed before six bodies since
           it was first raised, one of them the Union, and has been concluded in none. It is asked whether the difficulty
           lies in the number of the bodies or in the want of a mandate in each.
        3. Should a list of open questions be kept, it would be helpful to know who may enter a question; whether a body
           named on the list is thereby seized of it; and whether a question may be struck off.
        4. A text of this nature may usefully recommend. It is asked whether it could do so and say so in terms, in order
           that no delegation need inquire afterwards what it has been bound to.
        5. In the practice of the Union there is one entrance and there are several kinds of seat. This has worked on the
           occasions when the kind of seat was written down, for each item, before the item was opened.
        6. An existing body to which a question is offered will wish to consult those from whom it holds its mandate.
           One of our members has mentioned thirty days and another one hundred and eighty. The secretariat has no view.
        7. It is observed that advice adopted over the objection of a group is advice that the group will not carry out. It
           is asked who determines that an objection has been reasoned.
        8. As to the third question: in three years the Union would wish to have been asked, in writing, at least once, by
           somebody having a mandate to ask, to do something that it has a mandate to do.
        """),
    Moment(-44, 9, 20),
    channel="recorded",
    recorded_by="noor",
    source_ref="SLU-observations-final-3.docx",
    sent=Moment(-45, 15, 55),
)

VELDARA = Contribution(
    "veldara",
    "helene",
    "veldara",
    "fr",
    "Que décide celui qui répond",
    french("""
        La République de Veldara remercie le Forum de l'avoir consultée. Elle répond aux trois questions dans l'ordre où
        elles ont été posées, et à elles seules.

        **Sur la première question.** Une entreprise établie dans un pays, hébergée dans un deuxième et financée depuis un
        troisième a cessé, l'an dernier, d'acheminer les mandats électroniques de 212 000 de nos concitoyens. Notre
        ministère a écrit à onze instances. Sept ont accusé réception ; quatre ont inscrit le sujet à leur ordre du jour ;
        aucune ne l'a conclu. Ce n'est pas le silence qui nous inquiète : c'est le nombre des lieux où l'on parle.

        **Sur la deuxième question.** Veldara ne conteste à personne le droit d'être entendu. L'opérateur, l'université,
        l'association de quartier savent des choses qu'un ministère ignore, et il est juste qu'ils entrent par la même
        porte que lui. Mais entendre n'est pas trancher. Celui qui tranche doit pouvoir être interrogé, désavoué, remplacé.
        Un gouvernement peut l'être par son parlement ; les autres ne le sont que par leurs membres. Nous proposons donc un
        conseil d'États, ouvert à tous les États, qui décide après avoir écouté chacun des autres groupes, par écrit et en
        public.

        Que l'on commence par savoir de quoi l'on parle. Un registre public des questions ouvertes, avec leur date, leur
        auteur et l'instance qui en est saisie, servirait quel que soit le modèle retenu. Sur ce seul point, notre
        proposition et d'autres se recouvrent, et nous n'en prenons pas ombrage.

        **Sur la troisième question.** Dans trois ans, nous dirons que cela a marché si une question, fût-elle modeste, a
        été close par une décision que des États ont prise, que des opérateurs ont pu appliquer et que des citoyens ont pu
        contester.

        La présente contribution n'emporte renonciation à aucune position antérieure.
        """),
    Moment(-40, 23, 41),
)
