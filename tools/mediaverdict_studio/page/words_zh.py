"""The page's words in Chinese, by their English."""

# ruff: noqa: RUF001, E501, ERA001 - Chinese has its own punctuation; a table, with a heading for each place

from __future__ import annotations

ZH: dict[str, str] = {
    # Outcomes and severities, as the verdict has them
    "fail": "fail（不合格）", "inconclusive": "inconclusive（无法判定）", "warn": "warn（警告）", "pass": "pass（合格）",
    "info": "info（提示）", "off": "off（关闭）",
    "ignored": "已忽略", "unchecked": "未检查", "unreadable": "无法读取", "judging": "判定中", "not judged": "未判定",
    # Above
    "Save": "保存", "saved": "已保存", "not saved": "未保存", "new, not saved yet": "新文件，尚未保存", "Saved {path}": "已保存 {path}", "Close": "关闭",
    "Dark or light": "深色或浅色", "What would change": "会有什么变化", "Verdicts that change": "会改变的结论",
    "Jobs that change": "会改变的任务", "If this went live:": "如果上线：", "Judging": "正在判定",
    "No verdict changes ({n} jobs)": "没有结论会改变（{n} 个任务）",
    "Nothing is deployed yet to compare with.": "还没有已部署的规则文件可供比较。",
    "{n} {old} to {new}": "{n} 个由 {old} 变为 {new}", "{n} jobs with other findings": "{n} 个任务查出的问题不同",
    "{done} of {total} jobs": "{done} / {total} 个任务", "and {n} more": "另有 {n} 个",
    "The file was changed meanwhile": "文件已在别处改动", "The difference": "差异",
    "Somebody changed {path} since it was loaded. Nothing was written. From what is on the disk to what would be saved:":
        "{path} 在载入之后被改动过。尚未写入任何内容。从磁盘上的内容到将要保存的内容：",
    "Load what is on the disk": "载入磁盘上的内容", "Write over it": "覆盖写入",
    # Left: the text and what is wrong with it
    "The rule book": "规则文件", "Text": "文本", "Form": "表单", "The rule book as text": "规则文件文本",
    "Tab indents; Escape, then Tab leaves the editor. Ctrl+Space: what fits here.":
        "Tab 缩进；先按 Esc 再按 Tab 离开编辑器。Ctrl+空格：此处可填的内容。",
    "Problems": "问题", "No errors.": "没有错误。", "{n} errors": "{n} 个错误", "{n} pieces of advice": "{n} 条建议",
    "Nothing in it yet: in the form, include a pack or add a rule; or mark good jobs and draft rules from them.":
        "还没有内容：可在表单中引入规则包或添加规则，也可标记良好的任务并据此起草规则。",
    "line {line}": "第 {line} 行", "Mend it": "修正",
    "{rule} stands in no line of this book.": "本规则文件中没有写 {rule} 的行。",
    # Left: the form
    "Packs": "规则包", "Rules": "规则", "Add a rule": "添加规则", "As text first: {reason}": "请先改文本：{reason}",
    "Only as text: {reason}": "只能作为文本编辑：{reason}", "{on} of {n} rules on": "{n} 条规则中启用 {on} 条",
    "Severity of {rule}": "{rule} 的严重程度", "Include a pack…": "引入规则包…", "Leave this pack out": "移除此规则包",
    "as the pack has it": "规则包默认", "Effect": "效果", "What {rule} does to the jobs": "{rule} 对任务的效果",
    "Rule {rule}": "规则 {rule}", "The rule {rule}": "规则 {rule}", "The rule's ID": "规则 ID", "the rule's ID": "规则 ID",
    "What it is for": "用途", "What {rule} is for": "{rule} 的用途", "Remove rule {rule}": "删除规则 {rule}",
    "over all outputs of a group": "针对一组的全部输出", "over the whole job": "针对整个任务",
    "FOR outputs where": "适用于满足下列条件的输出（FOR）", "WHEN": "当（WHEN）",
    "THEN all of these must hold": "则以下各项必须全部成立（AND）",
    "THEN at least one of these must hold": "则以下至少一项必须成立（OR）",
    "THEN none of these may hold": "则以下任何一项都不得成立（NONE OF）",
    "AND": "且", "OR": "或", "NOR": "亦不得",
    "for which outputs (FOR)": "适用于哪些输出（FOR）", "only when (WHEN)": "仅当（WHEN）",
    "what must hold (AND)": "必须成立（AND）", "an alternative (OR)": "备选（OR）",
    "what must not be (NONE OF)": "不得成立（NONE OF）",
    "Add a condition": "添加条件", "Add an alternative": "添加备选", "Add": "添加", "Cancel": "取消",
    "Fill in all fields first.": "请先填写所有字段。", "Fact": "指标", "fact": "指标", "Operator": "运算符", "Value": "值",
    "value, with its unit": "值，带单位", "Value for {fact}": "{fact} 的值", "What is asked of {fact}": "对 {fact} 的要求",
    "tolerance": "容差", "Tolerance of {fact}": "{fact} 的容差", "exact": "精确", "absent: {outcome}": "缺失时：{outcome}",
    "Remove the condition on {fact}": "删除 {fact} 的条件",
    "is": "等于", "is not": "不等于", "at least": "至少", "at most": "至多", "more than": "大于", "less than": "小于",
    "is one of": "属于", "is none of": "不属于", "is like": "形如", "matches": "匹配", "is there": "存在",
    "includes": "包含", "is a multiple of": "是其倍数", "increases with": "随其递增",
    # Right: jobs
    "The jobs": "任务", "Jobs": "任务", "One rule": "单条规则", "Examples": "示例", "Add jobs…": "添加任务…", "Add those that replay kept": "添加 replay 保留的任务",
    "{n} jobs added": "已添加 {n} 个任务", "Search": "搜索", "Search jobs": "搜索任务",
    "Filter by outcome": "按结果筛选", "changed only": "仅看有变化的", "Show more": "显示更多", "{n} more rules": "另有 {n} 条规则", "Reading the jobs…": "正在读取任务…", "Remove": "移除",
    "{found} of {total} jobs": "{total} 个任务中的 {found} 个",
    "No jobs yet: drop GetMediaConvertJob answers (JSON files) onto this page.":
        "还没有任务：把 GetMediaConvertJob 的应答（JSON 文件）拖到本页。",
    "No outcome yet: the rule book has an error.": "还没有结果：规则文件有错误。",
    "No outcome yet: the rule book is empty.": "还没有结果：规则文件是空的。",
    "Under the last book without an error.": "按最近一次没有错误的规则文件判定。",
    "{rules} and {n} more": "{rules} 等另 {n} 条", "Mark {name} as good": "将 {name} 标记为良好",
    "Marked jobs": "已标记的任务", "{n} jobs marked as good": "{n} 个任务标记为良好", "Unmark": "取消标记",
    "Draft rules from them…": "据此起草规则…",
    # Right: one job
    "The job": "任务", "job": "任务", "All jobs": "全部任务", "Make an example": "设为示例",
    "{name} is an example of the book now.": "{name} 已成为规则文件的示例。", "{n} findings": "{n} 个问题",
    "Every check passed.": "所有检查均通过。", "{n} rules found nothing": "{n} 条规则没有查出问题",
    "This is wrong…": "这是误报…", "Rule {rule}, in the editor": "在编辑器中查看规则 {rule}",
    "raw": "原文", "waived": "已豁免", "why": "原因", "fix": "处理", "source": "出处",
    # Right: one rule
    "The rule": "规则", "Rule": "规则", "Choose a rule": "选择规则", "{n} jobs": "{n} 个任务", "dead": "无效",
    "Choose a rule here, or put the cursor into one.": "在此选择规则，或把光标放到某条规则中。",
    "Dead: it matched nothing in any job, and no example breaks it.": "无效：没有任务匹配它，也没有示例违反它。",
    "outputs asked: {matched} · jobs with a finding: {jobs}": "检查的输出：{matched} · 有问题的任务：{jobs}",
    "Show in the editor": "在编辑器中显示", "output": "输出", "expected": "期望", "found": "实际", "so": "结果",
    "group or job": "组或任务", "when": "当", "alternative {n}:": "备选 {n}：", "not, {n}:": "不得 {n}：",
    "holds": "成立", "within the tolerance": "在容差内", "does not hold": "不成立", "unknown": "未知",
    "found nothing": "没有查出问题",
    # Right: examples
    "The book's examples": "规则文件的示例", "None yet: open a job and make it an example.": "还没有：打开一个任务并设为示例。",
    "can't be run": "无法运行", "differs": "不一致", "as expected": "符合预期", "Dead rules": "无效规则",
    "They matched nothing in any job, and no example breaks them.": "没有任务匹配它们，也没有示例违反它们。",
    # Dialogs
    "Draft rules from good jobs": "从良好的任务起草规则", "Drafting…": "正在起草…",
    "These jobs have nothing in common that a rule could ask.": "这些任务没有可写成规则的共同点。",
    "What the marked jobs have in common. Untick what was chance; what a line would have caught among all jobs stands beside it.":
        "已标记任务的共同点。请取消勾选纯属巧合的行；旁边写着该行在全部任务中会查出什么。",
    "would catch {n} of {asked} outputs": "会查出 {asked} 个输出中的 {n} 个",
    "absent in {n} outputs: inconclusive there": "{n} 个输出中缺失：在那里无法判定",
    "{kept} of {n} lines kept": "{n} 行中保留 {kept} 行", "Put into the book": "写入规则文件",
    "A false alarm?": "误报？", "Apply": "应用", "Looking what else it would let pass…": "正在查看它还会放过什么…",
    "No tolerance and no bound would let it pass: change the rule itself.": "没有容差或界限能让它通过：请修改规则本身。",
    "Nothing else would pass.": "不会放过其他任何问题。",
    "It would also let {n} other findings pass:": "还会放过另外 {n} 个问题：",
    "Looking for what would let it pass…": "正在查找能让它通过的办法…",
    "No line is kept.": "没有保留任何一行。",
}  # fmt: skip
