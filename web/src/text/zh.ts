// 界面文字（中文）。en.ts 的类型以此为准。
import { pagesZh } from "./pages.zh";

export const zh = {
  ...pagesZh,
  frame: {
    name: "秋毫", city: "医保基金监管", skip: "跳到内容", menu: "菜单", more: "更多", close: "关闭", cancel: "取消", save: "保存", ok: "确定",
    retry: "再试一次", loading: "正在读取…", none: "无", yes: "是", no: "否", all: "全部", back: "返回", download: "下载", copy: "复制", copied: "已复制",
    away: "暂时连不上服务器。您填写的内容还在，恢复后可继续。", awayTitle: "连不上服务器", awayRetry: "正在自动重连…",
    unexpected: (status: number) => `服务器返回了意料之外的结果（${status}）。请再试一次；仍不行请告诉系统管理员。`,
    failed: "没有办成", lost: "这一页不存在", lostHint: "地址可能写错了，或内容已不在您的权限内。", home: "回到首页",
    language: "语言", look: "外观", lookSystem: "跟随系统", lookLight: "浅色", lookDark: "深色", unit: "金额单位", yuan: "元", wan: "万元",
    density: "行距", dense: "紧凑", roomy: "宽松", shortcuts: "快捷键", help: "说明", optional: "可不填", signOut: "退出登录",
    required: "请填写", crashed: "这一页出错了", crashedHint: "刷新后通常即可恢复；已提交的内容不会丢失。", reload: "刷新", settings: "偏好设置",
    navigation: "主导航", role: "岗位", noRoles: "您还没有岗位，请联系系统管理员。", why: "理由", whyHint: "写入审计记录，两个字以上",
  },
  nav: { findings: "疑点", matters: "事项", inbox: "待办", board: "看板", calendar: "期限日历", kinds: "流程图", notices: "通知", admin: "管理", users: "用户", roles: "岗位权限", grants: "岗位授予", organisations: "机构", relations: "回避关系", trail: "审计记录", account: "我的账号", own: "本机构疑点", asked: "待我说明", told: "涉及本机构的事项" },
  signIn: {
    title: "登录", login: "登录名", password: "密码", code: "一次性验证码", codeHint: "六位数字；手机不在身边时可用恢复码", submit: "登录", wantsCode: "请输入手机上的一次性验证码。",
    locked: (minutes: number) => `为保护账号，登录已暂停，约 ${minutes} 分钟后可再试。`, over: "登录已结束", overHint: "请重新登录。您在这一页填写的内容都还在。", stay: "继续登录",
    otherPerson: "换了一位用户登录，页面将重新载入。", slogan: "明察秋毫，守护基金",
  },
  account: {
    title: "我的账号", who: "身份", organisation: "机构", region: "统筹区", unit: "科室", password: "修改密码", old: "现在的密码", fresh: "新密码", again: "再输一次新密码", differ: "两次输入的不一致",
    rule: "至少 12 位，含三类字符（或 16 位以上），不含登录名", change: "修改密码", changed: "密码已修改，其他登录已结束", mustTitle: "请先修改密码", mustHint: "这是一次性密码，修改后才能继续。",
    codes: "一次性验证码", codesHint: "重要操作（如定性、导出）需要手机验证码。用任一验证器应用扫描下面的方码。", begin: "设置验证码", anew: "重新设置会使原来的手机失效。", scan: "扫描后输入手机上显示的六位数字", secret: "不能扫描时，手工输入密钥", confirm: "确认",
    recovery: "恢复码", recoveryHint: "只显示这一次。请抄写或打印后妥善保存；手机丢失时每个可用一次。", kept: "我已保存好", done: "一次性验证码已启用", prefs: "偏好设置",
  },
  code: { title: "请输入一次性验证码", hint: "这一步需要确认是您本人。验证后自动继续，十分钟内不再询问。", wrong: "验证码不对或已用过，请等下一个再试", setUp: "还没有设置？去“我的账号”设置", submit: "验证并继续" },
  findings: {
    title: "疑点", count: (n: string, more: boolean) => (more ? `${n} 条以上` : `${n} 条`), rule: "规则", certain: "性质", sure: "明确违规", doubtful: "可疑", provider: "机构", person: "参保人代号", region: "统筹区", day: "费用日期", item: "项目", gross: "规则金额", net: "去重金额", message: "说明", state: "状态", matter: "事项", run: "审核批次", visit: "就诊流水号", id: "疑点编号",
    states: { open: "待处理", in_review: "复核中", confirmed: "已认定", rejected: "不认定", closed: "已关闭", gone: "已消失", set_aside: "已豁免" },
    filter: "筛选", from: "费用日期从", to: "到", least: "金额不低于", sort: "排序", byNet: "金额从大到小", byDay: "日期从近到远", clear: "清除筛选", columns: "显示列", views: "常用视图", saveView: "保存当前视图", viewName: "视图名称", noViews: "还没有保存的视图", removeView: "删除视图",
    export: "导出", exportCsv: "导出 CSV", exportXlsx: "导出 Excel", chosen: (n: number) => `已选 ${n} 条`, openReview: "立案复核", openMany: (n: number) => `对 ${n} 条立案复核`, unchoose: "取消选择",
    openedOne: (number: string) => `已立案：${number}`, openedMany: (done: number, not: number) => (not ? `已立案 ${done} 件，${not} 件没有立案` : `已立案 ${done} 件`), refused: "没有立案的", 
    empty: "没有符合条件的疑点", emptyHint: "放宽筛选条件，或等待下一次审核。", emptyAll: "还没有疑点", emptyAllHint: "管理员运行审核并取入疑点（qiuhao findings take）后会出现在这里。",
    pane: "疑点详情", what: "查出了什么", money: "金额", where: "发生在哪里", review: "复核", noReview: "还没有人复核这条疑点。", toMatter: "查看事项", next: "下一条", previous: "上一条", pickOne: "选择一条疑点，在这里查看全部内容", sameRule: "同一规则的疑点", sameProvider: "同一机构的疑点", samePerson: "同一参保人的疑点", table: "疑点列表", chooseRow: "选择", end: "已到末尾", confirmMany: (n: number) => `将对 ${n} 条疑点分别立案复核，金额取去重金额。`,
  },
  matters: {
    title: "事项", inbox: "待办事项", mine: "我参与的", allMine: "我能看到的", number: "事项编号", kind: "类别", state: "状态", subject: "对象", region: "统筹区", opened: "立项日", due: "到期日", owner: "到期责任", overdue: (n: number) => `超期 ${n} 天`, left: (n: number) => (n === 0 ? "今天到期" : `剩 ${n} 天`), noTerm: "无期限",
    empty: "没有事项", emptyHint: "换一个筛选条件看看。", emptyMine: "没有您参与的事项", emptyMineHint: "分办给您的事项会出现在这里，也可以查看“我能看到的”。", dueBefore: "到期日不晚于", openedFrom: "立项日从", openedTo: "到", numberPart: "编号中含有", sort: "排序", byDue: "到期日从近到远", byOpened: "立项日从近到远", export: "导出",
    board: "看板", boardHint: "每列是一个状态，按到期日排列。", more: (n: number) => `其余 ${n} 件`, calendar: "期限日历", calendarEmpty: "这个月没有到期的事项", today: "今天", previousMonth: "上个月", nextMonth: "下个月", weekdays: ["一", "二", "三", "四", "五", "六", "日"], weekday: (day: string) => `周${day}`, many: "到期事项很多，只列出最早的一部分；请用类别缩小范围。",
    bulk: "批量办理", bulkDo: (title: string, n: number) => `${title}（${n} 件）`, bulkDone: (done: number, not: number) => (not ? `办成 ${done} 件，${not} 件没有办成` : `办成 ${done} 件`), bulkOneKind: "所选事项要同一类别、同一状态，且该操作可以批量办理。", openNew: "新立事项", openKind: "类别", openAct: "立项操作", closed: "已办结", waiting: "办理中",
  },
  matter: {
    fields: "内容", people: "办理人", terms: "期限", history: "经过", documents: "材料与附件", papers: "文书", links: "相关事项", act: "办理", noOffers: "目前没有需要您办理的操作。", noPeople: "还没有指定办理人", noTerms: "没有在计的期限", stands: "暂停计时", uncertain: "法定假日未公布，可能变动", from: "起", reference: "附件", noDocuments: "还没有材料", noPapers: "还没有文书", noFields: "暂无内容",
    upload: "上传文件", uploadAs: "作为", uploading: (percent: number) => `正在上传 ${percent}%`, uploaded: "已上传", preview: "预览", noPreview: "这种文件不能预览，请下载查看。", issue: "出具文书", issueWhich: "文书", issued: "已出具", note: "备注", noteHint: "给同事看的话，可不填", submit: (title: string) => `提交：${title}`, done: (title: string) => `已完成：${title}`, moved: "有人先一步办理了", movedHint: "下面是最新情况。您填写的内容还在，请核对后再提交。", chooseDocument: "选择已上传的附件，或上传新的", people_hint: "填写登录名，多人以空格分隔", money_hint: "元，两位小数", number_hint: "整数", list_hint: "多个以逗号分隔",
    masked: "已遮盖", sealed: "已封存", look: "查看原文", lookTitle: (field: string) => `查看“${field}”原文`, lookHint: "查看会写入审计记录。", lookWhy: "查看理由", shown: "原文（离开本页后重新遮盖）", diagram: "流程图", diagramHint: "方框是状态，按先后排列；框内是该状态下可以办理的操作。走过的路画成实线。", now: "当前", initial: "开始", final: "结束", byClock: "到期自动", basis: "依据", version: (n: number) => `第 ${n} 版`, region: "统筹区", opened: "立项日", linkRelations: { opened: "由本事项立项", opened_by: "本事项由其立项" } as Record<string, string>, actsHere: "操作", subject: "对象", files: "附件", wait: "这一步可能需要验证码", hasWent: "已走过", blocked: "目前不能办理", pending: "正在制作，请稍候刷新",
  },
  notices: { title: "通知", unread: "未读", all: "全部", empty: "没有未读通知", emptyAll: "还没有通知", emptyHint: "分办、期限和结果会在这里告诉您。", read: "标为已读", readAll: "全部标为已读", bell: (n: number) => (n ? `通知，${n} 条未读` : "通知，没有未读"), open: "打开事项" },
  admin: {
    title: "管理", users: "用户", login: "登录名", name: "姓名", phone: "电话", certificate: "执法证号", organisation: "机构编码", unit: "科室", state: "状态", states: { active: "正常", locked: "已锁定", left: "已离开" }, add: "新增用户", added: (login: string) => `已新增 ${login}，请为其重置密码`, loginHint: "小写字母开头，2 至 32 位，今后不能更改", lock: "锁定", unlock: "解锁", leave: "离开", leaveHint: "离开后不能恢复，登录名不再使用。", reset: "重置密码", forget: "手机已丢失，同时清除验证码", once: "一次性密码", onceHint: "只显示这一次，24 小时内有效。请当面或以安全方式交给本人。", search: "搜索登录名、机构", emptyUsers: "没有符合的用户", actions: "操作", changed: "已更改",
    roles: "岗位权限", rolesHint: "行是操作，列是岗位。打点处表示可以办理。", action: "操作", fourEyes: "两人", freshCode: "验证码", heldIn: "任职机构", rolesOf: "选择岗位", may: "可以办理",
    grants: "岗位授予", waiting: "待批准", propose: "提请授予", proposed: "已提请，等待批准", role: "岗位", region: "统筹区", grid: "网格", from: "起", to: "止", openEnd: "长期", approve: "批准", refuse: "不批准", end: "终止", last: "最后一天", decided: "已处理", proposedBy: "提请人", decidedBy: "批准人", grantStates: { proposed: "待批准", approved: "已批准", refused: "未批准", ended: "已终止" } as Record<string, string>, emptyGrants: "没有记录", emptyWaiting: "没有等待批准的岗位", ownGrant: "提请人和本人不能批准", regionHint: "行政区划代码，如 349900",
    organisations: "机构", organisationsHint: "新增机构，或更改已有机构的名称、统筹区、是否关闭。", code: "机构编码", orgName: "机构名称", kind: "类别", closed: "已关闭，其用户不能再办理", kept: "已保存", knownCodes: "用户所在机构", kinds: { bureau: "医疗保障局", agency: "经办机构", supervision_centre: "监督检查中心", hospital: "医院", pharmacy: "药店", third_party: "第三方机构", social_supervision: "社会监督", public: "公众" },
    relations: "回避关系", relationsHint: "登记某人与某机构或个人的关系，此后相关事项由他人办理。", subject: "对象", subjectHint: "机构编码或登录名", relation: "关系", relationKinds: { works_there: "在该机构任职", worked_there: "曾在该机构任职", family_works_there: "近亲属在该机构任职", holds_shares: "持有股份", is_family: "近亲属", took_part_before: "曾参与办理", other_interest: "其他利害关系" }, note: "说明", declare: "登记", declared: "已登记",
  },
  trail: { title: "审计记录", subject: "对象", subjectHint: "如 finding_review-2026-000001 或用户登录名", search: "查询", sequence: "序号", at: "时间", who: "何人", where: "来自", what: "做了什么", why: "理由", before: "变更前", after: "变更后", difference: "变更内容", verify: "校验全部记录", whole: "记录完整", broken: "记录被改动过", acts: (n: string) => `共 ${n} 条`, newer: "更早", next: "后一页", first: "从头开始", latest: "最近", empty: "没有记录", emptyHint: "核对对象写法，或清空后查看全部。", request: "请求编号", hash: "散列值" },
  portal: { home: "首页", hello: (name: string) => `您好，${name}`, asked: "待说明", askedHint: "请在到期日前提交说明和佐证材料。", noAsked: "没有等待说明的疑点", noAskedHint: "收到新的疑点时，会在通知里告诉您。", explain: "去说明", messages: "最近的消息", findings: "本机构疑点", matters: "全部事项", recoveries: "退款", due: "到期日", noMessages: "还没有消息", allMatters: "查看全部" },
  keys: { title: "快捷键", next: "下一条", previous: "上一条", open: "打开", review: "立案复核", filter: "到筛选框", close: "关闭", choose: "选中当前条", help: "显示本说明", goFindings: "先 g 后 f：疑点", goMatters: "先 g 后 m：事项", goNotices: "先 g 后 n：通知", then: "先后按" },
};
