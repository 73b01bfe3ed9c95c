// Organisations and users.
#include "identity/people.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "database/migrations.h"
#include "database/personal.h"
#include "identity/accounts.h"
#include "identity/tables.h"

namespace qiuhao::identity {
namespace {

using database::Bytes;
using database::Kind;
using database::Parameter;
using database::Personal;
using database::Row;
using database::Transaction;

database::CellName cell_of(std::string_view column, const std::string& login) {
  return {"identity_users", column, login};
}

std::unexpected<Error> unknown(std::string code, const char* english, const char* chinese, const std::string& name) {
  return input_error(std::move(code), Sentence{fmt::format("there is no {} {}", english, name),
                                               fmt::format("没有{} {}", chinese, name)});
}

Result<Organisation> organisation_of(Transaction& transaction, const std::string& code) {
  ASSIGN(const auto row,
         transaction.query_first("select name, kind, region, is_closed from identity_organisations where code = ?",
                                 {code}, {Kind::text, Kind::number, Kind::text, Kind::number}));
  if (!row) return unknown("unknown_organisation", "organisation", "机构", code);
  return Organisation{code, row->text(0), static_cast<OrganisationKind>(row->number(1)), row->text(2),
                      row->number(3) != 0};
}

std::string text_of(const Organisation& organisation) {
  return fmt::format("{} {} {}{}", name_of(organisation.kind), organisation.region, organisation.name,
                     organisation.is_closed ? " closed" : "");
}

}  // namespace

bool is_login(std::string_view login) {
  return login.size() >= 2 && login.size() <= 32 && login[0] >= 'a' && login[0] <= 'z' &&
         std::ranges::all_of(login, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
         });
}

std::string_view name_of(UserState state) {
  switch (state) {
    case UserState::active: return "active";
    case UserState::locked: return "locked";
    case UserState::left: return "left";
  }
  return "";
}

std::string_view name_of(GrantState state) {
  switch (state) {
    case GrantState::proposed: return "proposed";
    case GrantState::approved: return "approved";
    case GrantState::refused: return "refused";
  }
  return "";
}

Status People::prepare(database::Database& database) {
  TRY(database::migrate(database, "identity", identity_migrations()));
  return {};
}

Status People::require(Transaction& transaction, const By& by, std::string_view action, const Target& target) const {
  ASSIGN(const Decision decision, may(transaction, by.asker, action, target, by.now));
  if (decision.is_allowed()) return {};
  Error error = refusal(decision);
  error.message =
      fmt::format("{} may not do {}: {} ({})", by.asker.login, action, error.message, name_of(decision.reason));
  error.chinese =
      fmt::format("{} 不能办理 {}：{}（{}）", by.asker.login, action, error.chinese, name_of(decision.reason));
  return fail(std::move(error));
}

Status People::note(Transaction& transaction, const By& by, std::string what, std::string subject,
                    std::optional<std::string> before, std::optional<std::string> after,
                    std::optional<std::string> why) const {
  TRY(trail_.append(transaction,
                    database::Act{by.now, by.asker.login, by.where_from, std::move(what), std::move(subject),
                                  std::move(before), std::move(after), std::move(why), by.request}));
  return {};
}

Status People::found(Transaction& transaction, const By& by, const Organisation& organisation,
                     const NewUser& system_administrator, const NewUser& security_administrator) const {
  ASSIGN(const auto row, transaction.query_first("select count(*) from identity_users", {}, {Kind::number}));
  if (row && row->number(0) != 0)
    return input_error("already_founded", Sentence{"there are users already; an administrator adds others",
                                                   "已有用户；请由管理员添加其他用户"});
  if (system_administrator.login == security_administrator.login)
    return input_error("same_person",
                       Sentence{"the two first administrators are two people", "首批两名管理员应是两个人"});
  TRY(check_region(organisation.region));
  TRY(transaction.execute(
      "insert into identity_organisations (code, name, kind, region, is_closed) values (?, ?, ?, ?, 0)",
      {organisation.code, organisation.name, static_cast<std::int64_t>(organisation.kind), organisation.region}));
  TRY(note(transaction, by, "organisation_added", "organisation:" + organisation.code, std::nullopt,
           text_of(organisation)));
  const Day today = day_of(by.now / database::kMicrosASecond);
  for (const auto& [user, role] : {std::pair{&system_administrator, "system_administrator"},
                                   std::pair{&security_administrator, "security_administrator"}}) {
    NewUser placed = *user;
    placed.organisation = organisation.code;
    TRY(insert_user(transaction, by, placed));
    const auto number = policy_.role(role);
    if (!number) return unknown("unknown_role", "role", "岗位", role);
    TRY(transaction.execute(
        "insert into identity_grants (login, role, region, grid, from_day, state, proposed_by, "
        "proposed_at) values (?, ?, ?, '', ?, ?, 'founding', ?)",
        {placed.login, role, organisation.region, today, static_cast<std::int64_t>(GrantState::approved), by.now}));
    TRY(note(transaction, by, "role_founded", "user:" + placed.login, std::nullopt, role));
  }
  return {};
}

Status People::keep_organisation(Transaction& transaction, const By& by, const Organisation& organisation) const {
  if (organisation.code.empty() || organisation.code.size() > 64 || organisation.name.empty())
    return input_error("bad_name", Sentence{"an organisation has a code of at most 64 bytes, and a name",
                                            "机构要有编码（最长 64 字节）和名称"});
  TRY(check_region(organisation.region));
  TRY(require(transaction, by, "organisation.keep", Target::in_region(organisation.region)));
  const std::string subject = "organisation:" + organisation.code;
  const auto before = organisation_of(transaction, organisation.code);
  if (!before && before.error().code != "unknown_organisation") return std::unexpected(before.error());
  if (!before) {
    TRY(transaction.execute(
        "insert into identity_organisations (code, name, kind, region, is_closed) values (?, ?, ?, ?, ?)",
        {organisation.code, organisation.name, static_cast<std::int64_t>(organisation.kind), organisation.region,
         organisation.is_closed}));
    return note(transaction, by, "organisation_added", subject, std::nullopt, text_of(organisation));
  }
  if (before->kind != organisation.kind)
    return input_error("kind_is_fixed", Sentence{"an organisation's kind does not change; close it and add another",
                                                 "机构类别不能更改；请停用后另行添加"});
  TRY(require(transaction, by, "organisation.keep", Target::in_region(before->region)));
  TRY(transaction.execute("update identity_organisations set name = ?, region = ?, is_closed = ? where code = ?",
                          {organisation.name, organisation.region, organisation.is_closed, organisation.code}));
  return note(transaction, by, "organisation_changed", subject, text_of(*before), text_of(organisation));
}

Status People::add_unit(Transaction& transaction, const By& by, const std::string& organisation,
                        const std::string& unit) const {
  if (unit.empty() || unit.size() > 128)
    return input_error("bad_name", Sentence{"a unit has a name of at most 128 bytes", "科室要有名称（最长 128 字节）"});
  ASSIGN(const Organisation owner, organisation_of(transaction, organisation));
  TRY(require(transaction, by, "organisation.keep", Target::in_region(owner.region)));
  TRY(transaction.execute("insert into identity_units (organisation, name) values (?, ?)", {organisation, unit}));
  return note(transaction, by, "unit_added", "organisation:" + organisation, std::nullopt, unit);
}

Status People::add_user(Transaction& transaction, const By& by, const NewUser& user) const {
  ASSIGN(const Organisation owner, organisation_of(transaction, user.organisation));
  TRY(require(transaction, by, "user.keep", Target::in_region(owner.region)));
  return insert_user(transaction, by, user);
}

Status People::insert_user(Transaction& transaction, const By& by, const NewUser& user) const {
  if (!is_login(user.login))
    return input_error("bad_login",
                       Sentence{"a login is 2 to 32 small letters, digits, '.', '_' or '-', a letter first",
                                "登录名为 2 到 32 个小写字母、数字、“.”、“_”或“-”，以字母开头"});
  if (user.name.empty() || user.name.size() > 256)
    return input_error("bad_name", Sentence{"a user has a name", "用户要有姓名"});
  ASSIGN(const auto taken,
         transaction.query_first("select 1 from identity_users where login = ?", {user.login}, {Kind::number}));
  if (taken)
    return input_error("login_is_taken",
                       Sentence{fmt::format("the login {} is another's, or was; choose another", user.login),
                                fmt::format("登录名 {} 已被使用或曾被使用；请换一个", user.login)});
  if (!user.unit.empty()) {
    ASSIGN(const auto unit, transaction.query_first("select 1 from identity_units where organisation = ? and name = ?",
                                                    {user.organisation, user.unit}, {Kind::number}));
    if (!unit) return unknown("unknown_unit", "unit", "科室", user.unit);
  }
  const auto sealed = [&](std::string_view column, const std::string& clear) {
    if (clear.empty()) return Parameter(nullptr);
    return Parameter(Bytes{database::seal_cell(ring_, cell_of(column, user.login), clear)});
  };
  const Parameter unit = user.unit.empty() ? Parameter(nullptr) : Parameter(user.unit);
  TRY(transaction.execute(
      "insert into identity_users (login, name, phone, certificate, organisation, unit, state, added_at) "
      "values (?, ?, ?, ?, ?, ?, ?, ?)",
      {user.login, sealed("name", user.name), sealed("phone", user.phone), sealed("certificate", user.certificate),
       user.organisation, unit, static_cast<std::int64_t>(UserState::active), by.now}));
  return note(transaction, by, "user_added", "user:" + user.login, std::nullopt,
              fmt::format("{} {} {}", database::masked(Personal::name, user.name), user.organisation, user.unit));
}

Status People::set_state(Transaction& transaction, const By& by, const std::string& login, UserState state,
                         const std::string& why) const {
  if (login == by.asker.login)
    return input_error("own_account", Sentence{"nobody changes the own account; ask another administrator",
                                               "不能更改自己的账号；请由另一名管理员办理"});
  ASSIGN(const Account account, account_of(transaction, login));
  TRY(require(transaction, by, "user.keep", Target::in_region(account.region)));
  if (account.state == UserState::left)
    return input_error("user_has_left", Sentence{"who left comes back with a new login", "离岗用户须使用新的登录名"});
  TRY(transaction.execute("update identity_users set state = ? where login = ?",
                          {static_cast<std::int64_t>(state), login}));
  if (state != UserState::active) TRY(transaction.execute("delete from identity_sessions where login = ?", {login}));
  return note(transaction, by, "user_state_changed", "user:" + login, std::string(name_of(account.state)),
              std::string(name_of(state)), why);
}

Result<std::vector<User>> People::users(Transaction& transaction) const {
  ASSIGN(const auto rows,
         transaction.query("select login, name, phone, organisation, unit, state from identity_users "
                           "order by login",
                           {}, {Kind::text, Kind::bytes, Kind::bytes, Kind::text, Kind::text, Kind::number}));
  std::vector<User> users;
  for (const Row& row : rows) {
    const std::string& login = row.text(0);
    ASSIGN(const std::string name, database::open_cell(ring_, cell_of("name", login), row.bytes(1)));
    User user{login,       database::masked(Personal::name, name), "",
              row.text(3), row.optional_text(4).value_or(""),      static_cast<UserState>(row.number(5))};
    if (!row.is_absent(2)) {
      ASSIGN(const std::string phone, database::open_cell(ring_, cell_of("phone", login), row.bytes(2)));
      user.masked_phone = database::masked(Personal::phone, phone);
    }
    users.push_back(std::move(user));
  }
  return users;
}

}  // namespace qiuhao::identity
