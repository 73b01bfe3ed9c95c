// Errors as problems: which status a code has.
#include "server/api/answer.h"

#include <algorithm>
#include <utility>

#include "text/json_writer.h"

namespace qiuhao::server {
namespace {

// What is not listed is 422 when the input is wrong, 500 when we are.
constexpr std::pair<std::string_view, int> kStatuses[] = {
    {"not_signed_in", 401},
    {"not_allowed", 403},
    {"own_account", 403},
    {"own_role", 403},
    {"code_is_not_fresh", 403},
    {"no_matter", 404},
    {"no_finding", 404},
    {"no_provider", 404},
    {"no_person", 404},
    {"no_such_finding", 404},
    {"no_tape", 404},
    {"no_notice", 404},
    {"no_attachment", 404},
    {"no_paper", 404},
    {"no_template", 404},
    {"unknown_kind", 404},
    {"unknown_user", 404},
    {"unknown_grant", 404},
    {"unknown_service", 404},
    {"no_exception", 404},
    {"no_tip", 404},
    {"no_tips_here", 404},
    {"no_rule", 404},
    {"no_draft", 404},
    {"no_table", 404},
    {"no_backtest", 404},
    {"backtest_lost", 404},
    {"no_workbench", 404},
    {"no_live_service", 404},
    {"not_own_draft", 403},
    {"matter_changed", 409},
    {"request_reused", 409},
    {"finding_in_review", 409},
    {"grant_is_decided", 409},
    {"exception_is_decided", 409},
    {"finding_is_set_aside", 409},
    {"already_drafted", 409},
    {"draft_is_decided", 409},
    {"rule_moved_on", 409},
    {"backtest_is_over", 409},
    {"too_many_backtests", 429},
    {"same_person", 403},
    {"no_archive", 404},
    {"no_request", 404},
    {"no_loan", 404},
    {"no_proposal", 404},
    {"was_disposed", 410},
    {"same_person_may_not", 403},
    {"archived_already", 409},
    {"signed_already", 409},
    {"lent_already", 409},
    {"asked_already", 409},
    {"proposed_already", 409},
    {"login_is_taken", 409},
    {"database_busy", 503},
    {"no_free_connection", 503},
    {"connection_lost", 503},
    {"tests_are_busy", 503},
    {"commit_unknown", 503},
};

constexpr std::string_view kTitles[][2] = {
    {"The request is wrong", "请求有误"},
    {"Sign in", "请登录"},
    {"Not allowed", "无权办理"},
    {"Not found", "没有找到"},
    {"It has changed meanwhile", "情况已变"},
    {"Try again in a moment", "请稍后重试"},
    {"Our mistake", "系统故障"},
};

const std::string_view* title_of(int status) {
  switch (status) {
    case 401: return kTitles[1];
    case 403: return kTitles[2];
    case 404:
    case 405:
    case 410: return kTitles[3];
    case 409: return kTitles[4];
    case 429:
    case 503: return kTitles[5];
    default: return status >= 500 ? kTitles[6] : kTitles[0];
  }
}

}  // namespace

Problem problem_of(const Error& error) {
  Problem problem{error.fault == Fault::system ? 500 : 422, error.code, error.sentence()};
  for (const auto& [code, status] : kStatuses) {
    if (code == error.code) problem.status = status;
  }
  if (problem.status == 500)
    problem.sentence = {"something went wrong here; it was written down, try again or tell the administrator",
                        "系统出错，已记录；请重试，或告知管理员"};
  if (problem.status == 503) {
    problem.sentence = {"others are being served; try again in a moment", "系统繁忙，请稍后重试"};
    problem.retry_after_s = 1;
  }
  if (problem.status == 429) problem.retry_after_s = 60;
  if (!error.place.field.empty()) problem.wrong.push_back({error.place.field, problem.sentence});
  return problem;
}

Problem problem_of(workflow::Outcome outcome, const Sentence& sentence, const std::string& about) {
  using workflow::Outcome;
  Problem problem{422, std::string(workflow::outcome_name(outcome)), sentence};
  switch (outcome) {
    case Outcome::matter_moved_on:
    case Outcome::matter_is_of_another_version:
    case Outcome::matter_is_closed:
    case Outcome::not_from_this_state:
    case Outcome::time_runs_backwards:
    case Outcome::matter_is_full: problem.status = 409; break;
    case Outcome::role_may_not:
    case Outcome::person_is_not_assigned:
    case Outcome::same_person_may_not:
    case Outcome::same_unit_may_not: problem.status = 403; break;
    default: break;
  }
  if (!about.empty()) problem.wrong.push_back({about, sentence});
  return problem;
}

http::Answer empty_answer(int status) {
  http::Answer answer;
  answer.status = status;
  return answer;
}

http::Answer json_answer(int status, std::string json) {
  http::Answer answer;
  answer.status = status;
  answer.content_type = "application/json; charset=utf-8";
  answer.body = std::move(json);
  return answer;
}

http::Answer problem_answer(const Problem& problem, const std::string& request_id, Language language) {
  const bool is_english = language == Language::english;
  const auto in_words = [&](const Sentence& sentence) {
    return is_english || sentence.chinese.empty() ? sentence.english : sentence.chinese;
  };
  text::JsonWriter json;
  json.begin_object()
      .field("type", "/problems/" + problem.code)
      .field("title", title_of(problem.status)[is_english ? 0 : 1])
      .field("status", problem.status)
      .field("code", problem.code)
      .field("detail", in_words(problem.sentence))
      .field("request", request_id);
  json.key("errors").begin_array();
  for (const Wrong& wrong : problem.wrong)
    json.begin_object().field("pointer", wrong.pointer).field("detail", in_words(wrong.sentence)).end_object();
  json.end_array().end_object();
  http::Answer answer = json_answer(problem.status, json.take());
  answer.content_type = "application/problem+json; charset=utf-8";
  answer.fields.emplace_back("Content-Language", is_english ? "en" : "zh");
  if (problem.retry_after_s > 0) answer.fields.emplace_back("Retry-After", std::to_string(problem.retry_after_s));
  return answer;
}

void protect(http::Answer& answer) {
  answer.fields.emplace_back("Cache-Control", "no-store");
  answer.fields.emplace_back("X-Content-Type-Options", "nosniff");
  answer.fields.emplace_back("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  answer.fields.emplace_back("Referrer-Policy", "no-referrer");
}

Language language_of(std::string_view accept_language) {
  const std::size_t english = accept_language.find("en");
  const std::size_t chinese = accept_language.find("zh");
  return english < chinese ? Language::english : Language::chinese;
}

}  // namespace qiuhao::server
