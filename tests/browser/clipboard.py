"""What Word, Google Docs and LibreOffice put on the clipboard: the same text from each of them.

Written by hand in the shape that each of them gives it, with what makes it hard: comments, names of
another namespace, lists that are paragraphs, pictures on a disk, notes, nothing but spaces.
"""

from __future__ import annotations

from typing import Final

_MSO: Final = 'font-family:"Calibri",sans-serif;mso-fareast-font-family:Calibri'
_BULLET: Final = (
    "<![if !supportLists]><span style='font-family:Symbol;mso-fareast-font-family:Symbol;"
    "mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "
    '"Times New Roman"\'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>'
)


def _mso_item(
    text: str, place: str, level: int = 1, marker: str = _BULLET, kind: str = "l0"
) -> str:
    return (
        f"<p class=MsoListParagraphCxSp{place} style='margin-left:{level * 0.5}in;mso-add-space:"
        f"auto;text-indent:-.25in;mso-list:{kind} level{level} lfo1'>{marker}<span "
        f"style='{_MSO}'>{text}"
        "<o:p></o:p></span></p>\n"
    )


def _mso_number(number: str) -> str:
    return (
        "<![if !supportLists]><span style='mso-bidi-font-family:Calibri'><span style='mso-list:"
        f"Ignore'>{number}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; "
        "</span></span></span><![endif]>"
    )


def _mso_note_mark(number: int, side: str) -> str:
    here, there = ("ftn", "ftnref") if side == "note" else ("ftnref", "ftn")
    return (
        f"<a style='mso-footnote-id:ftn{number}' href=\"#_{there}{number}\" "
        f'name="_{here}{number}" title=""><span class=MsoFootnoteReference><span '
        "style='mso-special-character:footnote'><![if !supportFootnotes]><span "
        "class=MsoFootnoteReference><span style='font-size:11.0pt;line-height:107%;"
        f"{_MSO};mso-ansi-language:EN-US'>[{number}]</span></span><![endif]></span></span></a>"
    )


WORD: Final = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml"\n'
    'xmlns:o="urn:schemas-microsoft-com:office:office"\n'
    'xmlns:w="urn:schemas-microsoft-com:office:word"\n'
    'xmlns="http://www.w3.org/TR/REC-html40">\n'
    '<head>\n<meta http-equiv=Content-Type content="text/html; charset=utf-8">\n'
    "<meta name=ProgId content=Word.Document>\n"
    '<meta name=Generator content="Microsoft Word 15">\n'
    '<link rel=File-List href="file:///C:/Temp/msohtmlclip1/01/clip_filelist.xml">\n'
    "<!--[if gte mso 9]><xml>\n <w:WordDocument>\n  <w:View>Normal</w:View>\n </w:WordDocument>\n"
    "</xml><![endif]-->\n<style>\n<!--\n /* Style Definitions */\n p.MsoNormal, li.MsoNormal\n"
    "\t{mso-style-unhide:no;\n\tmargin-bottom:8.0pt;\n\tfont-size:11.0pt;}\n"
    "@list l0\n\t{mso-list-id:1;\n\tmso-list-type:hybrid;}\n"
    "@list l0:level1\n\t{mso-level-number-format:bullet;\n\tmso-level-text:\\F0B7;}\n"
    "@list l1:level1\n\t{mso-level-tab-stop:none;}\n-->\n</style>\n</head>\n"
    "<body lang=EN-US style='tab-interval:.5in;word-wrap:break-word'>\n<!--StartFragment-->\n"
    f"<h1><span lang=EN-GB style='{_MSO}'>Sleep and the heart<o:p></o:p></span></h1>\n"
    "<h3><span style='color:#1F3763'>How much is enough</span></h3>\n"
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p>\n"
    f"<p class=MsoNormal style='margin-bottom:0in'><span style='{_MSO}'>Most <b "
    "style='mso-bidi-font-weight:normal'>adults</b> need <i>seven</i> hours,&nbsp;&nbsp;says "
    '<st1:City w:st="on">Exampletown</st1:City>: see <a href="https://example.org/sleep">the '
    "<span class=SpellE>study</span></a>. Water is H<sub>2</sub>O."
    f"{_mso_note_mark(1, 'text')}<o:p></o:p></span></p>\n"
    + _mso_item("Water", "First")
    + _mso_item("Green tea", "Middle", 2)
    + _mso_item("Rest", "Last")
    + "<p class=MsoNormal>Then:<o:p></o:p></p>\n"
    + _mso_item("Lie down", "First", 1, _mso_number("1."), "l1")
    + _mso_item("Close the eyes", "Last", 1, _mso_number("2."), "l1")
    + "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:"
    "collapse;border:none;mso-yfti-tbllook:1184'>\n <tr style='mso-yfti-irow:0'>\n"
    "  <td width=312 valign=top style='width:233.75pt;border:solid windowtext 1.0pt'>\n"
    "  <p class=MsoNormal><b>Age<o:p></o:p></b></p>\n  </td>\n"
    "  <td width=312 valign=top><p class=MsoNormal><b>Hours</b></p></td>\n </tr>\n"
    " <tr><td><p class=MsoNormal>Adults<o:p></o:p></p></td>"
    "<td><p class=MsoNormal>7<o:p></o:p></p></td></tr>\n</table>\n"
    "<p class=MsoNormal><!--[if gte vml 1]><v:shape id=\"P\" style='width:100pt'>\n"
    '<v:imagedata src="file:///C:/Temp/msohtmlclip1/01/clip_image001.png"/></v:shape>'
    "<![endif]--><![if !vml]><img width=100 height=80 "
    'src="file:///C:/Temp/msohtmlclip1/01/clip_image002.png" v:shapes="P"><![endif]>'
    "<o:p></o:p></p>\n"
    "<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all>\n\n"
    '<hr align=left size=1 width="33%">\n\n<![endif]>\n\n'
    "<div style='mso-element:footnote' id=ftn1>\n\n<p class=MsoFootnoteText>"
    f"{_mso_note_mark(1, 'note')} Doe J. A study of sleep.<o:p></o:p></p>\n\n</div>\n\n</div>\n"
    "<!--EndFragment-->\n</body>\n</html>"
)

_ARIAL: Final = (
    "font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;"
    "font-weight:{weight};font-style:{style};font-variant:normal;text-decoration:none;"
    "vertical-align:{align};white-space:pre;white-space:pre-wrap;"
)


def _span(text: str, weight: str = "400", style: str = "normal", align: str = "baseline") -> str:
    return f'<span style="{_ARIAL.format(weight=weight, style=style, align=align)}">{text}</span>'


def _gdocs_item(text: str, level: int = 1, kind: str = "disc") -> str:
    return (
        f'<li dir="ltr" style="list-style-type:{kind};'
        f'{_ARIAL.format(weight=400, style="normal", align="baseline")}" aria-level="{level}">'
        '<p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;" '
        f'role="presentation">{_span(text)}</p></li>'
    )


_LINE: Final = 'dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"'

GOOGLE_DOCS: Final = (
    "<meta charset='utf-8'><meta charset=\"utf-8\"><b style=\"font-weight:normal;\" "
    'id="docs-internal-guid-0a1b2c3d-7fff-1234-5678-9abcdef01234">'
    f'<h1 {_LINE}>{_span("Sleep and the heart")}</h1><h3 {_LINE}>{_span("How much is enough")}</h3>'
    f"<br /><p {_LINE}>{_span('Most ')}{_span('adults', '700')}{_span(' need ')}"
    f"{_span('seven', style='italic')}{_span(' hours,&nbsp; says Exampletown: see ')}"
    '<a href="https://example.org/sleep" style="text-decoration:none;">'
    f"{_span('the study')}</a>{_span('. Water is H')}"
    + _span('2', align='sub').replace("11pt", "0.6em")
    + f"{_span('O.')}</p>"
    '<ul style="margin-top:0;margin-bottom:0;padding-inline-start:48px;">'
    + _gdocs_item("Water")
    + '<ul style="margin-top:0;margin-bottom:0;padding-inline-start:48px;">'
    + _gdocs_item("Green tea", 2, "circle")
    + "</ul>" + _gdocs_item("Rest")
    + f"</ul><p {_LINE}>{_span('Then:')}</p>"
    '<ol style="margin-top:0;margin-bottom:0;padding-inline-start:48px;">'
    + _gdocs_item("Lie down", kind="decimal") + _gdocs_item("Close the eyes", kind="decimal")
    + '</ol><div dir="ltr" style="margin-left:0pt;" align="left"><table style="border:none;'
    'border-collapse:collapse;"><colgroup><col width="312" /><col width="312" /></colgroup><tbody>'
    '<tr style="height:0pt"><td style="border-left:solid #000000 1pt;vertical-align:top;">'
    f"<p {_LINE}>{_span('Age', '700')}</p></td><td><p {_LINE}>{_span('Hours', '700')}</p></td></tr>"
    f"<tr><td><p {_LINE}>{_span('Adults')}</p></td><td><p {_LINE}>{_span('7')}</p></td></tr>"
    f"</tbody></table></div><br /><p {_LINE}><span style=\"border:none;display:inline-block;"
    'overflow:hidden;width:100px;height:80px;"><img src="https://lh7-rt.googleusercontent.com/'
    'docsz/x" width="100" height="80" style="margin-left:0px;margin-top:0px;" /></span></p></b>'
    '<br class="Apple-interchange-newline">'
)  # fmt: skip

LIBREOFFICE: Final = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">\n<html>\n<head>\n'
    '\t<meta http-equiv="content-type" content="text/html; charset=utf-8"/>\n\t<title></title>\n'
    '\t<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>\n'
    '\t<style type="text/css">\n\t\t@page { size: 8.27in 11.69in; margin: 0.79in }\n'
    "\t\tp { line-height: 115%; margin-bottom: 0.1in; background: transparent }\n\t</style>\n"
    '</head>\n<body lang="en-US" link="#000080" vlink="#800000" dir="ltr">'
    '<h1 class="western"><font face="Liberation Sans, sans-serif"><font size="5" style="font-size: '
    '18pt">Sleep and the heart</font></font></h1>\n<h3 class="western">How much is enough</h3>\n'
    '<p style="line-height: 100%; margin-bottom: 0in"><br/>\n\n</p>\n'
    '<p style="line-height: 100%; margin-bottom: 0in">Most <b>adults</b> need <i>seven</i> hours,'
    '&nbsp;&nbsp;says Exampletown: see <font color="#000080"><span lang="zxx"><u><a '
    'href="https://example.org/sleep">the study</a></u></span></font>. Water is H<sub>2</sub>O.'
    '<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>\n'
    '<ul>\n\t<li><p style="line-height: 100%; margin-bottom: 0in">Water</p>\n\t<ul>\n\t\t<li>'
    '<p style="margin-bottom: 0in">Green tea</p></li>\n\t</ul>\n\t</li>\n\t<li><p>Rest</p></li>\n'
    '</ul>\n<p style="margin-bottom: 0in">Then:</p>\n<ol>\n\t<li><p>Lie down</p></li>\n'
    "\t<li><p>Close the eyes</p></li>\n</ol>\n"
    '<table width="100%" cellpadding="4" cellspacing="0">\n\t<col width="128*"/>\n\n'
    '\t<col width="128*"/>\n\n\t<tr valign="top">\n\t\t<td width="50%" style="border: 1px solid '
    '#000000"><p class="western"><b>Age</b></p></td>\n\t\t<td><p><b>Hours</b></p></td>\n\t</tr>\n'
    "\t<tr><td><p>Adults</p></td><td><p>7</p></td></tr>\n</table>\n"
    '<p><img src="file:///C:/lu1.tmp/x.png" name="Image1" align="left" width="100" height="80" '
    'border="0"/>\n</p>\n<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" '
    'name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Doe J. A study of sleep.</p>\n</div>\n'
    "</body>\n</html>"
)

PROGRAMS: Final = {"word": WORD, "google docs": GOOGLE_DOCS, "libreoffice": LIBREOFFICE}

LETTERED: Final = {
    "word": WORD[: WORD.index("<h1>")]
    + _mso_item("Lie down", "First", 1, _mso_number("a."), "l1")
    + _mso_item("Close the eyes", "Last", 1, _mso_number("b."), "l1")
    + "<!--EndFragment-->\n</body>\n</html>",
    "google docs": GOOGLE_DOCS[: GOOGLE_DOCS.index("<h1")]
    + '<ol style="margin-top:0;margin-bottom:0;padding-inline-start:48px;">'
    + _gdocs_item("Lie down", kind="lower-alpha")
    + _gdocs_item("Close the eyes", kind="lower-alpha")
    + "</ol></b>",
    "libreoffice": LIBREOFFICE[: LIBREOFFICE.index("<h1")]
    + '<ol type="a">\n\t<li><p>Lie down</p></li>\n\t<li><p>Close the eyes</p></li>\n</ol>\n'
    "</body>\n</html>",
}
"""A list that counts by letters, as each of them gives it."""
