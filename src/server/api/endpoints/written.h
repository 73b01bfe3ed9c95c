// Parts of answers that several endpoints write alike.
#pragma once

#include <string_view>

#include "casework/exceptions.h"
#include "casework/store.h"
#include "server/api/call.h"
#include "text/json_writer.h"

namespace qiuhao::server {

// "title": {"zh": …, "en": …}
void write_sentence(text::JsonWriter& json, std::string_view key, const Sentence& sentence);
// A day as 2026-03-02; null for kNoDay.
void write_day(text::JsonWriter& json, std::string_view key, Day day);
// Seconds as 2026-03-02T08:15:00+08:00.
void write_time(text::JsonWriter& json, std::string_view key, Seconds at);
// The title of a state of a kind, in the version by which the matter runs; its name where the file is not here.
Sentence state_title(const ApiDesk& desk, std::string_view kind, int version, std::string_view state);
Sentence kind_title(const ApiDesk& desk, std::string_view kind, int version);
void write_exception(text::JsonWriter& json, const casework::Exception& exception, Day today);
// What an act came to; a refusal is a problem.
http::Answer reply_answer(const Call& call, const casework::Reply& reply, int status);
void write_reply(text::JsonWriter& json, const casework::Reply& reply);

// The value of a field of a matter or a form, out of a body: whole numbers and truth values as JSON has them; amounts,
// days and all else as texts, as people write them. "value_does_not_fit" and those of parse_value(), at `where`.
Result<workflow::FieldValue> field_value(const text::JsonView& view, workflow::ValueShape shape,
                                         const std::string& where);
std::unexpected<Error> wrong_value(std::string where, std::string code, const Sentence& sentence);

// The `id` of the path; a number by the API's page.
std::int64_t serial_in(const Call& call);
http::Answer pdf_answer(std::string pdf, const std::string& name);

// Where a list begins and ends: `cursor` of the query and `next` of the answer.
void write_next(text::JsonWriter& json, const std::string& next);

}  // namespace qiuhao::server
