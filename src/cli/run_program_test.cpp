// The program as people call it: help, exit codes, and the way from an audit to an explanation.
#include "cli/run_program.h"

#include <fcntl.h>

#include <cstdlib>
#include <iostream>  // CLI11 prints its help there; tidy:allow, to flush it

#include "audit/test_world.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

struct Said {
  int code = 0;
  std::string text;  // both streams
};

// Runs the program in this process, with its streams in a file.
Said call(const std::vector<std::string>& arguments) {
  const Path file = std::filesystem::temp_directory_path() / ("qiuhao-said-" + std::to_string(::getpid()));
  std::fflush(stdout);
  std::fflush(stderr);
  const int out = ::dup(STDOUT_FILENO);
  const int err = ::dup(STDERR_FILENO);
  const int target = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
  ::dup2(target, STDOUT_FILENO);
  ::dup2(target, STDERR_FILENO);
  std::vector<const char*> words{"qiuhao"};
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  Said said;
  said.code = run_program(static_cast<int>(words.size()), words.data());
  std::cout.flush();
  std::cerr.flush();
  std::fflush(stdout);
  std::fflush(stderr);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  for (const int descriptor : {out, err, target}) ::close(descriptor);
  said.text = *read_file(file);
  std::filesystem::remove(file);
  return said;
}

bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

// A workspace with the claims of test_world.h and its two rules over the shipped policy's dictionary.
class Calls : public testing::Test {
 protected:
  void SetUp() override {
    const Path policy = world_.folder() / "shipped";
    std::filesystem::create_directories(policy / "rules");
    for (const char* folder : {"schema", "knowledge"}) {
      std::filesystem::copy(Path(QIUHAO_SOURCE_DIR "/policy") / folder, policy / folder,
                            std::filesystem::copy_options::recursive);
    }
    ASSERT_TRUE(write_file_atomically(policy / "rules/R1.yaml", audit::kSexRule).has_value());
    ASSERT_TRUE(write_file_atomically(policy / "rules/R2.yaml", audit::kRepeatRule).has_value());
    ASSERT_TRUE(write_file_atomically(policy / "knowledge/starter.csv",
                                      "point,kind,items,item_name,constraint,basis,effective_from,effective_to\n"
                                      "K1,药品区分性别使用,A1,甲,限女性,药品说明书,2024-01-01,\n")
                    .has_value());
    ::setenv("QIUHAO_POLICY", policy.c_str(), 1);
  }
  void TearDown() override { ::unsetenv("QIUHAO_POLICY"); }
  std::string workspace() const { return world_.folder().string(); }

  audit::World world_{"calls"};
};

TEST_F(Calls, HelpNamesEveryCommandWithAnExample) {
  const Said help = call({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* name : {"simulate", "import", "knowledge", "rules", "audit", "explain", "serve"}) {
    EXPECT_TRUE(has(help.text, std::string("\n  qiuhao ") + name + " ")) << name;
  }
  EXPECT_TRUE(has(call({"--version"}).text, kVersion));
}

TEST_F(Calls, ExitCodesTellWhoseFaultItIs) {
  EXPECT_EQ(call({"nonsense"}).code, 2);
  EXPECT_EQ(call({"audit"}).code, 2);
  EXPECT_EQ(call({"audit", workspace(), "--from", "2025-02-30"}).code, 2);
  EXPECT_EQ(call({"audit", workspace(), "--from", "2025-02-02", "--to", "2025-02-01"}).code, 2);
  EXPECT_EQ(call({"audit", workspace(), "--rules", "R9"}).code, 2);
  EXPECT_EQ(call({"audit", workspace(), "--format", "doc"}).code, 2);
  EXPECT_EQ(call({"audit", workspace() + "/nowhere"}).code, 3);
  EXPECT_EQ(call({"serve", workspace()}).code, 3);
  EXPECT_EQ(call({"audit", workspace()}).code, 0);
  EXPECT_EQ(call({"audit", workspace(), "--fail-on-findings"}).code, 1);
}

TEST_F(Calls, AnAuditSaysTotalsThatAddUp) {
  const Said said = call({"audit", workspace()});
  EXPECT_EQ(said.code, 0) << said.text;
  for (const char* words :
       {"18.00", "13.00", "R1 → R2", "person.sex", "mdtrt_d.gend", "starter points", "audit-000001"}) {
    EXPECT_TRUE(has(said.text, words)) << words << "\n" << said.text;
  }
}

TEST_F(Calls, AFindingIsExplainedByItsFirstDigits) {
  const Said audit = call({"audit", workspace()});
  const std::string before = "qiuhao explain " + workspace() + " ";
  ASSERT_TRUE(has(audit.text, before));
  const std::string id = audit.text.substr(audit.text.find(before) + before.size(), 12);
  const Said said = call({"explain", workspace(), id.substr(0, 8)});
  EXPECT_EQ(said.code, 0) << said.text;
  for (const char* words :
       {"person.sex != k.sex", "'1'", "'2'", "限女性", "1980-05-06", "GZ1", "第三十八条", "8.00 元"}) {
    EXPECT_TRUE(has(said.text, words)) << words << "\n" << said.text;
  }
  const auto json = text::parse_json(call({"explain", workspace(), id, "--json"}).text, "explain");
  ASSERT_TRUE(json.has_value()) << json.error().text();
  EXPECT_EQ(json->text_of("outcome"), "hit");
  EXPECT_EQ(json->text_of("gross"), "8.00");
  EXPECT_EQ(json->find("person")->text_of("sex"), "1 男");
  EXPECT_EQ(call({"explain", workspace(), "12345"}).code, 2);
  EXPECT_EQ(call({"explain", workspace(), "not-hex"}).code, 2);
}

TEST_F(Calls, NetMoneySaysWhichRuleTookFirst) {
  ASSERT_EQ(call({"audit", workspace()}).code, 0);
  const auto csv = read_file(world_.folder() / "exports/audit-000001/findings.csv");
  const std::string id = csv->substr(csv->rfind("\r\n", csv->size() - 3) + 2, 32);  // R2 on L2, the last row
  const auto json = text::parse_json(call({"explain", workspace(), id, "--json"}).text, "explain");
  ASSERT_TRUE(json.has_value()) << json.error().text();
  const auto& taken = json->find("taken")->items;
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_EQ(taken[0].text_of("rule"), "R1");
  EXPECT_EQ(taken[0].text_of("net"), "5.00");
  EXPECT_EQ(taken[1].text_of("net"), "0.00");
  EXPECT_EQ(taken[1].text_of("is_this"), "true");
  EXPECT_EQ(json->find("rows")->items.size(), 2U);
}

// A rule about the visit asks for 10.00 of L1, L2 and L3; R1 took L1 and L2 whole, so 3.00 of L3 are left.
TEST_F(Calls, AFindingAboutAVisitShowsItsLinesAndWhatTheyGave) {
  constexpr const char* kVisitRule =
      "rule: R3\nname: 就诊多行\nversion: 1\neffective: [null, null]\nclass: 合理使用\ncertainty: 可疑\n"
      "basis: [{document: 条例, clause: 第三十八条}]\nmoments: [after]\ngrain: visit\n"
      "when: size(visit.lines) > 1\namount: decimal('10.00')\nmessage: \"本次 {size(visit.lines)} 行\"\ntests: []\n";
  const Path own = world_.folder() / "policy/rules";
  std::filesystem::create_directories(own);
  ASSERT_TRUE(write_file_atomically(own / "R3.yaml", kVisitRule).has_value());
  ASSERT_EQ(call({"audit", workspace()}).code, 0);
  const auto csv = read_file(world_.folder() / "exports/audit-000001/findings.csv");
  const std::size_t at = csv->find(",R3,");
  ASSERT_NE(at, std::string::npos);
  const std::string id = csv->substr(at - 32, 32);
  const Said said = call({"explain", workspace(), id});
  EXPECT_EQ(said.code, 0) << said.text;
  for (const char* words : {"本次 3 行", "就诊 visit", "size(visit.lines) > 1", "L1", "L2", "L3", "去重取得 3.00 元",
                            "其中自这些明细 8.00 元，余 8.00 元", "16.00 元，3 行的符合范围金额"}) {
    EXPECT_TRUE(has(said.text, words)) << words << "\n" << said.text;
  }
  const auto json = text::parse_json(call({"explain", workspace(), id, "--json"}).text, "explain");
  ASSERT_TRUE(json.has_value()) << json.error().text();
  EXPECT_EQ(json->find("visit")->text_of("id"), "V1");
  EXPECT_EQ(json->find("line"), nullptr);
  EXPECT_EQ(json->text_of("cap"), "16.00");
  EXPECT_EQ(json->find("taken")->items.size(), 4U);  // R1 on two lines, R2, R3
  EXPECT_EQ(json->find("taken")->items[3].text_of("net"), "3.00");
  EXPECT_TRUE(has(call({"explain", workspace(), "--line", "L4", "--rule", "R3"}).text, "size(visit.lines) > 1"));
}

// H1 has both visits in March and is its own only peer.
TEST_F(Calls, AFindingAboutAProvidersMonthShowsItsFigures) {
  constexpr const char* kMonthRule =
      "rule: R7\nname: 门诊人次\nversion: 1\neffective: [null, null]\nclass: 统计指标\ncertainty: 可疑\n"
      "basis: [{document: 条例, clause: 第二十六条}]\nmoments: [after]\ngrain: provider_period\n"
      "windows:\n  m: {peer: count(visit.kind == 'outpatient'), of: [provider.id, month], group: [month], min_n: 1}\n"
      "when: m.value > 1.0\namount: decimal('0')\nmessage: \"{month} 门诊 {m.n} 次，同类 {m.peers} 家\"\ntests: []\n";
  const Path own = world_.folder() / "policy/rules";
  std::filesystem::create_directories(own);
  ASSERT_TRUE(write_file_atomically(own / "R7.yaml", kMonthRule).has_value());
  ASSERT_EQ(call({"audit", workspace()}).code, 0);
  const auto csv = read_file(world_.folder() / "exports/audit-000001/findings.csv");
  const std::size_t at = csv->find(",R7,");
  ASSERT_NE(at, std::string::npos);
  const std::string id = csv->substr(at - 32, 32);
  const Said said = call({"explain", workspace(), id});
  EXPECT_EQ(said.code, 0) << said.text;
  for (const char* words :
       {"2025-03 门诊 2 次，同类 1 家", "机构当月 provider_period", "当月", "m.value > 1.0", "m.value", "2.0", "H1"}) {
    EXPECT_TRUE(has(said.text, words)) << words << "\n" << said.text;
  }
  EXPECT_FALSE(has(said.text, "怎样改")) << said.text;
  const auto json = text::parse_json(call({"explain", workspace(), id, "--json"}).text, "explain");
  ASSERT_TRUE(json.has_value()) << json.error().text();
  EXPECT_EQ(json->text_of("outcome"), "hit");
  EXPECT_EQ(json->find("month")->text_of("month"), "2025-03");
  EXPECT_EQ(json->find("provider")->text_of("id"), "H1");
  EXPECT_EQ(json->find("person"), nullptr);
  const Said line = call({"explain", workspace(), "--line", "L1", "--rule", "R7"});
  EXPECT_EQ(line.code, 2);
  EXPECT_TRUE(has(line.text, "R7 judges months of providers")) << line.text;
}

TEST_F(Calls, ALineThatIsClearNamesWhatIsFalse) {
  const Said said = call({"explain", workspace(), "--line", "L3", "--rule", "R2"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "this part is false: size(day) > 1")) << said.text;
  const Said chinese = call({"explain", workspace(), "--line", "L3", "--rule", "R2", "--lang", "zh"});
  EXPECT_TRUE(has(chinese.text, "此条件不成立：size(day) > 1")) << chinese.text;
  EXPECT_TRUE(has(chinese.text, "出生日期")) << chinese.text;
  EXPECT_TRUE(has(call({"explain", workspace(), "--line", "L3", "--rule", "R1"}).text, "names the item B1"));
  EXPECT_EQ(call({"explain", workspace(), "--line", "L9", "--rule", "R1"}).code, 3);
  EXPECT_EQ(call({"explain", workspace(), "--line", "L3"}).code, 2);
}

TEST_F(Calls, RulesAreCheckedAndShown) {
  EXPECT_EQ(call({"rules", "check"}).code, 0);
  EXPECT_TRUE(has(call({"rules", "list"}).text, "同日重复"));
  EXPECT_TRUE(has(call({"rules", "show", "R1"}).text, audit::kSexRule));
  EXPECT_EQ(call({"rules", "show", "R9"}).code, 2);
  const Path bad = world_.folder() / "bad.yaml";
  ASSERT_TRUE(write_file_atomically(bad, "rule: R1\nnonsense: 1\n").has_value());
  const Said said = call({"rules", "check", bad.string()});
  EXPECT_EQ(said.code, 3);
  EXPECT_TRUE(has(said.text, "bad.yaml:2:1")) << said.text;
  EXPECT_TRUE(has(said.text, "needs the key 'when'")) << said.text;  // all mistakes, not the first
  EXPECT_TRUE(has(call({"rules", "check", bad.string(), "--lang", "zh"}).text, "缺少键“when”"));
  EXPECT_EQ(call({"rules", "check", "--lang", "fr"}).code, 2);
}

TEST_F(Calls, FunctionsAreListedInTheLanguageAskedFor) {
  EXPECT_TRUE(has(call({"rules", "functions", "isoWeek"}).text, "The number of the week in its year"));
  EXPECT_TRUE(has(call({"rules", "functions", "isoWeek", "--lang", "zh"}).text, "当年第几周"));
  const Said all = call({"rules", "functions", "--lang", "zh"});
  EXPECT_TRUE(has(all.text, "含义") && !has(all.text, "meaning")) << all.text;
  EXPECT_TRUE(has(call({"rules", "functions", "isoWeeek"}).text, "did you mean isoWeek?"));
}

TEST_F(Calls, TwoFilesOfOneCodeAreNamedBoth) {
  const Path folder = world_.folder() / "own";
  std::filesystem::create_directories(folder);
  for (const char* name : {"a.yaml", "b.yaml"}) {
    ASSERT_TRUE(write_file_atomically(folder / name, audit::kSexRule).has_value());
  }
  const Said said = call({"rules", "check", folder.string()});
  EXPECT_EQ(said.code, 3);
  EXPECT_TRUE(has(said.text, "b.yaml:1:7: has the code R1 of ") && has(said.text, "a.yaml; give")) << said.text;
}

TEST_F(Calls, ARuleGoesToChineseAndBack) {
  const Said chinese = call({"rules", "show", "R1", "--chinese"});
  EXPECT_EQ(chinese.code, 0);
  EXPECT_TRUE(has(chinese.text, "参保人.性别 != 知识点.限定性别")) << chinese.text;
  const Path file = world_.folder() / "chinese.yaml";
  ASSERT_TRUE(write_file_atomically(file, chinese.text).has_value());
  EXPECT_EQ(call({"rules", "check", file.string()}).code, 0);
  EXPECT_TRUE(has(call({"rules", "show", file.string(), "--english"}).text, audit::kSexRule));
  EXPECT_EQ(call({"rules", "show", "R1", "--english", "--chinese"}).code, 2);
}

TEST_F(Calls, TestsOfRulesTellExpectedAndGot) {
  const Path file = world_.folder() / "R9.yaml";
  ASSERT_TRUE(write_file_atomically(file,
                                    "rule: R9\nname: 试\nversion: 1\neffective: [null, null]\nclass: 类\n"
                                    "certainty: 可疑\nbasis: [{document: 条例, clause: 一}]\nmoments: [after]\n"
                                    "grain: line\namount: line.in_scope\nmessage: 话\nwhen: line.quantity > 2.0\n"
                                    "tests:\n"
                                    "  - name: 多了\n    given: {line: {item: A, day: 2025-03-01, quantity: 3, "
                                    "in_scope: '6.00'}}\n    expect: {outcome: hit, amount: '5.00'}\n"
                                    "  - name: 够了\n    given: {line: {item: A, day: 2025-03-01, quantity: 2}}\n"
                                    "    expect: {outcome: clear}\n")
                  .has_value());
  const Path junit = world_.folder() / "junit.xml";
  const Said said = call({"rules", "test", file.string(), "--junit", junit.string()});
  EXPECT_EQ(said.code, 1);
  EXPECT_TRUE(has(said.text, "R9.yaml:14:5: test 多了: line L1\n    exp amount: 5.00\n    got amount: 6.00\n"))
      << said.text;
  EXPECT_TRUE(has(said.text, "1 tests passed, 1 failed")) << said.text;
  EXPECT_TRUE(has(*read_file(junit), "tests=\"2\" failures=\"1\""));
  EXPECT_EQ(call({"rules", "test", file.string(), "--run", "够了"}).code, 0);
  EXPECT_EQ(call({"rules", "test", file.string(), "--run", "没有"}).code, 2);
  const Said zh = call({"--lang", "zh", "rules", "test", file.string()});
  EXPECT_TRUE(has(zh.text, "amount 应为: 5.00\n    amount 实为: 6.00\n")) << zh.text;
}

TEST_F(Calls, LintFunctionsAndSchema) {
  const Path file = world_.folder() / "R9.yaml";
  std::string text(audit::kSexRule);
  text.replace(text.find("person.sex != k.sex"), 19, "person.sex == '7'");
  ASSERT_TRUE(write_file_atomically(file, text).has_value());
  const Said said = call({"rules", "lint", file.string(), "--strict"});
  EXPECT_EQ(said.code, 1);
  EXPECT_TRUE(has(said.text, "'7' is no code of person.sex")) << said.text;
  EXPECT_TRUE(has(said.text, "[missing_test]")) << said.text;
  EXPECT_EQ(call({"rules", "lint", file.string()}).code, 0);
  const std::string line = call({"rules", "lint", file.string(), "--json"}).text;
  EXPECT_TRUE(text::parse_json(line.substr(0, line.find('\n')), "lint").has_value()) << line;
  EXPECT_TRUE(has(call({"rules", "functions", "ageYears"}).text, "(date, date) -> int"));
  EXPECT_TRUE(has(call({"rules", "functions", "ageYear"}).text, "did you mean ageYears?"));
  EXPECT_TRUE(text::parse_json(call({"rules", "schema"}).text, "schema").has_value());
}

TEST_F(Calls, ExplanationsSayWhatWouldMakeItRight) {
  const Said hit = call({"rules", "explain", "R1", "--workspace", workspace(), "--line", "L1", "--lang", "zh"});
  EXPECT_EQ(hit.code, 0) << hit.text;
  EXPECT_TRUE(has(hit.text, "怎样改即不违规")) << hit.text;
  EXPECT_TRUE(has(hit.text, "不收费用 L1")) << hit.text;
  const Said clear = call({"rules", "explain", "R2", "--workspace", workspace(), "--line", "L3"});
  EXPECT_TRUE(has(clear.text, "this part is false: size(day) > 1")) << clear.text;
  EXPECT_FALSE(has(clear.text, "怎样改")) << clear.text;
  const auto json = text::parse_json(
      call({"rules", "explain", "R1", "--workspace", workspace(), "--line", "L1", "--json"}).text, "x");
  ASSERT_TRUE(json.has_value()) << json.error().text();
  ASSERT_FALSE(json->find("changes")->items.empty());
  EXPECT_EQ(json->find("changes")->items[0].text_of("kind"), "line_less");
}

// Two points on one drug, of which one admits women and the other men only.
TEST_F(Calls, PublishingAContradictionNeedsAReason) {
  const Path file = world_.folder() / "own.csv";
  const std::string header = "point,kind,items,item_name,constraint,basis,effective_from,effective_to\n";
  const std::string women = "W1,药品区分性别使用,X1,甲,限女性,药品说明书,2025-01-01,\n";
  ASSERT_TRUE(write_file_atomically(file, header + women).has_value());
  EXPECT_EQ(call({"knowledge", "import", workspace(), file.string(), "--publish"}).code, 0);
  const std::string men = "M1,药品区分性别使用,X1,甲,限男性,药品说明书,2025-01-01,\n";
  ASSERT_TRUE(write_file_atomically(file, header + women + men).has_value());
  const Said refused = call({"knowledge", "import", workspace(), file.string(), "--publish"});
  EXPECT_EQ(refused.code, 3) << refused.text;
  EXPECT_TRUE(has(refused.text, "opens 1 contradictions")) << refused.text;
  EXPECT_TRUE(has(refused.text, "M1 by R1: hit, 100.00 of L1")) << refused.text;
  EXPECT_TRUE(has(refused.text, "--reason")) << refused.text;
  EXPECT_TRUE(has(call({"knowledge", "list", workspace(), "--kind", "drug_sex"}).text, "1 points"));
  const Said published =
      call({"knowledge", "import", workspace(), file.string(), "--publish", "--reason", "省局另有口径"});
  EXPECT_EQ(published.code, 0) << published.text;
  EXPECT_TRUE(has(call({"knowledge", "list", workspace()}).text, "省局另有口径"));
  EXPECT_TRUE(has(call({"knowledge", "diff", workspace(), "--from", "1", "--to", "2"}).text, "省局另有口径"));
  EXPECT_FALSE(has(call({"knowledge", "diff", workspace(), "--from", "0", "--to", "1"}).text, "省局另有口径"));
  // What is there already is not asked for again.
  const std::string more = "W2,药品区分性别使用,X2,乙,限女性,药品说明书,2025-01-01,\n";
  ASSERT_TRUE(write_file_atomically(file, header + women + men + more).has_value());
  EXPECT_EQ(call({"knowledge", "import", workspace(), file.string(), "--publish"}).code, 0);

  const Said checked = call({"library", "check", workspace(), "--strict"});
  EXPECT_EQ(checked.code, 1) << checked.text;
  EXPECT_TRUE(has(checked.text, "leave nothing that is right for item X1")) << checked.text;
  EXPECT_TRUE(has(checked.text, "3 points name only items that no line of this workspace has")) << checked.text;
  const std::string line = call({"library", "check", workspace(), "--format", "json"}).text;
  const auto json = text::parse_json(line.substr(0, line.find('\n')), "x");
  ASSERT_TRUE(json.has_value()) << line;
  EXPECT_EQ(json->text_of("class"), "contradiction");
  EXPECT_EQ(json->find("claims")->items.size(), 2U);
  EXPECT_TRUE(has(call({"library", "check", workspace(), "--format", "csv"}).text, "contradiction,no,"));
}

// A bureau's own file of a shipped rule's code, with one word more.
TEST_F(Calls, AnOwnRuleThatLetsThroughIsShown) {
  std::string own = audit::kSexRule;
  const std::string tests =
      "tests:\n  - given: {person: {sex: '1'}, line: {item: A1, day: 2026-01-01, in_scope: '8.00', quantity: '1'}, "
      "drug_sex: [{items: [A1], sex: 2}]}\n    expect: {outcome: hit}\n";
  own.replace(own.find("tests: []\n"), 10, tests);
  const std::string when = "when: person.sex != k.sex";
  own.replace(own.find(when), when.size(), when + " && line.quantity > 1");
  std::filesystem::create_directories(world_.folder() / "policy/rules");
  ASSERT_TRUE(write_file_atomically(world_.folder() / "policy/rules/R1.yaml", own).has_value());
  const Said checked = call({"library", "check", workspace()});
  EXPECT_EQ(checked.code, 0) << checked.text;
  EXPECT_TRUE(has(checked.text, "lets through what the national")) << checked.text;
  EXPECT_TRUE(has(checked.text, "national R1: hit, 8.00 of L1")) << checked.text;
  EXPECT_TRUE(has(checked.text, "own R1: no hit")) << checked.text;
}

}  // namespace
}  // namespace qiuhao::cli
