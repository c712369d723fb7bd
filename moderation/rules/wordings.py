"""Wordings to start from where nobody has written any: for each of the rules with which a consultation begins.

Short, kind and plain; a starting point that names no case. By language and number of the rule.
"""

from uuid import UUID, uuid5

# Names the wordings that stand in no table, so that a page can name one again.
NAMESPACE = UUID("8f1c6c0e-5f1d-4a0e-9d3b-2b7a4f6d1c90")

WORDINGS: dict[str, dict[int, tuple[str, str]]] = {
    "en": {
        1: (
            "Threat or incitement",
            "Your text can be read as a threat, or as a call to harm somebody. What you want to say about the matter "
            "is welcome here without it.",
        ),
        2: (
            "Private person",
            "Your text names a private person or shows their personal data. You are welcome to say the same without "
            "naming them.",
        ),
        3: (
            "Attack on a person",
            "Your text attacks a person or speaks of people with contempt. Say what you find wrong in what was said; "
            "that is what counts here.",
        ),
        4: (
            "False name",
            "Your text says that it comes from somebody it does not come from, as far as we can see. If we are wrong, "
            "write to us and we look again.",
        ),
        5: (
            "Advertising",
            "Your text offers something for sale, or says the same in many places. Say it once, where it belongs to "
            "the matter.",
        ),
        6: (
            "Unlawful",
            "As far as we can see, your text may not lawfully be shown. If you see it otherwise, write to us and we "
            "look again.",
        ),
    },
    "fr": {
        1: (
            "Menace ou incitation",
            "Votre texte peut se lire comme une menace ou comme un appel à nuire à quelqu’un. Ce que vous voulez dire "
            "du sujet est bienvenu ici sans cela.",
        ),
        2: (
            "Personne privée",
            "Votre texte nomme une personne privée ou montre ses données personnelles. Vous pouvez dire la même chose "
            "sans la nommer.",
        ),
        3: (
            "Attaque contre une personne",
            "Votre texte attaque une personne ou parle de personnes avec mépris. Dites ce qui vous paraît faux dans ce "
            "qui a été dit ; c’est cela qui compte ici.",
        ),
        4: (
            "Faux nom",
            "Votre texte dit venir de quelqu’un dont, à notre connaissance, il ne vient pas. Si nous nous trompons, "
            "écrivez-nous et nous regarderons de nouveau.",
        ),
        5: (
            "Publicité",
            "Votre texte propose quelque chose à vendre, ou dit la même chose en de nombreux endroits. Dites-le une "
            "fois, là où cela touche au sujet.",
        ),
        6: (
            "Illicite",
            "À notre connaissance, la loi ne permet pas de montrer votre texte. Si vous le voyez autrement, "
            "écrivez-nous et nous regarderons de nouveau.",
        ),
    },
    "es": {
        1: (
            "Amenaza o incitación",
            "Su texto puede leerse como una amenaza o como una llamada a hacer daño a alguien. Lo que quiera decir "
            "sobre el asunto es bienvenido aquí sin ello.",
        ),
        2: (
            "Persona privada",
            "Su texto nombra a una persona privada o muestra sus datos personales. Puede decir lo mismo sin nombrarla.",
        ),
        3: (
            "Ataque a una persona",
            "Su texto ataca a una persona o habla de personas con desprecio. Diga qué le parece mal en lo que se dijo; "
            "eso es lo que cuenta aquí.",
        ),
        4: (
            "Nombre falso",
            "Su texto dice venir de alguien de quien, hasta donde vemos, no viene. Si nos equivocamos, escríbanos y lo "
            "miramos de nuevo.",
        ),
        5: (
            "Publicidad",
            "Su texto ofrece algo en venta o dice lo mismo en muchos lugares. Dígalo una vez, donde toque al asunto.",
        ),
        6: (
            "Ilícito",
            "Hasta donde vemos, la ley no permite mostrar su texto. Si lo ve de otro modo, escríbanos y lo miramos de "
            "nuevo.",
        ),
    },
    "ar": {
        1: (
            "تهديد أو تحريض",
            "قد يُقرأ نصكم على أنه تهديد أو دعوة إلى إيذاء شخص. ما تريدون قوله في الموضوع مرحَّب به هنا من دون ذلك.",
        ),
        2: (
            "شخص عادي",
            "يذكر نصكم اسم شخص عادي أو يُظهر بياناته الشخصية. يمكنكم قول الشيء نفسه من دون ذكر اسمه.",
        ),
        3: (
            "هجوم على شخص",
            "يهاجم نصكم شخصًا أو يتحدث عن أشخاص بازدراء. قولوا ما ترونه خطأً في ما قيل؛ فهذا هو المهم هنا.",
        ),
        4: (
            "اسم غير صحيح",
            "يقول نصكم إنه صادر عن جهة لا يصدر عنها بحسب ما نراه. إن كنا مخطئين فاكتبوا إلينا لننظر فيه من جديد.",
        ),
        5: (
            "إعلان",
            "يعرض نصكم شيئًا للبيع أو يكرر الكلام نفسه في أماكن كثيرة. قولوه مرة واحدة حيث يتصل بالموضوع.",
        ),
        6: (
            "غير قانوني",
            "بحسب ما نراه لا يجوز قانونًا عرض نصكم. إن كنتم ترون غير ذلك فاكتبوا إلينا لننظر فيه من جديد.",
        ),
    },
}


def id_of(language: str, rule: int) -> UUID:
    return uuid5(NAMESPACE, f"{language}-{rule}")
