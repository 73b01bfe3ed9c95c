// Looking them up.
#include "identity/accounts.h"

#include <fmt/format.h>

namespace qiuhao::identity {

using database::Kind;

Result<Account> account_of(database::Transaction& transaction, const std::string& login) {
  ASSIGN(const auto row,
         transaction.query_first("select u.state, o.kind, o.region from identity_users u join identity_organisations o "
                                 "on o.code = u.organisation where u.login = ?",
                                 {login}, {Kind::number, Kind::number, Kind::text}));
  if (!row)
    return input_error("unknown_user",
                       Sentence{fmt::format("there is no user {}", login), fmt::format("没有用户 {}", login)});
  return Account{static_cast<UserState>(row->number(0)), static_cast<OrganisationKind>(row->number(1)), row->text(2)};
}

Status check_region(std::string_view region) {
  if (is_region(region)) return {};
  return input_error("bad_region", Sentence{"a region is a division code of 2, 4, 6, 9 or 12 digits",
                                            "区划代码为 2、4、6、9 或 12 位数字"});
}

}  // namespace qiuhao::identity
