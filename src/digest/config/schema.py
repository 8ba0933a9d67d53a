"""The shape of `digest.yaml`: every key, its type and default, as frozen types.

A struct that forbids unknown fields makes a key outside the schema an error. The commented `defaults.yaml`
beside this module is the same list for people; a test keeps the two equal.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from digest.formats.nodes import Plain

Language = Literal["zh", "en"]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A display name in each language of the interface; empty means the other one serves."""

    zh: str = ""
    en: str = ""

    @classmethod
    def from_text(cls, text: str) -> Names:
        """One name for every language."""
        return cls(zh=text, en=text)


class SiteConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`site`: what the site is called and where it will live."""

    title: str = "Digest"
    base_url: str = "http://localhost/"
    language: Language = "zh"
    timezone: str = "Asia/Shanghai"
    theme: str = "default"
    theme_options: dict[str, str] = {}
    description: str = ""
    author: str = ""


class TopicConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of `topics`, the controlled vocabulary; `include` and `exclude` are terms for the categorizer."""

    id: str
    name: Names = Names()
    description: Names = Names()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    parent: str = ""


class TagConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of `tags`: a label with one slug, its names and everything else that means the same."""

    name: str
    slug: str = ""
    names: Names = Names()
    aliases: tuple[str, ...] = ()


SourceKind = Literal["arxiv", "rss", "wechat", "page", "huggingface"]


class SourceConfig(msgspec.Struct, frozen=True):
    """One of `sources`; `options` holds the keys of its kind as written, `fetch` reads them."""

    id: str
    kind: SourceKind
    options: dict[str, Plain] = {}


class IssuesConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`issues`: how editions are cut and shown."""

    period: Literal["week", "day"] = "week"
    max_entries: int = 40
    sections: Literal["topics", "flat"] = "topics"
    images: bool = True


OutputKind = Literal["rss", "atom", "json", "opml", "sitemap", "robots", "api", "bibtex"]


class BuildConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`build`: output folder, lists and feeds."""

    output: str = "public"
    paginate: int = 50
    feed_items: int = 20
    feed_content: Literal["summary", "full"] = "summary"
    jobs: int = 0  # 0: one process a processor
    outputs: tuple[OutputKind, ...] = ("rss", "atom", "json", "opml", "sitemap", "robots", "api", "bibtex")


class ContentConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`content`: how strict files are read and what their Markdown may hold."""

    unknown_keys: Literal["error", "warn", "allow"] = "error"
    html: Literal["escape", "sanitise"] = "escape"


class EntriesConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`entries`: what an entry page shows of fetched text."""

    full_text: bool = False


class BudgetConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`summary.model.budget`: where a run stops asking, in calls (each try is one) and characters sent and received."""

    calls: int = 200
    characters: int = 1_000_000


ModelField = Literal["summary", "findings", "analysis", "executive", "title"]


class ModelConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`summary.model`: the language model that may write texts; without `base_url` and `name` there is none.

    `key_env` names the variable of the environment that holds the key, which is in no file. `timeout` is in seconds.
    """

    base_url: str = ""
    name: str = ""
    key_env: str = "DIGEST_MODEL_KEY"
    fields: tuple[ModelField, ...] = ("summary", "findings")
    timeout: int = 60
    retries: int = 2
    budget: BudgetConfig = BudgetConfig()


class SummaryConfig(msgspec.Struct, frozen=True):
    """`summary`: length of the excerpt cut where a page has no summary, in Han characters or Latin words x 2.

    `model` is the language model, `options` holds further keys of the commands that write summaries.
    """

    length: int = 140
    model: ModelConfig = ModelConfig()
    options: dict[str, Plain] = {}


class CategorizeConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`categorize`: what the machine fills in entries that say nothing themselves, and how good it must be.

    `floors` leads from a measure of `digest categorize --gate` to the least value it may have, from 0 to 1.
    """

    topics: bool = True
    tags: bool = True
    max_tags: int = 5
    floors: dict[str, float] = {}


class TaxonomyConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of `taxonomies`: how many entries a term needs before it gets a page."""

    min: int = 1


DEFAULT_TOPICS = (
    TopicConfig(
        id="multimodal",
        name=Names(zh="多模态", en="Multimodal"),
        description=Names(
            zh="让模型同时读图、看视频、听声音并用语言作答的工作，以及图文视频的统一理解与生成。",
            en="Models that take images, video and sound beside text, to understand or to generate.",
        ),
        include=(
            "multi-modal",
            "MLLM",
            "VLM",
            "LVLM",
            "vision-language",
            "visual-language",
            "vision-language-action",
            "visual question answering",
            "VQA",
            "visual instruction tuning",
            "image captioning",
            "video captioning",
            "visual grounding",
            "video understanding",
            "audio-visual",
            "GUI agent",
            "CLIP",
            "LLaVA",
            "Qwen-VL",
            "InternVL",
            "BLIP",
            "多模态",
            "跨模态",
            "视觉语言",
            "视觉问答",
            "图文检索",
            "视频理解",
            "视觉语言动作",
            "图像描述",
        ),
        exclude=(
            "text-to-image",
            "text-to-video",
            "image editing",
            "virtual try-on",
            "sensor fusion",
            "speech recognition",
            "text-to-speech",
            "medical image",
            "diffusion language model",
            "文生图",
            "文生视频",
            "图像编辑",
            "语音识别",
            "语音合成",
            "传感器融合",
            "医学影像",
            "扩散语言模型",
        ),
    ),
    TopicConfig(
        id="omni-modal",
        name=Names(zh="全模态", en="Omni-modal"),
        description=Names(
            zh="一个模型贯通文本、图像、语音与视频的输入和输出，包括实时语音对话与全双工交互。",
            en="One model from end to end for text, image, speech and video, in live conversation too.",
        ),
        implies=("multimodal",),
        include=(
            "omni-modal",
            "omni-modality",
            "any-to-any",
            "audio-visual LLM",
            "audio-visual question answering",
            "Qwen-Omni",
            "MiniCPM-o",
            "Baichuan-Omni",
            "Ming-Omni",
            "video-SALMONN",
            "OmniBench",
            "WorldSense",
            "全模态",
            "任意模态",
            "音视频理解",
            "视听问答",
        ),
        exclude=(
            "omnidirectional",
            "omni-supervised",
            "Omni-MATH",
            "OmniVGGT",
            "Hunyuan3D-Omni",
            "X-Omni",
            "Omni-AD",
            "全向",
            "全景",
        ),
    ),
    TopicConfig(
        id="rl-infra",
        name=Names(zh="强化学习基础设施", en="RL infrastructure"),
        description=Names(
            zh="支撑大模型强化学习训练的框架与系统：采样、调度、通信、容错与分布式训练。",
            en="Systems that train large models by reinforcement: rollout, scheduling, recovery.",
        ),
        include=(
            "RLHF framework",
            "RL framework",
            "RL infrastructure",
            "RL training framework",
            "asynchronous RL",
            "asynchronous reinforcement learning",
            "rollout engine",
            "rollout scheduling",
            "speculative rollout",
            "weight synchronization",
            "training-inference mismatch",
            "RL post-training",
            "veRL",
            "OpenRLHF",
            "AReaL",
            "SkyRL",
            "PRIME-RL",
            "NeMo-Aligner",
            "HybridFlow",
            "DeepSpeed-Chat",
            "强化学习框架",
            "强化学习基础设施",
            "RL 训练框架",
            "异步强化学习",
            "训推不一致",
            "权重同步",
            "后训练框架",
        ),
        exclude=(
            "policy optimization",
            "reward model",
            "reward shaping",
            "exploration",
            "preference optimization",
            "robot",
            "PagedAttention",
            "pipeline parallelism",
            "奖励模型",
            "策略优化",
            "机器人",
        ),
    ),
    TopicConfig(
        id="3d",
        name=Names(zh="三维", en="3D"),
        description=Names(
            zh="三维重建、生成与编辑：从图像或文字得到形状、材质与可以走进的场景。",
            en="Reconstruction, generation and editing of shapes, materials and scenes from images or text.",
        ),
        include=(
            "3D generation",
            "text-to-3D",
            "image-to-3D",
            "3D reconstruction",
            "gaussian splatting",
            "3DGS",
            "NeRF",
            "neural radiance field",
            "radiance field",
            "novel view synthesis",
            "dense SLAM",
            "mesh generation",
            "texture generation",
            "head avatar",
            "3D scene understanding",
            "4D generation",
            "SDF",
            "DUSt3R",
            "VGGT",
            "三维重建",
            "三维生成",
            "高斯溅射",
            "高斯泼溅",
            "神经辐射场",
            "新视角合成",
            "网格生成",
            "稠密建图",
            "3D建模",
        ),
        exclude=(
            "3D object detection",
            "3D parallelism",
            "LiDAR",
            "visual odometry",
            "calibration",
            "panorama",
            "MRI",
            "game engine",
            "3D目标检测",
            "激光雷达",
            "里程计",
            "标定",
            "全景",
            "游戏引擎",
        ),
    ),
)
"""The vocabulary of a site that names no `topics`."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole `digest.yaml`, resolved.

    `fetch` and `check` are plain values as written: the commands of those names read them.
    `permalinks` leads from a section to a pattern of Hugo's tokens, such as `/entries/:slug/`.
    """

    site: SiteConfig = SiteConfig()
    topics: tuple[TopicConfig, ...] = DEFAULT_TOPICS
    tags: tuple[TagConfig, ...] = ()
    sources: tuple[SourceConfig, ...] = ()
    fetch: dict[str, Plain] = {}
    issues: IssuesConfig = IssuesConfig()
    build: BuildConfig = BuildConfig()
    content: ContentConfig = ContentConfig()
    entries: EntriesConfig = EntriesConfig()
    taxonomies: dict[str, TaxonomyConfig] = msgspec.field(
        default_factory=lambda: {"authors": TaxonomyConfig(min=3)}
    )
    permalinks: dict[str, str] = {}
    summary: SummaryConfig = SummaryConfig()
    categorize: CategorizeConfig = CategorizeConfig()
    check: dict[str, Plain] = {}
