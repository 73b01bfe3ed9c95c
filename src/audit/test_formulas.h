// For tests: rules of every grain, window, and kind of formula, upon random tapes (test_random_world.h).
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rules/rule.h"

namespace qiuhao::audit {

struct Formula {
  const char* grain;
  const char* text;
  const char* table = "";  // of knowledge
};

inline constexpr const char* kSecondMatch = ", match: second";

inline constexpr Formula kFormulas[] = {
    {"line", "when: line.quantity > 3"},
    {"line", "where: visit.kind == 'inpatient'\nwhen: line.quantity > 3 && person.sex == '1'"},
    {"line", "where: line.in_scope > 20\nwhen: line.quantity > 3 || line.item == 'A1'"},
    {"line", "where: provider.kind == 'hospital'\nwhen: line.in_scope / line.quantity > 5"},
    {"line", "let: {twice: line.quantity * 2}\nwhere: has(visit.kind)\nwhen: twice > 8"},
    {"line",
     "windows: {d: {same: line, by: [person.id, line.item], where: r.quantity > 0}}\nwhere: line.quantity > 5\nwhen: "
     "size(d) > 4"},
    {"line", "windows: {d: {same: line, by: [visit.id, line.day]}}\nwhen: size(d) < 2 && line.quantity > 0"},
    {"line",
     "windows: {d: {same: line, by: [line.department, day], where: r.quantity / (r.quantity - 2) > 0}}\nwhen: size(d) "
     ">= 2"},
    {"line", "windows: {d: {same: line, by: [line.prescription]}}\nwhen: size(d) == 2"},
    {"line", "windows: {d: {same: visit, by: [visit.provider]}}\nwhen: size(d) > 1 && line.quantity == 4"},
    {"line", "windows: {d: {same: line, by: [person.sex, line.item]}}\nwhen: size(d) > 6"},
    {"line", "where: line.quantity / (line.quantity - 2) > 1\nwhen: \"false\""},
    {"line", "when: person.sex != k.sex && line.quantity > 0", "drug_sex"},
    {"line", "when: line.in_scope > 5 && visit.provider_level < k.level_min", "drug_provider_level"},
    {"line", "when: \"!(visit.kind in k.modes)\"", "drug_visit_mode"},
    {"line",
     "windows: {c: {same: line, by: [visit.id, k.point], where: r.quantity > 0}}\nwhen: size(c) > k.max_days\nexcept: "
     "{多: line.quantity > 6}",
     "drug_course"},
    {"line",
     "windows: {c: {same: line, by: [person.id, line.day, k.max_days], where: r.quantity > 0}}\nwhen: size(c) > 2",
     "drug_course"},
    {"line", "windows: {c: {history: line, by: [person.id, k.point], at: line.day, days: [-9, 0]}}\nwhen: size(c) > 2",
     "drug_course"},
    {"line",
     "windows: {m: {pair: service_pair, by: [visit.id, line.day], where: r.quantity > 0}}\nwhen: line.quantity > 0 && "
     "size(m) > 0",
     "service_pair"},
    {"pair",
     "windows: {p: {pair: service_pair, left: item, right: item, by: [person.id, visit.provider, line.day], where: "
     "r.quantity > 0}}\nwhen: p.a.visit.id != p.b.visit.id\nlines: p.b"},
    {"visit", "where: visit.kind == 'inpatient'\nwhen: size(visit.lines) > 4"},
    {"visit",
     "windows: {l: {previous: visit, by: [person.id, visit.provider], order: visit.start}}\nwhen: has(l.id) && l.kind "
     "== visit.kind"},
    {"visit", "windows: {s: {same: visit, by: [person.id, visit.kind]}}\nwhen: size(s) > 2"},
    {"visit",
     "windows: {o: {overlap: visit, by: [person.id], from: visit.start, to: visit.end, where: r.kind == "
     "'inpatient'}}\nwhen: has(o.id) && o.provider != visit.provider"},
    {"visit",
     "windows: {n: {next: visit, by: [person.id], order: visit.start, where: r.kind == 'inpatient'}}\nwhere: "
     "visit.kind "
     "== 'inpatient'\nwhen: has(n.id)"},
    {"visit", "windows: {n: {next: visit, by: [visit.provider], order: visit.start}}\nwhen: \"!has(n.id)\""},
    {"visit",
     "windows: {p: {previous: visit, by: [person.id], order: visit.start}}\nlet: {again: has(p.id)}\nwhere: "
     "again\nwhen: "
     "p.kind != visit.kind"},
    {"line",
     "windows: {p: {previous: line, by: [line.item], order: line.day}}\nlet: {near: 'has(p.id) ? daysBetween(p.day, "
     "line.day) : 99'}\nwhen: near < 2 && p.quantity > line.quantity"},
    {"line",
     "windows: {p: {previous: line, by: [visit.provider, line.prescription], order: visit.start}}\nwhen: has(p.id)"},
    {"line", "windows: {n: {next: visit, by: [person.id], order: visit.start}}\nwhen: n.kind == 'inpatient'"},
    {"line", "let: {money: 'has(line.in_scope) ? line.in_scope : line.amount'}\nwhen: money > 20 && line.quantity > 2"},
    {"line",
     "windows: {d: {same: line, by: [visit.id, line.prescription], where: '!listed(\"drug_course\", r.item, "
     "r.day)'}}\nwhen: size(d) == 0 && line.quantity > 2"},
    {"line", "windows: {d: {same: line, by: [line.amount, line.day]}}\nwhen: size(d) > 1"},
    {"line",
     "when: listed('drug_course', line.item.substring(0, 1), line.day) || listed('drug_course', line.item, line.day)"},
    {"person_day",
     "windows: {p: {previous: visit, by: [person.id], order: visit.start}}\nwhen: has(p.id) && p.kind == 'inpatient'"},
    {"person_day",
     "windows: {s: {same: visit, by: [person.id, day], where: \"r.kind in ['inpatient', 'outpatient']\"}}\nwhere: "
     "size(s) >= 2\nwhen: size(lines) > 1"},
    {"person_day", "where: person.sex == '1'\nwhen: size(lines) > 2"},
    {"person", "where: size(person.visits) >= 3\nwhen: size(person.lines) > 20 && person.sex == '2'"},
    {"person", "when: person.lines.exists(x, x.quantity > 8)"},
    {"line", "parameters: {most: int}\nwhen: line.quantity > param.most"},
    {"line",
     "parameters: {part: decimal, most: int}\nwhere: line.quantity > 2\nwhen: line.in_scope * param.part > 3.5 "
     "|| line.quantity > param.most"},
    {"line", "parameters: {most: int}\nwhen: has(param.most) && line.quantity > param.most && line.in_scope > 5"},
    {"line", "parameters: {most: int}\nwhen: line.in_scope > 5 && k.level_min >= param.most", "drug_provider_level"},
    {"line", "parameters: {times: double}\nwhen: double(line.quantity) > param.times * 2.0"},
    {"visit", "parameters: {kinds: texts}\nwhen: visit.kind in param.kinds"},
    {"visit",
     "windows: {s: {same: visit, by: [person.id]}}\nparameters: {most: int}\nlet: {limit: param.most}\nwhere: "
     "size(s) > limit\nwhen: visit.provider_level < 3"},
    {"visit",
     "windows: {p: {previous: visit, by: [person.id], order: visit.start}}\nparameters: {most: int}\nwhen: "
     "has(p.end) && daysBetween(date(p.end), date(visit.start)) <= param.most"},
    {"person_day", "parameters: {most: int}\nwhen: size(lines) > param.most"},
    {"person", "parameters: {most: int}\nwhen: size(person.visits) > param.most"},
    {"line", "when: licence.antibiotic_grade < 2 && line.quantity > 2"},
    {"line",
     "let: {right: 'has(licence.antibiotic_grade) ? licence.antibiotic_grade : 0'}\nwhere: line.quantity > 2\nwhen: "
     "right < 2"},
    {"line", "where: licence.title == '231'\nwhen: line.quantity > 2 && licence.from < line.day"},
    {"line", "when: k.level_min > licence.antibiotic_grade", "drug_provider_level"},
    {"pair",
     "windows: {p: {pair: service_pair, left: item, right: item, by: [person.id, line.day]}}\nwhen: "
     "licence.antibiotic_grade > 1\nlines: p.b"},
    {"line", "when: death.listed == '1' && line.in_scope > 5"},
    {"line", "where: custody.listed == '1'\nwhen: licence.antibiotic_grade < 3"},
    {"visit", "when: custody.listed == '1' && has(custody.to)"},
    {"visit",
     "let: {injured: work_injury.listed == '1'}\nwhere: size(visit.lines) > 1\nwhen: injured && "
     "work_injury.diagnosis == 'A'"},
    {"person_day", "when: custody.listed == '1' && size(lines) > 1"},
    {"person", "when: assistance.listed == '0'"},
    {"pair",
     "windows: {p: {pair: service_pair, left: item, right: item, by: [person.id, line.day]}}\nwhen: "
     "death.listed == '1'\nlines: p.b"},
};

inline std::string rule_text(std::size_t number, const Formula& formula) {
  const std::string table = formula.table;
  const std::string knowledge = table.empty()
                                    ? ""
                                    : fmt::format("knowledge: {{table: {}, key: line.item, as_of: line.day{}}}\n",
                                                  table, table == "service_pair" ? kSecondMatch : "");
  const std::string grain = formula.grain;
  const char* amount = grain == "line" ? "line.in_scope" : grain == "pair" ? "p.b.in_scope" : "decimal('3.00')";
  return fmt::format(
      "rule: T{:02}\nname: 试\nversion: 1\neffective: [2025-03-02, null]\nclass: 试\ncertainty: {}\nbasis: "
      "[{{document: "
      "试, clause: 一}}]\nmoments: [after]\ngrain: {}\n{}amount: {}\nmessage: 试\ntests: []\n{}\n",
      number, number % 3 == 0 ? "明确违规" : "可疑", grain, knowledge, amount, formula.text);
}

inline std::vector<rules::Rule> rules_of_formulas(const claims::Schema& schema) {
  std::vector<rules::Rule> rules;
  for (const Formula& formula : kFormulas) {
    auto rule = rules::parse_rule(rule_text(rules.size(), formula), "test.yaml", schema);
    EXPECT_TRUE(rule) << formula.text << "\n" << rule.error().text();
    if (rule) rules.push_back(std::move(*rule));
  }
  return rules;
}

}  // namespace qiuhao::audit
