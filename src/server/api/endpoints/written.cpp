// Writing them.
#include "server/api/endpoints/written.h"

#include <fmt/format.h>

namespace qiuhao::server {
namespace {

using text::JsonView;
using workflow::FieldValue;

Result<FieldValue> single_value(const JsonView& view, workflow::FieldType type, const std::string& where) {
  const bool is_number = type == workflow::FieldType::integer;
  const bool is_truth = type == workflow::FieldType::boolean;
  const bool fits = view.kind() == JsonView::Kind::string || (is_number && view.kind() == JsonView::Kind::number) ||
                    (is_truth && view.kind() == JsonView::Kind::boolean);
  if (!fits)
    return wrong_value(where, "value_does_not_fit",
                       Sentence{"write amounts and days as texts, numbers and truth values as they are",
                                "金额和日期请写成文本，整数和是否按 JSON 原样"});
  auto value = workflow::parse_value(view.text(), type);
  if (value) return value;
  return wrong_value(where, value.error().code, value.error().sentence());
}

}  // namespace

Result<FieldValue> field_value(const JsonView& view, workflow::ValueShape shape, const std::string& where) {
  if (!shape.is_list) return single_value(view, shape.type, where);
  if (!view.is_array())
    return wrong_value(where, "value_does_not_fit", Sentence{"this field holds a list", "该字段是列表"});
  std::vector<FieldValue> items;
  Status status;
  view.for_each_item([&](const JsonView& item) {
    if (!status) return;
    auto value = single_value(item, shape.type, fmt::format("{}/{}", where, items.size()));
    if (value)
      items.push_back(std::move(*value));
    else
      status = std::unexpected(value.error());
  });
  TRY(status);
  return FieldValue(std::move(items));
}

std::unexpected<Error> wrong_value(std::string where, std::string code, const Sentence& sentence) {
  return input_error(std::move(code), sentence, Place{"", 0, 0, std::move(where)});
}

void write_sentence(text::JsonWriter& json, std::string_view key, const Sentence& sentence) {
  json.key(key).begin_object().field("zh", sentence.chinese).field("en", sentence.english).end_object();
}

void write_day(text::JsonWriter& json, std::string_view key, Day day) {
  json.key(key);
  if (day == kNoDay)
    json.null();
  else
    json.value(format_day(day));
}

void write_time(text::JsonWriter& json, std::string_view key, Seconds at) {
  std::string text = format_time(at);  // "2026-03-02 08:15:00" in Shanghai
  text[10] = 'T';
  json.field(key, text + "+08:00");
}

Sentence state_title(const ApiDesk& desk, std::string_view kind, int version, std::string_view state) {
  const workflow::Kind* found = desk.kinds().find(kind, version);
  const auto number = found == nullptr ? std::nullopt : workflow::find_named(found->states, state);
  if (!number) return {std::string(state), std::string(state)};
  return found->states[*number].title;
}

Sentence kind_title(const ApiDesk& desk, std::string_view kind, int version) {
  const workflow::Kind* found = desk.kinds().find(kind, version);
  return found == nullptr ? Sentence{std::string(kind), std::string(kind)} : found->title;
}

void write_reply(text::JsonWriter& json, const casework::Reply& reply) {
  json.begin_object()
      .field("outcome", workflow::outcome_name(reply.outcome))
      .field("number", reply.number)
      .field("state", reply.state)
      .field("revision", reply.revision)
      .field("opened", reply.opened)
      .field("is_repeated", reply.is_repeated);
  if (!reply.is_done()) {
    write_sentence(json, "sentence", reply.sentence);
    json.field("about", reply.about);
  }
  json.end_object();
}

http::Answer reply_answer(const Call& call, const casework::Reply& reply, int status) {
  if (!reply.is_done())
    return problem_answer(problem_of(reply.outcome, reply.sentence, reply.about), call.request.id,
                          language_of(call.request.field("accept-language")));
  text::JsonWriter json;
  write_reply(json, reply);
  return json_answer(status, json.take());
}

std::int64_t serial_in(const Call& call) { return std::stoll(call.path_value("id")); }

http::Answer pdf_answer(std::string pdf, const std::string& name) {
  http::Answer answer;
  answer.content_type = "application/pdf";
  answer.body = std::move(pdf);
  answer.fields.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
  return answer;
}

void write_next(text::JsonWriter& json, const std::string& next) {
  json.key("next");
  if (next.empty())
    json.null();
  else
    json.value(next);
}

}  // namespace qiuhao::server
