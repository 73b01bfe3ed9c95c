// Answers of the web API: JSON, or a problem (RFC 9457) with a sentence in the language that was asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/server.h"
#include "server/api/schema.h"
#include "workflow/outcome.h"

namespace qiuhao::server {

// A request that was not carried out.
struct Problem {
  int status = 500;
  std::string code;  // for programs: "not_allowed"; of an act that was refused the outcome's name
  Sentence sentence;
  std::vector<Wrong> wrong{};  // each value that is wrong, by its place
  int retry_after_s = 0;       // 0: none
};

Problem problem_of(const Error& error);
// Of an act that the workflow refuses; `about` as in workflow::Answer.
Problem problem_of(workflow::Outcome outcome, const Sentence& sentence, const std::string& about);

// application/problem+json.
http::Answer problem_answer(const Problem& problem, const std::string& request_id, Language language);
http::Answer json_answer(int status, std::string json);
// Done, and nothing to say.
http::Answer empty_answer(int status);
// What every answer of the API carries beside: nothing of it is kept, framed or taken for another type.
void protect(http::Answer& answer);

// Of Accept-Language: English when it is named before Chinese, otherwise Chinese.
Language language_of(std::string_view accept_language);

}  // namespace qiuhao::server
