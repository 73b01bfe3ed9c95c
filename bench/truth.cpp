// How right: against SQL, against what was planted, against the official publication.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "audited.h"
#include "bench.h"
#include "knowledge/import.h"
#include "oracle.h"
#include "simulate/city.h"
#include "text/csv.h"

namespace qiuhao::bench {

Result<std::shared_ptr<const knowledge::Library>> starter_library(const Setting& setting) {
  ASSIGN(knowledge::Kinds kinds, knowledge::read_kinds(setting.source / "policy/knowledge/kinds.yaml"));
  ASSIGN(auto points, knowledge::read_points(kinds, {setting.source / "policy/knowledge/starter.csv"}, {}));
  return knowledge::Library::make(std::move(kinds), std::move(points), day_from_civil({2026, 11, 1}));
}

Result<Audited> audit_folder(const Setting& setting, const Path& folder,
                             std::shared_ptr<const knowledge::Library> library) {
  const Path workspace = setting.data / "truth-workspace";
  std::filesystem::remove_all(workspace);
  TRY(run_program({(setting.program / "qiuhao").string(), "import", workspace.string(), folder.string()}));
  ASSIGN(claims::Schema read, claims::Schema::load((setting.source / "policy/schema").string()));
  const auto schema = std::make_shared<const claims::Schema>(std::move(read));
  ASSIGN(auto rules, rules::load_rules({(setting.source / "policy/rules").string()}, {}, *schema));
  ASSIGN(auto parameters, rules::Parameters::load({(setting.source / "policy/parameters").string()}));
  ASSIGN(rules::Registers registers, rules::load_registers(schema, rules, workspace));
  ASSIGN(const auto plan,
         rules::Plan::make(schema, std::move(rules), std::move(library), std::move(parameters), std::move(registers)));
  ASSIGN(claims::Tape tape, claims::Tape::open(workspace, *schema));
  ASSIGN(audit::AuditResult result, audit::run_audit(tape, plan, {}));
  return Audited{std::move(tape), std::move(result)};
}

namespace {

std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// Differences between an audit and the SQL formulation over one folder, told on standard error.
Result<Measure> compare_with_sql(const Setting& setting, const std::string& name, const Path& folder) {
  ASSIGN(const auto library, starter_library(setting));
  ASSIGN(const auto wanted, oracle::judge_raw_tables(folder, *library, setting.data / "truth-scratch",
                                                     (setting.source / "tests/oracle").string()));
  ASSIGN(const Audited audited, audit_folder(setting, folder, library));
  const auto found = oracle::rows_of(audited.result, audited.tape);
  const std::string difference = oracle::difference(wanted, found, 20);
  fmt::print(stderr, "{}", difference);
  return Measure{name, static_cast<double>(count_lines(difference)), "differences",
                 fmt::format("SQL: {} findings, ours: {}", wanted.size(), found.size()),
                 wanted.empty() ? 0 : static_cast<double>(found.size()) / static_cast<double>(wanted.size())};
}

}  // namespace

Result<std::vector<Measure>> same_as_sql(const Setting& setting) {
  std::vector<Measure> measures;
  ASSIGN(const Path city, city_of(setting, setting.small ? 3'000 : 50'000));
  ASSIGN(Measure on_city, compare_with_sql(setting, "main-same-as-sql-city", city));
  measures.push_back(std::move(on_city));
  ASSIGN(const auto library, starter_library(setting));
  std::set<std::string> items;
  for (const auto& point : library->points()) {
    const bool names_items =
        library->kinds()[*library->kinds().find_name(point.kind)].codes_of == knowledge::CodesOf::item;
    if (names_items) items.insert(point.items.begin(), point.items.end());
  }
  const Path folder = setting.data / "random-tables";
  const std::vector<std::string> codes(items.begin(), items.end());
  for (std::uint64_t seed = 1; seed <= (setting.small ? 1U : 5U); ++seed) {
    std::filesystem::remove_all(folder);
    TRY(oracle::write_random_tables(folder, codes, seed, setting.small ? 800 : 8'000));
    ASSIGN(Measure on_random, compare_with_sql(setting, fmt::format("main-same-as-sql-random-{}", seed), folder));
    measures.push_back(std::move(on_random));
  }
  return measures;
}

namespace {

// What truth.csv and truth_subjects.csv say of a city, and what an audit found there: sorted, without points.
struct Compared {
  std::vector<oracle::Row> wanted;
  std::vector<oracle::Row> found;
};

// The rows of a file of the truth. Kinds that read no knowledge go by their rule's code.
Status add_truth(const Path& file, std::string_view subject_column, const rules::Plan& plan,
                 std::vector<oracle::Row>& wanted) {
  ASSIGN(const auto truth, text::read_csv(file.string()));
  const auto kind_column = truth.find_column("kind_name");
  const auto subject = truth.find_column(subject_column);
  const auto amount_column = truth.find_column("amount");
  if (!kind_column || !subject || !amount_column) return input_error("bad_truth", file.string() + " lacks a column");
  for (const auto& row : truth.rows) {
    const std::string& kind = row.fields[*kind_column];
    const auto rule = std::ranges::find(plan.rules(), kind, &rules::Rule::name);
    if (rule == plan.rules().end()) return input_error("bad_truth", file.string() + " names an unknown kind");
    ASSIGN(const Decimal amount, parse_decimal(row.fields[*amount_column]));
    wanted.push_back(
        {rule->knowledge ? rule->knowledge->table : rule->code, row.fields[*subject], "", *to_cents(amount)});
  }
  return {};
}

Result<Compared> compare_with_truth(const Setting& setting, const Path& city,
                                    const std::shared_ptr<const knowledge::Library>& library) {
  ASSIGN(const Audited audited, audit_folder(setting, city, library));
  Compared compared;
  TRY(add_truth(city / "truth.csv", "line", *audited.result.plan, compared.wanted));
  TRY(add_truth(city / "truth_subjects.csv", "subject", *audited.result.plan, compared.wanted));
  compared.found = oracle::rows_of(audited.result, audited.tape);
  for (oracle::Row& row : compared.found) row.point.clear();
  std::sort(compared.wanted.begin(), compared.wanted.end());
  std::sort(compared.found.begin(), compared.found.end());
  return compared;
}

// Of one kind over some cities.
struct Hits {
  double planted = 0;
  double found = 0;
  double both = 0;
};

// Cities that no test has, kind by kind.
Result<std::vector<Measure>> unseen_seeds(const Setting& setting,
                                          const std::shared_ptr<const knowledge::Library>& library) {
  std::map<std::string, Hits> by_kind;
  simulate::CityOptions options;
  options.directory = setting.data / "unseen-city";
  options.people = setting.small ? 3'000 : 20'000;
  const std::uint64_t seeds = setting.small ? 1 : 5;
  for (options.seed = 9'001; options.seed <= 9'000 + seeds; ++options.seed) {
    if (auto made = simulate::simulate_city(options); !made) return std::unexpected(made.error());
    ASSIGN(const Compared compared, compare_with_truth(setting, options.directory, library));
    std::vector<oracle::Row> both;
    std::ranges::set_intersection(compared.wanted, compared.found, std::back_inserter(both));
    for (const oracle::Row& row : compared.wanted) ++by_kind[row.table].planted;
    for (const oracle::Row& row : compared.found) ++by_kind[row.table].found;
    for (const oracle::Row& row : both) ++by_kind[row.table].both;
  }
  std::filesystem::remove_all(options.directory);
  double recall = 1, precision = 1;
  for (const auto& [kind, hits] : by_kind) {
    fmt::print(stderr, "{:28} planted {:6.0f}, found {:6.0f}, both {:6.0f}\n", kind, hits.planted, hits.found,
               hits.both);
    recall = std::min(recall, hits.both / std::max(hits.planted, 1.0));
    precision = std::min(precision, hits.both / std::max(hits.found, 1.0));
  }
  const std::string what = fmt::format("{} kinds over {} seeds of {} people", by_kind.size(), seeds, options.people);
  return std::vector<Measure>{{"main-unseen-recall", recall, "of the least kind", what, recall},
                              {"main-unseen-precision", precision, "of the least kind", what, precision}};
}

// Sure findings (明确违规) in a city where nobody cheats, for 100,000 visits.
Result<Measure> honest_city(const Setting& setting, const std::shared_ptr<const knowledge::Library>& library) {
  simulate::CityOptions options;
  options.directory = setting.data / "honest-city";
  options.people = setting.small ? 3'000 : 50'000;
  options.seed = 9'100;
  options.is_honest = true;
  if (auto made = simulate::simulate_city(options); !made) return std::unexpected(made.error());
  ASSIGN(const Audited audited, audit_folder(setting, options.directory, library));
  std::filesystem::remove_all(options.directory);
  double sure = 0;
  for (const audit::Finding& finding : audited.result.findings)
    sure += audited.result.plan->rules()[finding.rule].certainty == "明确违规" ? 1 : 0;
  const double visits = static_cast<double>(audited.result.visits);
  return Measure{"main-honest", sure * 100'000 / visits, "sure findings in 100,000 visits",
                 fmt::format("{:.0f} sure, {} in all, {:.0f} visits", sure, audited.result.findings.size(), visits), 0};
}

}  // namespace

Result<std::vector<Measure>> planted(const Setting& setting) {
  ASSIGN(const Path city, city_of(setting, setting.small ? 3'000 : 50'000));
  ASSIGN(const auto library, starter_library(setting));
  ASSIGN(const Compared compared, compare_with_truth(setting, city, library));
  const std::string difference = oracle::difference(compared.wanted, compared.found, 20);
  fmt::print(stderr, "{}", difference);
  const auto wanted = static_cast<double>(std::max<std::size_t>(compared.wanted.size(), 1));
  std::vector<Measure> measures{{"main-planted", static_cast<double>(count_lines(difference)), "differences",
                                 fmt::format("planted: {}, found: {}", compared.wanted.size(), compared.found.size()),
                                 static_cast<double>(compared.found.size()) / wanted}};
  ASSIGN(const auto unseen, unseen_seeds(setting, library));
  measures.insert(measures.end(), unseen.begin(), unseen.end());
  ASSIGN(Measure honest, honest_city(setting, library));
  measures.push_back(std::move(honest));
  return measures;
}

Result<std::vector<Measure>> publication(const Setting& setting) {
  const Path file = setting.source / "../shared/data/nhsa-two-libraries/knowledge_points.jsonl";
  if (!std::filesystem::exists(file))
    return input_error("no_such_file", "the official publication is not beside the repository");
  ASSIGN(knowledge::Kinds kinds, knowledge::read_kinds(setting.source / "policy/knowledge/kinds.yaml"));
  ASSIGN(auto points, knowledge::read_points(kinds, {file}, {}));
  const auto library = knowledge::Library::make(std::move(kinds), std::move(points), day_from_civil({2026, 11, 1}));
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_kind;  // read, all
  std::size_t superseded = 0;
  std::size_t out_of_force = 0;
  for (const auto& point : library->points()) {
    auto& [read, all] = by_kind[point.kind.str()];
    ++all;
    if (point.is_read) ++read;
    if (point.superseded_by.empty()) continue;
    ++superseded;
    if (!point.in_force(library->known_on())) ++out_of_force;
  }
  std::vector<Measure> measures{
      {"main-publication-kinds", static_cast<double>(by_kind.size()), "kinds",
       fmt::format("{} points", library->points().size()), static_cast<double>(by_kind.size()) / 21.0},
      {"main-publication-superseded", static_cast<double>(out_of_force), "rows out of force",
       fmt::format("{} superseded", superseded), static_cast<double>(out_of_force) / 397.0}};
  for (const auto& [kind, counts] : by_kind) {
    measures.push_back({"main-publication-read " + kind, static_cast<double>(counts.first), "points read",
                        fmt::format("of {}", counts.second),
                        static_cast<double>(counts.first) / static_cast<double>(counts.second)});
  }
  return measures;
}

Result<std::vector<Measure>> from_nothing(const Setting& setting) {
  const Path clone = setting.data / "clone";
  std::filesystem::remove_all(clone);
  TRY(run_program({"git", "clone", "--quiet", setting.source.string(), clone.string()}));
  const std::string in_clone = fmt::format("cd '{}' && CCACHE_DISABLE=1 ", clone.string());
  ASSIGN(const Finished run, run_program({"bash", "-c", in_clone + "./run --no-serve"}));
  std::filesystem::remove_all(clone / "build");
  ASSIGN(const Finished test, run_program({"bash", "-c", in_clone + "./test"}));
  std::filesystem::remove_all(clone);
  return std::vector<Measure>{
      {"main-run-from-nothing", run.seconds / 60, "minutes", "limit: 12 minutes", run.seconds / 60 / 12},
      {"main-test-from-nothing", test.seconds / 60, "minutes", "limit: 20 minutes", test.seconds / 60 / 20}};
}

}  // namespace qiuhao::bench
