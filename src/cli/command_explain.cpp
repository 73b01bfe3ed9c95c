// `qiuhao explain`: why a finding was made, or why a rule left a line alone.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/explain_text.h"
#include "tables/engine.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kLeastPrefix = 6;
constexpr std::size_t kMaxPoints = 20;  // of a rule, explained for one line

struct Options {
  std::string workspace;
  std::string finding;
  std::string run;
  std::string line;
  std::string rule;
  std::string known_on;
  bool json = false;
};

// A row of findings.parquet.
struct FoundRow {
  std::string id;
  std::string rule;
  std::string point;
  std::string line;
  std::uint16_t part = 0;
  RowIndex row = kNoRow;
  Cents gross = 0;
  Cents net = 0;
};

Result<std::vector<FoundRow>> query_findings(tables::Engine& engine, const Path& file, const std::string& where) {
  ASSIGN(tables::Answer answer,
         engine.query(fmt::format("SELECT finding_id, rule, coalesce(point, ''), coalesce(line, ''), part::BIGINT, "
                                  "\"row\", (gross * 100)::BIGINT, (net * 100)::BIGINT FROM read_parquet({}) WHERE {} "
                                  "LIMIT 1000",
                                  tables::sql_text(file.string()), where)));
  std::vector<FoundRow> rows;
  for (;;) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return rows;
    for (std::size_t i = 0; i < chunk.rows(); ++i) {
      const auto text = [&](std::size_t column) { return std::string(chunk.column(column).text(i)); };
      const auto number = [&](std::size_t column) { return chunk.column(column).value<std::int64_t>(i); };
      rows.push_back({text(0), text(1), text(2), text(3), static_cast<std::uint16_t>(number(4)),
                      static_cast<RowIndex>(number(5)), number(6), number(7)});
    }
  }
}

// The one finding whose id begins so.
Result<FoundRow> find_finding(tables::Engine& engine, const Path& file, const std::string& prefix) {
  const bool is_hex = prefix.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!is_hex || prefix.size() < kLeastPrefix || prefix.size() > 32) {
    return usage_error("bad_finding",
                       fmt::format("'{}' is no finding's id; write 32 of 0-9 and a-f, or the first {} at "
                                   "least",
                                   prefix, kLeastPrefix));
  }
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    return input_error("no_findings", "is not there; audit again with parquet among --format",
                       {file.string(), 0, 0, ""});
  }
  ASSIGN(const auto rows, query_findings(engine, file, fmt::format("starts_with(finding_id, '{}')", prefix)));
  if (rows.empty()) {
    return usage_error("no_such_finding", fmt::format("no finding of {} begins with {}; --run looks in another run",
                                                      file.parent_path().filename().string(), prefix));
  }
  if (rows.size() > 1) {
    return usage_error("ambiguous_finding",
                       fmt::format("{} findings begin with {}, such as {} and {}; write more of it", rows.size(),
                                   prefix, rows[0].id, rows[1].id));
  }
  return rows[0];
}

Result<rules::RuleIndex> rule_index(const rules::Plan& plan, const std::string& code) {
  for (std::size_t i = 0; i < plan.rules().size(); ++i) {
    if (plan.rules()[i].code == code) return static_cast<rules::RuleIndex>(i);
  }
  return usage_error("unknown_rule", fmt::format("there is no rule {}; run: qiuhao rules list", code));
}

// A tape of another generation may hold the line elsewhere.
Result<std::pair<std::uint16_t, RowIndex>> place_of(const Sources& sources, const FoundRow& found,
                                                    std::uint64_t generation) {
  if (sources.tape.manifest().generation == generation && found.part < sources.tape.parts().size() &&
      found.row < sources.tape.parts()[found.part].rows(claims::Entity::line)) {
    return std::pair(found.part, found.row);
  }
  return audit::find_line(sources.tape, *sources.schema, found.line);
}

// The findings of the same line, in the order in which rules take from it.
Result<std::vector<TakenMoney>> money_of_line(tables::Engine& engine, const Path& file, const FoundRow& found,
                                              const rules::Plan& plan) {
  ASSIGN(const auto rows,
         query_findings(engine, file, fmt::format("part = {} AND \"row\" = {}", found.part, found.row)));
  std::vector<TakenMoney> taken;
  for (const rules::RuleIndex rule : audit::money_order(plan.rules())) {
    for (const FoundRow& row : rows) {
      if (row.rule == plan.rules()[rule].code)
        taken.push_back({row.rule, row.id, row.gross, row.net, row.id == found.id});
    }
  }
  return taken;
}

void stand(rules::Subject& subject, RowIndex line, const rules::Candidate& candidate) {
  const claims::Part& part = subject.plan().part();
  subject.set_person(part.link(claims::Link::visit_person, part.link(claims::Link::line_visit, line)));
  subject.set_line(line, candidate);
}

void print_explained(const Options& options, const ExplainedSubject& explained) {
  fmt::print("{}", options.json ? json_of_explanation(explained) : text_of_explanation(explained));
}

Result<int> explain_finding(const Options& options) {
  const Path workspace = options.workspace;
  ASSIGN(const audit::RunReference run, audit::read_run(workspace, options.run));
  ASSIGN(tables::Engine engine, tables::Engine::open({}));
  const Path file = run.folder / "findings.parquet";
  ASSIGN(const FoundRow found, find_finding(engine, file, options.finding));
  std::vector<std::string> codes;
  for (const auto& [code, hash] : run.rules) codes.push_back(code);
  ASSIGN(const Sources sources, load_sources(workspace, codes, run.known_on, run.is_starter));
  const rules::Plan& plan = *sources.plan;
  ASSIGN(const rules::RuleIndex rule, rule_index(plan, found.rule));
  rules::Candidate candidate{rule, rules::kNoPoint};
  if (!found.point.empty()) {
    const knowledge::Point* point = plan.library().find_point(found.point);
    if (point == nullptr) {
      return input_error("no_such_point",
                         fmt::format("the knowledge point {} of the finding is not published any more; "
                                     "audit again",
                                     found.point));
    }
    candidate.point = static_cast<rules::PointIndex>(point - plan.library().points().data());
  }
  ASSIGN(const auto place, place_of(sources, found, run.generation));
  const rules::PartPlan laid(plan, sources.tape.parts()[place.first]);
  rules::Subject subject(laid);
  stand(subject, place.second, candidate);
  ExplainedSubject explained{&subject, audit::explain(subject), found.id, {}};
  ASSIGN(explained.taken, money_of_line(engine, file, found, plan));
  const auto same_hash =
      std::find(run.rules.begin(), run.rules.end(), std::pair(plan.rules()[rule].code, plan.rules()[rule].hash));
  if (same_hash == run.rules.end()) {
    fmt::print(stderr, "note: {} was changed since the run; this explains it as it is now\n", found.rule);
  }
  print_explained(options, explained);
  return 0;
}

Result<int> explain_line(const Options& options) {
  const Path workspace = options.workspace;
  ASSIGN(const Day known_on, day_option("--known-on", options.known_on, day_of(current_time())));
  ASSIGN(const Sources sources, load_sources(workspace, {options.rule}, known_on));
  ASSIGN(const auto place, audit::find_line(sources.tape, *sources.schema, options.line));
  const rules::PartPlan laid(*sources.plan, sources.tape.parts()[place.first]);
  const auto candidates = laid.candidates(laid.items()->code(place.second));
  if (candidates.empty()) {
    const rules::Rule& rule = sources.plan->rules()[0];
    const std::string_view item = laid.items()->text(place.second);
    const std::string sentence =
        fmt::format("不命中 clear: no knowledge point of {} names the item {}; {} has nothing to say about the line",
                    rule.knowledge ? rule.knowledge->table : "", item, rule.code);
    fmt::print("{}", options.json
                         ? fmt::format("{{\"outcome\": \"clear\", \"reason\": {}}}\n", text::json_quote(sentence))
                         : sentence + "\n");
    return 0;
  }
  rules::Subject subject(laid);
  for (std::size_t i = 0; i < std::min(candidates.size(), kMaxPoints); ++i) {
    stand(subject, place.second, candidates[i]);
    if (i > 0 && !options.json) fmt::print("\n{}\n\n", std::string(72, '-'));
    print_explained(options, {&subject, audit::explain(subject), "", {}});
  }
  if (candidates.size() > kMaxPoints) {
    fmt::print(stderr, "note: {} further knowledge points name the item\n", candidates.size() - kMaxPoints);
  }
  return 0;
}

Result<int> run_explain(const Options& options) {
  if (!options.finding.empty()) return explain_finding(options);
  if (options.line.empty() || options.rule.empty()) {
    return usage_error("nothing_asked", "name a finding, or a line and a rule with --line and --rule");
  }
  return explain_line(options);
}

}  // namespace

void add_explain(Program& program) {
  CLI::App* command = add_command(program, "explain", "why a finding was made, or why a rule left a line alone",
                                  "qiuhao explain city 3f9a0c2b41d7");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  auto* finding = command->add_option("FINDING", options->finding, "id of a finding, or its first 6 digits at least");
  command->add_option("--run", options->run, "number of a run, or its folder (default: the latest)");
  auto* rule = command->add_option("--rule", options->rule, "code of a rule, with --line");
  auto* line = command->add_option("--line", options->line, "number of a fee line, with --rule")->excludes(finding);
  line->needs(rule);
  rule->needs(line);
  command->add_option("--known-on", options->known_on, "with --line: knowledge as known on this day (default: today)")
      ->needs(line);
  command->add_flag("--json", options->json, "as JSON");
  command->callback([&program, options] { program.run = [options] { return run_explain(*options); }; });
}

}  // namespace qiuhao::cli
