// 后加各页的文字（中文）；zh.ts 把它们并在一起，pages.en.ts 的类型以此为准。
export const pagesZh = {
  evidence: {
    why: "为什么", whyHint: "按当时的规则与知识重新计算。✓ 成立，✕ 不成立，右侧是当时的值。", roles: { let: "先算", where: "先看", when: "命中条件", except: "例外", lines: "涉及费用", amount: "金额" }, outcomes: { hit: "命中", clear: "不再命中", excepted: "符合例外", undecided: "材料不足，无法判定" }, changedRule: "规则在审核后改过，下面按现在的规则计算。",
    lines: "费用明细", onlyBlamed: "只看违规行", blamed: "违规", showAll: (n: number) => `显示全部 ${n} 行`, leftOut: (n: number) => `另有 ${n} 行未列出`, item: "项目", quantity: "数量", amount: "金额", inScope: "符合范围", noLines: "没有可以列出的费用明细",
    tape: "就诊经过", tapeHint: "左右方向键在各次就诊间移动", visitsLeftOut: (n: number) => `更早的 ${n} 次就诊未列出`, subject: "本疑点", visit: "就诊", days: (n: number) => `${n} 天`, items: "项目", moreItems: (n: number) => `显示全部 ${n} 个项目`, lineCount: (n: number) => `${n} 行`, goesOn: "至今",
    cap: "费用上限", capHint: "这些费用符合范围的金额，认定不超过它", taken: "同一费用的各疑点", thisOne: "本疑点", fromHere: "取自这些费用", changes: "怎样改即不违规", changesHint: "对账与补充说明时参考；改动须与病历一致。", exceptions: "豁免", facts: "规则、知识与事实", windows: "统计窗口", nextOne: "下一条", previousOne: "上一条",
  },
  overview: {
    title: "总览", asOf: (at: string) => `截至 ${at}`, region: "统筹区", allRegions: "全部统筹区", from: "费用月份从", to: "到", wall: "大屏", leaveWall: "退出大屏", found: "查出", inReview: "进入复核", confirmed: "已认定", recovered: "已追回", rejected: "不认定", certain: "明确违规", findings: (n: string) => `${n} 条`, funnel: "从查出到追回", funnelHint: "金额为去重金额；追回为各事项已入账的金额，不按月份筛选。", trend: "各月走势", regions: "统筹区对比", providers: "金额最多的机构", rules: "金额最多的规则", precision: "认定率", precisionHint: "已认定 ÷（已认定 + 不认定）", noPrecision: "尚无结论", matters: "事项", due: "期限", overdue: "已超期", soon: "五个工作日内到期", chart: "图", table: "表", month: "月份", state: "状态", count: "件数", states: "疑点状态", empty: "这个范围内没有疑点", emptyHint: "换一个统筹区或月份看看；还没有审核时，请先运行审核并取入疑点。", all: "看全部",
  },
  profiles: {
    provider: "机构画像", person: "参保人画像", rank: (place: string, of: string) => `查出金额第 ${place} 位，共 ${of} 家`, allFindings: "全部疑点", rules: "各规则", sex: "性别", birth: "出生日期", type: "人员类别", looked: "每次查看都写入审计记录：何人、何时、看了谁。", visits: "就诊记录", noVisits: "没有就诊记录", diagnosis: "诊断", kind: "就医方式", start: "开始", end: "结束", kinds: { hospital: "医疗机构", pharmacy: "零售药店" } as Record<string, string>, asOf: "截至",
  },
  tips: {
    title: "医保基金举报", lead: "发现欺诈骗保、违规收费？请告诉我们。查实的，按规定奖励。", tabs: { give: "我要举报", look: "查询进度", answers: "常见问题" }, link: "举报违规使用医保基金，或查询进度", signIn: "工作人员登录",
    about: "被举报的机构或个人", aboutHint: "输入名称中的两个字以上，可从列表中选择", content: "发生了什么", contentHint: "时间、地点、人员、怎么做的。写得越具体，越容易查实。", how: "是否留下姓名", anonymous: "匿名", named: "实名", name: "姓名", contact: "联系电话或其他联系方式", insider: "我在该机构工作，或曾在该机构工作", submit: "提交举报",
    safe: "您的身份受保护", safeWords: ["姓名和联系方式加密封存，只有身份保管员可以打开，每次打开都有记录。", "办理人员看不到您是谁。我们不记录您的网络地址。", "匿名举报同样受理；凭编号和查询码可以查询进度、补充材料。"],
    receipt: "已收到您的举报", number: "举报编号", code: "查询码", once: "查询码只显示这一次，我们也无法找回。请现在抄写、复制或打印。", due: "核查期限", print: "打印", another: "再提交一份", toLook: "查看进度",
    look: "查询", lookHint: "输入提交时得到的编号和查询码。", state: "现在", received: "收到", result: "结果", reward: "奖励金额", claimUntil: "领取期限", joined: "已与同一事项的举报合并办理，该举报现在", steps: "经过", add: "补充说明或材料", addWords: "补充说明", file: "选择文件", fileHint: "图片、PDF、文档或文本，每份举报最多十个文件", send: "提交补充", added: "已补充", over: "这份举报已办结，不能再补充。",
    answers: [
      ["哪些行为可以举报？", "虚假住院、挂名住院、虚开费用、串换项目、倒卖药品、冒用他人医保卡，以及其他骗取、违规使用医保基金的行为。"],
      ["不留姓名可以吗？", "可以。匿名举报同样受理。想领取奖励的，请保存好编号和查询码，它们是您领取的凭据。"],
      ["单位会知道是我吗？", "不会。办理人员看到的只有举报的内容。请不要在内容里写可以认出您的话，例如您的岗位或只有您知道的事。"],
      ["多久会有结果？", "收到后会写明核查期限。情况复杂的可以延长，进度里都看得到。"],
      ["怎样领取奖励？", "查实并追回基金的，按规定审批奖励。审批后进度里会写明金额和领取期限，实名的由我们联系，匿名的凭编号和查询码领取。"],
      ["说错了会怎样？", "如实反映、事后查明不属实的，不追究。捏造事实诬告他人的，要承担法律责任。"],
    ] as [string, string][],
  },
  exceptions: { title: "豁免", hint: "在一段费用日期内，对某参保人、机构、项目或规则不予追究。一人提请，另一人决定。", propose: "提请豁免", kind: "对什么", kinds: { person: "参保人", provider: "机构", item: "项目", rule: "规则" } as Record<string, string>, subject: "编码", subjectHint: "参保人填代号，机构、项目、规则填编码", from: "费用日期从", to: "到（最后一天）", reason: "理由", states: { proposed: "待决定", approved: "已批准", refused: "未批准" } as Record<string, string>, over: "已结束", approve: "批准", refuse: "不批准", end: "提前终止", lastDay: "最后一天", by: "提请人", decidedBy: "决定人", done: "已办理", empty: "没有豁免", emptyWaiting: "没有等待决定的豁免", acts: "操作" },
  services: { title: "接口账号", hint: "其他系统用密钥访问接口，只能做给它的操作，到期自动失效。需要两人办理或验证码的操作不能给程序。", add: "新增接口账号", name: "名称", nameHint: "小写字母开头，如 panel", organisation: "所属机构编码", region: "统筹区", actions: "可以做的操作", to: "有效到", toHint: "一年以内", key: "密钥", once: "只显示这一次。请交给系统的管理员，不要写进代码或邮件。", newKey: "更换密钥", newKeyHint: "旧密钥立即失效。", end: "终止", endHint: "终止后不能恢复。", ended: "已终止", active: "有效", state: "状态", done: "已办理", empty: "还没有接口账号", acts: "操作" },
  start: {
    title: "第一次使用", menu: "第一次使用", lead: "用演示城市走一遍：从一条疑点到追回基金，约十分钟。每一步写明由哪个岗位办理；换一个账号登录即可继续。", who: "由谁", go: "去办", yours: "您可以办理这一步", others: "由其他岗位办理",
    steps: [
      ["找到一条疑点", "在疑点列表里按金额从大到小看。用 j、k 上下移动，回车打开。", "分办人、审核人员", "/findings?state=open&certain=true"],
      ["看清为什么", "右侧依次是违规的费用行、就诊经过、判定依据和怎样改即不违规。看懂了再往下走。", "能看疑点的所有人", "/findings?state=open&certain=true"],
      ["送到医院去说明", "点“立案复核”立案，再在事项里“分办”给一名审核人员。机构会收到通知和期限。", "分办人", "/matters?kind=finding_review&state=waiting"],
      ["医院说明", "医院在首页看到待说明的疑点，写明情况、上传材料后提交。", "定点机构经办人", "/matters?kind=finding_review&state=explaining"],
      ["初审、复审", "审核人员对照说明和材料提出意见；第二名审核人员复核，两人不能是同一人。", "审核人员（两人）", "/matters?kind=finding_review&state=examining"],
      ["定性", "负责人作出决定，需要手机验证码。认定违规的，系统自动立一件追回事项。", "负责人（复核）", "/matters?kind=finding_review&state=deciding"],
      ["追回", "经办人发出退款通知，出纳登记到账，负责人核对后办结。各步的文书都在事项里。", "追款经办人、出纳、负责人", "/matters?kind=recovery"],
      ["看结果", "总览里“已认定”和“已追回”随之变化；每个数字都能点开。", "能看总览的所有人", "/"],
    ] as [string, string, string, string][],
  },
};
