// The table of requests.
#include "casework/requests.h"

#include <fmt/format.h>

#include "casework/body.h"

namespace qiuhao::casework {

using Column = database::Kind;

namespace {

std::string as_list(const std::vector<std::string>& texts) {
  std::vector<workflow::FieldValue> items;
  for (const std::string& text : texts) items.emplace_back(text);
  return write_value(workflow::FieldValue(std::move(items)));
}

Result<std::vector<std::string>> from_list(std::string_view json) {
  ASSIGN(const auto value, read_value(json));
  std::vector<std::string> texts;
  if (const auto* items = std::get_if<std::vector<workflow::FieldValue>>(&value.held)) {
    for (const workflow::FieldValue& item : *items) texts.push_back(item.text());
  }
  return texts;
}

}  // namespace

Result<std::optional<Reply>> first_reply(database::Transaction& transaction, const std::string& request,
                                         const std::string& asked) {
  if (request.empty()) return std::nullopt;
  ASSIGN(const auto row,
         transaction.query_first("select asked, outcome, english, chinese, about, number, state, revision, opened from "
                                 "casework_requests where request = ?",
                                 {request},
                                 {Column::text, Column::number, Column::text, Column::text, Column::text, Column::text,
                                  Column::text, Column::number, Column::text}));
  if (!row) return std::nullopt;
  if (row->text(0) != asked)
    return input_error("request_reused",
                       Sentence{fmt::format("request {} was of another act; give each act an id of its own", request),
                                fmt::format("请求 {} 已用于另一操作；每次操作请用新的请求号", request)});
  ASSIGN(auto opened, from_list(row->text(8)));
  return Reply{static_cast<workflow::Outcome>(row->number(1)),
               {row->text(2), row->text(3)},
               row->text(4),
               row->text(5),
               row->text(6),
               row->number(7),
               std::move(opened),
               true};
}

Status keep_reply(database::Transaction& transaction, const std::string& request, const std::string& asked,
                  const Reply& reply) {
  if (request.empty()) return {};
  TRY(transaction.execute(
      "insert into casework_requests (request, asked, outcome, english, chinese, about, number, state, revision, "
      "opened, made_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {request, asked, static_cast<int>(reply.outcome), reply.sentence.english, reply.sentence.chinese, reply.about,
       reply.number, reply.state, reply.revision, as_list(reply.opened), database::now_micros()}));
  return {};
}

}  // namespace qiuhao::casework
