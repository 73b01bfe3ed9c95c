// Money in scope by the batch.
#include "rules/bulk/line_money.h"

#include <algorithm>

namespace qiuhao::rules {

using claims::Entity;

std::optional<Cents> line_money(const claims::Part& part, const EngineFields& fields, RowIndex line) {
  for (const claims::FieldIndex field : {fields.line_in_scope, fields.line_amount}) {
    const Column* column = part.column(Entity::line, field);
    if (column != nullptr && column->has(line)) return std::max<Cents>(column->number(line), 0);
  }
  return std::nullopt;
}

LineMoney::LineMoney(const PartPlan& plan)
    : part_(plan.part()), fields_(plan.plan().fields()), in_scope_(part_.column(Entity::line, fields_.line_in_scope)) {}

void LineMoney::begin(const PeopleRun& run) {
  lines_ = run.lines;
  const std::size_t count = lines_.end - lines_.begin;
  if (cents_.size() < count) cents_.resize(count);
  is_read_.assign((count + 63) / 64, 0);
}

void LineMoney::read(std::span<const RowIndex> lines) {
  if (in_scope_ == nullptr) return;
  gathered_.resize(lines.size());
  in_scope_->gather(lines, gathered_.data());
  for (std::size_t index = 0; index < lines.size(); ++index) {
    if (!in_scope_->has(lines[index])) continue;
    const std::size_t at = lines[index] - lines_.begin;
    cents_[at] = std::max<Cents>(gathered_[index], 0);
    is_read_[at / 64] |= std::uint64_t{1} << (at % 64);
  }
}

}  // namespace qiuhao::rules
