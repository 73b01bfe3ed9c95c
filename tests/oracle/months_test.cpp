// Providers' months of a simulated city: hospitals that stand out among their peers and items of which more was billed
// than can have been sold, against truth_months.csv. Nothing is missed and nothing else is found.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "audit/audit.h"
#include "city_folder.h"
#include "claims/import.h"
#include "knowledge/import.h"
#include "rules/parameters.h"
#include "rules/windows/peer.h"
#include "simulate/city.h"
#include "text/csv.h"

namespace qiuhao::oracle {
namespace {

const Path kSource = QIUHAO_SOURCE_DIR;
const std::vector<std::string> kRules = {"R0301", "R0302", "R0303", "R0304", "R0305",
                                         "R0306", "R0307", "R0308", "R0401", "R0402"};

struct Audited {
  claims::Tape tape;
  audit::AuditResult result;
};

Result<Audited> audit_city(const simulate::CityOptions& options, const Path& workspace) {
  if (auto made = simulate::simulate_city(options); !made) return std::unexpected(made.error());
  ASSIGN(claims::Schema read, claims::Schema::load((kSource / "policy/schema").string()));
  const auto schema = std::make_shared<const claims::Schema>(std::move(read));
  claims::ImportOptions import;
  import.workspace = workspace;
  import.inputs = {options.directory};
  if (auto imported = claims::import_files(*schema, import); !imported) return std::unexpected(imported.error());
  ASSIGN(auto rules, rules::load_rules({(kSource / "policy/rules").string()}, kRules, *schema));
  ASSIGN(auto parameters, rules::Parameters::load({(kSource / "policy/parameters").string()}));
  ASSIGN(knowledge::Kinds kinds, knowledge::read_kinds(kSource / "policy/knowledge/kinds.yaml"));
  ASSIGN(auto registers, rules::load_registers(schema, rules, workspace));
  ASSIGN(const auto plan, rules::Plan::make(schema, std::move(rules), knowledge::Library::make(std::move(kinds), {}, 0),
                                            std::move(parameters), std::move(registers)));
  ASSIGN(claims::Tape tape, claims::Tape::open(workspace, *schema));
  ASSIGN(audit::AuditResult result, audit::run_audit(tape, plan, {}));
  return Audited{std::move(tape), std::move(result)};
}

using Rows = std::set<std::string>;

Rows found_in(const audit::AuditResult& result) {
  Rows rows;
  for (const audit::Finding& finding : result.findings) {
    const auto& cell = result.peers->cells(finding.rule)[finding.row];
    rows.insert(fmt::format("{} {} {} {} {}", result.plan->rules()[finding.rule].name, cell.key.provider,
                            format_day(cell.key.month).substr(0, 7), cell.item, format_cents(finding.gross)));
  }
  return rows;
}

Rows planted_in(const Path& folder) {
  Rows rows;
  const auto table = text::read_csv((folder / "truth_months.csv").string());
  EXPECT_TRUE(table.has_value()) << table.error().text();
  for (const auto& row : table->rows) {
    const auto at = [&](const char* column) { return row.fields[*table->find_column(column)]; };
    rows.insert(fmt::format("{} {} {} {} {}", at("kind_name"), at("provider"), at("month"), at("item"), at("amount")));
  }
  return rows;
}

std::set<std::string> kinds_of(const audit::AuditResult& result) {
  std::set<std::string> kinds;
  for (const audit::Finding& finding : result.findings) kinds.insert(result.plan->rules()[finding.rule].name);
  return kinds;
}

// Few people, but hospitals enough to compare; each has some sixty stays a month.
simulate::CityOptions city(const Path& folder, std::uint64_t seed) {
  simulate::CityOptions options{folder / "tables", 90'000, 3, seed};
  options.least_secondary = 10;
  return options;
}

TEST(Months, OfACityAreThoseThatWerePlanted) {
  for (const std::uint64_t seed : {11u, 12u}) {
    const CityFolder folder("planted");
    const auto audited = audit_city(city(folder.path, seed), folder.path / "workspace");
    ASSERT_TRUE(audited.has_value()) << audited.error().text();
    EXPECT_EQ(found_in(audited->result), planted_in(folder.path / "tables"));
    EXPECT_EQ(kinds_of(audited->result).size(), kRules.size());
  }
}

TEST(Months, OfAnHonestCityAreSilent) {
  const CityFolder folder("honest");
  simulate::CityOptions options = city(folder.path, 13);
  options.is_honest = true;
  const auto audited = audit_city(options, folder.path / "workspace");
  ASSERT_TRUE(audited.has_value()) << audited.error().text();
  EXPECT_EQ(found_in(audited->result), Rows{});
  for (const audit::RuleSummary& rule : audited->result.rules) EXPECT_GT(rule.judged, 0U);
}

}  // namespace
}  // namespace qiuhao::oracle
