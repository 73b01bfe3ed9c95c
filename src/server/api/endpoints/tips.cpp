// Tip-offs of the public (网上举报), without signing in: given, looked at by query code, added to. The address that a
// request comes from is counted against floods and guesses, and kept nowhere.
#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "documents/attachments.h"
#include "documents/papers.h"
#include "identity/organisations.h"
#include "server/api/endpoints.h"
#include "server/api/endpoints/query_code.h"
#include "server/api/endpoints/written.h"

namespace qiuhao::server {
namespace {

using workflow::FieldValue;
using workflow::Kind;
using workflow::Matter;

constexpr std::string_view kKind = "tip_off";
constexpr std::string_view kPublic = "(public)";  // no login looks like it
constexpr int kInstitutionsMost = 20;
constexpr std::size_t kMaterialsMost = 10;
constexpr std::size_t kSupplementsMost = 20;

workflow::Person visitor() { return {std::string(kPublic), {"visitor"}, ""}; }

casework::Origin origin_of(const Call& call) {
  const std::string_view key = call.request.field("idempotency-key");
  return {"web", key.empty() ? "" : fmt::format("{}:{}", kPublic, key)};
}

http::Answer too_often(const Call& call) {
  constexpr int kWaitS = 3'600;
  return problem_answer({429,
                         "too_often",
                         {"too many from this address; try again in an hour, or call the bureau",
                          "该地址提交过于频繁；请一小时后再试，或拨打举报电话"},
                         {},
                         kWaitS},
                        call.request.id, language_of(call.request.field("accept-language")));
}

Result<const Kind*> tip_kind(const Call& call) {
  const Kind* kind = call.desk.kinds().newest(std::string(kKind));
  if (kind != nullptr) return kind;
  return input_error("no_tips_here", Sentence{"this bureau takes no tip-offs here", "本系统未开通网上举报"});
}

FieldValue text_value(std::string text) { return FieldValue(std::move(text)); }

// A matter's text, choice or other field as people write it; "" when there is none.
std::string shown(const Kind& kind, const Matter& matter, std::string_view name) {
  const auto field = workflow::find_named(kind.fields, name);
  const auto held = matter.fields.find(std::string(name));
  if (!field || held == matter.fields.end()) return "";
  return workflow::format_value(held->second, kind.fields[*field].shape.type);
}

bool was_done(const Matter& matter, std::string_view action) {
  return std::ranges::any_of(matter.history, [&](const workflow::Deed& deed) { return deed.action == action; });
}

Sentence choice_title(const Kind& kind, std::string_view name, std::string_view choice) {
  const auto field = workflow::find_named(kind.fields, name);
  if (!field) return {};
  for (const auto& one : kind.fields[*field].choices) {
    if (one.name == choice) return one.title;
  }
  return {};
}

Day due_of(const Matter& matter, std::string_view term) {
  const auto found = matter.terms.find(std::string(term));
  return found == matter.terms.end() ? kNoDay : found->second.due;
}

struct Tip {
  Matter matter;
  const Kind* kind = nullptr;
};

// A number without its code is told like a number that there is not.
Result<Tip> tip_of(const Call& call, const std::string& number, std::string_view code) {
  const auto unknown = [] {
    return input_error("no_tip", Sentence{"there is no tip-off of this number and query code; check both",
                                          "没有与该编号和查询码相符的举报；请核对"});
  };
  auto matter = call.desk.store().find(number);
  if (!matter && matter.error().code != "no_matter") return std::unexpected(matter.error());
  if (!matter || matter->kind != kKind) return unknown();
  Tip tip{std::move(*matter), nullptr};
  tip.kind = call.desk.kinds().find(tip.matter.kind, tip.matter.version);
  const auto held = tip.matter.fields.find("query_code");
  if (tip.kind == nullptr || held == tip.matter.fields.end() || !is_same_code(held->second.text(), code))
    return unknown();
  return tip;
}

// The same, with wrong ones counted; an answer when there were too many.
Result<std::variant<Tip, http::Answer>> asked_tip(const Call& call, const std::string& number, std::string_view code) {
  using Asked = std::variant<Tip, http::Answer>;
  if (!call.desk.wrong_codes().has_left(call.request.client, call.now)) return Asked(too_often(call));
  Result<Tip> tip = tip_of(call, number, code);
  if (tip) return Asked(std::move(*tip));
  if (tip.error().code == "no_tip") call.desk.wrong_codes().take(call.request.client, call.now);
  return std::unexpected(tip.error());
}

bool may_add(const Tip& tip) { return tip.matter.state == "received" || tip.matter.state == "checking"; }

Sentence joined_title(const Call& call, const Tip& tip) {
  const std::string number = shown(*tip.kind, tip.matter, "joined_to");
  if (tip.matter.state != "joined" || number.empty()) return {};
  const auto other = call.desk.store().find(number);
  return other ? state_title(call.desk, other->kind, other->version, other->state) : Sentence{};
}

// What was found out is told once the bureau tells it; who did what is never told.
http::Answer progress_answer(const Call& call, const Tip& tip) {
  const Matter& matter = tip.matter;
  const Sentence state = state_title(call.desk, matter.kind, matter.version, matter.state);
  const auto number = workflow::find_named(tip.kind->states, matter.state);
  const std::string result = was_done(matter, "tell") ? shown(*tip.kind, matter, "result") : "";
  const bool is_rewarded = matter.state == "claiming" || matter.state == "paid";
  text::JsonWriter json;
  json.begin_object().field("number", matter.number).field("state", matter.state);
  write_sentence(json, "state_title", state);
  json.field("is_over", number && tip.kind->states[*number].is_final);
  write_day(json, "received", matter.opened);
  write_day(json, "due", due_of(matter, "check"));
  json.field("result", result);
  write_sentence(json, "result_title", choice_title(*tip.kind, "result", result));
  json.field("reward", is_rewarded ? shown(*tip.kind, matter, "reward") : "");
  write_day(json, "claim_until", due_of(matter, "claim"));
  write_sentence(json, "joined_title", joined_title(call, tip));
  json.field("may_add", may_add(tip));
  json.key("steps").begin_array();
  for (const workflow::Deed& deed : matter.history) {
    const auto action = workflow::find_named(tip.kind->actions, deed.action);
    if (!action || deed.from == deed.to) continue;
    json.begin_object();
    write_sentence(json, "title", tip.kind->actions[*action].title);
    write_time(json, "at", deed.at);
    json.end_object();
  }
  json.end_array().end_object();
  return json_answer(200, json.take());
}

// By code or name of an institution; others by what was written, in the region that was said, or the bureau's own.
Status place(const Call& call, casework::Opening& opening) {
  const std::string respondent = call.body_text("respondent");
  opening.subject = respondent;
  opening.region = call.body_text("region");
  return call.desk.database().read([&](database::Transaction& transaction) -> Status {
    ASSIGN(const auto institution, identity::institution_called(transaction, respondent));
    if (institution) {
      opening.subject = institution->code;
      opening.region = institution->region;
    }
    if (opening.region.empty()) {
      ASSIGN(opening.region, identity::bureau_region(transaction));
    }
    return {};
  });
}

Status fill(const Call& call, const std::string& code, casework::Opening& opening) {
  workflow::Act& act = opening.act;
  act.action = "submit";
  act.by = visitor();
  act.at = call.now_s();
  ASSIGN(act.fields["channel"], workflow::parse_value("web", workflow::FieldType::choice));
  act.fields["anonymous"] = FieldValue(call.body.find("anonymous").text() == "true");
  act.fields["query_code"] = text_value(code);
  act.fields["respondent"] = text_value(opening.subject);
  act.fields["content"] = text_value(call.body_text("content"));
  if (const std::string name = call.body_text("name"); !name.empty()) act.fields["reporter_name"] = text_value(name);
  if (const std::string contact = call.body_text("contact"); !contact.empty())
    act.fields["reporter_contact"] = text_value(contact);
  if (call.body.find("insider").text() == "true") act.fields["insider"] = FieldValue(true);
  return {};
}

}  // namespace

Result<http::Answer> find_institutions(const Call& call) {
  std::vector<identity::Organisation> found;
  TRY(call.desk.database().read([&](database::Transaction& transaction) -> Status {
    ASSIGN(found, identity::institutions_like(transaction, call.text("name"), kInstitutionsMost));
    return {};
  }));
  text::JsonWriter json;
  json.begin_object().key("institutions").begin_array();
  for (const identity::Organisation& one : found)
    json.begin_object()
        .field("code", one.code)
        .field("name", one.name)
        .field("kind", identity::name_of(one.kind))
        .end_object();
  json.end_array().end_object();
  return json_answer(200, json.take());
}

Result<http::Answer> give_tip(const Call& call) {
  ASSIGN([[maybe_unused]] const Kind* kind, tip_kind(call));
  if (!call.desk.tips_given().take(call.request.client, call.now)) return too_often(call);
  const casework::Origin origin = origin_of(call);
  const std::string code = draw_code(call.desk.ring(), origin.request);
  casework::Opening opening;
  opening.kind = kKind;
  TRY(place(call, opening));
  TRY(fill(call, code, opening));
  ASSIGN(const casework::Reply reply, call.desk.store().open_matter(opening, origin));
  if (!reply.is_done()) return reply_answer(call, reply, 201);
  ASSIGN(const Tip tip, tip_of(call, reply.number, code));
  text::JsonWriter json;
  json.begin_object().field("number", reply.number).field("query_code", code);
  write_day(json, "due", due_of(tip.matter, "check"));
  json.end_object();
  return json_answer(201, json.take());
}

Result<http::Answer> show_tip(const Call& call) {
  ASSIGN(auto asked, asked_tip(call, call.body_text("number"), call.body_text("query_code")));
  if (auto* const answer = std::get_if<http::Answer>(&asked)) return std::move(*answer);
  return progress_answer(call, std::get<Tip>(asked));
}

Result<http::Answer> supplement_tip(const Call& call) {
  const std::string number = call.body_text("number");
  ASSIGN(auto asked, asked_tip(call, number, call.body_text("query_code")));
  if (auto* const answer = std::get_if<http::Answer>(&asked)) return std::move(*answer);
  const Matter& matter = std::get<Tip>(asked).matter;
  std::vector<FieldValue> more;
  if (const auto held = matter.fields.find("more"); held != matter.fields.end())
    more = std::get<std::vector<FieldValue>>(held->second.held);
  if (more.size() >= kSupplementsMost)
    return input_error("too_many_supplements", Sentence{"nothing more can be added here; call the bureau",
                                                        "网上补充次数已满；请联系举报受理机构"});
  more.push_back(text_value(call.body_text("text")));
  workflow::Act act;
  act.action = "supplement";
  act.by = visitor();
  act.at = call.now_s();
  act.fields["more"] = FieldValue(std::move(more));
  if (const std::string material = call.body_text("material"); !material.empty()) {
    act.documents["material"] = material;
    TRY(call.desk.database().read([&](database::Transaction& transaction) {
      return documents::check_documents(
          transaction, call.desk.ring(), number, act.documents,
          [](std::string_view, std::string_view, std::string_view who) { return who == kPublic; });
    }));
  }
  ASSIGN(const casework::Reply reply, call.desk.store().perform(number, act, origin_of(call)));
  if (!reply.is_done()) return reply_answer(call, reply, 200);
  ASSIGN(const Tip tip, tip_of(call, number, call.body_text("query_code")));
  return progress_answer(call, tip);
}

Result<http::Answer> add_tip_material(const Call& call) {
  const std::string number = call.text("number");
  ASSIGN(auto asked, asked_tip(call, number, call.request.field("x-query-code")));
  if (auto* const answer = std::get_if<http::Answer>(&asked)) return std::move(*answer);
  if (!may_add(std::get<Tip>(asked)))
    return input_error("tip_is_concluded", Sentence{"this tip-off is concluded; nothing can be added any more",
                                                    "该举报已核查完毕，不能再补充材料"});
  ASSIGN(const auto all, call.desk.attachments().list(number));
  const auto own = std::ranges::count(all, kPublic, &documents::Attachment::who);
  if (static_cast<std::size_t>(own) >= kMaterialsMost)
    return input_error("too_many_attachments", Sentence{fmt::format("{} files at most", kMaterialsMost),
                                                        fmt::format("最多 {} 个文件", kMaterialsMost)});
  const documents::NewAttachment fresh{number, "material", call.text("name"), std::string(kPublic), call.now_s()};
  ASSIGN(const documents::Attachment added, call.desk.attachments().add(fresh, call.request.body, origin_of(call)));
  text::JsonWriter json;
  json.begin_object().field("id", added.id).field("name", added.name).field("bytes", added.bytes).end_object();
  return json_answer(201, json.take());
}

}  // namespace qiuhao::server
