// Names of rule, subject and lines, hashed.
#include "audit/finding_id.h"

#include <fmt/format.h>

#include "base/check.h"

namespace qiuhao::audit {

using claims::Entity;
using rules::Grain;

namespace {

// A length before each text, so that no text can pass for two.
void append_counted(std::string& to, std::string_view text) {
  fmt::format_to(std::back_inserter(to), "{}:", text.size());
  to += text;
}

}  // namespace

FindingIds::FindingIds(const rules::Plan& plan, const claims::Part& part)
    : plan_(plan),
      part_(part),
      lines_(part.column(Entity::line, plan.fields().line_id)),
      visits_(part.column(Entity::visit, plan.fields().visit_id)),
      diagnoses_(part.column(Entity::diagnosis, plan.fields().diagnosis_id)),
      operations_(part.column(Entity::operation, plan.fields().operation_id)),
      people_(part.column(Entity::person, plan.fields().person_id)),
      days_(part.column(Entity::line, plan.fields().line_day)) {}

void FindingIds::add_counted(std::string_view text) { append_counted(text_, text); }

void FindingIds::add_counted(const Column& ids, RowIndex row) {
  row_text_.clear();
  ids.append_text(row, row_text_);
  append_counted(text_, row_text_);
}

RowIndex FindingIds::person_of(RowIndex line) const {
  return part_.link(claims::Link::visit_person, part_.link(claims::Link::line_visit, line));
}

void FindingIds::add_subject(Grain grain, RowIndex row, RowIndex other) {
  switch (grain) {
    case Grain::line: return add_counted(*lines_, row);
    case Grain::pair: add_counted(*lines_, other); return add_counted(*lines_, row);
    case Grain::visit: return add_counted(*visits_, row);
    case Grain::person: return add_counted(*people_, row);
    case Grain::person_day: add_counted(*people_, person_of(row)); return add_counted(format_day(days_->day(row)));
    case Grain::diagnosis: return add_counted(*diagnoses_, row);
    case Grain::operation: return add_counted(*operations_, row);
    case Grain::provider_period: CHECK(false);
  }
}

Hash128 FindingIds::of(const Finding& finding, std::span<const RowIndex> lines) {
  const rules::Rule& rule = plan_.rules()[finding.rule];
  const std::string_view point =
      finding.point == rules::kNoPoint ? std::string_view() : std::string_view(plan_.library()[finding.point].id);
  text_ = rule.code;
  text_ += '\n';
  if (rule.grain == Grain::line && lines.size() == 1 && lines.front() == finding.row) {
    lines_->append_text(finding.row, text_);
    text_ += '\n';
    text_ += point;
    return hash128(text_);
  }
  text_ += rules::grain_name(rule.grain);
  text_ += '\n';
  add_subject(rule.grain, finding.row, finding.other);
  add_counted(point);
  for (const RowIndex line : lines) add_counted(*lines_, line);
  return hash128(text_);
}

Hash128 month_finding_id(const rules::Rule& rule, const rules::PeerKey& key) {
  std::string text = fmt::format("{}\n{}\n", rule.code, rules::grain_name(rule.grain));
  append_counted(text, key.provider);
  append_counted(text, format_day(key.month));
  for (const std::string& value : key.group) append_counted(text, value);
  return hash128(text);
}

}  // namespace qiuhao::audit
