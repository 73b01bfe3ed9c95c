// Reading what was asked.
#include "server/api/call.h"

#include <charconv>

namespace qiuhao::server {

namespace {

Result<Day> day_in(const std::string& text, std::string_view where) {
  if (text.empty()) return kNoDay;
  auto day = parse_day(text);
  if (day) return *day;
  Error error = std::move(day).error();
  error.place.field = std::string(where);
  return fail(std::move(error));
}

}  // namespace

std::string Call::text(std::string_view name) const {
  const auto found = query.find(name);
  return found == query.end() ? "" : found->second.front();
}

std::vector<std::string> Call::texts(std::string_view name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::int64_t> Call::integer(std::string_view name) const {
  const std::string held = text(name);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(held.data(), held.data() + held.size(), number);
  return held.empty() || error != std::errc() ? std::nullopt : std::optional(number);
}

std::optional<bool> Call::truth(std::string_view name) const {
  const std::string held = text(name);
  return held.empty() ? std::nullopt : std::optional(held == "true");
}

Result<Day> Call::day(std::string_view name) const { return day_in(text(name), name); }

Result<Day> Call::body_day(std::string_view key) const { return day_in(body_text(key), "/" + std::string(key)); }

identity::By Call::identity_by() const { return {by().asker, request.client, now, request.id}; }

casework::Origin Call::origin() const {
  const std::string_view key = request.field("idempotency-key");
  return {request.client, key.empty() ? "" : by().asker.login + ":" + std::string(key)};
}

Status require(database::Transaction& transaction, const Call& call, std::string_view action,
               const identity::Target& target) {
  return call.desk.people().require(transaction, call.identity_by(), action, target);
}

}  // namespace qiuhao::server
