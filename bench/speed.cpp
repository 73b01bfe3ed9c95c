// How fast: import against DuckDB alone, audit against its bar, and the size of the library.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include "audit/audit.h"
#include "bench.h"
#include "bench_plan.h"
#include "knowledge/import.h"

namespace qiuhao::bench {
namespace {

constexpr std::int64_t kFullPeople = 250'000;  // about 9.5 million fee lines a year
constexpr std::int64_t kSmallPeople = 5'000;
constexpr double kAuditBar = 10e6;    // lines a second on two cores
constexpr double kMemoryBar = 1'500;  // megabytes

std::int64_t people_of(const Setting& setting) { return setting.small ? kSmallPeople : kFullPeople; }

// Points that name items no claim has, so that a library is as large as wanted.
void add_filler(std::size_t count, std::vector<knowledge::Point>& points) {
  static constexpr const char* kKinds[] = {"药品区分性别使用", "医疗服务项目区分性别使用", "药品限就医方式",
                                           "药品限医疗机构级别"};
  points.reserve(points.size() + count);
  const knowledge::SharedLimits limits(*knowledge::parse_limits("sex=1 level_min=3 modes=inpatient"));
  knowledge::TextSharer texts;  // as who reads a publication has
  for (std::size_t index = 0; index < count; ++index) {
    knowledge::Point& point = points.emplace_back();
    point.id = fmt::format("F{:07}", index);
    point.kind = texts.share(kKinds[index % std::size(kKinds)]);
    point.is_read = true;
    point.limits = limits;
    std::vector<std::string> codes;
    for (int item = 0; item < 8; ++item) codes.push_back(fmt::format("XF{:012}{:09}", index, item));
    point.items = codes;
  }
}

// The starter points, the official publication where it lies beside the repository, and filler up to `least` points.
Result<std::shared_ptr<const knowledge::Library>> library_of(const Setting& setting, std::size_t least) {
  ASSIGN(knowledge::Kinds kinds, knowledge::read_kinds(setting.source / "policy/knowledge/kinds.yaml"));
  std::vector<Path> files{setting.source / "policy/knowledge/starter.csv"};
  const Path official = setting.source / "../shared/data/nhsa-two-libraries/knowledge_points.jsonl";
  ASSIGN(auto points, knowledge::read_points(kinds, files, {}));
  if (least > 0 && std::filesystem::exists(official)) {
    ASSIGN(auto more, knowledge::read_points(kinds, {official}, {}));
    points.insert(points.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  if (points.size() < least) add_filler(least - points.size(), points);
  return knowledge::Library::make(std::move(kinds), std::move(points), day_from_civil({2026, 11, 1}));
}

// The fastest of some audits of a workspace, in seconds, and its lines.
struct Timed {
  double seconds = 1e9;
  std::size_t lines = 0;
  std::size_t findings = 0;
};

// The rules that the bar of the audit speaks of: the fourteen kinds that look up knowledge, R0101 to R0114.
std::vector<std::string> fourteen_codes() {
  std::vector<std::string> codes;
  for (int number = 101; number <= 114; ++number) codes.push_back(fmt::format("R{:04}", number));
  return codes;
}

Result<Timed> time_audit(const claims::Tape& tape, const std::shared_ptr<const rules::Plan>& plan, int rounds) {
  Timed best;
  for (int round = 0; round < rounds; ++round) {
    ASSIGN(const audit::AuditResult result, audit::run_audit(tape, plan, {}));
    best = {std::min(best.seconds, result.seconds), result.lines, result.findings.size()};
  }
  return best;
}

}  // namespace

Result<std::shared_ptr<const rules::Plan>> plan_of(const Setting& setting, std::shared_ptr<const claims::Schema> schema,
                                                   std::size_t least, const std::vector<std::string>& codes) {
  ASSIGN(auto library, library_of(setting, least));
  ASSIGN(auto rules, rules::load_rules({(setting.source / "policy/rules").string()}, codes, *schema));
  ASSIGN(auto parameters, rules::Parameters::load({(setting.source / "policy/parameters").string()}));
  return rules::Plan::make(std::move(schema), std::move(rules), std::move(library), std::move(parameters));
}

Result<std::shared_ptr<const claims::Schema>> schema_of(const Setting& setting) {
  ASSIGN(claims::Schema schema, claims::Schema::load((setting.source / "policy/schema").string()));
  return std::make_shared<const claims::Schema>(std::move(schema));
}

Result<std::vector<Measure>> import_rate(const Setting& setting) {
  ASSIGN(const Path city, city_of(setting, people_of(setting)));
  const Path workspace = setting.data / "import-workspace";
  const Path alone = setting.data / "duckdb-alone";
  Finished ours{1e9, 0, 0};
  Finished theirs{1e9, 0, 0};
  // In turn, and the better of each, so that a busy moment hits neither alone.
  for (int round = 0; round < (setting.small ? 2 : 1); ++round) {
    std::filesystem::remove_all(workspace);
    ASSIGN(const Finished mine,
           run_program({(setting.program / "qiuhao").string(), "import", workspace.string(), city.string()}));
    ours.peak_megabytes = std::max(ours.peak_megabytes, mine.peak_megabytes);
    ours.seconds = std::min(ours.seconds, mine.seconds);
    std::filesystem::remove_all(alone);
    ASSIGN(const Finished peer,
           run_program({(setting.program / "qiuhao-bench").string(), "--duckdb-alone", city.string(), alone.string()}));
    theirs.seconds = std::min(theirs.seconds, peer.seconds);
    std::filesystem::remove_all(alone);
  }
  double megabytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(city))
    megabytes += static_cast<double>(file.file_size()) / 1e6;
  std::filesystem::remove_all(workspace);
  return std::vector<Measure>{{"main-import-rate", megabytes / ours.seconds, "MB/s",
                               fmt::format("DuckDB alone: {:.1f} s, ours: {:.1f} s", theirs.seconds, ours.seconds),
                               theirs.seconds / ours.seconds},
                              {"main-import-memory", ours.peak_megabytes, "MB",
                               fmt::format("limit: {:.0f} MB", kMemoryBar), ours.peak_megabytes / kMemoryBar}};
}

Result<std::vector<Measure>> audit_rate(const Setting& setting) {
  ASSIGN(const auto schema, schema_of(setting));
  ASSIGN(const Path workspace, workspace_of(setting, people_of(setting)));
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspace, *schema));
  std::vector<Measure> measures;
  // All shipped rules, with windows over visits and days, have no bar.
  for (const auto& [name, codes] :
       {std::pair{"main-audit-rate", fourteen_codes()}, std::pair{"main-audit-rate-all", std::vector<std::string>{}}}) {
    ASSIGN(const auto plan, plan_of(setting, schema, 3'899, codes));
    ASSIGN(const Timed timed, time_audit(tape, plan, 5));
    const double rate = static_cast<double>(timed.lines) / timed.seconds;
    measures.push_back({name, rate, "lines/s",
                        fmt::format("bar: {:.0f} lines/s; {} lines, {} rules, {} points, {} findings", kAuditBar,
                                    timed.lines, plan->rules().size(), plan->library().points().size(), timed.findings),
                        rate / kAuditBar});
  }
  return measures;
}

// Megabytes that this process has had at most.
double peak_megabytes() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

Result<std::vector<Measure>> library_size(const Setting& setting) {
  ASSIGN(const auto schema, schema_of(setting));
  ASSIGN(const Path workspace, workspace_of(setting, people_of(setting)));
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspace, *schema));
  ASSIGN(const auto small_plan, plan_of(setting, schema, 4'000, {}));
  std::vector<Measure> measures;
  const auto nanoseconds = [](const Timed& timed) { return timed.seconds * 1e9 / static_cast<double>(timed.lines); };
  for (const std::size_t points : {std::size_t{250'000}, std::size_t{1'000'000}}) {
    if (setting.small && points > 250'000) break;
    ASSIGN(const auto large_plan, plan_of(setting, schema, points, {}));
    Timed small;
    Timed large;
    for (int round = 0; round < 5; ++round) {
      ASSIGN(const Timed a, time_audit(tape, small_plan, 1));
      ASSIGN(const Timed b, time_audit(tape, large_plan, 1));
      small = {std::min(small.seconds, a.seconds), a.lines, a.findings};
      large = {std::min(large.seconds, b.seconds), b.lines, b.findings};
    }
    const std::string name = points == 250'000 ? "main-library-size" : "main-library-size-million";
    measures.push_back(
        {name, nanoseconds(large), "ns/line",
         fmt::format("with 4,000 points: {:.1f} ns/line; {:.0f} MB at most", nanoseconds(small), peak_megabytes()),
         large.seconds / small.seconds});
  }
  measures.push_back({"main-library-memory", peak_megabytes(), "MB", "libraries of 4,000 and the largest at once", 0});
  return measures;
}

}  // namespace qiuhao::bench
