// Opening matters and acting upon them, one or many.
#include <fmt/format.h>

#include <algorithm>

#include "casework/permissions.h"
#include "documents/papers.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/seen_matter.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using database::Transaction;
using text::JsonView;
using workflow::Act;
using workflow::FieldValue;
using workflow::Kind;

Status read_fields(const JsonView& fields, const Kind& kind, Act& act) {
  Status status;
  fields.for_each_field([&](std::string_view name, const JsonView& view) {
    if (!status) return;
    const std::string where = fmt::format("/fields/{}", name);
    const auto number = workflow::find_named(kind.fields, name);
    if (!number) {
      status = wrong_value(where, "field_is_unknown", workflow::outcome_meaning(workflow::Outcome::field_is_unknown));
      return;
    }
    auto value = field_value(view, kind.fields[*number].shape, where);
    if (value)
      act.fields[std::string(name)] = std::move(*value);
    else
      status = std::unexpected(value.error());
  });
  return status;
}

// Logins by part; the engine is told which roles each holds in the matter's region.
Status read_people(Transaction& transaction, const Call& call, const JsonView& people, std::string_view region,
                   Act& act) {
  std::vector<std::pair<std::string, std::string>> named;
  people.for_each_field([&](std::string_view part, const JsonView& logins) {
    act.people[std::string(part)];
    logins.for_each_item([&](const JsonView& login) { named.emplace_back(part, login.text()); });
  });
  for (const auto& [part, login] : named) {
    ASSIGN(const auto holder, identity::holder_of(transaction, call.desk.policy(), login, call.now));
    if (!holder)
      return wrong_value(
          fmt::format("/people/{}", part), "people_do_not_fit",
          Sentence{fmt::format("{} is no user who may act", login), fmt::format("{} 不是可以办理的用户", login)});
    act.people[part].push_back(casework::person_of(*holder, region));
  }
  return {};
}

Result<Act> act_of(Transaction& transaction, const Call& call, const JsonView& body, const Kind& kind,
                   std::string_view region) {
  Act act;
  act.action = body.find("action").text();
  act.by = casework::person_of(call.by().holder, region);
  act.at = call.now_s();
  act.note = body.find("note").text();
  if (const JsonView revision = body.find("revision"); revision.kind() == JsonView::Kind::number)
    act.revision = std::stoull(revision.text());
  TRY(read_fields(body.find("fields"), kind, act));
  TRY(read_people(transaction, call, body.find("people"), region, act));
  body.find("documents").for_each_field([&](std::string_view name, const JsonView& reference) {
    act.documents[std::string(name)] = reference.text();
  });
  return act;
}

// The workflow says which role; the policy says where, with whose eyes, and how sure we have to be who it is.
Status may(Transaction& transaction, const Call& call, const Kind& kind, std::string_view action,
           const workflow::Matter& matter) {
  const auto number = workflow::find_named(kind.actions, action);
  if (!number) return {};  // the engine says that there is none
  ASSIGN(const identity::Decision decision, casework::may_act(transaction, call.desk.policy(), call.by().asker, kind,
                                                              kind.actions[*number], matter, call.now));
  if (decision.is_allowed()) return {};
  return fail(identity::refusal(decision));
}

Result<casework::Opening> opening_of(const Call& call, const JsonView& body) {
  casework::Opening opening;
  opening.kind = body.find("kind").text();
  opening.subject = body.find("subject").text();
  opening.region = body.find("region").text();
  const Kind* kind = call.desk.kinds().newest(opening.kind);
  if (kind == nullptr)
    return input_error("unknown_kind", Sentence{fmt::format("there is no kind {}", opening.kind),
                                                fmt::format("没有这种事项：{}", opening.kind)});
  if (!identity::is_region(opening.region) || opening.region.empty())
    return wrong_value("/region", "bad_region",
                       Sentence{"a region is a division code of 2 to 12 digits", "统筹区应为 2 到 12 位行政区划代码"});
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(opening.act, act_of(transaction, call, body, *kind, opening.region));
    workflow::Matter fresh;
    fresh.subject = opening.subject;
    fresh.region = opening.region;
    fresh.fields = opening.act.fields;
    return may(transaction, call, *kind, opening.act.action, fresh);
  }));
  return opening;
}

// Nobody learns from an act which files are there: what is not for the caller counts only where the caller brought it.
Status check_brought(Transaction& transaction, const Call& call, const SeenMatter& seen, const Act& act) {
  return documents::check_documents(transaction, call.desk.ring(), seen.matter.number, act.documents,
                                    [&](std::string_view document, std::string_view id, std::string_view who) {
                                      return who == call.by().asker.login || is_there(seen, document, id);
                                    });
}

void keep_common_roles(workflow::Person& person, const workflow::Person& other) {
  std::erase_if(person.roles, [&](const std::string& role) { return !workflow::contains(other.roles, role); });
}

void keep_common_roles(Act& act, const Act& other) {
  keep_common_roles(act.by, other.by);
  for (auto& [part, people] : act.people) {
    for (std::size_t place = 0; place < people.size(); ++place)
      keep_common_roles(people[place], other.people.at(part)[place]);
  }
}

http::Answer many_answer(const std::vector<Result<casework::Reply>>& replies) {
  text::JsonWriter json;
  json.begin_object().key("replies").begin_array();
  for (const auto& reply : replies) {
    if (reply) {
      write_reply(json, *reply);
      continue;
    }
    json.begin_object().field("outcome", reply.error().code);
    write_sentence(json, "sentence", problem_of(reply.error()).sentence);
    json.end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

}  // namespace

Result<http::Answer> open_matter(const Call& call) {
  ASSIGN(const casework::Opening opening, opening_of(call, call.body));
  ASSIGN(const casework::Reply reply, call.desk.store().open_matter(opening, call.origin()));
  return reply_answer(call, reply, 201);
}

Result<http::Answer> open_matters(const Call& call) {
  std::vector<casework::Opening> openings;
  Status status;
  call.body.find("openings").for_each_item([&](const JsonView& item) {
    if (!status) return;
    auto opening = opening_of(call, item);
    if (opening)
      openings.push_back(std::move(*opening));
    else
      status = std::unexpected(opening.error());
  });
  TRY(status);
  return many_answer(call.desk.store().open_many(openings, call.origin()));
}

Result<http::Answer> perform_act(const Call& call) {
  ASSIGN(const SeenMatter seen, seen_matter(call, call.path_value("number")));
  Act act;
  TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
    ASSIGN(act, act_of(transaction, call, call.body, *seen.kind, seen.matter.region));
    TRY(check_brought(transaction, call, seen, act));
    return may(transaction, call, *seen.kind, act.action, seen.matter);
  }));
  ASSIGN(const casework::Reply reply, call.desk.store().perform(seen.matter.number, act, call.origin()));
  return reply_answer(call, reply, 200);
}

// One act is done to all: so they are of one kind and version, and a role counts that holds for each of them.
Result<http::Answer> perform_acts(const Call& call) {
  std::vector<std::string> numbers;
  call.body.find("numbers").for_each_item([&](const JsonView& number) { numbers.push_back(number.text()); });
  std::optional<Act> act;
  const Kind* kind = nullptr;
  for (const std::string& number : numbers) {
    ASSIGN(const SeenMatter seen, seen_matter(call, number));
    if (kind != nullptr && kind != seen.kind)
      return wrong_value("/numbers", "several_kinds",
                         Sentence{"these matters are of several kinds or versions; choose those of one",
                                  "所选事项不是同一种类、同一版本；请分开办理"});
    kind = seen.kind;
    TRY(call.desk.database().read([&](Transaction& transaction) -> Status {
      ASSIGN(const Act of_this, act_of(transaction, call, call.body, *kind, seen.matter.region));
      TRY(check_brought(transaction, call, seen, of_this));
      if (!act)
        act = of_this;
      else
        keep_common_roles(*act, of_this);
      return may(transaction, call, *kind, of_this.action, seen.matter);
    }));
  }
  return many_answer(call.desk.store().perform_many(numbers, act.value(), call.origin()));
}

}  // namespace qiuhao::server
