// Backtests as jobs: ordered, watched, cancelled.
#include <algorithm>

#include "casework/permissions.h"
#include "identity/organisations.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/at_workbench.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

constexpr const char* kAction = "library.backtest";

void write_when(text::JsonWriter& json, std::string_view key, Seconds at) {
  if (at == 0)
    json.key(key).null();
  else
    write_time(json, key, at);
}

void write_progress(text::JsonWriter& json, const audit::SoFar& so_far) {
  const std::size_t people = std::max<std::size_t>(so_far.people, 1);
  const double a_second = so_far.seconds > 0 ? static_cast<double>(so_far.lines_done) / so_far.seconds : 0;
  json.key("progress")
      .begin_object()
      .field("people_done", so_far.people_done)
      .field("people", so_far.people)
      .field("percent", so_far.people_done * 100 / people)
      .field("lines_done", so_far.lines_done)
      .field("lines_a_second", static_cast<std::int64_t>(a_second))
      .field("milliseconds", static_cast<std::int64_t>(so_far.seconds * 1'000));
  const audit::Tally& found = so_far.found;
  json.field("same", found.same).field("new", found.added).field("gone", found.gone).field("changed", found.changed);
  json.field("more", format_cents(found.more)).field("less", format_cents(found.less)).end_object();
}

void write_told(text::JsonWriter& json, const BacktestTold& told) {
  json.field("id", told.id).field("code", told.code).field("by", told.by).field("state", name_of(told.state));
  write_day(json, "from", told.from);
  write_day(json, "to", told.to);
  write_when(json, "asked_at", told.asked_at);
  write_when(json, "began_at", told.began_at);
  write_when(json, "ended_at", told.ended_at);
  write_progress(json, told.so_far);
  json.key("error");
  if (!told.error) {
    json.null();
    return;
  }
  const Sentence words = told.error->sentence();
  json.begin_object().field("code", told.error->code);
  write_sentence(json, "sentence", {words.english, words.chinese.empty() ? words.english : words.chinese});
  json.end_object();
}

// Providers and sampled findings are of the whole tape, so they are for those who see the findings of all of it.
Result<bool> sees_whole_tape(const Call& call) {
  std::string bureau;
  TRY(call.desk.database().read([&](database::Transaction& transaction) -> Status {
    ASSIGN(bureau, identity::bureau_region(transaction));
    return {};
  }));
  const casework::Scope scope =
      casework::scope_of(call.by().holder, call.desk.policy(), casework::Seen::findings, call.today());
  const auto covers = [&](const std::string& prefix) {
    return std::string(identity::region_prefix(bureau)).starts_with(prefix);
  };
  return scope.is_everything || std::ranges::any_of(scope.regions, covers);
}

void write_raw(text::JsonWriter& json, std::string_view key, const std::shared_ptr<const std::string>& held) {
  json.key(key);
  if (held == nullptr)
    json.null();
  else
    json.raw(*held);
}

}  // namespace

Result<http::Answer> order_backtest(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, kAction));
  ASSIGN(Workbench::Checked checked, bench->check(call.body_text("text")));
  if (!checked.rule) return fail(std::move(checked.errors.front()));
  BacktestOrder order{std::move(*checked.rule), call.by().asker.login};
  ASSIGN(order.from, call.body_day("from"));
  ASSIGN(order.to, call.body_day("to"));
  ASSIGN(const std::string id, bench->backtests().order(std::move(order)));
  text::JsonWriter json;
  json.begin_object().field("id", id).end_object();
  return json_answer(201, json.take());
}

Result<http::Answer> list_backtests(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, kAction));
  text::JsonWriter json;
  json.begin_object().key("backtests").begin_array();
  for (const BacktestTold& told : bench->backtests().all()) {
    json.begin_object();
    write_told(json, told);
    json.end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> show_backtest(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, kAction));
  ASSIGN(const BacktestTold told, bench->backtests().find(call.path_value("id")));
  ASSIGN(const bool is_shown, sees_whole_tape(call));
  const bool is_english = language_of(call.request.field("accept-language")) == Language::english;
  text::JsonWriter json;
  json.begin_object();
  write_told(json, told);
  write_raw(json, "result", is_shown ? told.result : nullptr);
  json.field("is_withheld", !is_shown && told.result != nullptr);
  write_raw(json, "sample", !is_shown ? nullptr : is_english ? told.sample_english : told.sample_chinese);
  json.end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> cancel_backtest(const Call& call) {
  ASSIGN(Workbench * bench, at_workbench(call, kAction));
  TRY(bench->backtests().cancel(call.path_value("id")));
  return empty_answer(204);
}

}  // namespace qiuhao::server
