// By the indexes of findings, one exception after the other: there are few of them.
#include "casework/set_aside.h"

#include <fmt/format.h>

#include "casework/findings.h"

namespace qiuhao::casework {
namespace {

using database::Kind;
using database::Transaction;

std::string_view column_of(ExceptionKind kind) {
  switch (kind) {
    case ExceptionKind::person: return "person";
    case ExceptionKind::provider: return "provider";
    case ExceptionKind::item: return "item";
    case ExceptionKind::rule: return "rule";
  }
  return "rule";
}

Result<std::int64_t> move(Transaction& transaction, FindingState from, FindingState to, ExceptionKind kind,
                          const std::string& subject, Day first, Day last) {
  return transaction.execute(
      fmt::format("update casework_findings set state = ? where state = ? and {} = ? and day >= ? and day <= ?",
                  column_of(kind)),
      {static_cast<std::int64_t>(to), static_cast<std::int64_t>(from), subject, first, last});
}

}  // namespace

Result<std::int64_t> set_findings_aside(Transaction& transaction) {
  ASSIGN(const auto rows,
         transaction.query("select kind, subject, from_day, coalesce(ended, to_day) from casework_exceptions where "
                           "state = ? order by id",
                           {static_cast<std::int64_t>(ExceptionState::approved)},
                           {Kind::number, Kind::text, Kind::number, Kind::number}));
  std::int64_t moved = 0;
  for (const database::Row& row : rows) {
    ASSIGN(const std::int64_t some,
           move(transaction, FindingState::open, FindingState::set_aside, static_cast<ExceptionKind>(row.number(0)),
                row.text(1), static_cast<Day>(row.number(2)), static_cast<Day>(row.number(3))));
    moved += some;
  }
  return moved;
}

Status free_findings(Transaction& transaction, const Exception& ended) {
  TRY(move(transaction, FindingState::set_aside, FindingState::open, ended.kind, ended.subject, ended.last() + 1,
           ended.to));
  TRY(set_findings_aside(transaction));
  return {};
}

}  // namespace qiuhao::casework
