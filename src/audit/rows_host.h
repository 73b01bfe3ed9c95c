// What a vector program over laid rows asks its host, whatever the program is for: the lists of visits and people, and
// a subject to stand on.
#pragma once

#include <vector>

#include "audit/laid_rows.h"
#include "rules/bulk/visit_lists.h"

namespace qiuhao::audit {

// One thread's, over one part.
class RowsHost : protected cel::BatchHost {
 protected:
  // All must outlive it.
  RowsHost(const rules::PartPlan& plan, rules::Subject& subject, rules::VisitLists& visit_lists)
      : plan_(plan), subject_(subject), visit_lists_(visit_lists) {}

  virtual rules::RuleIndex rule_of(std::size_t program) const = 0;
  const cel::Activation& stand_on(std::size_t row, std::size_t program) override;
  bool has_sizes(const cel::FieldName& list, std::size_t program) override;
  const std::int64_t* sizes(const cel::FieldName& list, std::size_t program, const cel::Bits& asked) override;
  bool has_lists(const cel::FieldName& list, std::size_t program) override;
  cel::Bits lists(const cel::FieldName& list, std::size_t program, const cel::Bits& asked,
                  std::span<std::span<const RowIndex>> rows) override;

  const rules::PartPlan& plan_;
  rules::Subject& subject_;
  rules::VisitLists& visit_lists_;
  LaidRows* laid_ = nullptr;  // the batch at hand

 private:
  std::vector<std::int64_t> sizes_;
  std::vector<std::span<const RowIndex>> rows_of_lists_;
};

}  // namespace qiuhao::audit
