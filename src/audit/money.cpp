// Taking money line by line.
#include "audit/money.h"

#include <algorithm>

#include "base/check.h"

namespace qiuhao::audit {

Cents line_money(const claims::Part& part, const rules::EngineFields& fields, RowIndex line) {
  for (const claims::FieldIndex field : {fields.line_in_scope, fields.line_amount}) {
    const Column* column = part.column(claims::Entity::line, field);
    if (column != nullptr && column->has(line)) return std::max<Cents>(column->number(line), 0);
  }
  return 0;
}

void LineMoney::begin(claims::Range lines) {
  lines_ = lines;
  taken_.assign(lines.end - lines.begin, 0);
}

Cents LineMoney::take(Cents asked, std::span<const RowIndex> lines, std::vector<Share>& shares) {
  Cents gross_left = asked;
  Cents net_left = asked;
  for (const RowIndex line : lines) {
    if (gross_left <= 0 && net_left <= 0) break;
    CHECK(line >= lines_.begin && line < lines_.end);
    Cents& taken = taken_[line - lines_.begin];
    const Cents full = line_money(*part_, *fields_, line);
    const Share share{line, std::min(gross_left, full), std::min(net_left, full - taken)};
    gross_left -= share.gross;
    net_left -= share.net;
    taken += share.net;
    if (share.gross > 0 || share.net > 0) shares.push_back(share);
  }
  return asked - net_left;
}

}  // namespace qiuhao::audit
