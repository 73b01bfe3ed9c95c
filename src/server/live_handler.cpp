// Routes by path; messages are answered when their exchange is done.
#include "server/live_handler.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/document.h"

namespace qiuhao::server {
namespace {

using http::Answer;

Answer text_answer(int status, std::string sentence) {
  Answer answer;
  answer.status = status;
  answer.content_type = "text/plain; charset=utf-8";
  answer.body = std::move(sentence);
  return answer;
}

}  // namespace

LiveHandler::LiveHandler(LiveOptions options, std::shared_ptr<national::Exchange> exchange,
                         std::shared_ptr<ServiceMetrics> metrics, std::shared_ptr<http::Log> log,
                         std::shared_ptr<http::Handler> others)
    : options_(std::move(options)),
      exchange_(std::move(exchange)),
      metrics_(std::move(metrics)),
      log_(std::move(log)),
      others_(std::move(others)) {}

void LiveHandler::answer(const http::Request& request, http::Reply reply) {
  if (std::ranges::find(options_.national_paths, request.path) != options_.national_paths.end()) {
    if (request.method == "POST") return answer_national(request, std::move(reply));
    Answer refused = text_answer(405, "national messages come by POST\n");
    refused.fields.emplace_back("Allow", "POST");
    return reply(std::move(refused));
  }
  const bool is_get = request.method == "GET" || request.method == "HEAD";
  if (is_get && request.path == "/health") return reply(Answer{.body = "{\"status\":\"ok\"}\n"});
  if (is_get && request.path == "/ready") return reply(ready());
  if (is_get && request.path == "/metrics") {
    Answer answer;
    answer.content_type = http::kMetricsType;
    answer.body = metrics_->text();
    return reply(std::move(answer));
  }
  if (others_ != nullptr) return others_->answer(request, std::move(reply));
  reply(text_answer(404, "there is no such page here\n"));
}

http::Answer LiveHandler::ready() const {
  const live::Desk& desk = *exchange_->service().desk;
  const auto edition = desk.editions().current();
  const auto rejected = desk.editions().rejected();
  return {.body = fmt::format("{{\"status\":\"ready\",\"edition\":{},\"refused\":{}}}\n",
                              text::json_quote(edition->name), rejected ? text::json_quote(rejected->text()) : "null")};
}

void LiveHandler::answer_national(const http::Request& request, http::Reply reply) {
  const national::Arrival arrival{request.arrival, std::chrono::system_clock::now()};
  // A std::function must be copyable, a reply is not.
  const auto held = std::make_shared<http::Reply>(std::move(reply));
  exchange_->answer(request.body, arrival,
                    [this, held, id = request.id, start = request.arrival](national::Exchanged exchanged) {
                      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
                      tell(exchanged, id, passed.count());
                      Answer answer;
                      answer.content_type = "application/json; charset=utf-8";
                      answer.body = std::move(exchanged.answer);
                      (*held)(std::move(answer));
                    });
}

void LiveHandler::tell(const national::Exchanged& exchanged, const std::string& request_id, double seconds) {
  metrics_->count(exchanged, seconds);
  if (options_.observe) options_.observe(exchanged);
  if (!options_.logs_requests) return;
  const national::Told& told = exchanged.told;
  log_->write(exchanged.error.empty() ? http::Level::info : http::Level::warning, "message",
              {{"request", request_id},
               {"infno", exchanged.transaction},
               {"msgid", exchanged.message},
               {"institution", exchanged.institution},
               {"error", exchanged.error},
               {"scene", told.scene},
               {"lines", std::to_string(told.lines)},
               {"hits", std::to_string(told.hits.size())},
               {"undecided", std::to_string(told.undecided)},
               {"late", told.is_late ? "1" : "0"},
               {"microseconds", fmt::format("{:.0f}", seconds * 1e6)},
               {"edition", told.edition}});
}

}  // namespace qiuhao::server
