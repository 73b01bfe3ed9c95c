// Names of rule, subject and lines, hashed.
#include "audit/finding_id.h"

#include <fmt/format.h>

namespace qiuhao::audit {
namespace {

using claims::Entity;
using rules::Grain;

// The names of one part's rows.
class Names {
 public:
  Names(const claims::Part& part, const rules::EngineFields& fields)
      : lines_(part.column(Entity::line, fields.line_id)),
        visits_(part.column(Entity::visit, fields.visit_id)),
        people_(part.column(Entity::person, fields.person_id)),
        days_(part.column(Entity::line, fields.line_day)),
        part_(part) {}

  std::string_view line(RowIndex row) const { return lines_->text(row); }

  // A length before each text, so that no text can pass for two.
  std::string subject(Grain grain, RowIndex row, RowIndex other) const {
    switch (grain) {
      case Grain::line: return counted(line(row));
      case Grain::pair: return counted(line(other)) + counted(line(row));
      case Grain::visit: return counted(visits_->text(row));
      case Grain::person: return counted(people_->text(row));
      case Grain::person_day: return counted(person_of(row)) + counted(format_day(days_->day(row)));
      case Grain::provider_period: break;
    }
    return "";
  }

  static std::string counted(std::string_view text) { return fmt::format("{}:{}", text.size(), text); }

 private:
  std::string_view person_of(RowIndex line) const {
    return people_->text(part_.link(claims::Link::visit_person, part_.link(claims::Link::line_visit, line)));
  }

  const Column* lines_;
  const Column* visits_;
  const Column* people_;
  const Column* days_;
  const claims::Part& part_;
};

}  // namespace

Hash128 finding_id(std::span<const claims::Part> parts, const AuditResult& result, const Finding& finding) {
  const rules::Plan& plan = *result.plan;
  const rules::Rule& rule = plan.rules()[finding.rule];
  const std::string_view point =
      finding.point == rules::kNoPoint ? std::string_view() : std::string_view(plan.library()[finding.point].id);
  if (rule.grain == Grain::provider_period) {
    const rules::PeerKey& key = result.peers->cells(finding.rule)[finding.row].key;
    std::string text = fmt::format("{}\n{}\n{}{}", rule.code, rules::grain_name(rule.grain),
                                   Names::counted(key.provider), Names::counted(format_day(key.month)));
    for (const std::string& value : key.group) text += Names::counted(value);
    return hash128(text);
  }
  const Names names(parts[finding.part], plan.fields());
  const auto lines = result.lines_of(finding);
  if (rule.grain == Grain::line && lines.size() == 1 && lines.front() == finding.row) {
    return hash128(fmt::format("{}\n{}\n{}", rule.code, names.line(finding.row), point));
  }
  std::string text = fmt::format("{}\n{}\n{}{}", rule.code, rules::grain_name(rule.grain),
                                 names.subject(rule.grain, finding.row, finding.other), Names::counted(point));
  for (const RowIndex line : lines) text += Names::counted(names.line(line));
  return hash128(text);
}

}  // namespace qiuhao::audit
