"""How an answer of a language model gives itself away: a preamble, a refusal, a piece of the question.

Each function looks at one paragraph and returns the words that show it, "" where there are none. Everything is
looked for at the start of the paragraph: text that quotes such words has a quotation mark, or a sentence, before
them. Where `text.assistant` takes whole paragraphs only, these also know an announcement that the answer follows.
"""

from __future__ import annotations

import re

from digest.text.assistant import any_of, asks_for_text, is_closing, is_opening

_SHOWN = 60  # characters of the paragraph that are repeated
_LOOKED_AT = 1000  # characters; no preamble is longer

_YES_EN = (
    r"(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|alright|great|understood|got it|no problem|"
    r"gladly)"
)
_WORK_EN = (
    r"(?:summary|summaries|analysis|overview|translation|breakdown|explanation|review|digest|version|rewrite)"
)
_DOING_EN = (
    r"(?:summari|analy[sz]|translat|provide|explain|help|walk|break|give|go through|review|rewrit|prepar)"
)
_YES = r"(?:好的?|当然(?:可以)?|没问题|可以的?|明白了?|收到|了解|非常乐意|很(?:高兴|乐意)|您好|你好)"
_SURE = r"(?:好的|当然可以|没问题|非常乐意|很(?:高兴|乐意))"
_WORK = r"(?:摘要|总结|概述|概要|翻译|译文|解读|分析|评述|综述)"
_GIVEN = r"(?:摘要|内容|论文|文本|信息|文章|原文|材料|资料)"
_AI = r"(?:AI|人工智能|语言模型|大模型)"

_LEADS = any_of(
    # Sure, here is … / Certainly! Below are … / Of course, I'll summarise …
    r"(?:sure(?: thing)?|certainly|absolutely|got it|understood|no problem|gladly)\s*[,.!:—–-]+\s*"
    r"(?:here|below)(?:['’]s| is| are)\b",
    rf"{_YES_EN}\s*[,.!:—–-]+\s*(?:I(?:['’]ll| will| can|['’]ve| have|['’]d be)|let me|happy to)\s+"
    rf"(?:[\w]+ ){{0,3}}?{_DOING_EN}",
    rf"{_YES_EN}\s*[,.!:—–-]+\s*(?:here|below)(?:['’]s| is| are)\b[^.:!?\n]{{0,80}}"
    rf"\b(?:{_WORK_EN}|you|your)\b",
    # Here's a summary: / Here is a concise overview of the paper you sent:
    rf"(?:here(?:['’]s| is| are)|below (?:is|are)|the following is)\s+(?:[\w'’-]+\s+){{0,5}}{_WORK_EN}"
    r"(?:\s*(?:[:.!]|\Z)|[^.:!?\n]{0,80}"
    r"\b(?:you|your|paper|article|abstract|text|requested|provided|in (?:Chinese|English))\b)",
    r"based on (?:the|your) (?:provided|given|supplied|above)?\s*"
    r"(?:abstract|article|text|paper|content|excerpt|information|document)s?(?: (?:you )?(?:provided|given))?"
    r"\s*,\s*(?:here|below|I(?:['’]|\b))",
    r"based on the (?:provided|given|supplied) (?:abstract|article|text|paper|content|excerpt|information)\b",
    r"as (?:you )?requested\s*[,:]",
    # Okay, so the user wants … / 嗯，用户让我……: what a model thought before it answered
    r"(?:(?:okay|ok|alright|hmm|well|so|first)\s*[,.]?\s*){0,3}"
    r"the user (?:wants|needs|has asked|asked|asks|is asking) me\b",
    r"(?:okay|ok|alright|hmm)\s*[,.]\s*(?:so\s+)?the user (?:wants|needs|has|asked|asks|is asking)\b",
    r"(?:(?:嗯|好的?|首先|那么|现在)[，,]\s*)?用户(?:要求|让|请|希望|想让|想要)我",
    r"(?:首先[，,]\s*)?我(?:需要|得)(?:先)?(?:理解|弄清|明确|分析)(?:一下)?用户的(?:请求|需求|要求|问题)",
    r"as an? (?:AI|large language model|language model|AI assistant)\b",
    # 好的，以下是…… / 当然可以，我将…… / 没问题！这是为您……
    rf"{_SURE}\s*[，,。！!、~～：:]\s*(?:[^。！!\n]{{0,60}}?)(?:(?:以下|下面)(?:就)?是|我(?:将|会|来))",
    rf"{_YES}\s*[，,。！!、~～：:]\s*(?:[^。！!\n]{{0,60}}?)"
    rf"(?:(?:以下|下面|这里|这)(?:就)?是|我(?:将|会|来|已))[^。\n]{{0,60}}?(?:您|你|{_WORK})",
    # 以下是摘要： / 下面是对这篇论文的总结：
    rf"(?:以下|下面)(?:就)?是(?:一[个份段篇])?(?:简要的?|简短的?|中文的?)?{_WORK}\s*[：:]",
    rf"(?:以下|下面)(?:就)?是[^：:。\n]{{0,40}}?(?:论文|文章|该文|本文|原文|文本|内容|您|你)[^：:。\n]{{0,40}}?"
    rf"{_WORK}[^：:。\n]{{0,12}}[：:]",
    r"(?:遵照|按照|遵循)(?:您|你)的(?:指示|要求|请求)[，,]",
    rf"根据(?:您|你|用户)(?:所)?提供的|根据(?:所)?提供的{_GIVEN}",
    rf"作为(?:一[个名位款])?[^。，,]{{0,12}}{_AI}[^。，,]{{0,8}}[，,]\s*我",
)

_DOES = (
    r"(?:访问|打开|查看|读取|获取|阅读|浏览|提供|完成|回答|协助|帮助|帮您|帮你|满足|处理|生成|继续|分析|总结|翻译|概括|"
    r"执行|回应)"
)
_DOES_EN = (
    r"(?:assist|help|access|provide|browse|open|summari[sz]e|analy[sz]e|translate|generate|comply|fulfil+|complete|view|"
    r"read|process|answer|discuss|do that|create|write)"
)
_REFUSES = any_of(
    rf"(?:非常|很|十分)?(?:抱歉|对不起|遗憾|不好意思)[^。]{{0,12}}我(?:目前|暂时|现在)?"
    rf"(?:无法|不能|没法|没有办法|不可以)(?:直接|为您|为你)?[^。，,]{{0,16}}{_DOES}",
    rf"我(?:目前|暂时|现在)?(?:无法|不能|没法)(?:直接)?(?:{_DOES})[^。]{{0,24}}"
    r"(?:您|你|链接|网页|网址|外部|该请求|这个请求|全文|该文件|文件)",
    rf"作为(?:一[个名位款])?[^。，,]{{0,12}}{_AI}[^。，,]{{0,8}}[，,]\s*我(?:无法|不能|没有)",
    r"(?:抱歉|对不起|很遗憾)[，,]?(?:由于|因为)?(?:您|你)(?:所)?提供的[^。]{0,30}(?:不完整|无法|不能|没有|为空|缺失)",
    r"由于[^。，,]{0,10}(?:内容|摘要|全文|原文|链接)(?:并?未|没有)(?:能)?(?:提供|给出)[，,]?我?(?:无法|不能)",
    r"unfortunately,? the (?:provided|given|supplied) (?:text|content|abstract|article|document)s?\b[^.]{0,20}"
    r"\b(?:do(?:es)? not|doesn['’]t|is|was) (?:contain|include|have|empty|incomplete|cut|missing)\b",
    r"please (?:provide|paste|share|send) (?:me )?the (?:full )?(?:text|article|paper|content|abstract)\b[^.]{0,20}"
    r"\byou(?:['’]d| would)? (?:want|like)\b",
    rf"(?:I['’]?m|I am)(?: very| really)? sorry\b[^.]{{0,20}}\b(?:I |as an AI)(?:[^.]{{0,40}}\b)?"
    rf"(?:can['’]?t|cannot|can not|am unable|['’]m unable|am not able|don['’]t have|do not have|won['’]t)"
    rf"(?:[^.]{{0,40}}\b(?:{_DOES_EN}|access)\b)?",
    r"(?:sorry|apologies|I apologi[sz]e)\b[^.]{0,20}\bI (?:can['’]?t|cannot|am unable to)\b"
    rf"[^.]{{0,40}}{_DOES_EN}",
    rf"I(?: am|['’]m)? ?(?:unable to|not able to|cannot|can['’]t|can not|do not have|don['’]t have)\b"
    rf"[^.]{{0,24}}\b(?:{_DOES_EN}|access)\b[^.]{{0,60}}"
    r"\b(?:you|your|that request|this request|links?|URLs?|external|"
    r"the (?:internet|web)|the (?:full )?(?:text|content|file|article))\b",
    r"as an? (?:AI|large language model|language model)\b[^.]{0,40}\b"
    r"I (?:can['’]?t|cannot|do not|don['’]t|am)\b",
)

_ECHOES = any_of(
    r"you are an? (?:[\w-]+ ){0,4}(?:assistant|expert|editor|researcher|summari[sz]er|translator|model)\b",
    r"(?:please )?(?:summari[sz]e|translate|analy[sz]e|rewrite) (?:the|this) "
    r"(?:following|above|given|provided)\b",
    r"(?:please )?(?:answer|respond|reply|output|return) (?:only |strictly )?(?:in|with) "
    r"(?:valid )?(?:JSON|Chinese|English)\b",
    r"你(?:现在)?是(?:一[名位个])(?:[^。，,]{0,20})(?:助手|助理|专家|编辑|译者|模型)",
    rf"请(?:你|您)?(?:用|以)?(?:中文|英文|简体中文)?(?:来)?(?:总结|概括|翻译|分析|解读|改写)(?:一下)?"
    rf"(?:以下|下面|下列|上述|这篇|该|所提供的)[^。]{{0,12}}{_GIVEN}",
    r"请(?:只|仅|直接)?(?:以|用|按照?)\s*JSON",
    r"(?:AI )?(?:assistant|助手|human)\s*[:：]",
    r"\{\s*\"(?:summary|findings|analysis|title|content|result|answer)\"\s*:",
    r"#{0,4} ?(?:instructions?|system prompt|your task)\s*[:：]?\s*\Z",
)
_TOKENS = re.compile(r"<\|[\w ]{2,40}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>", re.IGNORECASE)
_THOUGHT = re.compile(r"\A<(?:think|thinking)>|\A(?:(?!<think)[^\n])*</(?:think|thinking)>", re.IGNORECASE)
_QUOTED = re.compile(r"`[^`\n]*`|“[^”\n]*”|「[^」\n]*」|\"[^\"\n]*\"|'[^'\n]*'")


def preamble(paragraph: str) -> str:
    """The start of a paragraph that announces what the assistant is about to say."""
    text = _bare(paragraph)
    return _shown(text) if is_opening(text) or _LEADS.match(text) else ""


def afterword(paragraph: str) -> str:
    """A paragraph that only hopes to be of use, or offers more."""
    return _shown(paragraph) if is_closing(paragraph) else ""


def refusal(paragraph: str) -> str:
    """The start of a paragraph that declines, or asks for what it should have read."""
    text = _bare(paragraph)
    return _shown(text) if _REFUSES.match(text) or asks_for_text(text) else ""


def prompt_echo(paragraph: str) -> str:
    """What a paragraph repeats of the question, or of the marks a model puts between its turns."""
    text = _bare(paragraph)
    said = _QUOTED.sub(" ", text)
    if token := _TOKENS.search(said) or _THOUGHT.match(said):
        return _shown(token[0])
    return _shown(text) if _ECHOES.match(text) else ""


def _bare(paragraph: str) -> str:
    return paragraph[:_LOOKED_AT].strip("*_ \t\n")


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
