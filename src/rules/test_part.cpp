// The part that a test's rows make.
#include <algorithm>

#include "claims/person_part.h"
#include "rules/test_case.h"

namespace qiuhao::rules {

claims::Part make_test_part(const TestCase& test, const claims::Schema& schema, bool lines_reversed) {
  std::vector<claims::FieldPlace> all;
  for (std::size_t entity = 0; entity < claims::kEntities; ++entity) {
    const auto of = static_cast<claims::Entity>(entity);
    for (std::size_t field = 0; field < schema.of(of).fields.size(); ++field)
      all.emplace_back(of, static_cast<claims::FieldIndex>(field));
  }
  const claims::PersonPartMaker maker(schema, {all, all, all});
  if (!lines_reversed) return maker.make_whole(test);
  claims::LooseTape reversed = test;
  for (auto* rows : {&reversed.lines, &reversed.diagnoses, &reversed.operations, &reversed.settlements})
    std::ranges::reverse(*rows);
  return maker.make_whole(reversed);
}

}  // namespace qiuhao::rules
