// Remembering what was given, net of refunds.
#include "simulate/past.h"

namespace qiuhao::simulate {

std::vector<Given> given_in(const Visit& visit) {
  std::vector<Given> all(visit.lines.size());
  for (std::size_t index = 0; index < visit.lines.size(); ++index) {
    const Line& line = visit.lines[index];
    if (line.voided) continue;
    Given& given = all[line.refund_of >= 0 ? static_cast<std::size_t>(line.refund_of) : index];
    given.quantity += line.quantity;
    given.in_scope += line.in_scope;
    if (line.refund_of < 0) {
      given.item = line.item;
      given.day = day_of(line.time);
    }
  }
  std::erase_if(all, [](const Given& given) { return given.quantity <= 0; });
  return all;
}

void Past::remember(const Visit& visit) {
  if (visit.waiting) return;
  const std::vector<Given> now = given_in(visit);
  given_.insert(given_.end(), now.begin(), now.end());
}

}  // namespace qiuhao::simulate
