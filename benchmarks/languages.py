"""Sentence frames of the generated site in its two languages: our own, about imaginary research.

Frames hold named slots (`{method}`, `{task}` ...) that `prose` fills from the words of the same language.
Numbers come in as `{n}` (a whole number), `{p}` (a percentage) and `{x}` (a factor).
"""

from __future__ import annotations

from typing import NamedTuple


class Language(NamedTuple):
    """Everything needed to write in one language."""

    code: str
    slots: dict[str, tuple[str, ...]]
    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    bold: tuple[str, ...]
    linked: tuple[str, ...]
    headings: tuple[str, ...]
    items: tuple[str, ...]
    maths: tuple[str, ...]
    table: tuple[str, ...]
    footnote: tuple[str, str]
    venues: tuple[str, ...]
    organizations: tuple[str, ...]
    source_kind: str
    sources: tuple[str, ...]
    joiner: str
    """What stands between two sentences of a paragraph."""


ENGLISH = Language(
    code="en",
    slots={
        "method": (
            "sparse routing",
            "token merging",
            "delayed distillation",
            "latent planning",
            "mixed-resolution training",
            "reward shaping",
            "staged alignment",
            "cross-modal replay",
            "low-rank adaptation",
            "speculative rollout",
            "masked reconstruction",
            "retrieval gating",
            "chunked prefill",
            "curriculum mixing",
            "self-checking decoding",
        ),
        "model": (
            "a vision encoder",
            "a 7B language model",
            "the speech decoder",
            "a mixture of experts",
            "the policy network",
            "a diffusion backbone",
            "the reranker",
            "an omni-modal assistant",
            "the world model",
            "a small student",
        ),
        "task": (
            "document reading",
            "video question answering",
            "tool use",
            "scene reconstruction",
            "code repair",
            "long-context recall",
            "speech translation",
            "robot grasping",
            "chart understanding",
            "theorem search",
        ),
        "data": (
            "twelve public test sets",
            "a cleaned crawl",
            "synthetic dialogues",
            "the held-out split",
            "paired audio and text",
            "multi-view captures",
            "expert demonstrations",
            "noisy captions",
            "filtered web tables",
            "human preferences",
        ),
        "metric": (
            "accuracy",
            "throughput",
            "recall",
            "win rate",
            "latency",
            "memory use",
            "perplexity",
            "F1",
        ),
    },
    titles=(
        "{Method} for {task}",
        "Rethinking {method} in {task}",
        "{Method} meets {method2}: {task} at scale",
        "How far does {method} carry {task}?",
        "{Task} with {method} and {method2}",
        "A closer look at {method}",
    ),
    sentences=(
        "The authors train {model} on {data} and find that {method} moves {metric} by {p}% at equal cost.",
        "Compared with {method}, {method2} needs {x} times fewer steps before {metric} settles.",
        "What stands out is {task}: there the gain survives even when {data} shrink to {n} samples.",
        "An ablation over {n} settings shows that most of the effect comes from {method}, not from scale.",
        "For {task} the picture is less clear, since {model} already does well without any of this.",
        "Training takes {n} hours on eight cards, and the recipe fits on one page of the appendix.",
        "Failure cases are listed openly: {model} still confuses similar inputs when {metric} matters most.",
        "The code is small enough to read in an evening, which makes {method} easy to try elsewhere.",
        "It would be good to see the same comparison on {data}, where {metric} is harder to move.",
        "In short, {method} is a cheap change that pays off in {task} and costs little anywhere else.",
        "A second experiment replaces {model} and keeps {data}; {metric} drops by only {p}%.",
        "Readers who run {task} in production should note the {x}-fold change in {metric}.",
    ),
    bold=(
        "The main claim is that **{method} alone** explains the change in {metric}.",
        "On {task}, **{p}% better {metric}** is reported without touching {model}.",
        "Two ingredients matter: **{method}** and, to a lesser degree, **{method2}**.",
    ),
    linked=(
        "Details are in [the report on {task}]({url}).",
        "A [demo page]({url}) shows {n} uncut examples.",
        "The weights are at {url}, the evaluation scripts beside them.",
    ),
    headings=(
        "What is new",
        "How it works",
        "Results",
        "Why it matters",
        "Limits",
        "Set-up",
        "Open questions",
    ),
    items=(
        "**{Method}:** raises {metric} by {p}% on {task}.",
        "**Data.** {n} hours of material, chosen from {data}.",
        "{Task} needs `{code}=True`, everything else runs with defaults.",
        "*Cost:* {x} times the baseline, dominated by {model}.",
        "**{Metric}** stays flat once {method} is removed.",
    ),
    maths=(
        "The loss is ${inline}$ over all batches, and the full objective reads",
        "With ${inline}$ as the only free parameter, the update becomes",
    ),
    table=("Setting", "{Metric}", "Cost"),
    footnote=(
        "The comparison leaves out one baseline[^1] for want of weights.",
        "Its authors plan a release; {metric} is from their table.",
    ),
    venues=("ICML 2025", "CVPR 2025", "ACL 2025", "NeurIPS 2024", "ICLR 2025"),
    organizations=(
        "North Harbour Lab",
        "Institute for Open Models",
        "Polder University",
        "Tern Research",
        "Granite AI",
    ),
    source_kind="arxiv",
    sources=("arXiv cs.CV", "arXiv cs.CL", "arXiv cs.LG", "arXiv cs.RO", "arXiv cs.SD", "arXiv cs.AI"),
    joiner=" ",
)

CHINESE = Language(
    code="zh",
    slots={
        "method": (
            "稀疏路由",
            "词元合并",
            "延迟蒸馏",
            "潜空间规划",
            "混合分辨率训练",
            "奖励塑形",
            "分阶段对齐",
            "跨模态回放",
            "低秩适配",
            "推测式采样",
            "掩码重建",
            "检索门控",
            "分块预填充",
            "课程混合",
            "自检解码",
        ),
        "model": (
            "视觉编码器",
            "7B 语言模型",
            "语音解码器",
            "混合专家模型",
            "策略网络",
            "扩散骨干",
            "重排序模型",
            "全模态助手",
            "世界模型",
            "小型学生模型",
        ),
        "task": (
            "文档阅读",
            "视频问答",
            "工具调用",
            "场景重建",
            "代码修复",
            "长文本召回",
            "语音翻译",
            "机器人抓取",
            "图表理解",
            "定理搜索",
        ),
        "data": (
            "十二个公开测试集",
            "清洗后的网页语料",
            "合成对话",
            "留出的验证集",
            "音频与文本配对数据",
            "多视角采集数据",
            "专家示范",
            "带噪声的图注",
            "筛选过的网页表格",
            "人工偏好数据",
        ),
        "metric": ("准确率", "吞吐量", "召回率", "胜率", "延迟", "显存占用", "困惑度", "F1 值"),
    },
    titles=(
        "{method}：面向{task}的新做法",
        "重新审视{task}中的{method}",
        "{method}与{method2}：规模化的{task}",
        "{method}能把{task}带到多远？",
        "用{method}做{task}",
        "细看{method}在{task}上的得失",
    ),
    sentences=(
        "作者在{data}上训练{model}，发现{method}在同等开销下让{metric}变化了 {p}%。",
        "与{method}相比，{method2}只需约 {x} 分之一的步数，{metric}便趋于稳定。",
        "最值得注意的是{task}：即使{data}缩减到 {n} 条样本，收益依然存在。",
        "覆盖 {n} 组设置的消融实验表明，效果主要来自{method}，而不是模型规模。",
        "至于{task}，结论就没有那么清楚，因为{model}本来就做得不错。",
        "整个训练在八张卡上用了 {n} 小时，配方在附录里只占一页。",
        "论文没有回避失败案例：当{metric}最要紧时，{model}仍会混淆相近的输入。",
        "代码量不大，一个晚上就能读完，把{method}搬到别处也很容易。",
        "如果能在{data}上再做一次同样的对比就更好了，那里的{metric}更难提升。",
        "总的来说，{method}改动很小，对{task}有明显好处，对其他任务几乎没有代价。",
        "第二个实验换掉了{model}，保留{data}，{metric}只下降了 {p}%。",
        "在生产环境里做{task}的读者，可以留意{metric}约 {x} 倍的变化。",
    ),
    bold=(
        "核心论点是：**仅靠{method}。**其余改动对{metric}几乎没有影响。",
        "在{task}上，**{metric}提升 {p}%**，而{model}没有改动。",
        "起作用的有两点：**“{method}”**以及**{method2}**，前者更关键。",
    ),
    linked=(
        "细节见[关于{task}的报告]({url})。",
        "[演示页面]({url})给出了 {n} 个未经剪辑的例子。",
        "权重放在 {url}，评测脚本也在旁边。",
    ),
    headings=("新在哪里", "做法", "结果", "为什么重要", "局限", "实验设置", "尚未回答的问题"),
    items=(
        "**{method}：**在{task}上使{metric}提升 {p}%。",
        "**数据。**从{data}中选出，共 {n} 小时。",
        "{task}需要 `{code}=True`，其余用默认值即可。",
        "*开销：*约为基线的 {x} 倍，主要花在{model}上。",
        "去掉{method}之后，**{metric}**不再变化。",
    ),
    maths=(
        "损失函数写作 ${inline}$，对所有批次求平均，完整目标为",
        "把 ${inline}$ 当作唯一的自由参数，更新规则变成",
    ),
    table=("设置", "{metric}", "开销"),
    footnote=("对比中少了一个基线[^1]，因为拿不到权重。", "作者表示之后会公开，这里的{metric}取自原表。"),
    venues=("ICML 2025", "CVPR 2025", "ACL 2025", "NeurIPS 2024", "ICLR 2025"),
    organizations=("北港实验室", "开放模型研究所", "圩田大学", "燕鸥研究", "花岗智能"),
    source_kind="wechat",
    sources=("模态观察", "强化学习手记", "三维前线", "智能体周记", "推理与部署", "论文夜读"),
    joiner="",
)
