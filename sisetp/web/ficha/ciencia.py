"""The short text read to the person about the use of her data: version V1 of list `ciencia_versao`, in five languages.

Plain and neutral: it names no reason for being at the desk, promises only what the system does, and can be read aloud
in half a minute (LGPD arts. 9, 18 and 23, I: purpose, rights and channel in clear language). A new wording is a new
version.
"""

from dataclasses import dataclass

VERSAO = "V1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextoDeCiencia:
    """One translation; `idioma` is a BCP 47 tag, `direcao` ltr or rtl."""

    idioma: str
    nome: str
    titulo: str
    paragrafos: tuple[str, ...]
    direcao: str = "ltr"


TEXTOS: tuple[TextoDeCiencia, ...] = (
    TextoDeCiencia(
        idioma="pt-BR",
        nome="Português",
        titulo="Sobre as suas informações",
        paragrafos=(
            "Este posto é um serviço público e gratuito. Há atendimento mesmo para quem não quer dizer o nome.",
            "Anotamos o que você contar para atender você hoje, para ajudar se você voltar e para melhorar o serviço.",
            "As informações ficam guardadas em segredo. Só a equipe deste posto pode ver o seu nome, e cada vez que "
            "alguém olha fica registrado. Os números publicados não mostram quem você é.",
            "Você pode não responder a uma pergunta, e pode pedir para ver ou corrigir o que foi anotado.",
        ),
    ),
    TextoDeCiencia(
        idioma="en",
        nome="English",
        titulo="About your information",
        paragrafos=(
            "This desk is a free public service. You will be helped even if you do not want to say your name.",
            "We write down what you tell us to help you today, to help you if you come back and to improve the "
            "service.",
            "Your information is kept confidential. Only the team of this desk can see your name, and every time "
            "someone looks, it is recorded. The numbers we publish do not show who you are.",
            "You may choose not to answer a question, and you may ask to see or correct what was written.",
        ),
    ),
    TextoDeCiencia(
        idioma="es",
        nome="Español",
        titulo="Sobre su información",
        paragrafos=(
            "Este puesto es un servicio público y gratuito. Le atendemos aunque no quiera decir su nombre.",
            "Anotamos lo que usted cuenta para atenderle hoy, para ayudarle si vuelve y para mejorar el servicio.",
            "La información se guarda en secreto. Solo el equipo de este puesto puede ver su nombre, y cada vez que "
            "alguien lo mira queda registrado. Los números que se publican no muestran quién es usted.",
            "Puede no responder a una pregunta, y puede pedir ver o corregir lo que se anotó.",
        ),
    ),
    TextoDeCiencia(
        idioma="fr",
        nome="Français",
        titulo="À propos de vos informations",
        paragrafos=(
            "Ce guichet est un service public et gratuit. Vous serez aidé(e) même si vous ne voulez pas dire votre "
            "nom.",
            "Nous notons ce que vous dites pour vous aider aujourd’hui, pour vous aider si vous revenez et pour "
            "améliorer le service.",
            "Vos informations restent confidentielles. Seule l’équipe de ce guichet peut voir votre nom, et chaque "
            "consultation est enregistrée. Les chiffres publiés ne montrent pas qui vous êtes.",
            "Vous pouvez ne pas répondre à une question et demander à voir ou à corriger ce qui a été noté.",
        ),
    ),
    TextoDeCiencia(
        idioma="ar",
        nome="العربية",
        titulo="حول معلوماتك",
        direcao="rtl",
        paragrafos=(
            "هذا المكتب خدمة عامة ومجانية. ستحصل على المساعدة حتى إذا لم ترغب في ذكر اسمك.",
            "نكتب ما تقوله لنا لكي نساعدك اليوم، ولكي نساعدك إذا عدت، ولكي نحسّن الخدمة.",
            "تُحفظ معلوماتك بسرية. فريق هذا المكتب وحده يستطيع أن يرى اسمك، ويُسجَّل كل اطلاع عليه. "
            "الأرقام التي ننشرها لا تُظهر من أنت.",
            "يمكنك ألا تجيب عن أي سؤال، ويمكنك أن تطلب رؤية ما كُتب أو تصحيحه.",
        ),
    ),
)
