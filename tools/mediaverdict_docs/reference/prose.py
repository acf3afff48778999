"""What the pages in both languages say around their tables; what stands in the tables is the catalogue's."""

# ruff: noqa: E501 - prose
# ruff: noqa: RUF001 - Chinese has signs of its own

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mediaverdict_cli.language.choosing import Code


class FactsProse(NamedTuple):
    """Of docs/reference/facts.md."""

    title: str
    other: str
    """The line that leads to the other language."""
    introduction: str
    made: str
    heads: tuple[str, str, str, str]
    known: str
    more: str
    families: dict[str, tuple[str, str]]
    """By the first part of a name: heading, and what they are of."""
    user_data: str
    of_template: str


FACTS: dict[Code, FactsProse] = {
    "en": FactsProse(
        title="Facts",
        other="[简体中文](facts.zh.md)",
        introduction=(
            "What a rule can ask about, {count} facts and whatever stands in the user data. A value that is missing, empty, "
            "`N/A`, `0.f` or not finite is **absent**, never zero; `on_missing` says what that comes to "
            "([conditions](conditions.md)). Numbers are exact. `mediaverdict rules facts` prints the same list with an example "
            "each, `mediaverdict rules facts codec` a part of it, with `--json` all known values, and `mediaverdict explain "
            "JOB.json` what a job has.\n\n"
            '"In the API" names the keys of `GetMediaConvertJob`\'s answer that the value is made of. '
            "`VideoStreamInfoList`, `AudioStreamInfoList` and `FileBasicInfo` stand in the output's `Result.OutFileMeta`; "
            "`OverrideParams: Video.Width` is that key of the output's `OverrideParams` in `Config`, else of its template's "
            "`TemplateConfig`. Both spellings that the API has (`Codec_name`, `CodecName`) are read, in either list. Each "
            "finding of a verdict names the exact place of its value, as a JSON pointer."
        ),
        made="Made from the code by `make schemas`: change it there.",
        heads=("fact", "unit", "meaning", "in the API"),
        known="known: {values}",
        more="{shown} and {count} more",
        families={
            "": ("What a viewer sees, and the file", "No prefix: what most rules are about."),
            "output": ("The output", "Its name, its group, where it lies."),
            "video": (
                "Video", "Of the first video stream that is no cover picture; others as `video[1].codec`.",
            ),
            "audio": (
                "Audio",
                'Of the first audio stream; others as `"audio[1].channels"`, all as `"audio[*].language"` with `every` or `some`.',
            ),
            "av": ("Video beside audio", "How far the two are apart."),
            "file": ("The file's own entry", "What `FileBasicInfo` says of itself, to be held against the streams."),
            "requested": (
                "What the job asked for",
                "The template's settings, over them the output's `OverrideParams`; see [templates](../templates.md). Absent where nothing was asked, or the template can't be had.",
            ),
            "job": (
                "The job",
                "The same for all its outputs; in `jobs` of a rule book they say which jobs are judged at all.",
            ),
            "user_data": ("User data", "What the job's submitter wrote into `UserData`, where that is JSON."),
        },
        user_data=(
            "`user_data.durationSeconds` is the key `durationSeconds` of the job's `UserData`; `user_data.film.rate` and "
            "`user_data.tags.0` go further in. Its unit is that of the fact that it is compared with."
        ),
        of_template="TemplateName of GetCustomTemplate or GetSystemTemplate",
    ),
    "zh": FactsProse(
        title="指标一览",
        other="[English](facts.md)",
        introduction=(
            "规则可以问的全部指标，共 {count} 个，外加 UserData 里的任何内容。缺失、为空、`N/A`、`0.f` 或不是有限数的值都算**不存在**，"
            "绝不当作 0；不存在算什么由 `on_missing` 决定（见[条件与单位](conditions.zh.md)）。数值一律精确计算。"
            "`mediaverdict rules facts` 打印同样的列表并各带一个例子，`mediaverdict rules facts codec` 只列其中一部分，"
            "`--json` 列出全部已知取值，`mediaverdict explain JOB.json` 显示一个任务里实际有什么。\n\n"
            "“在 API 里”一栏写的是这个值取自 `GetMediaConvertJob` 返回的哪些键。`VideoStreamInfoList`、`AudioStreamInfoList`、"
            "`FileBasicInfo` 都在输出的 `Result.OutFileMeta` 里；`OverrideParams: Video.Width` 指 `Config` 里该输出的 "
            "`OverrideParams` 的这个键，没有的话看模板的 `TemplateConfig`。API 有两种写法的键（`Codec_name`、`CodecName`）两种都读。"
            "结论里的每一条结果都用 JSON 指针写明值的准确位置。"
        ),
        made="本页由 `make schemas` 根据代码生成，请改代码而不是改本页。",
        heads=("指标", "单位", "含义", "在 API 里"),
        known="已知取值：{values}",
        more="{shown}，另有 {count} 个",
        families={
            "": ("观众看到的，以及文件", "没有前缀，大多数规则问的是这些。"),
            "output": ("输出", "名字、所在的组、存放位置。"),
            "video": ("视频", "第一条视频流（封面图不算）；其他的写作 `video[1].codec`。"),
            "audio": (
                "音频",
                '第一条音频流；其他的写作 `"audio[1].channels"`，全部音轨写作 `"audio[*].language"`，配合 `every` 或 `some`。',
            ),
            "av": ("音画之间", "两者相差多少。"),
            "file": ("文件自己写的", "`FileBasicInfo` 里写的，用来和流对照。"),
            "requested": (
                "任务要求的",
                "模板里的设置，被输出的 `OverrideParams` 覆盖；详见[模板里要求了什么](../templates.md)（英文）。没有要求，或者模板取不到时不存在。",
            ),
            "job": ("任务", "对它的所有输出都一样；写在规则文件的 `jobs` 里，决定哪些任务要判。"),
            "user_data": ("UserData", "提交任务的人写进 `UserData` 的内容，须是 JSON。"),
        },
        user_data=(
            "`user_data.durationSeconds` 是任务 `UserData` 里的键 `durationSeconds`；`user_data.film.rate`、`user_data.tags.0` "
            "可以再往里走。单位与它所比较的指标相同。"
        ),
        of_template="GetCustomTemplate 或 GetSystemTemplate 的 TemplateName",
    ),
}  # fmt: skip


class ConditionsProse(NamedTuple):
    """Of docs/reference/conditions.md."""

    title: str
    other: str
    introduction: str
    made: str
    one: str
    heads: tuple[str, str, str, str]
    several: str
    about_several: str
    right_side: str
    about_right_side: str
    absent: str
    about_absent: str
    units: str
    about_units: str
    unit_heads: tuple[str, str, str, str]
    words: str
    about_words: str
    word_heads: tuple[str, str]


CONDITIONS: dict[Code, ConditionsProse] = {
    "en": ConditionsProse(
        title="Conditions and units",
        other="[简体中文](conditions.zh.md)",
        introduction=(
            "A condition stands behind a fact's name: a plain value (equals), a list (one of), or a map of the operators below, "
            "which must all hold. `mediaverdict rules operators` prints them, `mediaverdict rules operators height` those that "
            "fit a fact; [facts](facts.md) has the facts, [the keys of a rule book](rule-book.md) what stands around."
        ),
        made="Made from the code by `make schemas`: change it there.",
        one="Of one value",
        heads=("operator", "meaning", "example", "fits"),
        several="Over several outputs or tracks",
        about_several=(
            "In a rule with `scope: group` or `scope: job`, a condition is over all outputs that the rule matched; of a fact "
            'like `"audio[*].language"` it is over all of an output\'s tracks.'
        ),
        right_side="The right side",
        about_right_side=(
            "Where a value stands, another fact can: `{fact: NAME}`, `{fact: NAME, times: 1.5}`, `{fact: NAME, plus: 100}`.\n\n"
            'In `match`, `when` and `jobs` a plain text with `*` or `?` is a glob: `output.name: "*720*"`. In `require` it is '
            'compared sign by sign: write `{glob: "*720*"}`. Text compares without regard to case.\n\n'
            "Only a tolerance's widest part counts: `tolerance: [0.5s, 1%]` lets through what is within half a second **or** "
            "within one per cent. What only its tolerance lets pass is told so in the verdict (`within_tolerance`)."
        ),
        absent="Absent facts",
        about_absent=(
            "A fact that the API does not tell is absent. What a check on it says is `on_missing`, the nearest that is written: "
            "of the condition, of its rule, of the book; without any it is `inconclusive`.\n\n"
            "`pass` is no finding, `warn` and `fail` are findings of that severity, `inconclusive` says that nobody knows. "
            "`{exists: true}` fails where a fact is absent, `{exists: false}` where it is there."
        ),
        units="Units",
        about_units=(
            "A number without a unit is in the fact's own unit. Decimals stand behind a point; a fraction (`30000/1001`) and a "
            "ratio (`16:9`) are exact numbers too. Days are written `2026-12-01`."
        ),
        unit_heads=("what", "unit of the fact", "units that may be written", "example"),
        words="Words that people write instead",
        about_words="`rules check` takes none of these for granted: it says which word was meant, in the line as it should be written.",
        word_heads=("write", "in place of"),
    ),
    "zh": ConditionsProse(
        title="条件与单位",
        other="[English](conditions.md)",
        introduction=(
            "条件写在指标名后面：单独一个值（等于）、一个列表（其中之一），或者由下面的运算符组成的映射，须全部成立。"
            "`mediaverdict rules operators` 打印全部，`mediaverdict rules operators height` 只打印适用于某个指标的；"
            "指标见[指标一览](facts.zh.md)，外层的写法见[规则文件的键](rule-book.md)（英文）。"
        ),
        made="本页由 `make schemas` 根据代码生成，请改代码而不是改本页。",
        one="针对单个值",
        heads=("运算符", "含义", "例子", "适用于"),
        several="针对多个输出或多条音轨",
        about_several=(
            '规则写了 `scope: group` 或 `scope: job` 时，条件针对匹配到的所有输出；指标写成 `"audio[*].language"` 时，针对一个输出的所有音轨。'
        ),
        right_side="右边可以写什么",
        about_right_side=(
            "写值的地方也可以写另一个指标：`{fact: NAME}`、`{fact: NAME, times: 1.5}`、`{fact: NAME, plus: 100}`。\n\n"
            '在 `match`、`when`、`jobs` 里，带 `*` 或 `?` 的文本是通配符：`output.name: "*720*"`。在 `require` 里则逐字比较，'
            '要用通配符就写 `{glob: "*720*"}`。文本比较不分大小写。\n\n'
            "多个容差取最宽的：`tolerance: [0.5s, 1%]` 表示相差在半秒以内**或**百分之一以内都算对。仅因容差才通过的，"
            "结论里会注明（`within_tolerance`）。"
        ),
        absent="指标不存在时",
        about_absent=(
            "API 没有给出的指标就是不存在。这时检查算什么由 `on_missing` 决定，取离得最近的一个：条件里的、规则里的、整个文件的；"
            "都没写就是 `inconclusive`。\n\n"
            "`pass` 是不报告，`warn`、`fail` 按相应的严重程度报告，`inconclusive` 是说谁也不知道。"
            "`{exists: true}` 在指标不存在时失败，`{exists: false}` 在指标存在时失败。"
        ),
        units="单位",
        about_units=(
            "不写单位就是指标自己的单位。小数用点；分数（`30000/1001`）和比例（`16:9`）也是精确的数。日期写作 `2026-12-01`。"
        ),
        unit_heads=("什么", "指标的单位", "可以写的单位", "例子"),
        words="大家常写的别的词",
        about_words="`rules check` 不会把这些词当真，而是指出本来想写哪个词，并给出改好的那一行。",
        word_heads=("应写", "常被写成"),
    ),
}  # fmt: skip


class PacksProse(NamedTuple):
    """Of docs/packs-reference.md."""

    title: str
    other: str
    made: str
    heading: str
    source: str
    heads: tuple[str, str, str, str]
    not_covered: str


PACKS: dict[Code, PacksProse] = {
    "en": PacksProse(
        title="The built-in packs, rule by rule",
        other="[简体中文](packs-reference.zh.md)",
        made="Made of the packs by `make schemas`. What was held against what is told in [packs.md](packs.md).",
        heading="{name}, version {version}",
        source="Source: {source}",
        heads=("severity", "rule", "what it asks", "source"),
        not_covered="Not covered, since metadata can't decide it:",
    ),
    "zh": PacksProse(
        title="内置规则包，逐条列出",
        other="[English](packs-reference.md)",
        made="由 `make schemas` 根据规则包生成。这些规则是怎样验证的，见 [packs.md](packs.md)（英文）。",
        heading="{name}，版本 {version}",
        source="出处：{source}",
        heads=("严重程度", "规则", "要求什么", "出处"),
        not_covered="靠元数据判断不了，所以不管：",
    ),
}
