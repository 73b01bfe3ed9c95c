// Two versions whose findings are known by hand, and random tapes on which a backtest must say what two complete audits
// say.
#include "audit/backtest/backtest.h"

#include <random>

#include "audit/backtest/backtest_files.h"
#include "audit/backtest/test_trial.h"

namespace qiuhao::audit {
namespace {

using Told = std::vector<std::string>;

// Of kLines: L1 8.00, L2 5.00, L3 3.00, L4 4.00, L5 7.00.
const char* const kOverFour = "line.in_scope > 4";

TEST(Backtest, LimitRaised) {
  const Trial trial("raised");
  const auto result = *trial.run({{line_rule("R1", kOverFour)}}, {{line_rule("R1", "line.in_scope > 6")}});
  EXPECT_EQ(trial.told(result), (Told{"gone R1 L2 5.00"}));
  ASSERT_EQ(result.rules.size(), 1U);
  EXPECT_EQ(result.rules[0].before.hits, 3U);
  EXPECT_EQ(result.rules[0].before.gross, 2000);
  EXPECT_EQ(result.rules[0].after.hits, 2U);
  EXPECT_EQ(result.rules[0].after.gross, 1500);
  EXPECT_EQ(result.tally.same, 2U);
  EXPECT_EQ(result.tally.gone, 1U);
  EXPECT_EQ(result.tally.less, 500);
  EXPECT_EQ(result.tally.more, 0);
  EXPECT_EQ(result.people, 2U);
  EXPECT_EQ(result.lines, 5U);
  EXPECT_FALSE(result.is_partial);
  ASSERT_EQ(result.providers.size(), 1U);
  EXPECT_EQ(result.providers[0].code, "H1");
  EXPECT_EQ(result.providers[0].tally.gone, 1U);
  ASSERT_EQ(result.items.size(), 1U);
  EXPECT_EQ(result.items[0].code, "B");
  EXPECT_EQ(result.items[0].tally.less, 500);
}

TEST(Backtest, ExceptionAdded) {
  const Trial trial("except");
  const auto result = *trial.run({{line_rule("R1", kOverFour)}},
                                 {{line_rule("R1", kOverFour, "except: {甲: \"line.item == 'A'\"}\n")}});
  EXPECT_EQ(trial.told(result), (Told{"gone R1 L1 8.00", "gone R1 L5 7.00"}));
  EXPECT_EQ(result.rules[0].after.excepted_by.at("甲"), 2U);
  EXPECT_TRUE(result.rules[0].before.excepted_by.empty());
}

TEST(Backtest, NarrowedToADay) {
  const Trial trial("narrowed");
  std::string narrowed = line_rule("R1", kOverFour);
  narrowed.replace(narrowed.find("[null, null]"), 12, "[2025-04-01, null]");
  const auto result = *trial.run({{line_rule("R1", kOverFour)}}, {{narrowed}});
  EXPECT_EQ(trial.told(result), (Told{"gone R1 L1 8.00", "gone R1 L2 5.00"}));
}

TEST(Backtest, AmountAndLinesChange) {
  const Trial trial("amount");
  const auto amount = *trial.run({{line_rule("R1", kOverFour)}}, {{line_rule("R1", kOverFour, "", "decimal('6.00')")}});
  EXPECT_EQ(trial.told(amount),
            (Told{"changed R1 L1 8.00 -> R1 L1 6.00", "changed R1 L5 7.00 -> R1 L5 6.00"}));  // L2 keeps its 5.00
  EXPECT_EQ(amount.tally.less, 300);
  EXPECT_EQ(amount.kept.changed_before.findings[0].id, amount.kept.changed_after.findings[0].id);

  const auto visit = [](const std::string& rest) {
    return rule_of("R1", "可疑", "visit", "size(visit.lines) > 1", "decimal('4.00')", "…", rest);
  };
  const auto lines = *trial.run({{visit("")}}, {{visit("lines: visit.lines.filter(x, x.item == 'B')\n")}});
  EXPECT_EQ(trial.told(lines), (Told{"changed R1 L1+L2+L4 4.00 -> R1 L2+L4 4.00"}));
  EXPECT_NE(lines.kept.changed_before.findings[0].id, lines.kept.changed_after.findings[0].id);
  EXPECT_EQ(lines.tally.moved(), 0);  // the same money, from other items
  ASSERT_EQ(lines.items.size(), 2U);
  EXPECT_EQ(lines.items[0].tally.less, 400);  // A
  EXPECT_EQ(lines.items[1].tally.more, 400);  // B
}

TEST(Backtest, NewRuleAndRuleThatGoes) {
  const Trial trial("none");
  const auto added = *trial.run({}, {{line_rule("R1", "line.in_scope > 6")}});
  EXPECT_EQ(trial.told(added), (Told{"new R1 L1 8.00", "new R1 L5 7.00"}));
  EXPECT_FALSE(added.rules[0].pair.before.has_value());
  const auto gone = *trial.run({{line_rule("R1", "line.in_scope > 6")}}, {});
  EXPECT_EQ(trial.told(gone), (Told{"gone R1 L1 8.00", "gone R1 L5 7.00"}));
  const auto both = *trial.run({{line_rule("R1", "line.in_scope > 6"), line_rule("R2", "line.item == 'B'")}},
                               {{line_rule("R2", "line.item == 'B'"), line_rule("R3", "line.item == 'A'")}});
  EXPECT_EQ(trial.told(both),
            (Told{"gone R1 L1 8.00", "gone R1 L5 7.00", "new R3 L1 8.00", "new R3 L3 3.00", "new R3 L5 7.00"}));
  EXPECT_EQ(both.tally.same, 2U);
}

TEST(Backtest, OneRuleMayChangeItsCode) {
  const Trial trial("code");
  BacktestOptions options;
  options.keep_findings = true;
  const auto result = *run_backtest(trial.tape(),
                                    {trial.plan({{line_rule("R1", kOverFour)}}),
                                     trial.plan({{line_rule("R1X", "line.in_scope > 6")}}), nullptr, true},
                                    options);
  EXPECT_EQ(trial.told(result), (Told{"gone R1 L2 5.00"}));
  EXPECT_EQ(result.rules[0].code, "R1X");
}

TEST(Backtest, PointsComeGoAndSupersede) {
  const Trial trial("points");
  const std::vector<std::string> rule = {
      line_rule("R1", "line.in_scope > 3", "knowledge: {table: drug_sex, key: line.item, as_of: line.day}\n")};
  const VersionText with_a{rule, {point_of("K1", "A")}};
  EXPECT_EQ(trial.told(*trial.run(with_a, {rule, {}})), (Told{"gone R1 L1 K1 8.00", "gone R1 L5 K1 7.00"}));
  EXPECT_EQ(trial.told(*trial.run(with_a, {rule, {point_of("K1", "A"), point_of("K2", "B")}})),
            (Told{"new R1 L2 K2 5.00", "new R1 L4 K2 4.00"}));
  // Points of another order have other numbers, and are the same points.
  EXPECT_EQ(trial.told(*trial.run({rule, {point_of("K1", "A"), point_of("K2", "B")}},
                                  {rule, {point_of("K0", "C"), point_of("K2", "B"), point_of("K1", "A")}})),
            Told{});
  EXPECT_EQ(trial.told(*trial.run(with_a, {rule, {point_of("K9", "A")}})),
            (Told{"changed R1 L1 K1 8.00 -> R1 L1 K9 8.00", "changed R1 L5 K1 7.00 -> R1 L5 K9 7.00"}));
}

TEST(Backtest, UndecidedByFieldOnBothSides) {
  const Trial trial("undecided");
  const auto result = *trial.run({{line_rule("R1", "person.sex == '1'")}},
                                 {{line_rule("R1", "line.item == 'A' && visit.kind == 'inpatient'")}});
  EXPECT_EQ(result.rules[0].before.undecided_by.at("person.sex"), 5U);
  EXPECT_EQ(result.rules[0].after.undecided_by.at("visit.kind"), 3U);
  EXPECT_EQ(result.rules[0].after.undecided, 3U);
}

TEST(Backtest, MonthsOfProviders) {
  std::vector<TestLine> lines;
  for (const auto& [provider, day, days] : std::vector<std::array<std::string, 3>>{{"H1", "2025-03-01", "2"},
                                                                                   {"H2", "2025-03-02", "3"},
                                                                                   {"H3", "2025-03-03", "9"},
                                                                                   {"H1", "2025-04-01", "4"}}) {
    const std::string number = std::to_string(lines.size());
    lines.push_back({"P" + number, "V" + number, provider, "L" + number, "A", day, "10.00", "", days});
  }
  const Trial trial("months", lines);
  const auto rule = [](const std::string& when) {
    return rule_of("R7", "可疑", "provider_period", when, "decimal('40.00')", "{month}",
                   "windows:\n  m: {peer: avg(visit.days), of: [provider.id, month], group: [month], min_n: 1}\n");
  };
  const auto result = *trial.run({{rule("m.value > 2.5")}}, {{rule("m.value > 3.5 || m.value < 2.5")}});
  EXPECT_EQ(trial.told(result), (Told{"gone R7 H2 2025-03 40.00", "new R7 H1 2025-03 40.00"}));
  EXPECT_EQ(result.tally.same, 2U);
  EXPECT_EQ(result.rules[0].before.hits, 3U);
  EXPECT_EQ(result.rules[0].after.gross, 12000);
}

TEST(Backtest, OverlapWithOtherRules) {
  const Trial trial("overlap");
  const VersionText others{{line_rule("R9", "line.item == 'B'", "", "decimal('3.00')")}};
  const VersionText after{{line_rule("R1", "line.in_scope == 5 || line.in_scope == 7")}};
  const auto result = *trial.run({}, after, {}, others);
  // L2 has 5.00: R1 asks for all of it, R9 for 3.00. L5 is R1's alone; L4 is R9's alone.
  EXPECT_EQ(result.overlap.any.lines, 1U);
  EXPECT_EQ(result.overlap.any.findings, 1U);
  EXPECT_EQ(result.overlap.any.both, 300);
  ASSERT_EQ(result.overlap.rules.size(), 1U);
  EXPECT_EQ(result.overlap.rules[0].both, 300);
  // L2's other 2.00, and L5.
  EXPECT_EQ(result.overlap.net_change(), 200 + 700);
}

std::string id_of(const AuditResult& result, std::size_t number) { return result.findings[number].id.hex(); }

TEST(Backtest, DecisionsOfPeople) {
  const Trial trial("decisions");
  const VersionText before{{line_rule("R1", kOverFour)}};
  const AuditResult found = trial.audit(before);  // L1, L2, L5
  const Path file = std::filesystem::temp_directory_path() / fmt::format("qiuhao-decisions-{}.csv", ::getpid());
  ASSERT_TRUE(write_file_atomically(
      file, "finding,decision,by,on,reason\n" + id_of(found, 0) + ",refused,甲,2025-06-01,误\n" + id_of(found, 1) +
                ",refused,甲,2025-06-01,\n" + id_of(found, 1) + ",confirmed,乙,2025-06-02,查实\n" + id_of(found, 2) +
                ",confirmed,,,\n0123456789abcdef0123456789abcdef,confirmed,,,\n"));
  const auto decisions = Decisions::read(file);
  ASSERT_TRUE(decisions.has_value()) << decisions.error().text();
  BacktestOptions options;
  options.decisions = &*decisions;
  const auto result = *trial.run(before, {{line_rule("R1", "line.in_scope > 6")}}, options);  // L1, L5
  EXPECT_EQ(result.decided.decisions, 4U);
  EXPECT_EQ(result.decided.replaced, 1U);
  EXPECT_EQ(result.decided.unknown, 1U);
  EXPECT_EQ(result.decided.before.confirmed, 2U);
  EXPECT_EQ(result.decided.before.refused, 1U);
  EXPECT_EQ(result.decided.after.confirmed, 1U);
  EXPECT_EQ(result.decided.after.refused, 1U);
  EXPECT_EQ(result.decided.spared, 0U);
  ASSERT_EQ(result.decided.lost.findings.size(), 1U);
  EXPECT_EQ(trial.told(result.decided.lost, result.decided.lost.findings[0]), "R1 L2 5.00");
  std::filesystem::remove(file);
}

TEST(Backtest, PeriodsAndStopping) {
  const Trial trial("periods");
  const VersionText after{{line_rule("R1", "line.in_scope > 0")}};
  BacktestOptions may;
  may.from = *parse_day("2025-05-01");
  may.to = *parse_day("2025-05-31");
  const auto result = *trial.run({}, after, may);
  EXPECT_EQ(trial.told(result), (Told{"new R1 L5 7.00"}));
  EXPECT_EQ(result.lines, 1U);
  BacktestOptions outside;
  outside.from = *parse_day("2026-01-01");
  const auto refused = trial.run({}, after, outside);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "period_outside_tape");
  EXPECT_NE(refused.error().message.find("2025-03-01 to 2025-05-09"), std::string::npos);
  BacktestOptions swapped;
  swapped.from = *parse_day("2025-05-01");
  swapped.to = *parse_day("2025-04-01");
  EXPECT_EQ(trial.run({}, after, swapped).error().code, "bad_period");
  const std::atomic<bool> stop = true;
  BacktestOptions stopped;
  stopped.stop = &stop;
  const auto partial = *trial.run({}, after, stopped);
  EXPECT_TRUE(partial.is_partial);
  EXPECT_EQ(partial.people, 0U);
}

std::vector<TestLine> random_lines(std::mt19937_64& random, int people) {
  std::vector<TestLine> lines;
  for (int person = 0; person < people; ++person) {
    const auto visits = 1 + random() % 4;
    for (std::uint64_t visit = 0; visit < visits; ++visit) {
      const auto count = 1 + random() % 4;
      for (std::uint64_t line = 0; line < count; ++line) {
        lines.push_back({fmt::format("P{:04}", person), fmt::format("V{:04}-{}", person, visit),
                         fmt::format("H{}", (static_cast<std::uint64_t>(person) + visit) % 5),
                         fmt::format("L{:06}", lines.size()), std::string(1, static_cast<char>('A' + random() % 3)),
                         fmt::format("2025-{:02}-{:02}", visit + 1, 1 + line), fmt::format("{}.00", 1 + random() % 9),
                         random() % 3 == 0 ? "" : "inpatient", std::to_string(1 + random() % 9)});
      }
    }
  }
  return lines;
}

std::string any_rule(std::mt19937_64& random, const std::string& code) {
  const std::string limit = std::to_string(1 + random() % 7);
  const std::string certainty = random() % 2 == 0 ? "明确违规" : "可疑";
  switch (random() % 6) {
    case 0: return rule_of(code, certainty, "line", "line.in_scope > " + limit, "line.in_scope", "…");
    case 1:
      return rule_of(code, certainty, "line", "visit.kind == 'inpatient' && line.in_scope > " + limit,
                     "decimal('" + limit + ".00')", "…", "except: {乙: \"line.item == 'B'\"}\n");
    case 2:
      return rule_of(code, certainty, "line", "size(d) > 1", "line.in_scope", "…",
                     "windows: {d: {same: line, by: [person.id, line.item]}}\n");
    case 3: return rule_of(code, certainty, "visit", "size(visit.lines) > " + limit, "decimal('6.00')", "…");
    case 4: return rule_of(code, certainty, "person_day", "size(lines) > 1", "decimal('" + limit + ".00')", "…");
    default:
      return rule_of(code, certainty, "person", "size(person.visits) > " + limit, "decimal('20.00')", "…",
                     random() % 2 == 0 ? "" : "lines: person.lines.filter(x, x.item == 'A')\n");
  }
}

// "R1 P0003 …": what a finding says without its amount, from a complete audit.
std::map<std::string, std::pair<std::string, Cents>> by_subject(const AuditResult& result) {
  std::map<std::string, std::pair<std::string, Cents>> all;
  for (const Finding& finding : result.findings) {
    const rules::Rule& rule = result.plan->rules()[finding.rule];
    const std::string subject =
        fmt::format("{} {} {} {}", rule.code, rules::grain_name(rule.grain), finding.part, finding.row);
    all[subject] = {finding.id.hex(), finding.gross};
  }
  return all;
}

// Two complete audits, compared as sets.
TEST(Backtest, IsTheDifferenceOfTwoAudits) {
  std::mt19937_64 random(20261129);
  for (int round = 0; round < 40; ++round) {
    const Trial trial(fmt::format("random-{}", round), random_lines(random, 60), 1 + random() % 90);
    const std::vector<std::string> stay = {any_rule(random, "R5"), any_rule(random, "R6")};
    VersionText before;
    VersionText after;
    for (const char* code : {"R1", "R8"}) {
      if (random() % 5 != 0) before.rules.push_back(any_rule(random, code));
      if (random() % 5 != 0) after.rules.push_back(any_rule(random, code));
    }
    if (before.rules.empty() && after.rules.empty()) continue;
    BacktestOptions options;
    options.threads = 1 + static_cast<int>(random() % 3);
    const auto result = *trial.run(before, after, options, {stay});

    const auto old_audit = before.rules.empty() ? AuditResult() : trial.audit(before);
    const auto new_audit = after.rules.empty() ? AuditResult() : trial.audit(after);
    const auto was = by_subject(old_audit);
    const auto is = by_subject(new_audit);
    std::multiset<std::string> added;
    std::multiset<std::string> gone;
    std::multiset<std::string> changed;
    for (const auto& [subject, finding] : is) {
      const auto old = was.find(subject);
      if (old == was.end()) added.insert(finding.first);
      if (old != was.end() && old->second != finding) changed.insert(finding.first);
    }
    for (const auto& [subject, finding] : was) {
      if (!is.contains(subject)) gone.insert(finding.first);
    }
    const auto ids = [](const AuditResult& kept) {
      std::multiset<std::string> all;
      for (const Finding& finding : kept.findings) all.insert(finding.id.hex());
      return all;
    };
    EXPECT_EQ(ids(result.kept.added), added) << round;
    EXPECT_EQ(ids(result.kept.gone), gone) << round;
    EXPECT_EQ(ids(result.kept.changed_after), changed) << round;
    EXPECT_EQ(result.tally.more - result.tally.less, new_audit.gross - old_audit.gross) << round;
    EXPECT_EQ(result.tally.same + result.tally.changed + result.tally.added, new_audit.findings.size());

    // With the rules that stay, the whole library's net money.
    VersionText old_library = before;
    VersionText new_library = after;
    for (VersionText* library : {&old_library, &new_library})
      library->rules.insert(library->rules.end(), stay.begin(), stay.end());
    EXPECT_EQ(result.overlap.net_change(), trial.audit(new_library).net - trial.audit(old_library).net) << round;
    Cents of_providers = 0;
    for (const NamedTally& provider : result.providers) of_providers += provider.tally.more - provider.tally.less;
    EXPECT_EQ(of_providers, new_audit.gross - old_audit.gross) << round;
  }
}

TEST(Backtest, SampleDependsOnTheSeedAlone) {
  std::mt19937_64 random(7);
  const auto lines = random_lines(random, 120);
  const Trial whole("sample-whole", lines);
  const Trial parts("sample-parts", lines, 7);
  const VersionText before{{line_rule("R1", "line.in_scope > 3")}};
  const VersionText after{{line_rule("R1", "line.in_scope < 5 || line.item == 'A'", "", "decimal('2.00')")}};
  const auto ids = [&](const Trial& trial, std::uint64_t seed, int threads) {
    BacktestOptions options;
    options.seed = seed;
    options.threads = threads;
    options.sample = 4;
    std::vector<std::string> all;
    const auto result = *trial.run(before, after, options);
    for (const Sampled& sampled : result.sample) {
      const Finding& finding = sampled.change == Change::gone ? sampled.before : sampled.after;
      all.push_back(std::string(kChangeNames[static_cast<std::size_t>(sampled.change)]) + finding.id.hex());
    }
    return all;
  };
  const auto first = ids(whole, 1, 1);
  EXPECT_EQ(first.size(), 12U);  // four of each
  EXPECT_EQ(ids(whole, 1, 1), first);
  EXPECT_EQ(ids(parts, 1, 4), first);
  EXPECT_NE(ids(whole, 2, 1), first);
}

TEST(Backtest, FilesHoldEverything) {
  const Trial trial("files");
  const auto result =
      *trial.run({{line_rule("R1", kOverFour)}}, {{line_rule("R1", "line.in_scope < 8", "", "decimal('4.00')")}});
  const Path folder = std::filesystem::temp_directory_path() / fmt::format("qiuhao-backtest-files-{}", ::getpid());
  ASSERT_TRUE(make_folder(folder));
  ASSERT_TRUE(write_backtest_csv(trial.tape().parts(), result, nullptr, folder).has_value());
  const auto rows = [&](const char* name) {
    const std::string text = *read_file(folder / name);
    return std::ranges::count(text, '\n') - 1;
  };
  EXPECT_EQ(rows("new.csv"), 2);      // L3, L4
  EXPECT_EQ(rows("gone.csv"), 1);     // L1
  EXPECT_EQ(rows("changed.csv"), 2);  // L2, L5
  EXPECT_EQ(rows("confirmed_gone.csv"), 0);
  EXPECT_NE(read_file(folder / "changed.csv")->find("old_gross / 原规则金额"), std::string::npos);
  const std::string json = backtest_json(result, {});
  EXPECT_NE(json.find("\"findings\": {\"same\": 0, \"new\": 2, \"gone\": 1, \"changed\": 2"), std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace qiuhao::audit
