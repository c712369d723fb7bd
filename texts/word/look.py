"""How our Word documents look: what stands in the style sheet, the numbering and the settings of each."""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What the house says stands in the one, what people wrote in the other; both families are on every machine with Word.
_HOUSE, _SAID = "Calibri", "Cambria"
_FONTS = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{0}" w:cs="Arial"/>'
_GREEN, _QUIET, _LINE = "0C5A4B", "404040", "7B857F"
# Twips: a level of a list, and the margins of an A4 page.
STEP = 360
PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" w:header="624" w:footer="624" w:gutter="0"/>'  # noqa: E501
LEVELS = 9


def _paragraph(id: str, name: str, paragraph: str, run: str = "", based: str = "Normal", then: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f'<w:next w:val="{then}"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{int(points * 2)}"/><w:szCs w:val="{int(points * 2)}"/>'


def _space(before: int, after: int, extra: str = "") -> str:
    """In points; what the order of the format puts between is `extra`."""
    return f'{extra}<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>'


def _heading(level: int, points: float, before: int, after: int, border: str = "") -> str:
    return _paragraph(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{border}{_space(before, after)}<w:outlineLvl w:val="{level - 1}"/>',
        f"<w:b/><w:bCs/>{_size(points)}",
    )


def _border(side: str, size: int, space: int) -> str:
    edge = f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{_LINE}"/>'
    return f"<w:pBdr>{edge}</w:pBdr>"


def styles(language: str) -> str:
    """`language`: of what the house says."""
    bold = "<w:b/><w:bCs/>"
    return "".join(
        [
            f"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS.format(_HOUSE)}{_size(10.5)}",
            f'<w:lang w:val="{language}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>',
            '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault>',
            "</w:docDefaults>",
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>',
            "</w:style>",
            '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
            '<w:name w:val="Default Paragraph Font"/></w:style>',
            _paragraph("Title", "Title", _space(0, 8, "<w:keepNext/>"), f"{bold}{_size(22)}"),
            _paragraph("Subtitle", "Subtitle", _space(0, 4), f"{_size(13)}"),
            _heading(1, 17, 26, 8, _border("bottom", 8, 4)),
            _heading(2, 13.5, 20, 4),
            _heading(3, 12, 16, 3),
            _heading(4, 11, 12, 3),
            _heading(5, 10.5, 10, 2),
            _heading(6, 10.5, 8, 2),
            _paragraph("Said", "Said", _space(0, 6), _FONTS.format(_SAID)),
            _paragraph("Byline", "Byline", _space(0, 2, "<w:keepNext/>"), f'<w:color w:val="{_QUIET}"/>{_size(9.5)}'),
            _paragraph("Note", "Note", _space(0, 4), f'<w:color w:val="{_QUIET}"/>{_size(9.5)}'),
            _paragraph("Label", "Label", _space(8, 3, "<w:keepNext/>"), f"{bold}{_size(10)}"),
            _paragraph("Fate", "Fate", _space(0, 4), "<w:i/><w:iCs/>"),
            _paragraph("Total", "Total", _space(4, 4, "<w:keepLines/>"), f"{bold}{_size(11)}"),
            _paragraph(
                "Quote",
                "Quote",
                f'{_border("left", 12, 10)}{_space(0, 6)}<w:ind w:left="360" w:right="360"/>',
                _FONTS.format(_SAID),
            ),
            _paragraph("CodeBlock", "Code block", _space(0, 6), f"{_FONTS.format('Consolas')}{_size(9)}"),
            _paragraph("Caption", "caption", _space(0, 8), f'<w:color w:val="{_QUIET}"/>{_size(9)}'),
            _paragraph("TOC1", "toc 1", _space(0, 3)),
            _paragraph("TOC2", "toc 2", f'{_space(0, 2)}<w:ind w:left="{STEP}"/>'),
            _paragraph("Footer", "footer", "", f'<w:color w:val="{_QUIET}"/>{_size(9)}'),
            _character("Hyperlink", "Hyperlink", f'<w:color w:val="{_GREEN}"/><w:u w:val="single"/>'),
            _character("Code", "Code", f"{_FONTS.format('Consolas')}{_size(9.5)}"),
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>',
            "</w:styles>",
        ]
    )


def _character(id: str, name: str, run: str) -> str:
    return f'<w:style w:type="character" w:styleId="{id}"><w:name w:val="{name}"/><w:rPr>{run}</w:rPr></w:style>'


def numbering(starts: list[int]) -> str:
    """Bullets are list 1; list 2 and those after it count, each from its own number."""
    kind = '<w:multiLevelType w:val="hybridMultilevel"/>'
    bullets = "".join(_level(level, "bullet", "•" if level % 2 == 0 else "–") for level in range(LEVELS))
    counted = "".join(_level(level, "decimal", f"%{level + 1}.") for level in range(LEVELS))
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>'
        + "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(LEVELS)
        )
        + "</w:num>"
        for number, start in enumerate(starts, start=2)
    )
    return (
        f'{HEAD}<w:numbering {W}><w:abstractNum w:abstractNumId="0">{kind}{bullets}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{kind}{counted}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}</w:numbering>'
    )


def _level(level: int, format: str, sign: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
    )


def settings(language: str) -> str:
    compat = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting {compat}/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/></w:settings>'
    )
