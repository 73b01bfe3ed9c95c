// Questions to findings.parquet.
#include "cli/found_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace qiuhao::cli {
namespace {

using claims::Entity;

constexpr std::size_t kLeastPrefix = 6;
constexpr std::size_t kMostNamed = 1'000;         // findings that one prefix may name
constexpr std::size_t kMostOfPerson = 1'000'000;  // findings about one person

// Rows of a person's lines by their number.
std::unordered_map<std::string_view, RowIndex> rows_by_number(const claims::Part& part, const rules::Plan& plan,
                                                              claims::Range lines) {
  std::unordered_map<std::string_view, RowIndex> rows;
  const Column* ids = part.column(Entity::line, plan.fields().line_id);
  for (RowIndex line = lines.begin; line < lines.end; ++line) rows.emplace(ids->text(line), line);
  return rows;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

Result<Path> findings_file(const Path& run) {
  const Path file = run / "findings.parquet";
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return file;
  return input_error("no_findings", "is not there; audit again with parquet among --format", {file.string(), 0, 0, ""});
}

Result<FoundFindings> FoundFindings::open(const Path& run) {
  ASSIGN(const Path file, findings_file(run));
  ASSIGN(tables::Engine engine, tables::Engine::open({}));
  return FoundFindings(file, std::move(engine));
}

// Runs of before there were findings about diagnoses and operations lack those columns.
Result<std::vector<FoundFinding>> FoundFindings::query(const std::string& where, std::size_t most) {
  ASSIGN(tables::Answer answer,
         engine_.query(fmt::format(
             "SELECT finding_id, rule, coalesce(point, ''), coalesce(person, ''), coalesce(visit, ''), "
             "coalesce(line, ''), coalesce(left_line, ''), coalesce(provider, ''), coalesce(peer_group, ''), "
             "coalesce(diagnosis, ''), coalesce(operation, ''), coalesce(lines, ''), "
             "coalesce(day - DATE '1970-01-01', {})::BIGINT, coalesce(part, 0)::BIGINT, coalesce(\"row\", 0), "
             "(gross * 100)::BIGINT, (net * 100)::BIGINT FROM ((SELECT NULL::VARCHAR AS "
             "diagnosis, NULL::VARCHAR AS operation LIMIT 0) UNION ALL BY NAME SELECT * FROM read_parquet({})) "
             "WHERE {} LIMIT {}",
             kNoDay, tables::sql_text(file_.string()), where, most)));
  std::vector<FoundFinding> rows;
  for (;;) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return rows;
    for (std::size_t i = 0; i < chunk.rows(); ++i) {
      const auto text = [&](std::size_t column) { return std::string(chunk.column(column).text(i)); };
      const auto number = [&](std::size_t column) { return chunk.column(column).value<std::int64_t>(i); };
      audit::SubjectNames names{
          text(3), text(4), text(5), text(6), text(7), text(8), text(9), text(10), static_cast<Day>(number(12))};
      rows.push_back({text(0), text(1), text(2), std::move(names), text(11), static_cast<std::uint16_t>(number(13)),
                      static_cast<RowIndex>(number(14)), number(15), number(16)});
    }
  }
}

Result<FoundFinding> FoundFindings::find(const std::string& prefix) {
  const bool is_hex = prefix.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!is_hex || prefix.size() < kLeastPrefix || prefix.size() > 32) {
    return usage_error(
        "bad_finding",
        Sentence{fmt::format("'{}' is no finding's id; write 32 of 0-9 and a-f, or the first {} at least", prefix,
                             kLeastPrefix),
                 fmt::format("“{}”不是发现编号；发现编号是 32 位 0-9、a-f，至少写前 {} 位", prefix, kLeastPrefix)});
  }
  ASSIGN(const auto rows, query(fmt::format("starts_with(finding_id, '{}')", prefix), kMostNamed));
  if (rows.empty()) {
    const std::string run = file_.parent_path().filename().string();
    return usage_error("no_such_finding",
                       Sentence{fmt::format("no finding of {} begins with {}; --run looks in another run", run, prefix),
                                fmt::format("{} 中没有以 {} 开头的发现；用 --run 查别次审核", run, prefix)});
  }
  if (rows.size() > 1) {
    return usage_error("ambiguous_finding",
                       Sentence{fmt::format("{} findings begin with {}, such as {} and {}; write more of it",
                                            rows.size(), prefix, rows[0].id, rows[1].id),
                                fmt::format("有 {} 个发现以 {} 开头，如 {} 和 {}；请多写几位", rows.size(), prefix,
                                            rows[0].id, rows[1].id)});
  }
  return rows[0];
}

Result<std::vector<FoundFinding>> FoundFindings::of_person(const FoundFinding& found) {
  return query(fmt::format("person = {}", tables::sql_text(found.names.person)), kMostOfPerson);
}

void share_money(ExplainedSubject& explained, const std::vector<FoundFinding>& findings) {
  const rules::Plan& plan = explained.subject->plan().plan();
  const claims::Part& part = explained.subject->plan().part();
  const claims::Range lines = part.range(claims::Link::person_lines, explained.subject->person());
  const auto rows = rows_by_number(part, plan, lines);
  std::vector<std::vector<RowIndex>> blamed;
  std::vector<audit::MoneyClaim> claims;
  for (const FoundFinding& finding : findings) {
    auto& of_finding = blamed.emplace_back();
    for (const std::string_view number : words(finding.lines)) {
      if (const auto row = rows.find(number); row != rows.end()) of_finding.push_back(row->second);
    }
    std::sort(of_finding.begin(), of_finding.end());
    const auto rule = std::find_if(plan.rules().begin(), plan.rules().end(),
                                   [&](const rules::Rule& entry) { return entry.code == finding.rule; });
    if (rule == plan.rules().end()) continue;  // its file is gone since the run
    claims.push_back({static_cast<rules::RuleIndex>(rule - plan.rules().begin()), finding.gross, {}});
  }
  if (claims.size() != findings.size()) return;
  for (std::size_t index = 0; index < claims.size(); ++index) claims[index].lines = blamed[index];

  const std::vector<RowIndex>& here = explained.explanation.blamed;
  audit::PersonMoney money(plan.rules());
  money.share_out(
      part, plan.fields(), lines, claims, [&](std::size_t number, Cents, std::span<const audit::Share> shares) {
        const FoundFinding& finding = findings[number];
        const auto& of_finding = blamed[number];
        const bool is_this = finding.id == explained.finding;
        const auto is_here = [&](RowIndex line) { return std::binary_search(here.begin(), here.end(), line); };
        if (!is_this && std::none_of(of_finding.begin(), of_finding.end(), is_here)) return;
        Cents from_here = 0;
        for (const audit::Share& share : shares) from_here += is_here(share.line) ? share.net : 0;
        if (is_this) explained.shares.assign(shares.begin(), shares.end());
        explained.taken.push_back({finding.rule, finding.id, finding.gross, finding.net, from_here, is_this});
      });
}

}  // namespace qiuhao::cli
