"""Markup that is always the same: tags by token type, classes, and the few words the renderer adds itself."""

from __future__ import annotations

from digest.render.markdown.comments import COMMENT

WORDS = {
    "zh": {"done": "已完成", "open": "未完成", "notes": "脚注", "back": "返回正文"},
    "en": {"done": "done", "open": "to do", "notes": "Footnotes", "back": "Back to the text"},
}

FIXED = {
    "blockquote_open": "<blockquote>\n",
    "blockquote_close": "</blockquote>\n",
    "bullet_list_open": "<ul>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_close": "</li>\n",
    "dl_open": "<dl>\n",
    "dl_close": "</dl>\n",
    "dt_open": "<dt>",
    "dt_close": "</dt>\n",
    "dd_open": "<dd>",
    "dd_close": "</dd>\n",
    "hr": "<hr>\n",
    "table_open": '<div class="table-wrap" tabindex="0"><table>\n',
    "table_close": "</table></div>\n",
    "thead_open": "<thead>\n",
    "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n",
    "tbody_close": "</tbody>\n",
    "tr_open": "<tr>\n",
    "tr_close": "</tr>\n",
    "th_close": "</th>\n",
    "td_close": "</td>\n",
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
    "footnote_block_close": "</ol>\n</section>\n",
    "footnote_close": "</li>\n",
    COMMENT: "",
}
"""Tokens that are always written the same."""

ENDS_A_LINE = frozenset(["dt_close", "dd_close", "list_item_close", "tr_close"])
ALIGNMENT = {
    "text-align:left": ' class="align-left"',
    "text-align:center": ' class="align-center"',
    "text-align:right": ' class="align-right"',
}
