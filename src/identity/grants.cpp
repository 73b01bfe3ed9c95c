// Roles that users hold: one proposes, another approves.
#include <fmt/format.h>

#include <algorithm>

#include "identity/accounts.h"

namespace qiuhao::identity {
namespace {

using database::Kind;
using database::Parameter;
using database::Row;
using database::Transaction;

std::string text_of(const Grant& grant) {
  return fmt::format("{} {}{}{} {}..{}", grant.role, grant.region.empty() ? "everywhere" : grant.region,
                     grant.grid.empty() ? "" : "/", grant.grid, format_day(grant.from), format_day(grant.to));
}

std::unexpected<Error> own_role() {
  return input_error("own_role", Sentence{"nobody changes the own roles; ask another administrator",
                                          "任何人不得变更自己的岗位；请由另一名管理员办理"});
}

bool overlap(const Grant& a, const Grant& b) {
  return (a.to == kNoDay || b.from <= a.to) && (b.to == kNoDay || a.from <= b.to);
}

constexpr std::string_view kSelect =
    "select id, login, role, region, grid, from_day, to_day, state, proposed_by, decided_by from identity_grants ";
constexpr auto kKinds = {Kind::number, Kind::text,   Kind::text,   Kind::text, Kind::text,
                         Kind::number, Kind::number, Kind::number, Kind::text, Kind::text};

Grant grant_of(const Row& row) {
  return {row.number(0),
          row.text(1),
          row.text(2),
          row.text(3),
          row.text(4),
          static_cast<Day>(row.number(5)),
          static_cast<Day>(row.optional_number(6).value_or(kNoDay)),
          static_cast<GrantState>(row.number(7)),
          row.text(8),
          row.optional_text(9).value_or("")};
}

Result<Grant> grant_numbered(Transaction& transaction, std::int64_t id) {
  ASSIGN(const auto row, transaction.query_first(std::string(kSelect) + "where id = ?", {id}, kKinds));
  if (!row)
    return input_error("unknown_grant", Sentence{fmt::format("no role was proposed under number {}", id),
                                                 fmt::format("没有编号为 {} 的岗位申请", id)});
  return grant_of(*row);
}

}  // namespace

// What has to be right when it is proposed and again when it is approved, for much may have changed between.
Status People::check_grant(Transaction& transaction, const Grant& grant) const {
  const auto role = policy_.role(grant.role);
  if (!role)
    return input_error("unknown_role", Sentence{fmt::format("the policy of roles has no role {}", grant.role),
                                                fmt::format("岗位权限中没有岗位 {}", grant.role)});
  TRY(check_region(grant.region));
  if (grant.from == kNoDay || (grant.to != kNoDay && grant.to < grant.from))
    return input_error("bad_date", Sentence{"a role begins on a day and does not end before it",
                                            "岗位要有起始日，且末日不早于起始日"});
  ASSIGN(const Account account, account_of(transaction, grant.login));
  if (account.state == UserState::left)
    return input_error("user_has_left", Sentence{"who left comes back with a new login", "离岗用户须使用新的登录名"});
  const Role& wanted = policy_.roles()[*role];
  if (!wanted.may_be_held_in(account.kind))
    return input_error("organisation_may_not_hold_role",
                       Sentence{fmt::format("{} is not held in a {}", wanted.name, title_of(account.kind).english),
                                fmt::format("{}不得设“{}”岗位", title_of(account.kind).chinese, wanted.title.chinese)});
  ASSIGN(const auto held, grants(transaction, grant.login));
  for (const Grant& other : held) {
    const auto number = policy_.role(other.role);
    if (other.id == grant.id || other.state == GrantState::refused || !number || !overlap(grant, other)) continue;
    if (const auto why = policy_.kept_apart(*role, *number))
      return input_error("roles_apart",
                         Sentence{fmt::format("{} and {} are kept apart: {}", grant.role, other.role, why->english),
                                  fmt::format("{} 与 {} 不得由一人兼任：{}", grant.role, other.role, why->chinese)});
  }
  return {};
}

Result<std::int64_t> People::propose_role(Transaction& transaction, const By& by, const Grant& grant) const {
  if (grant.login == by.asker.login) return own_role();
  Grant made = grant;
  made.id = 0;
  TRY(require(transaction, by, "role.propose", Target::in_region(made.region)));
  TRY(check_grant(transaction, made));
  TRY(transaction.execute(
      "insert into identity_grants (login, role, region, grid, from_day, to_day, state, proposed_by, proposed_at) "
      "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {made.login, made.role, made.region, made.grid, made.from,
       made.to == kNoDay ? Parameter(nullptr) : Parameter(made.to), static_cast<std::int64_t>(GrantState::proposed),
       by.asker.login, by.now}));
  ASSIGN(const auto row, transaction.query_first("select max(id) from identity_grants", {}, {Kind::number}));
  TRY(note(transaction, by, "role_proposed", "user:" + made.login, std::nullopt,
           fmt::format("{} {}", row->number(0), text_of(made))));
  return row->number(0);
}

Status People::decide_role(Transaction& transaction, const By& by, std::int64_t id, bool approve,
                           const std::string& why) const {
  ASSIGN(const Grant grant, grant_numbered(transaction, id));
  if (grant.login == by.asker.login) return own_role();
  TRY(require(transaction, by, "role.approve", Target::in_region(grant.region, {grant.proposed_by})));
  if (grant.state != GrantState::proposed)
    return input_error("grant_is_decided",
                       Sentence{fmt::format("number {} is decided already", id), fmt::format("编号 {} 已有决定", id)});
  if (approve) TRY(check_grant(transaction, grant));
  const GrantState state = approve ? GrantState::approved : GrantState::refused;
  TRY(transaction.execute("update identity_grants set state = ?, decided_by = ?, decided_at = ? where id = ?",
                          {static_cast<std::int64_t>(state), by.asker.login, by.now, id}));
  return note(transaction, by, approve ? "role_approved" : "role_refused", "user:" + grant.login, std::nullopt,
              fmt::format("{} {}", id, text_of(grant)), why);
}

Status People::end_role(Transaction& transaction, const By& by, std::int64_t id, Day last,
                        const std::string& why) const {
  ASSIGN(const Grant grant, grant_numbered(transaction, id));
  if (grant.login == by.asker.login) return own_role();
  TRY(require(transaction, by, "role.propose", Target::in_region(grant.region)));
  if (grant.to != kNoDay && last >= grant.to)
    return input_error("bad_date", Sentence{"it ends by then anyway; a longer role is proposed anew",
                                            "该岗位届时已到期；延长须重新提请"});
  Grant ended = grant;
  ended.to = last;
  TRY(transaction.execute("update identity_grants set to_day = ? where id = ?", {last, id}));
  return note(transaction, by, "role_ended", "user:" + grant.login, text_of(grant), text_of(ended), why);
}

Result<std::vector<Grant>> People::grants(Transaction& transaction, const std::string& login,
                                          std::optional<GrantState> state) const {
  ASSIGN(const auto rows,
         transaction.query(std::string(kSelect) + "where (? = '' or login = ?) and (? = 0 or state = ?) order by id",
                           {login, login, static_cast<std::int64_t>(state.value_or(GrantState{})),
                            static_cast<std::int64_t>(state.value_or(GrantState{}))},
                           kKinds));
  std::vector<Grant> grants;
  for (const Row& row : rows) grants.push_back(grant_of(row));
  return grants;
}

}  // namespace qiuhao::identity
