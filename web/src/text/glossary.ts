// What the "?" beside a field says. One entry for each word of the field, in both languages; docs/glossary.md has more.
import type { Title } from "../api/shapes";

export const glossary = {
  net: { zh: "同一费用被几条规则查出时只算一次的金额。各疑点的去重金额之和就是涉及的总额。", en: "What is counted once when several rules find the same cost; net amounts add up to the whole." },
  gross: { zh: "这条规则自己查出的金额，不扣除与其他规则重复的部分。", en: "What this rule alone finds, not reduced by what other rules find too." },
  certain: { zh: "明确违规：规则能自己判定。可疑：要由人核实病历等材料。", en: "Certain: the rule can tell by itself. Doubtful: people have to look at records." },
  person: { zh: "参保人的代号，同一人始终相同，看不出身份。", en: "A pseudonym: always the same for one person, and it tells nothing about who it is." },
  region: { zh: "行政区划代码，2 至 12 位。选上级即包括下级。", en: "A division code of 2 to 12 digits; an upper one includes those below." },
  term: { zh: "期限按工作日或自然日起算，节假日以国务院公布的为准。", en: "Terms run in working days or days; holidays are those that the State Council publishes." },
  paper: { zh: "文书按模板生成并编号，内容有散列值，方码可核对。", en: "Documents are filled in from templates and numbered; their square code tells the hash of what they say." },
  four_eyes: { zh: "须由两人先后办理，同一人不能既办理又复核。", en: "Two people do it one after the other; nobody checks the own work." },
  fresh_code: { zh: "办理前十分钟内要输入过一次性验证码。", en: "A one-time code has to be given within the ten minutes before." },
  look: { zh: "查看个人信息原文须写明理由，写入审计记录。", en: "Seeing personal data in clear takes a reason, which stands in the audit trail." },
  grid: { zh: "统筹区内的监管网格；不填则为整个统筹区。", en: "A grid within the region; all of the region without it." },
} satisfies Record<string, Title>;

export type GlossaryWord = keyof typeof glossary;
