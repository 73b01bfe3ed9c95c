// From a request to an answer: route, checks, who asks, endpoint.
#include "server/api/handler.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/utf8.h"
#include "identity/services.h"
#include "server/api/endpoints.h"

namespace qiuhao::server {
namespace {

constexpr std::size_t kKeyBytesMost = 64;  // of an Idempotency-Key

Problem bad_request(std::string pointer, Sentence sentence) {
  Problem problem{400, "bad_request", sentence};
  problem.wrong.push_back({std::move(pointer), std::move(sentence)});
  return problem;
}

std::string_view cookie_in(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view pair = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
  }
  return "";
}

// The token of a session. A cookie goes along by itself when another site's page asks, so a request that changes
// something needs a field beside it that such a page cannot set.
std::string_view token_of(const http::Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view authorization = request.field("authorization");
  if (authorization.starts_with(kBearer)) return authorization.substr(kBearer.size());
  if (request.method != "GET" && request.field("x-qiuhao") != "1") return "";
  return cookie_in(request.field("cookie"), kSessionCookie);
}

bool is_key(std::string_view key) {
  return key.size() <= kKeyBytesMost && std::ranges::all_of(key, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == '.';
         });
}

// A path comes as it was sent, in any bytes and length.
std::string subject_of(const Call& call) {
  const std::string& path = call.request.path;
  const bool fits = path.size() <= database::kActNameBytesMost && is_utf8(path) && path.find('\0') == std::string::npos;
  return fits ? path : call.operation.path;
}

std::optional<Problem> check_parameter(const ApiParameter& parameter, const Call& call) {
  const auto refused = [&](const Wrong& wrong) { return bad_request(parameter.name, wrong.sentence); };
  if (parameter.is_in_path) {
    const auto wrong = parameter.schema->check_text(call.path_value(parameter.name));
    return wrong ? std::optional(refused(*wrong)) : std::nullopt;
  }
  const auto found = call.query.find(parameter.name);
  if (found == call.query.end()) {
    if (!parameter.is_required) return std::nullopt;
    return bad_request(parameter.name,
                       {fmt::format("{} is missing", parameter.name), fmt::format("缺少参数 {}", parameter.name)});
  }
  const Schema& schema = parameter.schema->is_array() ? *parameter.schema->items() : *parameter.schema;
  constexpr std::size_t kRepeatedMost = 50;
  if (found->second.size() > (parameter.schema->is_array() ? kRepeatedMost : 1))
    return bad_request(parameter.name, {fmt::format("{} is given too often", parameter.name),
                                        fmt::format("参数 {} 重复过多", parameter.name)});
  for (const std::string& value : found->second) {
    if (const auto wrong = schema.check_text(value)) return refused(*wrong);
  }
  return std::nullopt;
}

}  // namespace

Result<std::shared_ptr<ApiHandler>> ApiHandler::open(std::shared_ptr<const ApiDesk> desk,
                                                     std::shared_ptr<http::Log> log,
                                                     std::shared_ptr<http::Handler> others) {
  ASSIGN(Description description, Description::built_in());
  std::shared_ptr<ApiHandler> handler(
      new ApiHandler(std::move(desk), std::move(log), std::move(others), std::move(description)));
  for (const NamedEndpoint& named : all_endpoints()) handler->endpoints_.emplace(named.operation, named.endpoint);
  for (const Operation& operation : handler->description_.operations()) {
    if (!handler->endpoints_.contains(operation.id))
      return system_error("bad_description", fmt::format("api.yaml: {} has no endpoint", operation.id));
  }
  for (const auto& [name, endpoint] : handler->endpoints_) {
    if (handler->description_.find(name) == nullptr)
      return system_error("bad_description", fmt::format("api.yaml has no operation {}", name));
  }
  return handler;
}

bool ApiHandler::takes_file(std::string_view method, std::string_view path) const {
  const Operation* operation = description_.match(method, path).operation;
  return operation != nullptr && operation->takes_bytes;
}

void ApiHandler::answer(const http::Request& request, http::Reply reply) {
  if (!request.path.starts_with("/api/")) {
    if (others_ != nullptr) return others_->answer(request, std::move(reply));
    return reply(problem_answer({404, "no_such_page", {"there is no such page here", "没有这个页面"}}, request.id,
                                language_of(request.field("accept-language"))));
  }
  http::Answer answer = answer_api(request);
  protect(answer);
  reply(std::move(answer));
}

http::Answer ApiHandler::answer_api(const http::Request& request) const {
  const Language language = language_of(request.field("accept-language"));
  const auto refuse = [&](const Problem& problem) { return problem_answer(problem, request.id, language); };
  Match match = description_.match(request.method, request.path);
  if (match.operation == nullptr) {
    if (match.methods.empty()) return refuse({404, "no_such_path", {"the API has no such path", "接口没有这个地址"}});
    http::Answer answer = refuse({405, "wrong_method", {"this path takes other methods", "该地址不接受此方法"}});
    std::string allowed;
    for (const std::string& method : match.methods) allowed += (allowed.empty() ? "" : ", ") + method;
    answer.fields.emplace_back("Allow", allowed);
    return answer;
  }
  text::JsonReader reader;
  Call call{*desk_, request, *match.operation, std::move(match.in_path), {}, {}, {}, desk_->now()};
  const Result<std::optional<Problem>> unknown = identify(call);
  if (!unknown) {
    log_->write(http::Level::error, "api_failed", {{"request", request.id}, {"why", unknown.error().text()}});
    return refuse(problem_of(unknown.error()));
  }
  if (*unknown) {
    note_refusal(call, **unknown);
    return refuse(**unknown);
  }
  if (const auto wrong = check(call, reader)) return refuse(*wrong);
  Result<http::Answer> answer = endpoints_.find(call.operation.id)->second(call);
  if (answer) return std::move(*answer);
  const Problem problem = problem_of(answer.error());
  if (problem.status >= 500)
    log_->write(http::Level::error, "api_failed",
                {{"request", request.id}, {"operation", call.operation.id}, {"why", answer.error().text()}});
  if (problem.status == 403) note_refusal(call, problem);
  return refuse(problem);
}

std::optional<Problem> ApiHandler::check(Call& call, text::JsonReader& reader) const {
  auto query = parse_query(call.request.query);
  if (!query) return bad_request("", {"the query is not well formed", "查询串格式有误"});
  call.query = std::move(*query);
  for (const auto& [name, values] : call.query) {
    const bool is_known = std::ranges::any_of(call.operation.parameters, [&name = name](const ApiParameter& parameter) {
      return !parameter.is_in_path && parameter.name == name;
    });
    if (!is_known)
      return bad_request(name, {"there is no such parameter; the API's page lists them", "没有这个参数；请查接口说明"});
  }
  for (const ApiParameter& parameter : call.operation.parameters) {
    if (auto wrong = check_parameter(parameter, call)) return wrong;
  }
  if (!is_key(call.request.field("idempotency-key")))
    return bad_request("Idempotency-Key", {"a key is 1 to 64 letters, digits, '-', '_' or '.'",
                                           "幂等键为 1 到 64 个字母、数字、“-”、“_”或“.”"});
  if (call.operation.body == nullptr) return std::nullopt;
  auto body = reader.read(call.request.body);
  if (!body) return bad_request("", body.error().sentence());
  call.body = *body;
  if (auto wrong = call.operation.body->check(call.body)) return bad_request(wrong->pointer, wrong->sentence);
  return std::nullopt;
}

Result<std::optional<Problem>> ApiHandler::identify(Call& call) const {
  if (call.operation.is_open) return std::optional<Problem>();
  const std::string token(token_of(call.request));
  const bool is_key = token.starts_with(identity::kKeyFront);
  identity::SessionAnswer session;
  if (!is_key) {
    ASSIGN(session, desk_->sign_in().session(token, call.now));
  }
  std::optional<identity::Holder> holder;
  if (is_key || session.outcome == identity::SessionOutcome::good) {
    TRY(desk_->database().read([&](database::Transaction& transaction) -> Status {
      if (is_key) {
        ASSIGN(holder, identity::holder_of_key(transaction, desk_->policy(), token, call.now));
      } else {
        ASSIGN(holder, identity::holder_of(transaction, desk_->policy(), session.asker.login, call.now));
      }
      return {};
    }));
  }
  if (is_key && holder) session.asker.login = holder->login;
  if (!holder)
    return std::optional(
        Problem{401,
                "not_signed_in",
                {"sign in first; the session is over or there is none", "请先登录；没有会话或会话已结束"}});
  call.caller = Caller{session.asker, std::move(*holder), token, session.must_change_password};
  const bool is_of_session = call.operation.path.starts_with("/api/session");
  if (session.must_change_password && !is_of_session)
    return std::optional(Problem{403, "password_must_be_changed", {"change the password first", "请先修改密码"}});
  return std::optional<Problem>();
}

// Whoever is known and asked for what is not theirs stands in the trail; whoever is not known, in the log.
void ApiHandler::note_refusal(const Call& call, const Problem& problem) const {
  const std::string login = call.caller ? call.caller->asker.login : "";
  log_->write(http::Level::warning, "api_refused",
              {{"request", call.request.id},
               {"operation", call.operation.id},
               {"client", call.request.client},
               {"user", login},
               {"code", problem.code}});
  if (login.empty()) return;
  const Status noted = desk_->database().write([&](database::Transaction& transaction) -> Status {
    TRY(desk_->trail().append(transaction,
                              database::Act{call.now, login, call.request.client, "access_refused", subject_of(call),
                                            std::nullopt, problem.code, problem.sentence.chinese, call.request.id}));
    return {};
  });
  if (!noted) log_->write(http::Level::error, "api_failed", {{"why", noted.error().text()}});
}

}  // namespace qiuhao::server
