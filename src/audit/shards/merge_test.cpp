// Shards united are the run that was not split: every field of the result and every byte of the files, whatever the
// number of shards, threads and parts and the order they come in; and what must not be united is refused.
#include "audit/shards/merge.h"

#include <random>

#include "audit/test_grains.h"

namespace qiuhao::audit {
namespace {

const char* const kPeerWindows =
    "windows:\n  m: {peer: avg(visit.days), of: [provider.id, month], group: [visit.kind, month], min_n: 2}\n";

// One of every grain, with undecided subjects, exceptions and months of providers.
std::vector<std::string> rules_of_every_kind() {
  std::vector<std::string> rules = every_grain();
  rules.push_back(rule_of("R6", "可疑", "visit", "visit.main_diagnosis == 'I10'", "decimal('1.00')", "x"));
  rules.push_back(rule_of("R7", "可疑", "provider_period", "m.value > m.median + m.mad", "decimal('40.00')",
                          "{provider.id} {m.value} {m.median} {m.p95} {m.rank}", kPeerWindows));
  rules.push_back(rule_of("R70", "可疑", "provider_period", "sold.total > stock.available", "sold.total",
                          "{provider.id} {stock.item} {stock.available} {sold.total} {sold.median}",
                          "windows:\n  sold: {peer: sum(line.quantity), of: [provider.id, month], "
                          "group: [line.item, month], min_n: 1}\n"));
  rules.push_back(rule_of("R8", "明确违规", "line", "line.item == 'B'", "decimal('2.00')", "x",
                          "except:\n  住院不计: \"visit.kind == 'inpatient'\"\n"));
  rules.push_back(
      rule_of("R9", "可疑", "provider_period", "m.value > size(provider.name)", "decimal('1.00')", "x", kPeerWindows));
  return rules;
}

// Of two of the five providers and two of the three items; May has no count after it.
std::vector<rules::StockRow> stock_of_two() {
  std::vector<rules::StockRow> rows;
  for (const char* provider : {"H1", "H3"}) {
    for (const char* item : {"A", "C"}) {
      for (const char* day : {"2024-12-31", "2025-02-01", "2025-03-31"})
        rows.push_back({provider, item, {*parse_day(day), rules::StockKind::count, 20'000}});
      rows.push_back({provider, item, {*parse_day("2025-01-05"), rules::StockKind::purchase, 50'000}});
    }
  }
  return rows;
}

std::vector<TestLine> random_lines(std::uint64_t seed, int people) {
  std::mt19937_64 random(seed);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<std::uint64_t>(limit)); };
  std::vector<TestLine> lines;
  for (int person = 0; person < people; ++person) {
    std::vector<std::string> days;
    for (int left = 1 + below(6); left > 0; --left)
      days.push_back(fmt::format("2025-0{}-0{}", 1 + below(4), 1 + below(3)));
    std::sort(days.begin(), days.end());
    std::array<std::string, 3> kinds;
    std::array<std::string, 3> stays;
    for (int visit = 0; visit < 3; ++visit) {
      kinds[static_cast<std::size_t>(visit)] = below(3) == 0 ? "" : below(2) == 0 ? "inpatient" : "outpatient";
      stays[static_cast<std::size_t>(visit)] = below(5) == 0 ? "" : std::to_string(1 + below(20));
    }
    for (const std::string& day : days) {
      const int visit = below(3);
      lines.push_back({fmt::format("P{}", person), fmt::format("V{}-{}", person, visit),
                       fmt::format("H{}", (person + visit) % 5), fmt::format("L{}", lines.size()),
                       std::string(1, static_cast<char>('A' + below(3))), day,
                       fmt::format("{}.{:02}", below(9), below(100)), kinds[static_cast<std::size_t>(visit)],
                       stays[static_cast<std::size_t>(visit)]});
    }
  }
  return lines;
}

std::vector<Partial> partials_of(const GrainWorld& world, std::uint32_t count, const AuditOptions& options = {}) {
  std::vector<Partial> partials;
  const claims::Tape tape = world.tape();
  for (std::uint32_t index = 1; index <= count; ++index) {
    AuditOptions of_shard = options;
    of_shard.shard = Shard{index, count};
    of_shard.threads = static_cast<int>(1 + index % 3);
    Partial partial{identity_of(tape, world.plan()), World::facts(), *of_shard.shard, world.audit(of_shard), ""};
    auto again = read_partial(write_partial(partial), fmt::format("file {}", index));
    EXPECT_TRUE(again.has_value()) << again.error().text();
    partials.push_back(std::move(*again));
  }
  return partials;
}

AuditResult merged(const GrainWorld& world, std::vector<Partial> partials) {
  const Status checked = check_partials(partials);
  EXPECT_TRUE(checked.has_value()) << checked.error().text();
  auto result = merge_partials(world.tape(), world.shared_plan(), std::move(partials));
  EXPECT_TRUE(result.has_value()) << result.error().text();
  return std::move(*result);
}

std::string text_of(const std::map<std::string, std::size_t>& counts) {
  std::string out;
  for (const auto& [name, count] : counts) out += fmt::format("{}={} ", name, count);
  return out;
}

// Everything of a result but the time it took.
std::string told(const AuditResult& result) {
  std::string out = fmt::format("{} {} {} {} {} {}\n", result.people, result.visits, result.lines, result.in_scope,
                                result.gross, result.net);
  for (const Finding& finding : result.findings) {
    out += fmt::format("{} {} {} {} {} {} {} {}:", finding.id.hex(), finding.rule, finding.part, finding.row,
                       finding.other, finding.point, finding.gross, finding.net);
    for (const RowIndex line : result.lines_of(finding)) out += fmt::format(" {}", line);
    out += '\n';
  }
  for (const Undecided& undecided : result.undecided) {
    out += fmt::format("{} {} {} {} {} {}\n", undecided.rule, undecided.part, undecided.row, undecided.other,
                       undecided.point, result.reasons[undecided.reason]);
  }
  for (const RuleSummary& rule : result.rules) {
    out += fmt::format("{} {} {} {} {}/ {}/ {} {}\n", rule.judged, rule.hits, rule.lines, rule.undecided,
                       text_of(rule.undecided_by), text_of(rule.excepted_by), rule.gross, rule.net);
  }
  for (const ProviderSummary& provider : result.providers) {
    out += fmt::format("{} {} {} {} {} {} {}\n", provider.code, provider.name, provider.lines_judged, provider.in_scope,
                       provider.hits, provider.gross, provider.net);
  }
  for (const MonthSummary& month : result.months) out += fmt::format("{} {} {}\n", month.month, month.hits, month.net);
  return out;
}

// The bytes of each file of the run.
std::map<std::string, std::string> files_of(const GrainWorld& world, AuditResult result, const std::string& name) {
  result.seconds = 1;
  RecordOptions options;
  options.xlsx = false;  // it has the time of writing in it
  options.out = world.folder() / name;
  const claims::Tape tape = world.tape();
  const auto record = record_run(world.folder(), tape.parts(), result, World::facts(), options);
  EXPECT_TRUE(record.has_value()) << record.error().text();
  std::map<std::string, std::string> files;
  for (const std::string& file : record->files) files[file] = *read_file(record->folder / file);
  return files;
}

TEST(Shards, EveryPersonIsOfOneShardForGood) {
  EXPECT_EQ(shard_of("P1", 1), 1U);
  // Stated: XXH3-64 of the pseudonym. These must never change, for shards of two releases would overlap.
  EXPECT_EQ(shard_of("00112233445566778899aabb", 7), hash64("00112233445566778899aabb") % 7 + 1);
  EXPECT_EQ(hash64("00112233445566778899aabb"), 1464207821996840727U);
  std::array<int, 7> people{};
  for (int person = 0; person < 70'000; ++person) {
    const std::uint32_t shard = shard_of(fmt::format("{:024x}", person), 7);
    ASSERT_GE(shard, 1U);
    ASSERT_LE(shard, 7U);
    ++people[shard - 1];
  }
  for (const int count : people) EXPECT_NEAR(count, 10'000, 400);  // four deviations of a fair split
}

TEST(Shards, AreWrittenAsWhichOfHowMany) {
  EXPECT_EQ(*parse_shard("2/7"), (Shard{2, 7}));
  EXPECT_EQ(*parse_shard("1/1"), (Shard{1, 1}));
  for (const char* text : {"", "0/7", "8/7", "2", "2/", "/7", "-1/7", "2/7x", "a/b", "2/10001", "1/99999999999"}) {
    const auto shard = parse_shard(text);
    ASSERT_FALSE(shard.has_value()) << text;
    EXPECT_EQ(shard.error().code, "bad_shard");
    EXPECT_FALSE(shard.error().chinese.empty());
  }
}

TEST(Shards, UnitedAreTheRunThatWasNotSplit) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto lines = random_lines(seed, 700);
    for (const std::size_t people_of_part : {std::size_t{10'000}, std::size_t{90}}) {
      const GrainWorld world(fmt::format("shards-{}-{}", seed, people_of_part), lines, rules_of_every_kind(),
                             people_of_part, stock_of_two());
      AuditOptions one;
      one.threads = 1;
      const AuditResult whole = world.audit(one);
      const std::string wanted = told(whole);
      ASSERT_GT(whole.rules[4].undecided, 100U);
      ASSERT_GT(whole.rules[5].hits, 3U);
      ASSERT_GT(whole.rules[6].hits, 0U);
      ASSERT_GT(text_of(whole.rules[7].excepted_by).size(), 5U);
      ASSERT_GT(whole.rules[8].undecided, 3U);
      for (const int threads : {2, 8}) {
        AuditOptions many;
        many.threads = threads;
        EXPECT_EQ(told(world.audit(many)), wanted);
      }
      std::mt19937_64 random(seed);
      for (const std::uint32_t count : {1U, 2U, 3U, 7U}) {
        std::vector<Partial> partials = partials_of(world, count);
        std::size_t people = 0;
        for (const Partial& partial : partials) people += partial.result.people;
        EXPECT_EQ(people, whole.people);
        std::shuffle(partials.begin(), partials.end(), random);
        EXPECT_EQ(told(merged(world, std::move(partials))), wanted) << count;
      }
    }
  }
}

TEST(Shards, PeriodsAndProvidersGoThroughShards) {
  const GrainWorld world("shards-period", random_lines(4, 400), rules_of_every_kind(), 100, stock_of_two());
  AuditOptions options;
  options.from = *parse_day("2025-02-01");
  options.to = *parse_day("2025-03-02");
  options.providers = {"H1", "H3", "H4"};
  const AuditResult whole = world.audit(options);
  ASSERT_GT(whole.findings.size(), 50U);
  ASSERT_LT(whole.lines, world.tape().lines());
  EXPECT_EQ(told(merged(world, partials_of(world, 3, options))), told(whole));
}

TEST(Shards, FilesAreTheSameByteForByte) {
  const GrainWorld world("shards-files", random_lines(5, 300), rules_of_every_kind(), 70, stock_of_two());
  const auto wanted = files_of(world, world.audit(), "whole");
  ASSERT_EQ(wanted.size(), 5U);
  for (const std::uint32_t count : {1U, 2U, 3U, 7U}) {
    const auto files = files_of(world, merged(world, partials_of(world, count)), fmt::format("of-{}", count));
    ASSERT_EQ(files.size(), wanted.size());
    for (const auto& [name, bytes] : wanted) EXPECT_TRUE(files.at(name) == bytes) << name << " of " << count;
  }
}

TEST(Shards, FilesOnDiskAreReadBackFromFolders) {
  const GrainWorld world("shards-disk", random_lines(6, 100), rules_of_every_kind());
  const Path folder = world.folder() / "partials";
  std::vector<Partial> partials = partials_of(world, 3);
  for (const Partial& partial : partials) ASSERT_TRUE(save_partial(partial, folder).has_value());
  ASSERT_TRUE(save_partial(partials[1], folder).has_value());  // a job that was run again
  auto loaded = load_partials({folder});
  ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
  ASSERT_EQ(loaded->size(), 3U);
  EXPECT_EQ(told(merged(world, std::move(*loaded))), told(world.audit()));
  loaded = load_partials({folder / "audit-2-of-3.partial"});
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ((*loaded)[0].shard, (Shard{2, 3}));
  std::filesystem::create_directories(world.folder() / "empty");
  EXPECT_EQ(load_partials({world.folder() / "empty"}).error().code, "no_partial");
  EXPECT_EQ(load_partials({world.folder() / "tape/manifest.json"}).error().code, "no_partial");
}

// The code of the refusal, which must have both languages.
std::string refused(const Status& status) {
  EXPECT_FALSE(status.has_value());
  if (status.has_value()) return "";
  EXPECT_FALSE(status.error().chinese.empty());
  return status.error().code;
}

TEST(Shards, WhatDoesNotBelongTogetherIsRefused) {
  const GrainWorld world("shards-refused", random_lines(7, 60), rules_of_every_kind());
  const auto changed = [&](auto change) {
    std::vector<Partial> partials = partials_of(world, 3);
    change(partials);
    return refused(check_partials(partials));
  };
  using Partials = std::vector<Partial>;
  EXPECT_EQ(changed([](Partials& all) { all.erase(all.begin() + 1); }), "shard_missing");
  EXPECT_EQ(changed([](Partials& all) { all.push_back(all[0]); }), "shard_twice");
  EXPECT_EQ(changed([](Partials& all) { all[2].shard = {3, 4}; }), "other_split");
  EXPECT_EQ(changed([](Partials& all) { ++all[2].identity.generation; }), "other_generation");
  EXPECT_EQ(changed([](Partials& all) { all[2].identity.tape.low ^= 1; }), "other_generation");
  EXPECT_EQ(changed([](Partials& all) { all[1].identity.rules[3].second = "x"; }), "other_rules");
  EXPECT_EQ(changed([](Partials& all) { all[1].identity.rules.pop_back(); }), "other_rules");
  EXPECT_EQ(changed([](Partials& all) { all[1].identity.knowledge.high ^= 1; }), "other_knowledge");
  EXPECT_EQ(changed([](Partials& all) { ++all[1].facts.known_on; }), "other_knowledge");
  EXPECT_EQ(changed([](Partials& all) { all[1].result.options.to = 20'000; }), "other_period");
  EXPECT_EQ(changed([](Partials& all) { all[1].result.options.providers = {"H1"}; }), "other_period");
  EXPECT_EQ(changed([](Partials& all) { all[2].facts.program = "9.9.9"; }), "other_program");
  const std::vector<Partial> whole = partials_of(world, 2);
  RunIdentity now = whole[0].identity;
  EXPECT_TRUE(check_identity(whole, now, "0.1.0").has_value());
  EXPECT_EQ(refused(check_identity(whole, now, "0.1.1")), "other_program");
  ++now.generation;
  EXPECT_EQ(refused(check_identity(whole, now, "0.1.0")), "other_generation");
}

TEST(Shards, AMissingShardIsNamedWithTheCommandThatMakesIt) {
  const GrainWorld world("shards-missing", random_lines(8, 20), rules_of_every_kind());
  std::vector<Partial> partials = partials_of(world, 7);
  partials.erase(partials.begin() + 4);
  partials.erase(partials.begin() + 1);
  const Status status = check_partials(partials);
  ASSERT_FALSE(status.has_value());
  EXPECT_NE(status.error().message.find("2 are missing: 2, 5; run qiuhao audit WORKSPACE --shard 2/7"),
            std::string::npos)
      << status.error().message;
  EXPECT_NE(status.error().chinese.find("缺 2 个：2, 5"), std::string::npos) << status.error().chinese;
}

// A hash of the rules, the points or the tape that changes is noticed.
TEST(Shards, IdentityIsOfTapeRulesAndKnowledge) {
  const auto lines = random_lines(9, 20);
  const GrainWorld world("identity-a", lines, rules_of_every_kind());
  const GrainWorld split("identity-b", lines, rules_of_every_kind(), 7);
  std::vector<std::string> others = rules_of_every_kind();
  others[0] += "# changed\n";
  const GrainWorld ruled("identity-c", lines, others);
  const RunIdentity identity = identity_of(world.tape(), world.plan());
  EXPECT_EQ(identity, identity_of(world.tape(), world.plan()));
  EXPECT_NE(identity.tape, identity_of(split.tape(), split.plan()).tape);
  EXPECT_NE(identity.rules, identity_of(ruled.tape(), ruled.plan()).rules);
  EXPECT_EQ(identity.tape, identity_of(ruled.tape(), ruled.plan()).tape);
  const World known("identity-d");
  EXPECT_NE(identity.knowledge, identity_of(known.tape(), *known.plan()).knowledge);
}

TEST(Shards, ADamagedFileIsFoundWhateverByteIsOff) {
  const GrainWorld world("shards-damage", random_lines(10, 40), rules_of_every_kind());
  AuditOptions options;
  options.shard = Shard{1, 2};
  const Partial partial{identity_of(world.tape(), world.plan()), World::facts(), *options.shard, world.audit(options),
                        ""};
  const std::string bytes = write_partial(partial);
  EXPECT_EQ(write_partial(*read_partial(bytes, "x")), bytes);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string off = bytes;
    off[at] = static_cast<char>(off[at] ^ (1 << (at % 8)));
    ASSERT_FALSE(read_partial(off, "x").has_value()) << at;
  }
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    ASSERT_FALSE(read_partial(bytes.substr(0, size), "x").has_value()) << size;
  }
  std::string next = bytes;
  next[12] = '9';  // the format's last digit
  EXPECT_EQ(read_partial(next, "x").error().code, "partial_format");
  // A right checksum over numbers that the tape does not have.
  Partial wrong = *read_partial(bytes, "x");
  ASSERT_FALSE(wrong.result.findings.empty());
  wrong.result.findings[0].row = 4'000'000;
  Partial other = partial;
  other.shard = {2, 2};
  EXPECT_EQ(merge_partials(world.tape(), world.shared_plan(), {wrong, other}).error().code, "damaged_partial");
}

}  // namespace
}  // namespace qiuhao::audit
