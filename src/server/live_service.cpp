// Parts are opened in the order in which mistakes are best told; a thread of its own looks for newer editions.
#include "server/live_service.h"

#include <fmt/format.h>

namespace qiuhao::server {
namespace {

// The folder of institutions' keys in a workspace.
constexpr const char* kKeyFolder = "secret/institutions";

std::string_view name_of(live::ShadowDifference::Kind kind) {
  constexpr std::string_view kNames[] = {"new", "gone", "other_money"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace

Result<std::unique_ptr<LiveService>> LiveService::open(ServiceOptions options, const MakeOthers& make_others) {
  std::unique_ptr<LiveService> service(new LiveService(std::move(options)));
  TRY(service->open_parts(make_others));
  service->keeper_ = std::thread([self = service.get()] { self->keep_up(); });
  return service;
}

LiveService::~LiveService() {
  {
    const std::lock_guard lock(ending_);
    is_ending_ = true;
  }
  ends_.notify_all();
  if (keeper_.joinable()) keeper_.join();
}

Status LiveService::open_parts(const MakeOthers& make_others) {
  ASSIGN(auto intake, live::Intake::open(options_.workspace, *options_.schema));
  ASSIGN(auto log, http::Log::open(options_.log));
  log_ = std::make_shared<http::Log>(std::move(log));
  ASSIGN(auto variants, national::Variants::load(options_.interface_folders));
  ASSIGN(auto keys, signing::Keyring::load(options_.workspace / kKeyFolder));
  ASSIGN(auto pseudonyms, claims::assembly::Pseudonyms::open(options_.workspace));
  ASSIGN(auto editions, live::Editions::open(options_.source));
  editions_ = std::move(editions);
  if (options_.shadow_source.load) TRY(open_shadow());
  desk_ = std::make_shared<live::Desk>(editions_, std::move(intake), shadow_);
  metrics_ = std::make_shared<ServiceMetrics>(desk_);
  auto national = std::make_shared<national::Service>(national::Service{
      desk_, options_.schema, national::Names(*options_.schema), std::move(pseudonyms), options_.accepts_pseudonyms});
  auto exchange = std::make_shared<national::Exchange>(std::move(national),
                                                       std::make_shared<const national::Variants>(std::move(variants)),
                                                       std::make_shared<const signing::Keyring>(std::move(keys)));
  std::shared_ptr<http::Handler> others;
  if (make_others) {
    ASSIGN(others, make_others(log_));
  }
  handler_ = std::make_shared<LiveHandler>(options_.live, std::move(exchange), metrics_, log_, std::move(others));
  return settle();  // while the service was down
}

void LiveService::renew_keys() {
  auto keys = signing::Keyring::load(options_.workspace / kKeyFolder);
  if (!keys) return log_->write(http::Level::error, "keys_kept", {{"why", keys.error().text()}});
  handler_->exchange().renew_keys(std::make_shared<const signing::Keyring>(std::move(*keys)));
  log_->write(http::Level::info, "keys", {});
}

Status LiveService::settle() {
  ASSIGN(const auto settled, desk_->settle());
  if (settled.empty()) return {};
  metrics_->count_settled(settled.size());
  const auto edition = editions_->current();
  std::size_t hits = 0;
  for (const live::Desk::Settled& visit : settled) {
    for (const audit::VisitHit& hit : visit.judged.hits)
      metrics_->count_judged_again(edition->plan->rules()[hit.rule].code);
    hits += visit.judged.hits.size();
  }
  log_->write(http::Level::info, "settled",
              {{"visits", std::to_string(settled.size())}, {"hits", std::to_string(hits)}});
  return {};
}

Status LiveService::open_shadow() {
  ASSIGN(auto candidates, live::Editions::open(options_.shadow_source));
  shadow_ =
      std::make_shared<live::Shadow>(std::move(candidates), [this](const std::vector<live::ShadowDifference>& found) {
        if (metrics_ != nullptr) metrics_->count_shadow(found);
        for (const live::ShadowDifference& difference : found) {
          log_->write(http::Level::info, "shadow",
                      {{"rule", difference.rule},
                       {"kind", name_of(difference.kind)},
                       {"id", difference.id},
                       {"before", format_cents(difference.before)},
                       {"after", format_cents(difference.after)}});
        }
      });
  return {};
}

void LiveService::keep_up() {
  std::unique_lock lock(ending_);
  while (!ends_.wait_for(lock, options_.renew_every, [this] { return is_ending_; })) {
    lock.unlock();
    renew();
    lock.lock();
  }
}

void LiveService::renew() {
  if (shadow_ != nullptr) {
    if (const auto renewed = shadow_->candidates().renew(); !renewed)
      log_->write(http::Level::error, "candidate_refused", {{"why", renewed.error().text()}});
  }
  const auto renewed = editions_->renew();
  if (!renewed) {
    metrics_->count_edition(false);
    log_->write(http::Level::error, "edition_refused", {{"why", renewed.error().text()}});
    return;
  }
  if (!*renewed) return;
  metrics_->count_edition(true);
  log_->write(http::Level::info, "edition", {{"name", editions_->current()->name}});
  if (const Status settled = settle(); !settled)
    log_->write(http::Level::error, "journal", {{"why", settled.error().text()}});
}

}  // namespace qiuhao::server
