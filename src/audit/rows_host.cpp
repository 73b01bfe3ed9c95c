// Lists are laid for the whole run.
#include "audit/rows_host.h"

#include "rules/world.h"

namespace qiuhao::audit {

using claims::Link;

const cel::Activation& RowsHost::stand_on(std::size_t row, std::size_t program) {
  laid_->stand(subject_, row, rule_of(program));
  return subject_;
}

bool RowsHost::has_lists(const cel::FieldName& list, std::size_t) {
  if (list.slot == rules::kPersonSlot) return rules::VisitLists::link_of_person(list.field).has_value();
  return laid_->has_visits() && list.slot == rules::kVisitSlot && rules::VisitLists::entity_of(list.field).has_value();
}

cel::Bits RowsHost::lists(const cel::FieldName& list, std::size_t, const cel::Bits& asked,
                          std::span<std::span<const RowIndex>> rows) {
  if (list.slot == rules::kPersonSlot) {
    const Link link = *rules::VisitLists::link_of_person(list.field);
    asked.each([&](std::size_t row) { rows[row] = visit_lists_.of_person(link, laid_->places().people[row]); });
    return {};
  }
  const claims::Entity entity = *rules::VisitLists::entity_of(list.field);
  asked.each([&](std::size_t row) { rows[row] = visit_lists_.of(entity, laid_->visit(row)); });
  return {};
}

bool RowsHost::has_sizes(const cel::FieldName& list, std::size_t program) { return RowsHost::has_lists(list, program); }

const std::int64_t* RowsHost::sizes(const cel::FieldName& list, std::size_t program, const cel::Bits& asked) {
  sizes_.assign(laid_->size(), -1);
  if (list.slot == rules::kVisitSlot) {
    rows_of_lists_.resize(laid_->size());
    RowsHost::lists(list, program, asked, rows_of_lists_);
    asked.each([&](std::size_t row) { sizes_[row] = static_cast<std::int64_t>(rows_of_lists_[row].size()); });
    return sizes_.data();
  }
  const Link link = *rules::VisitLists::link_of_person(list.field);
  for (std::size_t row = 0; row < sizes_.size(); ++row) {
    const claims::Range range = plan_.part().range(link, laid_->places().people[row]);
    sizes_[row] = range.end - range.begin;
  }
  return sizes_.data();
}

}  // namespace qiuhao::audit
