// Tracing codes through an import and a screening, by hand and against counting each code alone.
#include "screening/traces/traces.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "claims/import.h"
#include "screening/learning/test_folder.h"

namespace qiuhao::screening {
namespace {

const claims::Schema& shipped_schema() {
  static const claims::Schema schema = *claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
  return schema;
}

// A row of the table `trace`.
struct Row {
  std::string provider, kind, id, code, item;
  std::string time;  // "2025-07-01 08:00:00"
  std::string person{}, settlement{}, split{}, quantity{}, pack{};
};

constexpr const char* kHeader =
    "fixmedins_code,evt_type,rid,drug_trac_codg,med_list_codg,evt_time,psn_no,setl_id,trdn_flag,cnt,pack_cnt\n";

std::string csv_of(const std::vector<Row>& rows) {
  std::string csv = kHeader;
  for (const Row& row : rows) {
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", row.provider, row.kind, row.id, row.code, row.item,
                       row.time, row.person, row.settlement, row.split, row.quantity, row.pack);
  }
  return csv;
}

class Traces : public testing::Test {
 protected:
  Path workspace() const { return folder_.path() / "w"; }

  void import_text(const std::string& name, const std::string& csv) {
    claims::ImportOptions options;
    options.workspace = workspace();
    options.inputs = {folder_.write(name, csv)};
    const auto imported = claims::import_files(shipped_schema(), options);
    ASSERT_TRUE(imported.has_value()) << imported.error().text();
    for (const claims::TableSummary& table : imported->tables) ASSERT_EQ(table.rejected, 0) << table.table;
  }

  TraceReport screen(const TraceRules& rules, const TraceOptions& asked = {}) const {
    TraceOptions options = asked;
    options.workspace = workspace();
    auto report = screen_traces(shipped_schema(), rules, options);
    EXPECT_TRUE(report.has_value()) << report.error().text();
    return report ? std::move(*report) : TraceReport();
  }

  TestFolder folder_;
};

std::string code_of(int number) { return fmt::format("8100000000{:010}", number); }

Row sale(int code, std::string provider, std::string id, std::string day, std::string person) {
  return {std::move(provider), "sale", id, code_of(code), "XA", day + " 10:00:00", std::move(person), "S" + id, "0"};
}
Row bought(int code, std::string provider, std::string id, std::string day) {
  return {std::move(provider), "purchase", std::move(id), code_of(code), "XA", day + " 08:00:00"};
}

std::vector<std::string> codes_of(const auto& leads) {
  std::vector<std::string> codes;
  for (const auto& lead : leads) codes.push_back(lead.code);
  return codes;
}

TEST_F(Traces, ByHand) {
  std::vector<Row> rows;
  for (int code = 1; code <= 12; ++code) {
    if (code != 9 && code != 10) rows.push_back(bought(code, "P1", fmt::format("B{}", code), "2025-01-02"));
  }
  rows.push_back(sale(1, "P1", "s1", "2025-08-01", "A"));
  // 2: twice, by two people at two shops; 3: twice by one.
  rows.push_back(sale(2, "P1", "s2", "2025-08-01", "A"));
  rows.push_back(sale(2, "P2", "s2", "2025-09-01", "B"));
  rows.push_back(sale(3, "P1", "s3", "2025-08-01", "A"));
  rows.push_back(sale(3, "P1", "s3b", "2025-08-05", "A"));
  // 4: brought back, and sold again.
  rows.push_back(sale(4, "P1", "s4", "2025-08-01", "A"));
  rows.push_back(sale(4, "P1", "r4", "2025-08-02", "A"));
  rows.back().kind = "sale_return";
  rows.push_back(sale(4, "P1", "s4b", "2025-08-03", "B"));
  // 5: uploaded once more under another number, of the same settlement.
  rows.push_back(sale(5, "P1", "s5", "2025-08-01", "A"));
  rows.push_back(sale(5, "P1", "s5b", "2025-08-01", "A"));
  rows.back().settlement = "Ss5";
  // 6: seven and seven of a box of 14; 7: seven three times; 8: whole, and seven.
  const std::vector<std::pair<int, std::string>> splits = {{6, "a"}, {6, "b"}, {7, "c"}, {7, "d"}, {7, "e"}, {8, "f"}};
  for (const auto& [code, id] : splits) {
    rows.push_back(sale(code, "P1", id, "2025-08-01", id));
    rows.back().split = "1";
    rows.back().quantity = "7";
    rows.back().pack = "14";
  }
  rows.push_back(sale(8, "P1", "g", "2025-08-02", "g"));
  // 9: bought after it was sold; 10: bought by another shop alone; 11: sold as another drug.
  rows.push_back(sale(9, "P1", "s9", "2025-08-01", "A"));
  rows.push_back(bought(9, "P1", "B9", "2025-08-05"));
  rows.push_back(sale(10, "P1", "s10", "2025-08-01", "A"));
  rows.push_back(bought(10, "P2", "B10", "2025-06-01"));
  rows.push_back(sale(11, "P1", "s11", "2025-08-01", "A"));
  rows.back().item = "XB";
  // 12: the wrong drug was taken back, the right one sold.
  rows.push_back(sale(12, "P1", "s12", "2025-08-01", "A"));
  rows.back().item = "XB";
  rows.push_back(rows.back());
  rows.back().kind = "sale_return";
  rows.back().id = "r12";
  rows.push_back(sale(12, "P1", "s12b", "2025-08-01", "A"));
  import_text("trace.csv", csv_of(rows));

  const TraceReport report = screen({.late_days = 3, .grace_days = 180});
  EXPECT_EQ(report.rows, rows.size());
  EXPECT_EQ(report.codes, 12U);
  EXPECT_EQ(codes_of(report.resold), (std::vector{code_of(2), code_of(7), code_of(8), code_of(3)}));
  EXPECT_EQ(report.resold[0].sales.persons, 2U);
  EXPECT_EQ(report.resold[0].sales.providers, 2U);
  EXPECT_EQ(report.resold[0].sales.settled, 2U);
  EXPECT_EQ(report.resold[0].uses.size(), 2U);
  EXPECT_EQ(codes_of(report.swapped), std::vector{code_of(11)});
  EXPECT_EQ(report.swapped[0].bought.item, "XA");
  ASSERT_EQ(codes_of(report.early), (std::vector{code_of(9), code_of(10)}));
  EXPECT_EQ(format_day(report.early[0].came), "2025-08-05");
  EXPECT_EQ(report.early[1].came, kNoDay);
  EXPECT_EQ(report.early[1].bought_by, "P2");
  EXPECT_FALSE(report.has_stock);
  // A purchase entered four days late is no lead where so much is allowed; nor a box that was there before.
  EXPECT_TRUE(screen({.late_days = 4, .grace_days = 365}).early.empty());
  TraceOptions september;
  september.from = *parse_day("2025-09-01");
  EXPECT_EQ(codes_of(screen({}, september).resold), std::vector{code_of(2)});
  // People are known by the pseudonym of the tape, not by number.
  EXPECT_NE(report.resold[0].uses[0].person, "A");
  EXPECT_EQ(report.resold[0].uses[0].person.size(), 24U);
}

TEST_F(Traces, SalesWithoutACodeAreThoseOfStockThatNoTraceNames) {
  std::string stock = "rid,fixmedins_code,med_list_codg,evt_type,evt_time,cnt\n";
  std::vector<Row> rows;
  for (int number = 0; number < 40; ++number) {
    const std::string id = fmt::format("s{}", number);
    // P1 scans all from July on; P2 every second; P3 sells too few; P4 sells materials.
    for (const char* provider : {"P1", "P2", "P3", "P4"}) {
      if (std::string(provider) == "P3" && number >= 20) continue;
      stock += fmt::format("{},{},{},sale,2025-08-{:02} 09:00:00,1\n", id, provider,
                           std::string(provider) == "P4" ? "C1" : "XA", 1 + number % 28);
    }
    stock += fmt::format("old{},P1,XA,sale,2025-06-01 09:00:00,1\n", number);
    rows.push_back(sale(number, "P1", id, "2025-08-01", "A"));
    if (number % 2 == 0) rows.push_back(sale(100 + number, "P2", id, "2025-08-01", "A"));
    rows.push_back(sale(200 + number, "P2", id, "2025-08-01", "A"));
    rows.back().kind = "sale_return";  // no sale of that number
  }
  import_text("stock.csv", stock);
  import_text("trace.csv", csv_of(rows));
  TraceRules rules;
  rules.due_from = *parse_day("2025-07-01");
  rules.due_items = {"X", "Z"};
  const TraceReport report = screen(rules);
  EXPECT_TRUE(report.has_stock);
  ASSERT_EQ(report.uncoded.size(), 1U);
  EXPECT_EQ(report.uncoded[0].provider, "P2");
  EXPECT_EQ(report.uncoded[0].sales, 40U);
  EXPECT_EQ(report.uncoded[0].uncoded, 20U);
  rules.exempt_items = {"XA"};
  EXPECT_TRUE(screen(rules).uncoded.empty());
}

// ---- Brute force: every code counted alone, from the rows as they were written.

std::vector<Row> random_rows(std::uint64_t seed, int count, int codes) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<std::uint64_t>(below)); };
  std::vector<Row> rows;
  for (int number = 0; number < count; ++number) {
    static constexpr const char* kKinds[] = {"sale",     "sale",  "sale",   "sale_return",     "purchase",
                                             "purchase", "count", "change", "purchase_return", "sale_return"};
    Row row;
    row.kind = kKinds[pick(10)];
    row.provider = fmt::format("P{}", pick(3));
    row.id = fmt::format("E{:05}", number);
    row.code = code_of(pick(codes));
    row.item = fmt::format("X{}", pick(8) == 0 ? 1 : 0);
    // No two at the same moment of a provider, so that "the last before" is one.
    row.time = fmt::format("2025-{:02}-{:02} {:02}:{:02}:00", 1 + pick(9), 1 + pick(28), number / 60 % 24, number % 60);
    if (pick(4) != 0) row.person = fmt::format("p{}", pick(4));
    if (pick(4) != 0) row.settlement = fmt::format("S{}", pick(count / 2));
    if (pick(3) != 0) row.split = fmt::format("{}", pick(2));
    if (pick(2) == 0) row.quantity = fmt::format("{}", 1 + pick(10));
    if (pick(5) == 0) row.pack = fmt::format("{}", 5 * (1 + pick(4)));
    rows.push_back(row);
  }
  std::ranges::shuffle(rows, random);
  return rows;
}

struct Wanted {
  std::set<std::string> resold;
  std::map<std::string, std::array<int, 4>> figures;  // of a resold code: sales, settled, persons, providers
  std::multiset<std::string> swapped;                 // code and number of the event
  std::multiset<std::string> early;                   // with the day that it came
};

// Of one settlement the row that is later.
std::vector<Row> last_uploads(const std::vector<Row>& rows, const std::string& kind) {
  std::vector<Row> kept;
  for (const Row& row : rows) {
    if (row.kind != kind) continue;
    const bool is_replaced = std::ranges::any_of(rows, [&](const Row& other) {
      return other.kind == kind && other.provider == row.provider && !row.settlement.empty() &&
             other.settlement == row.settlement && std::tie(other.time, other.id) > std::tie(row.time, row.id);
    });
    if (!is_replaced) kept.push_back(row);
  }
  std::ranges::sort(kept, {}, [](const Row& row) { return std::tie(row.time, row.id); });
  return kept;
}

void want_resold(const std::string& code, const std::vector<Row>& rows, Wanted& wanted) {
  double pack = 0;
  for (const Row& row : rows) pack = std::max(pack, row.pack.empty() ? 0 : std::stod(row.pack));
  if (pack == 0) pack = 100;
  double units = 0;
  int sales = 0, settled = 0, providers = 0;
  std::set<std::string> persons;
  for (const std::string provider : {"P0", "P1", "P2"}) {
    int whole = 0, parts = 0, paid = 0;
    double part_units = 0;
    std::map<std::string, int> of_person;
    const auto amount = [](const Row& row) { return row.quantity.empty() ? 1.0 : std::stod(row.quantity); };
    for (const Row& row : last_uploads(rows, "sale")) {
      if (row.provider != provider) continue;
      paid += row.settlement.empty() ? 0 : 1;
      if (!row.person.empty()) ++of_person[row.person];
      if (row.split == "1") {
        ++parts;
        part_units += amount(row);
      } else {
        ++whole;
      }
    }
    for (const Row& row : last_uploads(rows, "sale_return")) {
      if (row.provider != provider) continue;
      paid -= row.settlement.empty() ? 0 : 1;
      if (!row.person.empty()) --of_person[row.person];
      if (row.split == "0" || (row.split.empty() && whole > 0)) {
        --whole;
      } else {
        --parts;
        part_units -= amount(row);
      }
    }
    whole = std::max(whole, 0);
    parts = std::max(parts, 0);
    part_units = parts == 0 ? 0 : std::max(part_units, 0.0);
    sales += whole + parts;
    settled += std::clamp(paid, 0, whole + parts);
    providers += whole + parts > 0 ? 1 : 0;
    units += whole * pack + part_units;
    for (const auto& [person, count] : of_person) {
      if (count > 0) persons.insert(person);
    }
  }
  if (sales < 2 || units <= pack) return;
  wanted.resold.insert(code);
  wanted.figures[code] = {sales, settled, static_cast<int>(persons.size()), providers};
}

// Sales of a provider and item, each return taking the last one before it, or the first there is.
std::vector<Row> standing(const std::vector<Row>& rows) {
  std::vector<Row> sales = last_uploads(rows, "sale");
  for (const Row& back : last_uploads(rows, "sale_return")) {
    auto taken = sales.end();
    for (auto at = sales.begin(); at != sales.end(); ++at) {
      const bool fits = at->provider == back.provider && at->item == back.item;
      if (fits && (taken == sales.end() || at->time <= back.time)) taken = at;
    }
    if (taken != sales.end()) sales.erase(taken);
  }
  return sales;
}

void want_rest(const std::string& code, const std::vector<Row>& rows, const std::map<std::string, Day>& reports_from,
               int late_days, Wanted& wanted) {
  std::set<std::string> bought_items;
  for (const Row& row : rows) {
    if (row.kind == "purchase") bought_items.insert(row.item);
  }
  for (const Row& sold : standing(rows)) {
    if (!bought_items.empty() && !bought_items.contains(sold.item)) wanted.swapped.insert(code + " " + sold.id);
    const Day latest = *parse_day(sold.time.substr(0, 10)) + late_days;
    Day came = kNoDay;
    bool is_counted = false;
    for (const Row& row : rows) {
      if (row.provider != sold.provider) continue;
      const Day day = *parse_day(row.time.substr(0, 10));
      is_counted |= row.kind == "count" && day <= latest;
      if ((row.kind == "purchase" || row.kind == "change") && (came == kNoDay || day < came)) came = day;
    }
    if (is_counted) continue;
    const auto reports = reports_from.find(sold.provider);
    const bool is_early =
        came != kNoDay ? came > latest : reports != reports_from.end() && latest - late_days >= reports->second;
    if (is_early) wanted.early.insert(fmt::format("{} {} {}", code, sold.id, format_day(came)));
  }
}

TEST_F(Traces, AreThoseOfCountingEachCodeAlone) {
  std::size_t resold = 0, swapped = 0, early = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    std::filesystem::remove_all(workspace());
    const std::vector<Row> rows = random_rows(seed, 3'000, 500 + 100 * static_cast<int>(seed));
    import_text(fmt::format("trace-{}.csv", seed), csv_of(rows));
    const TraceRules rules{.split_units_most = 100, .late_days = 3, .grace_days = 60};
    Wanted wanted;
    std::map<std::string, std::vector<Row>> by_code;
    std::map<std::string, Day> reports_from;
    for (const Row& row : rows) {
      by_code[row.code].push_back(row);
      if (row.kind != "purchase") continue;
      const Day day = *parse_day(row.time.substr(0, 10)) + 60;
      const auto known = reports_from.try_emplace(row.provider, day).first;
      known->second = std::min(known->second, day);
    }
    for (const auto& [code, of_code] : by_code) {
      want_resold(code, of_code, wanted);
      want_rest(code, of_code, reports_from, 3, wanted);
    }
    const TraceReport report = screen(rules);
    EXPECT_EQ(report.codes, by_code.size());
    std::set<std::string> found_resold;
    for (const ResoldCode& lead : report.resold) {
      found_resold.insert(lead.code);
      const std::array<int, 4> figures{static_cast<int>(lead.sales.sales), static_cast<int>(lead.sales.settled),
                                       static_cast<int>(lead.sales.persons), static_cast<int>(lead.sales.providers)};
      EXPECT_EQ(figures, wanted.figures[lead.code]) << seed << " " << lead.code;
    }
    EXPECT_EQ(found_resold, wanted.resold) << seed;
    std::multiset<std::string> found_swapped, found_early;
    for (const SwappedCode& lead : report.swapped) found_swapped.insert(lead.code + " " + lead.sale.id);
    for (const EarlyCode& lead : report.early)
      found_early.insert(fmt::format("{} {} {}", lead.code, lead.sale.id, format_day(lead.came)));
    EXPECT_EQ(found_swapped, wanted.swapped) << seed;
    EXPECT_EQ(found_early, wanted.early) << seed;
    EXPECT_EQ(report.resold_codes, wanted.resold.size());
    resold += wanted.resold.size();
    swapped += wanted.swapped.size();
    early += wanted.early.size();
  }
  EXPECT_GT(resold, 100U);
  EXPECT_GT(swapped, 50U);
  EXPECT_GT(early, 50U);
}

TEST_F(Traces, AWorkspaceWithoutTheRegisterIsToldSo) {
  std::filesystem::create_directories(workspace());
  TraceOptions options;
  options.workspace = workspace();
  EXPECT_EQ(screen_traces(shipped_schema(), {}, options).error().code, "no_traces");
}

TEST(TraceRules, ComeFromTheTables) {
  const auto shipped = rules::Parameters::load({QIUHAO_SOURCE_DIR "/policy/parameters"});
  const auto rules = read_trace_rules(*shipped, *parse_day("2026-11-30"));
  ASSERT_TRUE(rules) << rules.error().text();
  EXPECT_EQ(rules->sales_least, 2U);
  EXPECT_EQ(format_day(rules->due_from), "2025-07-01");
  EXPECT_TRUE(rules->exempt_items.empty());
  EXPECT_EQ(read_trace_rules({}, 0).error().code, "no_parameter");
}

}  // namespace
}  // namespace qiuhao::screening
