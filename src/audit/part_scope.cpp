// Which subjects count.
#include "audit/part_scope.h"

#include <limits>
#include <unordered_set>

namespace qiuhao::audit {

using claims::Entity;

PartScope::PartScope(const rules::Plan& plan, const claims::Part& part, std::uint16_t number,
                     const AuditOptions& options)
    : plan_(plan, part),
      shard_(options.shard, part, plan.fields().person_id),
      number_(number),
      day_(part.column(Entity::line, plan.fields().line_day)),
      in_scope_(part.column(Entity::line, plan.fields().line_in_scope)),
      from_(options.from == kNoDay ? std::numeric_limits<Day>::min() : options.from),
      to_(options.to == kNoDay ? std::numeric_limits<Day>::max() : options.to),
      is_restricted_(options.from != kNoDay || options.to != kNoDay || !options.providers.empty()) {
  if (options.providers.empty()) return;
  const std::unordered_set<std::string_view> wanted(options.providers.begin(), options.providers.end());
  const Column* code = part.column(Entity::provider, plan.schema().of(Entity::provider).find("id"));
  for (RowIndex row = 0; row < part.rows(Entity::provider); ++row) {
    provider_counts_.push_back(wanted.contains(code->text(row)));
  }
}

}  // namespace qiuhao::audit
