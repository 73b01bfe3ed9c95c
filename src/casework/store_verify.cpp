// Whether kept matters are what was written: each row by its mark, each matter of the trail by its being there.
#include <fmt/format.h>

#include "casework/store.h"

namespace qiuhao::casework {
namespace {

using database::Transaction;

Error missing(const std::string& number) {
  return {Fault::system,
          "matter_missing",
          fmt::format("{}: the trail tells of it, and it is not there; restore it from a backup", number),
          {},
          fmt::format("{}：审计记录中有此事项，但已不存在；请从备份恢复", number)};
}

}  // namespace

Result<std::vector<Error>> MatterStore::verify(std::size_t most) const {
  std::vector<Error> errors;
  TRY(database_->read([&](Transaction& transaction) -> Status {
    std::string last;
    for (;;) {
      ASSIGN(const auto rows, transaction.query("select number from casework_matters where number > ? order by number "
                                                "limit ?",
                                                {last, std::int64_t{1'000}}, {database::Kind::text}));
      if (rows.empty()) break;
      for (const database::Row& row : rows) {
        last = row.text(0);
        const Status whole = rows_.verify(transaction, last);
        if (!whole) errors.push_back(whole.error());
        if (errors.size() >= most) return {};
      }
    }
    for (const std::string& kind : kinds_->names()) {
      ASSIGN(const auto gone,
             transaction.query("select distinct a.subject from audit_acts a where a.what >= ? and a.what < ? and not "
                               "exists (select 1 from casework_matters m where m.number = a.subject) order by "
                               "a.subject limit ?",
                               {kind + ".", kind + "/", static_cast<std::int64_t>(most - errors.size())},
                               {database::Kind::text}));
      for (const database::Row& row : gone) errors.push_back(missing(row.text(0)));
      if (errors.size() >= most) return {};
    }
    return {};
  }));
  return errors;
}

}  // namespace qiuhao::casework
