// `qiuhao users role`: one proposes, another approves.
#include <fmt/format.h>

#include "cli/users_parts.h"

namespace qiuhao::cli {
namespace {

using database::Transaction;
using identity::By;

Result<Day> day_or(const std::string& text, Day otherwise) {
  if (text.empty()) return otherwise;
  return parse_day(text);
}

Result<int> decide(const UsersOptions& options, bool approve) {
  return as_user(options, [&](UsersDesk& desk, const By& by, const std::string&) -> Status {
    return desk.records.database->write([&](Transaction& transaction) {
      return desk.people.decide_role(transaction, by, options.number, approve, options.why);
    });
  });
}

}  // namespace

Result<int> propose_role(const UsersOptions& options) {
  return as_user(options, [&](UsersDesk& desk, const By& by, const std::string&) -> Status {
    identity::Grant grant;
    grant.login = options.login;
    grant.role = options.role;
    grant.region = options.region;
    grant.grid = options.grid;
    ASSIGN(grant.from, day_or(options.from, day_of(desk.now / database::kMicrosASecond)));
    ASSIGN(grant.to, day_or(options.to, kNoDay));
    std::int64_t number = 0;
    TRY(desk.records.database->write([&](Transaction& transaction) -> Status {
      ASSIGN(number, desk.people.propose_role(transaction, by, grant));
      return {};
    }));
    fmt::print("{}\n",
               options.language == Language::chinese
                   ? fmt::format("已提请，编号 {}；由另一名管理员批准后生效", number)
                   : fmt::format("proposed as number {}; it counts once another administrator approved it", number));
    return {};
  });
}

Result<int> approve_role(const UsersOptions& options) { return decide(options, true); }
Result<int> refuse_role(const UsersOptions& options) { return decide(options, false); }

Result<int> end_role(const UsersOptions& options) {
  return as_user(options, [&](UsersDesk& desk, const By& by, const std::string&) -> Status {
    ASSIGN(const Day last, day_or(options.to, day_of(desk.now / database::kMicrosASecond)));
    return desk.records.database->write([&](Transaction& transaction) {
      return desk.people.end_role(transaction, by, options.number, last, options.why);
    });
  });
}

}  // namespace qiuhao::cli
