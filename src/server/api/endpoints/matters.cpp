// Lists of matters, how many there are in each state, and files of them.
#include <algorithm>
#include <set>

#include "casework/permissions.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/sheet.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using casework::Filter;
using casework::Line;
using casework::Sort;
using database::Transaction;

Sort sort_of(const Call& call) { return call.text("sort") == "opened" ? Sort::opened : Sort::due; }

casework::Scope scope_of(const Call& call) {
  return casework::scope_of(call.by().holder, call.desk.policy(), casework::Seen::matters, call.today());
}

bool is_final(const ApiDesk& desk, const Line& line) {
  const workflow::Kind* kind = desk.kinds().find(line.kind, line.version);
  const auto state = kind == nullptr ? std::nullopt : workflow::find_named(kind->states, line.state);
  return state.has_value() && kind->states[state.value()].is_final;
}

// States of each kind in which somebody with one of the caller's roles may act, so that the matter waits for them. Who
// has the part that an act wants is left to the matter itself.
std::vector<std::pair<std::string, std::string>> states_waiting(const Call& call) {
  std::vector<std::string> held;
  for (const identity::HeldRole& one : call.by().holder.held)
    held.insert(held.end(), one.names.begin(), one.names.end());
  std::set<std::pair<std::string, std::string>> waiting;
  for (const workflow::Kind* kind : call.desk.newest_kinds()) {
    for (const workflow::Action& action : kind->actions) {
      const bool is_mine =
          std::ranges::any_of(
              action.roles, [&](workflow::Number role) { return workflow::contains(held, kind->roles[role].name); }) ||
          std::ranges::any_of(action.parts, [&](workflow::Number part) {
            return std::ranges::any_of(kind->parts[part].roles, [&](workflow::Number role) {
              return workflow::contains(held, kind->roles[role].name);
            });
          });
      for (workflow::Number state = 0; is_mine && !action.by_clock && state < action.from.size(); ++state) {
        if (action.from[state]) waiting.emplace(kind->name, kind->states[state].name);
      }
    }
  }
  return {waiting.begin(), waiting.end()};
}

Result<Filter> filter_of(const Call& call) {
  Filter filter;
  filter.kind = call.text("kind");
  filter.states = call.texts("state");
  filter.region = std::string(identity::region_prefix(call.text("region")));
  filter.person = call.truth("mine").value_or(false) ? call.by().asker.login : call.text("person");
  filter.subject = call.text("subject");
  if (call.truth("waiting").value_or(false)) filter.waiting = states_waiting(call);
  filter.number_part = call.text("number");
  ASSIGN(filter.due_before, call.day("due_before"));
  ASSIGN(filter.opened_from, call.day("opened_from"));
  ASSIGN(filter.opened_to, call.day("opened_to"));
  return filter;
}

void write_line(text::JsonWriter& json, const ApiDesk& desk, const Line& line) {
  json.begin_object().field("number", line.number).field("kind", line.kind).field("version", line.version);
  write_sentence(json, "kind_title", kind_title(desk, line.kind, line.version));
  json.field("state", line.state).field("is_final", is_final(desk, line));
  write_sentence(json, "state_title", state_title(desk, line.kind, line.version, line.state));
  json.field("subject", line.subject).field("region", line.region);
  write_day(json, "opened", line.opened);
  write_day(json, "due", line.due);
  json.field("due_owner", line.due_owner).field("revision", line.revision).end_object();
}

const std::vector<SheetColumn> kColumns = {{"事项编号", 24}, {"类别", 16},   {"状态", 12},   {"对象", 20},
                                           {"统筹区", 8},    {"立项日", 11}, {"到期日", 11}, {"到期责任", 12}};

}  // namespace

Result<http::Answer> list_matters(const Call& call) {
  ASSIGN(const Filter filter, filter_of(call));
  casework::Page page;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(page, casework::list_matters(transaction, scope_of(call), filter, sort_of(call), call.text("cursor"),
                                        call.limit()));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("matters").begin_array();
  for (const Line& line : page.lines) write_line(json, call.desk, line);
  json.end_array();
  write_next(json, page.next);
  json.end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> count_matters(const Call& call) {
  ASSIGN(const Filter filter, filter_of(call));
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(counts, casework::count_matters(transaction, scope_of(call), filter));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("counts").begin_array();
  for (const auto& [of, count] : counts)
    json.begin_object().field("kind", of.first).field("state", of.second).field("count", count).end_object();
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> export_matters(const Call& call) {
  ASSIGN(const Filter filter, filter_of(call));
  TRY(begin_export(call, "matters"));
  return export_rows(call, "matters", "事项", kColumns, [&](const std::string& cursor) -> Result<SheetPage> {
    SheetPage rows;
    TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
      rows = {};
      ASSIGN(const auto page,
             casework::list_matters(transaction, scope_of(call), filter, sort_of(call), cursor, casework::kPageMost));
      for (const Line& line : page.lines)
        rows.rows.push_back({line.number, kind_title(call.desk, line.kind, line.version).chinese,
                             state_title(call.desk, line.kind, line.version, line.state).chinese, line.subject,
                             line.region, format_day(line.opened), line.due == kNoDay ? "" : format_day(line.due),
                             line.due_owner});
      rows.next = page.next;
      return {};
    }));
    return rows;
  });
}

}  // namespace qiuhao::server
