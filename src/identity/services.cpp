// Keys are 256 random bits, so a plain digest of them is enough.
#include "identity/services.h"

#include <fmt/format.h>

#include <algorithm>

#include "database/digest.h"

namespace qiuhao::identity {
namespace {

using database::Bytes;
using database::Kind;
using database::Row;
using database::Transaction;

constexpr std::size_t kSecretDigits = 64;

std::string hash_of(std::string_view key) { return database::digest(database::Digest::sha256, key); }

std::string draw_key(const std::string& name) {
  return fmt::format("{}{}.{}", kKeyFront, name, database::to_hex(database::random_bytes(kSecretDigits / 2)));
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

std::vector<std::string> parted(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// "qhk.NAME.…64 digits…" → NAME, "" for anything else.
std::string_view name_in(std::string_view key) {
  if (!key.starts_with(kKeyFront) || key.size() < kKeyFront.size() + kSecretDigits + 2 || key.size() > 128) return "";
  key.remove_prefix(kKeyFront.size());
  return key.substr(0, key.size() - kSecretDigits - 1);
}

std::unexpected<Error> unknown(const char* code, const char* english, const char* chinese, const std::string& name) {
  return input_error(
      code, Sentence{fmt::format("there is no {} {}", english, name), fmt::format("没有{} {}", chinese, name)});
}

Result<std::string> region_of(Transaction& transaction, const std::string& name) {
  ASSIGN(const auto row,
         transaction.query_first("select region from identity_services where name = ?", {name}, {Kind::text}));
  if (!row) return unknown("unknown_service", "service account", "接口账号", name);
  return row->text(0);
}

}  // namespace

Status Services::note(Transaction& transaction, const By& by, std::string what, const std::string& name,
                      std::optional<std::string> after) const {
  TRY(trail_.append(transaction,
                    database::Act{by.now, by.asker.login, by.where_from, std::move(what), "service:" + name,
                                  std::nullopt, std::move(after), std::nullopt, by.request}));
  return {};
}

Result<std::string> Services::add(Transaction& transaction, const By& by, const Service& service) const {
  TRY(people_.require(transaction, by, "service.keep", Target::in_region(service.region)));
  if (!is_login(service.name))
    return input_error("bad_login", Sentence{"a name is 2 to 32 small letters, digits, '.', '_' or '-', a letter first",
                                             "名称为 2 到 32 个小写字母、数字、“.”、“_”或“-”，以字母开头"});
  for (const std::string& action : service.actions) {
    const auto number = policy_.action(action);
    if (!number) return unknown("unknown_action", "action", "操作", action);
    if (policy_.actions()[*number].is_four_eyes || policy_.actions()[*number].wants_fresh_code)
      return input_error("needs_a_person", Sentence{fmt::format("{} is for people alone", action),
                                                    fmt::format("{} 只能由人办理", action)});
  }
  const Day today = day_of(by.now / database::kMicrosASecond);
  if (service.actions.empty() || service.to < today || service.to > today + kServiceDaysMost)
    return input_error("bad_date",
                       Sentence{fmt::format("a key is for some actions and ends within {} days", kServiceDaysMost),
                                fmt::format("密钥要指明操作，且在 {} 天内到期", kServiceDaysMost)});
  ASSIGN(const auto owner, transaction.query_first("select 1 from identity_organisations where code = ?",
                                                   {service.organisation}, {Kind::number}));
  if (!owner) return unknown("unknown_organisation", "organisation", "机构", service.organisation);
  ASSIGN(const auto taken,
         transaction.query_first("select 1 from identity_services where name = ?", {service.name}, {Kind::number}));
  if (taken)
    return input_error("login_is_taken", Sentence{fmt::format("the name {} is another's, or was", service.name),
                                                  fmt::format("名称 {} 已被使用或曾被使用", service.name)});
  std::string key = draw_key(service.name);
  TRY(transaction.execute(
      "insert into identity_services (name, organisation, region, actions, key_hash, to_day, "
      "is_ended) values (?, ?, ?, ?, ?, ?, 0)",
      {service.name, service.organisation, service.region, joined(service.actions), Bytes{hash_of(key)}, service.to}));
  TRY(note(transaction, by, "service_added", service.name,
           fmt::format("{} {} {} ..{}", service.organisation, service.region, joined(service.actions),
                       format_day(service.to))));
  return key;
}

Result<std::string> Services::change_key(Transaction& transaction, const By& by, const std::string& name) const {
  ASSIGN(const std::string region, region_of(transaction, name));
  TRY(people_.require(transaction, by, "service.keep", Target::in_region(region)));
  std::string key = draw_key(name);
  TRY(transaction.execute("update identity_services set key_hash = ? where name = ?", {Bytes{hash_of(key)}, name}));
  TRY(note(transaction, by, "service_key_changed", name, std::nullopt));
  return key;
}

Status Services::end(Transaction& transaction, const By& by, const std::string& name) const {
  ASSIGN(const std::string region, region_of(transaction, name));
  TRY(people_.require(transaction, by, "service.keep", Target::in_region(region)));
  TRY(transaction.execute("update identity_services set is_ended = 1 where name = ?", {name}));
  return note(transaction, by, "service_ended", name, std::nullopt);
}

Result<std::vector<Service>> Services::all(Transaction& transaction) const {
  ASSIGN(const auto rows,
         transaction.query("select name, organisation, region, actions, to_day, is_ended from "
                           "identity_services order by name",
                           {}, {Kind::text, Kind::text, Kind::text, Kind::text, Kind::number, Kind::number}));
  std::vector<Service> services;
  for (const Row& row : rows)
    services.push_back({row.text(0), row.text(1), row.text(2), parted(row.text(3)), static_cast<Day>(row.number(4)),
                        row.number(5) != 0});
  return services;
}

Result<std::optional<Holder>> holder_of_key(Transaction& transaction, const RolePolicy& policy, std::string_view key,
                                            database::Micros now) {
  const std::string name(name_in(key));
  ASSIGN(const auto row,
         transaction.query_first("select s.key_hash, s.to_day, s.is_ended, s.organisation, s.region, s.actions, "
                                 "o.is_closed, o.kind, o.region from identity_services s join identity_organisations o "
                                 "on o.code = s.organisation where s.name = ?",
                                 {name},
                                 {Kind::bytes, Kind::number, Kind::number, Kind::text, Kind::text, Kind::text,
                                  Kind::number, Kind::number, Kind::text}));
  const bool is_key = row && database::is_equal_in_constant_time(row->bytes(0), hash_of(key));
  const Day today = day_of(now / database::kMicrosASecond);
  if (!is_key || row->number(2) != 0 || today > row->number(1) || row->number(6) != 0) return std::optional<Holder>();
  Holder holder;
  holder.login = std::string(kServiceFront) + name;
  holder.organisation = row->text(3);
  holder.kind = static_cast<OrganisationKind>(row->number(7));
  holder.region = row->text(8);
  holder.service_region = row->text(4);
  holder.service_actions = parted(row->text(5));
  for (const Role& role : policy.roles()) {
    const std::size_t number = *policy.role(role.name);
    const bool may_one = std::ranges::any_of(holder.service_actions, [&](const std::string& action) {
      const auto found = policy.action(action);
      return found && policy.may(number, *found, today);
    });
    if (may_one) holder.service_roles.push_back(role.name);
  }
  return std::optional(std::move(holder));
}

Result<Decision> may_service(Transaction& transaction, const RolePolicy& policy, std::string_view name,
                             std::string_view action, const Target& target, database::Micros now) {
  const auto decided = [](Reason reason) { return Decision{reason, "", meaning_of(reason)}; };
  const auto number = policy.action(action);
  if (!number) return decided(Reason::action_is_unknown);
  ASSIGN(const auto row, transaction.query_first(
                             "select s.to_day, s.is_ended, s.organisation, s.region, s.actions, o.is_closed from "
                             "identity_services s join identity_organisations o on o.code = s.organisation where "
                             "s.name = ?",
                             {name}, {Kind::number, Kind::number, Kind::text, Kind::text, Kind::text, Kind::number}));
  if (!row || row->number(1) != 0 || day_of(now / database::kMicrosASecond) > row->number(0))
    return decided(Reason::key_has_ended);
  if (row->number(5) != 0) return decided(Reason::organisation_is_closed);
  const std::vector<std::string> actions = parted(row->text(4));
  if (std::ranges::find(actions, action) == actions.end()) return decided(Reason::key_is_for_other_actions);
  const Reach reach = policy.actions()[*number].reach;
  if (reach == Reach::region && !covers(row->text(3), target.region)) return decided(Reason::other_region);
  if (reach == Reach::organisation && target.organisation != row->text(2)) return decided(Reason::other_organisation);
  return decided(Reason::allowed);
}

}  // namespace qiuhao::identity
