// Mistakes in rule files: each is told with its place and its mend.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

// The error of a rule file that ends in `rest`, without the source line under it.
std::string error_of(const std::string& content) {
  const auto schema = shipped_schema();
  const auto rule = parse_rule(content, "rules/R9.yaml", *schema);
  if (rule) return "no error";
  const std::string text = rule.error().text();
  return text.substr(0, text.find('\n'));
}

TEST(RuleFile, GivesWhatItSays) {
  const auto schema = shipped_schema();
  const auto rule = parse_rule(rule_text("national: GZ1\n"
                                         "knowledge: {table: drug_course, key: line.item, as_of: line.day}\n"
                                         "windows: {w: {same: line, by: [visit.id, k.point], where: r.quantity > 0}}\n"
                                         "let: {n: size(w)}\n"
                                         "when: n > k.max_days\n"
                                         "except: {免: person.sex == '1'}\n"
                                         "tests: []\n"),
                               "rules/R9.yaml", *schema);
  ASSERT_TRUE(rule.has_value()) << rule.error().text();
  EXPECT_EQ(rule->code, "R9");
  EXPECT_EQ(rule->national, "GZ1");
  EXPECT_EQ(rule->moments, static_cast<unsigned>(Moment::after));
  ASSERT_EQ(rule->windows.size(), 1U);
  EXPECT_EQ(rule->windows[0].by.size(), 2U);
  EXPECT_EQ(rule->windows[0].by[1].kind, KeyTerm::Kind::point);
  ASSERT_EQ(rule->excepts.size(), 1U);
  EXPECT_EQ(rule->excepts[0].name, "免");
  EXPECT_EQ(rule->when[0].text(), "n > k.max_days");
}

TEST(RuleFile, FormulaMistakesNameThePlaceInTheFile) {
  EXPECT_EQ(error_of(rule_text("when: line.quantitiy > 0\ntests: []\n")),
            "rules/R9.yaml:12:12: unknown field line.quantitiy; did you mean line.quantity?");
  EXPECT_EQ(error_of(rule_text("when: line.quantity\ntests: []\n")).substr(0, 20), "rules/R9.yaml:12:7: ");
  EXPECT_EQ(error_of(rule_text("when: line.day > 3\ntests: []\n")).substr(0, 17), "rules/R9.yaml:12:");
  EXPECT_EQ(error_of(rule_text("when: k.sex == '1'\ntests: []\n")).substr(0, 17), "rules/R9.yaml:12:");
}

TEST(RuleFile, KeysMustBeKnownAndThere) {
  EXPECT_EQ(error_of(rule_text("when: true\nwhenn: true\ntests: []\n")),
            "rules/R9.yaml:13:1: unknown key 'whenn'; docs/reference/rule-file.md lists the keys");
  EXPECT_EQ(error_of(rule_text("tests: []\n")), "rules/R9.yaml:1:1: needs the key 'when': CEL to bool: true is a hit");
  EXPECT_EQ(error_of(rule_text("when: true\ntests: none\n")),
            "rules/R9.yaml:13:8: tests is a list of {name: …, given: …, expect: …}");
  EXPECT_EQ(error_of("- a\n"), "rules/R9.yaml:1:1: a rule file is a map that begins with 'rule: CODE'");
  EXPECT_EQ(error_of(rule_text("knowledge: {table: drug_sex, key: line.item, as_of: line.day, mach: second}\n"
                               "when: true\ntests: []\n")),
            "rules/R9.yaml:12:63: unknown key 'mach' of knowledge; write one of table, key, as_of, match");
}

// The error of a rule of a grain with one window w.
std::string window_error(const std::string& window, const std::string& grain = "line", const std::string& more = "") {
  std::string text = rule_text("windows: {w: " + window + "}\n" + more + "when: true\ntests: []\n");
  text.replace(text.find("grain: line"), 11, "grain: " + grain);
  text.replace(text.find("line.in_scope"), 13, "decimal('1')");
  text.replace(text.find("{line.in_scope}"), 15, "一");
  return error_of(text);
}

TEST(RuleFile, WindowsMustMeanSomething) {
  EXPECT_EQ(window_error("{by: [visit.id]}"),
            "rules/R9.yaml:12:14: window w needs a kind: one of history, previous, next, same, pair, overlap, rate, "
            "supply, peer");
  EXPECT_EQ(window_error("{histroy: line, by: [visit.id]}"),
            "rules/R9.yaml:12:15: 'histroy' is no kind of window; did you mean history?");
  EXPECT_EQ(window_error("{same: line, next: line, by: [visit.id]}"),
            "rules/R9.yaml:12:14: window w is both next and same; write one");
  EXPECT_EQ(window_error("{same: drug, by: [visit.id]}"),
            "rules/R9.yaml:12:21: a window same is over line, visit, diagnosis, operation or settlement, not 'drug'");
  EXPECT_EQ(window_error("{same: line}"), "rules/R9.yaml:12:14: window w of kind same needs the key 'by'");
  EXPECT_EQ(window_error("{same: line, by: []}"),
            "rules/R9.yaml:12:31: by of window w is a list of 1 to 8 fields: by: [person.id, line.item]");
  EXPECT_EQ(window_error("{same: line, by: [line.dya]}"),
            "rules/R9.yaml:12:32: 'line.dya' cannot be a key; write a field such as line.item, visit.provider or "
            "person.id, day, or k.point");
  EXPECT_EQ(window_error("{same: line, by: [k.point]}"), "rules/R9.yaml:12:32: by k.point needs the key 'knowledge'");
  EXPECT_EQ(window_error("{pair: service_pair, by: [visit.id]}"),
            "rules/R9.yaml:12:21: a pair window needs knowledge of the same table with match: second");
  EXPECT_EQ(window_error("{same: line, by: [visit.id], were: true}"),
            "rules/R9.yaml:12:43: unknown key 'were' of a window same; write one of same, by, where");
  // The rows are gathered once for the person, so the line judged cannot be part of the condition.
  EXPECT_EQ(window_error("{same: line, by: [visit.id], where: r.quantity > line.quantity}"),
            "rules/R9.yaml:12:63: where of window w is about r and person; read line in a let, as in w.filter(x, …)");
  EXPECT_EQ(window_error("{pair: service_pair, by: [k.point, visit.id]}", "line",
                         "knowledge: {table: service_pair, key: line.item, as_of: line.day, match: second}\n"),
            "rules/R9.yaml:12:40: a pair window is of one point already; leave k.point out");
  const std::string course = "knowledge: {table: drug_course, key: line.item, as_of: line.day}\n";
  EXPECT_EQ(window_error("{same: line, by: [k.max_dais]}", "line", course),
            "rules/R9.yaml:12:32: 'k.max_dais' cannot be a key; did you mean k.max_days?");
  EXPECT_EQ(window_error("{same: visit, by: [k.point]}", "line", course),
            "rules/R9.yaml:12:33: points name items of lines, and the rows of window w are visits");
}

TEST(RuleFile, WindowsGoByDaysAndTimes) {
  const std::string at = "{history: line, by: [person.id], at: line.day, days: ";
  EXPECT_EQ(window_error(at + "[-90, 0]}"), "no error");
  EXPECT_EQ(window_error(at + "[0, -90]}"), "rules/R9.yaml:12:67: days [0, -90] end before they begin; write [-90, 0]");
  EXPECT_EQ(
      window_error(at + "90}"),
      "rules/R9.yaml:12:67: days is [FROM, TO], counted from the subject's day: [-90, -1] is the 90 days before it");
  EXPECT_EQ(window_error(at + "[-x, 0]}"), "rules/R9.yaml:12:68: days is a whole number of at most 36600, not '-x'");
  EXPECT_EQ(window_error(at + "[-40000, 0]}"),
            "rules/R9.yaml:12:68: days is a whole number of at most 36600, not '-40000'");
  EXPECT_EQ(window_error("{rate: line, by: [person.id], at: line.time, n: 0, days: 7}"),
            "rules/R9.yaml:12:71: days and n of a rate are at least 1; days: 1 is the day itself");
  EXPECT_EQ(window_error("{previous: line, by: [person.id], order: line.item}"),
            "rules/R9.yaml:12:55: window w goes by a date or time of line, such as line.time, not by 'line.item'");
  EXPECT_EQ(window_error("{supply: line, by: [person.id], at: line.day, days_supply: line.item}"),
            "rules/R9.yaml:12:73: days_supply is int or decimal days, but is string");
}

TEST(RuleFile, WindowsShareWhatTheGrainHas) {
  EXPECT_EQ(window_error("{same: line, by: [line.item]}", "visit"),
            "rules/R9.yaml:12:32: grain visit has no line to share line.item with; write fields of visit, provider or "
            "person");
  EXPECT_EQ(
      window_error("{same: visit, by: [line.item]}"),
      "rules/R9.yaml:12:33: the rows of window w are visits and have no line.item; write a field of visit, visit, "
      "provider or person");
  EXPECT_EQ(window_error("{same: visit, by: [visit.provider]}", "person_day"),
            "rules/R9.yaml:12:33: grain person_day has no visit to share visit.provider with; write fields of person, "
            "or day");
  EXPECT_EQ(window_error("{same: line, by: [day]}", "person"),
            "rules/R9.yaml:12:32: grain person has no day; write fields of person, or grain: person_day");
  EXPECT_EQ(window_error("{same: line, by: [person.id]}", "person"), "no error");
  EXPECT_EQ(
      window_error("{supply: line, by: [person.id], at: line.day, days_supply: 1}", "visit"),
      "rules/R9.yaml:12:50: window supply stands on the subject's own line, and grain visit has none; write grain: "
      "line");
  EXPECT_EQ(window_error("{peer: avg(visit.days), of: [provider.id, month], group: [], min_n: 3}"),
            "rules/R9.yaml:12:14: windows peer go with grain provider_period, and that grain has no others");
  EXPECT_EQ(window_error("{same: line, by: [person.id]}", "pair").substr(0, 60),
            "rules/R9.yaml:12:10: grain pair needs exactly one window pai");
}

TEST(RuleFile, NamesOfOtherGrainsSayWhatToWrite) {
  const auto of_grain = [](const std::string& grain, const std::string& when) {
    std::string text = rule_text("when: " + when + "\ntests: []\n");
    text.replace(text.find("grain: line"), 11, "grain: " + grain);
    text.replace(text.find("line.in_scope"), 13, "decimal('1')");
    text.replace(text.find("{line.in_scope}"), 15, "一");
    return error_of(text);
  };
  EXPECT_EQ(of_grain("visit", "visit.lines.exists(x, x.quantity > 0) && provider.kind == 'pharmacy'"), "no error");
  EXPECT_EQ(
      of_grain("visit", "line.quantity > 0"),
      "rules/R9.yaml:12:7: grain visit has no line; write grain: line, or read visit.lines, lines, person.lines or "
      "p.b");
  EXPECT_EQ(of_grain("person_day", "day > date('2025-01-01') && lines.exists(x, x.visit.kind == 'pharmacy')"),
            "no error");
  EXPECT_EQ(of_grain("person_day", "visit.days > 1").substr(0, 66),
            "rules/R9.yaml:12:7: grain person_day has no visit; write grain: vi");
  EXPECT_EQ(of_grain("person", "person.visits.exists(v, v.lines.exists(x, x.price > 1))"), "no error");
  EXPECT_EQ(of_grain("line", "day > line.day"),
            "rules/R9.yaml:12:7: grain line has no day; write grain: person_day, or read line.day or visit.start");
  EXPECT_EQ(of_grain("diagnosis", "diagnosis.code == 'C34' && size(visit.lines) > 0 && provider.kind == 'clinic'"),
            "no error");
  EXPECT_EQ(of_grain("operation", "operation.is_main == '1' && visit.days > 3 && person.sex == '1'"), "no error");
  EXPECT_EQ(of_grain("visit", "diagnosis.code == 'C34'"),
            "rules/R9.yaml:12:7: grain visit has no diagnosis; write grain: diagnosis, or read visit.diagnoses");
  EXPECT_EQ(of_grain("diagnosis", "operation.code == '74'"),
            "rules/R9.yaml:12:7: grain diagnosis has no operation; write grain: operation, or read visit.operations");
}

TEST(RuleFile, KnowledgeOfCodesIsAskedForByTheCode) {
  const auto with = [](const std::string& grain, const std::string& knowledge) {
    std::string text = rule_text("when: k.sex == '1'\ntests: []\nknowledge: " + knowledge + "\n");
    text.replace(text.find("grain: line"), 11, "grain: " + grain);
    text.replace(text.find("line.in_scope"), 13, "decimal('1')");
    text.replace(text.find("{line.in_scope}"), 15, "一");
    return error_of(text);
  };
  EXPECT_EQ(with("diagnosis", "{table: diagnosis_sex, key: diagnosis.code, as_of: visit.start}"), "no error");
  EXPECT_EQ(with("operation", "{table: operation_sex, key: operation.code, as_of: visit.start}"), "no error");
  EXPECT_EQ(with("diagnosis", "{table: diagnosis_sex, key: line.item, as_of: line.day}"),
            "rules/R9.yaml:14:12: knowledge is {table: NAME, key: diagnosis.code, as_of: visit.start}");
  EXPECT_EQ(with("operation", "{table: t, key: operation.code, as_of: visit.start, match: second}"),
            "rules/R9.yaml:14:12: match is of items of lines; leave it out");
}

TEST(RuleFile, AllMistakesAreTold) {
  std::string text = rule_text(
      "windows: {w: {same: line, by: [line.dya]}, x: {same: visit, by: [visit.id]}}\n"
      "let: {a: line.qty, line: '1'}\n"
      "when: a > 3 && size(w) > 1 && line.quantitiy > 0\n"
      "except: {甲: person.sx == '1'}\n"
      "tests: none\n");
  text.replace(text.find("version: 1"), 10, "version: x");
  text.replace(text.find("[null, null]"), 12, "[2025-02-30, 2025-13-01]");
  text.replace(text.find("[after]"), 7, "[later, after]");
  const RuleReading reading = parse_rule_all(text, "R9.yaml", *shipped_schema());
  EXPECT_FALSE(reading.rule.has_value());
  std::vector<int> lines;
  for (const Error& error : reading.errors) lines.push_back(error.place.line);
  // x is a window over visits, which is right.
  EXPECT_EQ(lines, (std::vector{3, 4, 4, 8, 12, 13, 13, 14, 15, 16}));
}

TEST(RuleFile, ErrorsHaveAMaximum) {
  std::string rest = "when: true\ntests: []\n";
  for (int index = 0; index < 200; ++index) rest += "wrong" + std::to_string(index) + ": 1\n";
  EXPECT_EQ(parse_rule_all(rule_text(rest), "R9.yaml", *shipped_schema()).errors.size(), kMaxErrorsShown);
}

TEST(RuleFile, NamesMustBeFree) {
  EXPECT_EQ(error_of(rule_text("let: {line: '1'}\nwhen: true\ntests: []\n")),
            "rules/R9.yaml:12:7: the name 'line' has a meaning already; write another");
  EXPECT_EQ(error_of(rule_text("let: {就诊: '1'}\nwhen: true\ntests: []\n")),
            "rules/R9.yaml:12:7: the name '就诊' has a meaning already; write another");
  EXPECT_EQ(error_of(rule_text("windows: {w: {same: line, by: [visit.id]}}\nlet: {w: '1'}\nwhen: true\ntests: []\n")),
            "rules/R9.yaml:13:7: the name 'w' has a meaning already; write another");
  EXPECT_EQ(error_of(rule_text("let: {a b: '1'}\nwhen: true\ntests: []\n")),
            "rules/R9.yaml:12:7: 'a b' is no name; write letters, digits and _");
}

TEST(RuleFile, WordsHaveTheirValues) {
  const auto changed = [](const std::string& from, const std::string& to) {
    std::string text = rule_text("when: true\ntests: []\n");
    text.replace(text.find(from), from.size(), to);
    return error_of(text);
  };
  EXPECT_EQ(changed("可疑", "也许"), "rules/R9.yaml:6:12: certainty is 明确违规 or 可疑");
  EXPECT_EQ(changed("version: 1", "version: 1.0"), "rules/R9.yaml:3:10: version is a whole number from 1");
  EXPECT_EQ(changed("[after]", "[later]"),
            "rules/R9.yaml:8:11: moment 'later' is not known; write before, during or after");
  EXPECT_EQ(changed("grain: line", "grain: claim"),
            "rules/R9.yaml:9:8: grain 'claim' is not known; write one of line, visit, person_day, person, pair, "
            "provider_period, diagnosis, operation");
  EXPECT_EQ(changed("[null, null]", "[2026-01-01]"),
            "rules/R9.yaml:4:12: effective is [from, to]; null stands for open");
  EXPECT_EQ(changed("[null, null]", "[2026-02-01, 2026-01-31]"), "rules/R9.yaml:4:12: effective ends before it begins");
}

class RuleFolder : public testing::Test {
 protected:
  RuleFolder() : path_(std::filesystem::temp_directory_path() / ("qiuhao-rules-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
  }
  ~RuleFolder() override { std::filesystem::remove_all(path_); }
  std::string write(const std::string& folder, const std::string& file, const std::string& code) {
    std::filesystem::create_directories(path_ / folder);
    std::string text = rule_text("when: true\ntests: []\n");
    text.replace(text.find("R9"), 2, code);
    std::ofstream(path_ / folder / file) << text;
    return (path_ / folder).string();
  }
  std::filesystem::path path_;
};

TEST_F(RuleFolder, RefusesTheSameCodeTwice) {
  write("a", "1.yaml", "R1");
  const std::string folder = write("a", "2.yaml", "R1");
  const auto rules = load_rules({folder}, {}, *shipped_schema());
  ASSERT_FALSE(rules.has_value());
  EXPECT_EQ(rules.error().code, "duplicate_rule");
  EXPECT_EQ(rules.error().text(), folder + "/2.yaml:1:7: has the code R1 of " + folder + "/1.yaml; give it another");
}

TEST_F(RuleFolder, LaterFoldersReplaceAndCodesChoose) {
  const std::string shipped = write("a", "1.yaml", "R1");
  write("a", "2.yaml", "R2");
  const std::string own = write("b", "x.yaml", "R1");
  const auto schema = shipped_schema();
  const auto rules = load_rules({shipped, own}, {}, *schema);
  ASSERT_TRUE(rules.has_value()) << rules.error().text();
  ASSERT_EQ(rules->size(), 2U);
  EXPECT_EQ((*rules)[0].file, own + "/x.yaml");
  EXPECT_EQ((*rules)[1].code, "R2");
  const auto chosen = load_rules({shipped}, {"R2"}, *schema);
  ASSERT_TRUE(chosen.has_value());
  EXPECT_EQ(chosen->size(), 1U);
  const auto unknown = load_rules({shipped}, {"R3"}, *schema);
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().text(), "there is no rule R3; run: qiuhao rules list");
}

}  // namespace
}  // namespace qiuhao::rules
