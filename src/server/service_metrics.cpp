// Counters are looked up once; gauges are set when somebody asks.
#include "server/service_metrics.h"

#include <algorithm>

namespace qiuhao::server {
namespace {

constexpr std::string_view kTransactions[] = {"3101", "3102", "3103", "2204", "2301", "2205", "2302", "3501", "3502",
                                              "3503", "3504", "3505", "3506", "3507", "9001", "9002", "1901", "other"};
const std::vector<double> kRequestSeconds{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 2};
const std::vector<double> kJudgingSeconds{0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.02, 0.1, 0.8};

std::string_view name_of(live::ShadowDifference::Kind kind) {
  constexpr std::string_view kNames[] = {"new", "gone", "other_money"};
  return kNames[static_cast<std::size_t>(kind)];
}

double seconds_since(std::chrono::system_clock::time_point time) {
  return std::chrono::duration<double>(std::chrono::system_clock::now() - time).count();
}

}  // namespace

ServiceMetrics::ServiceMetrics(std::shared_ptr<const live::Desk> desk) : desk_(std::move(desk)) {
  for (const std::string_view number : kTransactions) {
    const std::string name(number);
    const char* help = "National messages answered";
    transactions_.push_back(
        {number, &metrics_.counter("qiuhao_messages_total", help, {{"transaction", name}, {"outcome", "ok"}}),
         &metrics_.counter("qiuhao_messages_total", help, {{"transaction", name}, {"outcome", "error"}}),
         &metrics_.histogram("qiuhao_message_seconds", "From the whole message to its answer", {{"transaction", name}},
                             kRequestSeconds)});
  }
  judging_ =
      &metrics_.histogram("qiuhao_judging_seconds", "Judging alone, of messages 3101 and 3102", {}, kJudgingSeconds);
  undecided_ = &metrics_.counter("qiuhao_undecided_total", "Subjects of which a rule could not tell");
  late_ = &metrics_.counter("qiuhao_late_total", "Messages that were not judged within their deadline");
}

void ServiceMetrics::count(const national::Exchanged& exchanged, double seconds) {
  told_.count(exchanged, seconds);
  const auto found = std::ranges::find(transactions_, std::string_view(exchanged.transaction), &OfTransaction::number);
  OfTransaction& of = found == transactions_.end() ? transactions_.back() : *found;
  (exchanged.error.empty() ? of.good : of.bad)->add();
  of.seconds->observe(seconds);
  if (!exchanged.error.empty())
    metrics_.counter("qiuhao_errors_total", "Messages answered with an error, by its code", {{"code", exchanged.error}})
        .add();
  const national::Told& told = exchanged.told;
  if (told.judging.count() > 0) judging_->observe(std::chrono::duration<double>(told.judging).count());
  if (told.undecided > 0) undecided_->add(static_cast<double>(told.undecided));
  if (told.is_late) late_->add();
  for (const std::string& rule : told.hits) {
    metrics_.counter("qiuhao_hits_total", "Hits told, by rule and scene", {{"rule", rule}, {"scene", told.scene}})
        .add();
  }
}

void ServiceMetrics::count_shadow(const std::vector<live::ShadowDifference>& found) {
  told_.count_shadow(found);
  for (const live::ShadowDifference& difference : found) {
    metrics_
        .counter("qiuhao_shadow_differences_total", "What the candidate library said otherwise",
                 {{"rule", difference.rule}, {"kind", std::string(name_of(difference.kind))}})
        .add();
  }
}

void ServiceMetrics::count_edition(bool is_accepted) {
  metrics_
      .counter("qiuhao_editions_total", "Editions that were put in place, or refused",
               {{"outcome", is_accepted ? "accepted" : "refused"}})
      .add();
}

void ServiceMetrics::count_settled(std::size_t visits) {
  metrics_.counter("qiuhao_settled_visits_total", "Visits that left the live view, for a tape has them")
      .add(static_cast<double>(visits));
}

void ServiceMetrics::count_judged_again(const std::string& rule) {
  metrics_
      .counter("qiuhao_settled_hits_total", "Hits of visits that left the live view, judged as they were settled",
               {{"rule", rule}})
      .add();
}

void ServiceMetrics::watch(std::function<http::ServerCounts()> counts) {
  const std::lock_guard lock(watching_);
  counts_ = std::move(counts);
}

std::string ServiceMetrics::text() {
  const std::lock_guard lock(watching_);
  set_gauges(counts_ ? counts_() : http::ServerCounts{});
  return metrics_.text();
}

void ServiceMetrics::set_gauges(const http::ServerCounts& server) {
  const auto gauge = [&](const char* name, const char* help, double value) { metrics_.gauge(name, help).set(value); };
  const auto number = [](auto value) { return static_cast<double>(value); };
  gauge("qiuhao_connections", "Connections that are open", number(server.connections_now));
  gauge("qiuhao_body_bytes", "Bytes that large requests hold together", number(server.body_bytes_now));
  gauge("qiuhao_waiting", "Requests that wait for a work thread", number(server.waiting_now));
  gauge("qiuhao_refused", "Requests answered without having been looked at, for a limit, so far",
        number(server.refused));
  gauge("qiuhao_timed_out", "Connections ended because nothing came or nothing was taken, so far",
        number(server.timed_out));
  const auto edition = desk_->editions().current();
  gauge("qiuhao_edition_number", "Editions of this process so far", number(edition->number));
  gauge("qiuhao_edition_age_seconds", "Since the edition in place was put there", seconds_since(edition->since));
  gauge("qiuhao_edition_refused", "1 while the newest tape or library cannot be loaded",
        desk_->editions().rejected() ? 1 : 0);
  if (edition->tape_written.time_since_epoch().count() > 0)
    gauge("qiuhao_tape_age_seconds", "Since the tape in place was published", seconds_since(edition->tape_written));
  gauge("qiuhao_tape_generation", "Number of the tape in place", number(edition->tape.manifest().generation));
  gauge("qiuhao_tape_lines", "Lines of the tape in place", number(edition->tape.lines()));
  gauge("qiuhao_rules", "Rules of the edition in place", number(edition->plan->rules().size()));
  const live::IntakeCounts intake = desk_->intake().counts();
  gauge("qiuhao_journal_records", "Records of the live journal that still count", number(intake.records));
  gauge("qiuhao_journal_bytes", "The live journal on disk", number(intake.disk_bytes));
  gauge("qiuhao_journal_commits", "Syncs of the live journal so far", number(intake.commits));
  gauge("qiuhao_held_bytes", "Details of visits that are not settled, in memory", number(intake.held_bytes));
  gauge("qiuhao_feedback_records", "Messages 3103 kept", number(intake.feedback));
  if (const live::Shadow* shadow = desk_->shadow()) {
    gauge("qiuhao_shadow_judged", "Questions that the candidate library judged too, so far", number(shadow->judged()));
    gauge("qiuhao_shadow_left_out", "Questions that it had no time for, so far", number(shadow->left_out()));
  }
}

}  // namespace qiuhao::server
