"""Formulas, code, topics, tags and names the generated site is made of, whatever the language of an entry."""

from __future__ import annotations

import string

# <a> and <b> become letters, <n> and <m> numbers, so that formulas seldom repeat and no cache of them helps.
INLINE_FORMULAS = (
    r"\mathcal{L}_{<a>} = \frac{1}{<n>}\sum_{i=1}^{<n>} \ell(x_i, y_i)",
    r"\alpha_{<a>} \in [0, <m>)",
    r"O(<n> \cdot \log <b>)",
    r"\hat{<a>} = \arg\max_{<b>} p_\theta(<b> \mid x_{<n>})",
    r"\|<a>_{<m>} - <b>\|_2^2 \le \varepsilon_{<n>}",
)
DISPLAY_FORMULAS = (
    (
        r"J(\theta) = \mathbb{E}_{<a> \sim \pi_\theta}\left[\sum_{t=0}^{<n>} \gamma^t r_t\right]"
        r" - \beta_{<m>} D_{\mathrm{KL}}(\pi_\theta \| \pi_{<b>})"
    ),
    r"\mathrm{softmax}\left(\frac{Q_{<a>} K_{<b>}^\top}{\sqrt{<n>}}\right) V + <m> \, \mathbf{1}",
    (
        r"<a>_{t+1} = <a>_t - \eta \nabla_{<a>}"
        r" \left( \frac{<m>}{<n>} \sum_{i=1}^{<n>} \log p(<b>_i \mid <a>_t) \right)"
    ),
    (
        r"\begin{pmatrix} <a>_{11} & <n> \\ <m> & <b>_{22} \end{pmatrix} \begin{pmatrix} u \\ v \end{pmatrix}"
        r" = \lambda_{<n>} \begin{pmatrix} u \\ v \end{pmatrix}"
    ),
)
FORMULA_LETTERS = tuple("abcdhkmqrsuvwz")

CODE_BLOCKS = (
    '''\
import torch


def {name}(batch: torch.Tensor, steps: int = {n}) -> torch.Tensor:
    """Average the last states of a rollout."""
    states = [batch]
    for step in range(steps):
        scale = 1.0 / (step + {m})
        states.append(states[-1] * scale)  # decays with every step
    return torch.stack(states[-{m}:]).mean(dim=0)
''',
    """\
from dataclasses import dataclass


@dataclass(frozen=True)
class {Name}Config:
    width: int = {n}
    layers: int = {m}
    label: str = "{name}"

    def parameters(self) -> int:
        return self.layers * self.width**2 * 12
""",
    """\
with open("{name}.jsonl", encoding="utf-8") as lines:
    rows = [json.loads(line) for line in lines if line.strip()]

kept = {{row["id"]: row for row in rows if row["score"] > {n} / 100}}
for key, row in sorted(kept.items(), key=lambda pair: -pair[1]["score"])[:{m}]:
    print(f"{{key:>12}} {{row['score']:.3f}}")
""",
)
CODE_NAMES = (
    "route_tokens", "merge_views", "plan_latent", "score_rollout", "align_stage", "replay_pairs",
    "gate_retrieval", "mix_levels", "check_answer", "pack_frames", "trim_cache", "warm_start",
)  # fmt: skip

TOPICS = (
    (
        "multimodal",
        "多模态",
        "Multimodal",
        "看图、看视频、读文档的模型。",
        "Models that see, watch and read.",
    ),
    (
        "omni-modal",
        "全模态",
        "Omni-modal",
        "文字、图像、声音进出皆可的模型。",
        "Text, image and sound, in and out.",
    ),
    (
        "rl-infra",
        "强化学习系统",
        "RL infrastructure",
        "让强化学习跑得起来的系统。",
        "Systems that make RL training run.",
    ),
    ("3d", "三维", "3D", "重建、生成与理解三维场景。", "Reconstructing and generating scenes."),
    ("agents", "智能体", "Agents", "会用工具、能做长任务的模型。", "Models with tools and long tasks."),
    ("inference", "推理部署", "Inference", "更快、更省地提供服务。", "Serving faster and for less."),
    ("alignment", "对齐", "Alignment", "让模型做我们想让它做的事。", "Getting models to do what is meant."),
    ("evaluation", "评测", "Evaluation", "知道一个模型到底有多好。", "Knowing how good a model is."),
)

_ENGLISH_TAG_PARTS = (
    ("sparse", "dense", "latent", "causal", "neural", "visual", "spoken", "long", "online", "offline",
     "hybrid", "robust", "compact", "guided", "open"),
    ("attention", "memory", "planning", "decoding", "tuning", "retrieval", "video", "reasoning",
     "rewards", "agents"),
)  # fmt: skip
_CHINESE_TAG_PARTS = (
    ("稀疏", "稠密", "潜空间", "因果", "神经", "视觉", "语音", "长程", "在线", "离线",
     "混合", "鲁棒", "轻量", "引导", "开放"),
    ("注意力", "记忆", "规划", "解码", "微调", "检索", "视频", "推理", "奖励", "智能体"),
)  # fmt: skip


def _tags() -> tuple[str, ...]:
    """300 tags, the most used first: English and Chinese alternate, no two fall on one slug."""
    english = [f"{one} {two}" for two in _ENGLISH_TAG_PARTS[1] for one in _ENGLISH_TAG_PARTS[0]]
    chinese = [f"{one}{two}" for two in _CHINESE_TAG_PARTS[1] for one in _CHINESE_TAG_PARTS[0]]
    return tuple(tag for pair in zip(english, chinese, strict=True) for tag in pair)


TAGS = _tags()

GIVEN_NAMES = (
    "Ada", "Bruno", "Clara", "Dario", "Elif", "Farid", "Greta", "Hanna", "Ivan", "Jonas", "Kaja", "Lars",
    "Mina", "Nadia", "Otto", "Petra", "Quentin", "Rosa", "Samir", "Tilda", "Uma", "Viktor", "Wanda", "Xenia",
    "Yusuf", "Zora",
)  # fmt: skip
SURNAMES = (
    "Abel", "Berg", "Castell", "Dahl", "Eriksen", "Fontaine", "Gruber", "Haas", "Ibsen", "Jansen",
    "Keller", "Lindqvist", "Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Sorensen", "Tanaka",
    "Ullman", "Varga", "Weiss", "Ximenes", "Yilmaz", "Zeman",
)  # fmt: skip
INITIALS = tuple(string.ascii_uppercase)
CHINESE_SURNAMES = tuple("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜")
CHINESE_GIVEN = tuple(
    "安博晨达恩芳光涵嘉凯兰明宁佩琪然思彤维欣雅泽宏建俊磊倩睿爽婷文霄阳颖远哲珍志朝丹峰刚浩静坤丽敏鹏强"
)
