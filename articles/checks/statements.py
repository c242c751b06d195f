"""Checks of what a text states: sources, promises, names, quoted people, promotion, limits."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from articles.checks.findings import Finds, Found, Place
from articles.checks.names import wrong_names
from articles.checks.subject import Passage, Subject, sentences

# -- statements that want a source ----------------------------------------------------------------

_BODIES: Final = (
    r"(?:FDA|F\.D\.A\.|EMA|MHRA|NICE|WHO|CDC|NHS|NIH|EFSA|USPSTF|TGA|Health Canada"
    r"|European Medicines Agency|European Commission|World Health Organi[sz]ation"
    r"|Food (?:and|&) Drug Administration|guidelines?|regulators?)"
)
_RULED: Final = (
    r"(?:approve[ds]?|approves|licen[sc]e[ds]?|authori[sz]e[ds]?|cleared|banned|bans|recommends?"
    r"|recommended|advises?|advised|warns?|warned|withdrew|suggests?|suggested)"
)
_STUDY: Final = (
    r"(?:stud(?:y|ies)|trials?|meta-analys[ei]s|systematic reviews?|research|researchers"
    r"|scientists|surveys?|evidence)"
)
_FOUND: Final = (
    r"(?:found|finds?|shows?|showed|shown|suggests?|suggested|reports?|reported|concludes?"
    r"|concluded|linked|links|estimates?|estimated|confirms?|confirmed|demonstrates?|demonstrated"
    r"|proves?|proved)"
)
_SMALL: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_SHARE: Final = r"(?:half|(?:a|one|two|three)[ -](?:thirds?|quarters?|fifths?|tenths?))"
_PEOPLE: Final = (
    r"(?:people|adults|men|women|children|teenagers|adolescents|babies|infants|parents|patients"
    r"|participants|volunteers|smokers|drinkers|pregnancies|cases|deaths|Americans|Britons"
    r"|Europeans|households|the population)"
)
_RISK: Final = r"(?:risks?|chances?|odds|likelihood|rates?|deaths?)"
_MOVES: Final = (
    r"(?:rises?|rose|risen|falls?|fell|fallen|drops?|dropped|increases?|increased|decreases?"
    r"|decreased|grows?|grew|grown|lowered|raised|reduced)"
)
_LAW: Final = r"(?:laws?|acts?|rules?|regulations?|directives?|bans?)"
_YEAR: Final = re.compile(
    r"\b(?:in|since|until|by|from|as of|under)\s+(?:the\s+)?(?:\d{1,2}\s+)?(?:\w+\s+)?"
    r"(?:\d{1,2},\s+)?(?:19[5-9]|20)\d\d\b",
    re.I,
)
_DATED_ABOUT: Final = re.compile(
    rf"\b(?:{_STUDY}|{_BODIES}|{_FOUND}|{_RULED}|{_LAW}|(?:il)?legal|prescri(?:be|bed|ption)s?)\b",
    re.I,
)

STATEMENTS: Final = (
    (
        re.compile(
            r"(?<![\w.,])(?!100\s?(?:%|per))\d{1,3}(?:[.,]\d+)?\s?(?:%|per\s?cent\b)"
            r"(?!\s+(?:off|discount)\b)"
        ),
        "This figure has no source",
    ),
    (
        re.compile(rf"\b{_SMALL} (?:in|out of) (?:every )?(?:{_SMALL}|a hundred|a thousand)\b "
                   r"(?!ways|steps|places|minutes|days|weeks|months|years)", re.I),
        "This figure has no source",
    ),
    (
        re.compile(rf"\b{_SHARE} (?:of )?(?:all |the )?(?:\w+ )?{_PEOPLE}\b", re.I),
        "This figure has no source",
    ),
    (
        re.compile(rf"\b\d[\d.,]* (?:m|b)illion (?:\w+ )?{_PEOPLE}\b", re.I),
        "This figure has no source",
    ),
    (
        re.compile(rf"\b{_RISK}\b(?: \w+){{0,4}} {_MOVES} by (?:about |nearly |roughly |up to )?"
                   rf"(?:{_SHARE}|\d)", re.I),
        "This comparison has no source",
    ),
    (
        re.compile(r"\b(?:twice|three times|four times|five times|ten times|\d+ times)"
                   r" (?:as|more|less) (?:likely|common|often|high|great)\b", re.I),
        "This comparison has no source",
    ),
    (
        re.compile(r"\b(?:halves|doubles|triples|doubled|halved|tripled) (?:the|your|their) "
                   r"(?:risk|chance|odds|likelihood)\b", re.I),
        "This comparison has no source",
    ),
    (
        re.compile(rf"\b{_STUDY}(?: \w+){{0,2}} {_FOUND}\b", re.I),
        "This finding has no source",
    ),
    (
        re.compile(rf"\baccording to (?:\w+ ){{0,3}}(?:{_STUDY}|{_BODIES})\b", re.I),
        "This finding has no source",
    ),
    (
        # Agencies are told from words (who, nice) by their capitals.
        re.compile(rf"\b{_BODIES}(?: \w+){{0,2}}[ -]{_RULED}\b"),
        "This regulatory statement has no source",
    ),
    (
        re.compile(rf"\b{_RULED} by (?:the )?(?:\w+ )?{_BODIES}\b"),
        "This regulatory statement has no source",
    ),
)  # fmt: skip

_NO_STUDY: Final = re.compile(r"\b(?:no|nobody|neither|few|not)\b[^.;]{0,30}$", re.I)


def unsourced_statements(subject: Subject) -> Finds:
    """A figure, a finding or a ruling of an agency stands beside its source.

    A paragraph with a citation or a link is taken to name its source, and so is a list where an
    item or the sentence before it has one. Tables, headings and quotations are not looked at.
    """
    sourced_lists = {p.group for p in subject.passages if p.group and p.has_source}
    leads_in: dict[int, bool] = {}
    before: Passage | None = None
    for passage in subject.passages:
        if passage.group and passage.group not in leads_in:
            leads_in[passage.group] = before is not None and before.has_source
        before = passage
    for passage in subject.passages:
        if passage.tag not in ("p", "li") or passage.is_quoted or passage.has_source:
            continue
        if passage.group in sourced_lists or leads_in.get(passage.group):
            continue
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            if sentence.rstrip(' ”"’)').endswith("?"):
                continue
            if said := _statement(sentence):
                yield Found(
                    f"{said}: cite a reference in this paragraph, or link to the source.",
                    subject.place(passage, start, end),
                )


def _statement(sentence: str) -> str:
    """What kind of statement a sentence makes that wants a source; empty for none."""
    for pattern, said in STATEMENTS:
        match = pattern.search(sentence)
        if match and not _NO_STUDY.search(sentence[: match.start()]):
            return said
    if _YEAR.search(sentence) and _DATED_ABOUT.search(sentence):
        return "This dated statement has no source"
    return ""


# -- absolute promises ----------------------------------------------------------------------------

_PROMISES: Final = re.compile(
    r"\b(?:cures|(?:will|can) cure|(?:a|the) (?:permanent |complete |natural )?cure for"
    r"|guarantee(?:s|d)?|(?:clinically|scientifically|medically) proven"
    r"|miracle (?:cure|diet|drug|food|pill|remedy|supplement|treatment|product)"
    r"|(?:no|zero) (?:known )?side[- ]effects?|without (?:any )?side[- ]effects?"
    r"|free (?:of|from) side[- ]effects?|side[- ]effect[- ]free"
    r"|(?:100\s?%|100 per\s?cent|a hundred per\s?cent|completely|totally|entirely|absolutely"
    r"|perfectly) (?:safe|effective|harmless|risk[- ]free)"
    r"|always works?|never fails?|works? (?:for everyone|every time|instantly)|risk[- ]free)"
    r"(?!\w)",
    re.I,
)
_NEAR: Final = 100  # characters around a promise in which a denial belongs to it
_DENIED_BEFORE: Final = re.compile(
    r"(?:\b(?:not|no|nor|never|nobody|none|nothing|neither|cannot|without|hardly|rarely"
    r"|few|far from|myths?|claim(?:s|ed|ing)?|so-called|promis(?:e|es|ed|ing)|beware|wary"
    r"|sceptical|skeptical|false|falsely|whether|if|avoid|distrust|doubt)\b|n[’']t\b)[^.;:!?]{0,70}$",
    re.I,
)
_DENIED_AFTER: Final = re.compile(
    r"^[^.;:!?]{0,40}\b(?:does not|do not|doesn[’']t|don[’']t|is not|isn[’']t|nothing|nobody|no one"
    r"|is a myth|is rare|unlikely)\b",
    re.I,
)


def absolute_promises(subject: Subject) -> Finds:
    """Nothing in medicine works always, for everybody and without harm.

    A sentence that denies the promise, asks for it or reports it as a claim makes none.
    """
    for passage in subject.all_text:
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            if sentence.rstrip(' ”"’)').endswith("?"):
                continue
            for match in _PROMISES.finditer(sentence):
                before = sentence[max(0, match.start() - _NEAR) : match.start()]
                after = sentence[match.end() : match.end() + _NEAR]
                if _DENIED_BEFORE.search(before) or _DENIED_AFTER.search(after):
                    continue
                yield Found(
                    f"“{match[0]}” promises more than anybody can know: say what was found, for "
                    "whom, and how sure it is.",
                    subject.place(passage, start + match.start(), start + match.end()),
                )


# -- names ----------------------------------------------------------------------------------------


def official_names(subject: Subject) -> Finds:
    """Medicines and authorities are named as they are called.

    The wrong forms stand in `articles/checks/names.toml`.
    """
    for passage in subject.all_text:
        for start, end, name in wrong_names(passage.text):
            said = passage.text[start:end]
            why = f" {name.why}" if name.why else ""
            yield Found(
                f"“{said}” is not a name that exists in this form: write {name.right}.{why}",
                subject.place(passage, start, end),
            )


# -- quoted people --------------------------------------------------------------------------------

_NAME: Final = (
    r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms)\.?\s+)?[^\W\d_a-z][\w’'-]+"
    r"(?:\s+(?:[^\W\d_a-z]\.(?=\s)|[^\W\d_a-z][\w’'-]*)){1,3}"
)
_SAYS: Final = r"(?:says|said|adds|added|explains|explained|notes|noted|warns|warned|told us)"
_SPOKEN: Final = (
    re.compile(rf"[”’'\"]\s+{_SAYS}\s+(?P<name>{_NAME})"),
    re.compile(rf"[”’'\"]\s+(?P<name>{_NAME})\s+{_SAYS}\b"),
    re.compile(rf"(?P<name>{_NAME})(?:,[^.!?“”\"]{{1,80}},)?\s+{_SAYS}[,:]?\s+[“‘\"]"),
    re.compile(rf"\b[Aa]ccording to (?P<name>{_NAME})(?:,[^.!?“”\"]{{1,80}})?,\s+[“‘\"]"),
    re.compile(rf"(?:^|[.!?]\s)(?P<name>{_NAME}):\s+[“‘\"]"),
)


def quoted_interests(subject: Subject) -> Finds:
    """Whoever is quoted has their interests named, or “none”, in the disclosure.

    Somebody counts as named when the disclosure has their last name.
    """
    told = subject.content.disclosure.casefold()
    seen: set[str] = set()
    for passage, start, end in _quoted(subject):
        name = passage.text[start:end]
        last = name.split()[-1].casefold()
        if last in told or last in seen:
            continue
        seen.add(last)
        yield Found(
            f"{name} is quoted: ask about interests that bear on the subject, and declare them.",
            subject.place(passage, start, end),
        )


def _quoted(subject: Subject) -> list[tuple[Passage, int, int]]:
    found = []
    quotation = False
    for passage in subject.passages:
        if passage.tag == "figcaption" and quotation:
            # Before the comma stands the name, after it what the person is.
            if match := re.match(rf"[\s—–-]*(?P<name>{_NAME})(?=\s*(?:[,;(]|$))", passage.text):
                found.append((passage, *match.span("name")))
        elif passage.tag in ("p", "li") and not passage.is_quoted:
            for pattern in _SPOKEN:
                found += [(passage, *m.span("name")) for m in pattern.finditer(passage.text)]
        quotation = passage.is_quoted
    return found


# -- promotion ------------------------------------------------------------------------------------

_SELLING: Final = re.compile(
    r"\b(?:buy (?:it |yours )?(?:now|today)|order (?:it |yours )?(?:now|today)|shop now"
    r"|(?:discount|promo|coupon|voucher) codes?|use (?:the )?code (?-i:[A-Z0-9]{4,})|free shipping"
    r"|free delivery|limited[- ]time offer|special offer|money[- ]back|add to (?:basket|cart)"
    r"|while (?:stocks?|supplies) lasts?|\d{1,2}\s?% (?:off|discount)|brought to you by"
    r"|exclusive (?:deal|offer|discount))\b",
    re.I,
)
_TRACKING: Final = frozenset(
    "gclid fbclid msclkid mc_cid mc_eid aff affid aff_id affiliate affiliate_id irclickid awc"
    " referral ref_code partner_id".split()
)
_AFFILIATES: Final = (
    "amzn.to", "awin1.com", "shareasale.com", "skimresources.com", "linksynergy.com",
    "anrdoezrs.net", "dpbolvw.net", "jdoqocy.com", "tkqlhce.com", "kqzyfj.com", "prf.hn",
)  # fmt: skip


def promotion(subject: Subject) -> Finds:
    """Editorial text sells nothing; promotions have a place of their own, with a label."""
    for passage in subject.all_text:
        for match in _SELLING.finditer(passage.text):
            yield Found(
                f"“{match[0]}” is promotion: take it out of the text; promotions stand beside "
                "articles, with a label.",
                subject.place(passage, *match.span()),
            )
    for link in subject.links:
        if why := _sells(link.href):
            place = Place("body", link.text or link.href, element="link", index=link.index)
            yield Found(why, place)
    for index, reference in enumerate(subject.content.references):
        if why := _sells(reference.url):
            yield Found(why, Place("references", reference.url, index=index))


def _sells(href: str) -> str:
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").lower()
        given = [name.lower() for name, _value in parse_qsl(parts.query)]
    except ValueError:
        return ""
    if any(host == name or host.endswith(f".{name}") for name in _AFFILIATES) or (
        "tag" in given and "amazon." in host
    ):
        return "This link earns somebody money: lead it to the page itself."
    for name in given:
        if name.startswith("utm_") or name in _TRACKING:
            return f"This link carries “{name}”, which tracks the reader: take it out."
    return ""


# -- limits ---------------------------------------------------------------------------------------

_CARER: Final = (
    r"(?:doctors?|gp|clinicians?|physicians?|nurses?|pharmacists?|midwi(?:fe|ves)|dentists?"
    r"|therapists?|physiotherapists?|physical therapists?|dieti[ct]ians?|specialists?"
    r"|psychologists?|psychiatrists?|health\s?care|medical (?:help|advice|attention|care|guidance)"
    r"|professional (?:help|advice|guidance)|emergency|ambulance|hospital|clinic|a&e"
    r"|911|999|112|111)"
)
_TURNS_TO: Final = re.compile(
    r"\b(?:see|ask|asks|call|calls|contact|consult|tell|talk|speak|visit|phone|ring|go|check|seek"
    r"|get|need|needs|mention|belongs?|bring|discuss|with|under|by)\b"
    rf"[^.!?]{{0,70}}\b{_CARER}\b"
    r"|\bmedical emergency\b|\bemergency (?:room|department|services|number|care)\b",
    re.I,
)
_HEADED: Final = re.compile(
    rf"\b(?:{_CARER}|when to (?:get|seek|worry|act|call|see)|warning signs|red flags|get help)\b",
    re.I,
)


_UNSURE: Final = re.compile(
    r"\b(?:limits of|has (?:its )?limits|limitations?|caveats?|uncertain(?:ty)?|unclear|unknown"
    r"|unproven|unsettled|inconclusive|preliminary|observational|mixed|conflicting"
    r"|small(?:er)? (?:stud|trial|sample)\w*|short (?:stud|trial)\w*|(?:was|were) small"
    r"|(?:only|mostly|mainly) in (?:\w+ )?(?:men|women|adults|animals|mice|rats)"
    r"|(?:does|do|did|can|could)(?: not|n[’']t|not) (?:say|show|prove|tell|settle|mean|rule)"
    r"|(?:is|are|was|were)(?: not|n[’']t) (?:known|certain|clear|settled|shown|proof|enough)"
    r"|nobody knows|no (?:good )?(?:trial|study|evidence)|more (?:research|studies|trials)"
    r"|not everyone|(?:weak|thin|poor|low-quality) evidence|correlation|association)\b",
    re.I,
)
_STUDIED: Final = re.compile(rf"\b{_STUDY}(?: \w+){{0,2}} {_FOUND}\b", re.I)


def limits(subject: Subject) -> Finds:
    """A text that reports what studies found says as well how sure that is, or for whom it holds.

    One sentence of doubt anywhere in the text is enough; the place is the first report.
    """
    first = None
    for passage in subject.all_text:
        if _UNSURE.search(passage.text):
            return
        if first is None and (match := _STUDIED.search(passage.text)):
            first = subject.place(passage, *match.span())
    if first is not None:
        yield Found(
            "The text reports what studies found and says nowhere how sure that is: add whom they "
            "studied, how large they were, or what they cannot show.",
            first,
        )


def when_to_see_a_clinician(subject: Subject) -> Finds:
    """Where a topic requires medical review, a text says when reading is not enough."""
    if not subject.requires_medical_review or not subject.passages:
        return
    for passage in subject.all_text:
        pattern = _HEADED if passage.tag in ("h2", "h3", "h4") else _TURNS_TO
        if pattern.search(passage.text):
            return
    yield Found(
        "The text does not say when to see a clinician: add for whom it does not hold, and the "
        "signs with which somebody should ask for help.",
        Place("body"),
    )
