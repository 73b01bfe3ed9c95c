// One thread that wakes every minute.
#include "server/api/housekeeping.h"

#include "database/trail.h"

namespace qiuhao::server {

Housekeeping::Housekeeping(std::shared_ptr<const ApiDesk> desk, std::shared_ptr<http::Log> log, Path anchors,
                           std::chrono::milliseconds pause)
    : desk_(std::move(desk)), log_(std::move(log)), anchors_(std::move(anchors)), pause_(pause) {
  thread_ = std::thread([this] { run(); });
}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(ending_);
    is_ending_ = true;
  }
  ends_.notify_all();
  thread_.join();
}

void Housekeeping::run() {
  std::unique_lock lock(ending_);
  while (!is_ending_) {
    lock.unlock();
    round();
    lock.lock();
    ends_.wait_for(lock, pause_, [this] { return is_ending_; });
  }
}

void Housekeeping::round() {
  const database::Micros now = desk_->now();
  const auto failed = [&](const char* what, const Error& error) {
    log_->write(http::Level::error, "housekeeping_failed", {{"what", what}, {"why", error.text()}});
  };
  if (const auto passing = desk_->store().pass_time(now / database::kMicrosASecond); !passing) {
    failed("terms of matters", passing.error());
  } else {
    for (const Error& error : passing->errors) failed("a matter's terms", error);
    for (const casework::Reply& refused : passing->refused)
      log_->write(http::Level::warning, "term_refused",
                  {{"matter", refused.number}, {"outcome", workflow::outcome_name(refused.outcome)}});
    if (passing->changed > 0)
      log_->write(http::Level::info, "terms_ended", {{"matters", std::to_string(passing->changed)}});
  }
  if (const auto served = desk_->papers().serve_requests(); !served) {
    failed("documents", served.error());
  } else {
    for (const documents::RefusedRequest& refused : served->refused)
      log_->write(http::Level::warning, "document_refused",
                  {{"matter", refused.matter}, {"document", refused.document}, {"why", refused.error.text()}});
    if (!served->written.empty())
      log_->write(http::Level::info, "documents_written", {{"documents", std::to_string(served->written.size())}});
  }
  if (const auto anchored = database::anchor_trail(desk_->database(), anchors_, now); !anchored)
    failed("the trail's anchor", anchored.error());
}

}  // namespace qiuhao::server
