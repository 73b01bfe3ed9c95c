// `qiuhao replay`: past visits sent to a running service, and its answers held against the audit.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "server/replay.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  std::string url;
  std::string from;
  std::string to;
  std::string speed;
  double rate = 0;
  int connections = 8;
  std::size_t visits = 20'000;
  std::size_t repeat = 1;
  std::size_t lines_least = 0;
  std::size_t lines_most = SIZE_MAX;
  std::string scene = "8";
  std::string certificates;
  bool compares_nothing = false;
};

// "10x" or "10".
Result<double> speed_of(const std::string& text) {
  if (text.empty()) return 0.0;
  char* end = nullptr;
  const double speed = std::strtod(text.c_str(), &end);
  const std::string_view rest = end;
  if (end == text.c_str() || !(rest.empty() || rest == "x") || !(speed > 0))
    return usage_error("bad_option", fmt::format("--speed {}: write how many times as fast, such as 10x", text));
  return speed;
}

std::string run_name() { return fmt::format("R{:012}", current_time()); }

const char* name_of(server::ReplayDifference::Kind kind) {
  constexpr const char* kNames[] = {"the audit alone", "the service alone", "other money"};
  return kNames[static_cast<std::size_t>(kind)];
}

void print(const server::ReplayResult& result, bool is_compared) {
  fmt::print("{} messages in {:.1f} s, {:.0f} a second; {} answered, {} failed, {} too late to be judged\n",
             with_commas(static_cast<std::int64_t>(result.sent)), result.seconds,
             static_cast<double>(result.sent) / std::max(result.seconds, 1e-9), result.answered, result.failed,
             result.unjudged);
  fmt::print("from due to answered: half {:.2f} ms, 90 of 100 {:.2f}, 99 of 100 {:.2f}, longest {:.2f}\n",
             result.latency(0.5) * 1e3, result.latency(0.9) * 1e3, result.latency(0.99) * 1e3, result.latency(1) * 1e3);
  if (is_compared)
    fmt::print("{} findings; {} visits differ from the audit\n",
               with_commas(static_cast<std::int64_t>(result.findings)), result.differing);
  for (const server::ReplayDifference& difference : result.differences) {
    fmt::print("  visit {} {} {}: {} (audit {}, service {})\n", difference.visit, difference.rule, difference.id,
               name_of(difference.kind), difference.batch.empty() ? "-" : difference.batch,
               difference.live.empty() ? "-" : difference.live);
  }
  for (const std::string& error : result.errors) fmt::print("  {}\n", error);
}

Result<int> run_replay(const Options& options) {
  ASSIGN(http::Url url, http::Url::parse(options.url));
  server::ReplayChoice choice;
  ASSIGN(choice.from, day_option("--from", options.from, kNoDay));
  ASSIGN(choice.to, day_option("--to", options.to, kNoDay));
  choice.most = options.visits;
  choice.lines_least = options.lines_least;
  choice.lines_most = options.lines_most;
  server::ReplayOptions sending;
  ASSIGN(sending.speed, speed_of(options.speed));
  if (sending.speed > 0 && options.rate > 0)
    return usage_error("bad_option", "--speed and --rate exclude each other; give one");
  ASSIGN(const Sources sources, load_sources(options.workspace, {}, day_of(current_time())));
  const auto visits = server::choose_visits(sources.tape, *sources.schema, choice);
  if (visits.empty()) return input_error("no_visits", "there is no such visit on the tape; widen --from and --to");
  const auto moments = static_cast<unsigned>(rules::Moment::before) | static_cast<unsigned>(rules::Moment::during);
  const StopOnSignal stop;
  Progress progress;
  std::optional<audit::AuditResult> batch;
  std::optional<audit::VisitFindings> expected;
  if (!options.compares_nothing) {
    audit::AuditOptions all;
    all.stop = &stop.flag();
    all.progress = [&](std::size_t done, std::size_t total) {
      progress.show("auditing", static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "lines");
    };
    ASSIGN(batch, audit::run_audit(sources.tape, sources.plan, all));
    expected.emplace(*batch, sources.tape);
  }
  sending.url = std::move(url);
  sending.client.certificates = options.certificates;
  sending.connections = options.connections;
  sending.rate = options.rate;
  sending.repeat = options.repeat;
  sending.scene = options.scene;
  sending.run = run_name();
  sending.stop = &stop.flag();
  std::mutex showing;
  sending.progress = [&](std::size_t done, std::size_t total) {
    const std::lock_guard lock(showing);
    progress.show("sending", static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "messages");
  };
  const auto result = server::replay(sources.tape, *sources.schema, visits, expected ? &*expected : nullptr,
                                     *sources.plan, moments, sending);
  progress.finish();
  print(result, expected.has_value());
  return result.failed == 0 && result.differing == 0 ? 0 : 1;
}

}  // namespace

void add_replay(Program& program) {
  CLI::App* command =
      add_command(program, "replay", "sends past visits to a running service and compares its answers with the audit",
                  "qiuhao replay city --url http://127.0.0.1:8080/fsi --speed 10x");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("--url", options->url, "the service's national endpoint; it needs --accept-replays")->required();
  command->add_option("--from", options->from, "visits that start on or after this day");
  command->add_option("--to", options->to, "visits that start on or before this day");
  command->add_option("--visits", options->visits, "send at most so many, evenly from among them (default: 20000)")
      ->check(CLI::PositiveNumber);
  command->add_option("--lines-least", options->lines_least, "visits of at least so many lines");
  command->add_option("--lines-most", options->lines_most, "visits of at most so many lines");
  command->add_option("--speed", options->speed, "so many times as fast as they came, such as 10x");
  command
      ->add_option("--rate", options->rate, "messages a second, instead of --speed (neither: as fast as answers come)")
      ->check(CLI::PositiveNumber);
  command->add_option("--connections", options->connections, "connections at a time (default: 8)")
      ->check(CLI::Range(1, 1'000));
  command->add_option("--repeat", options->repeat, "send all of them so many times (default: 1)")
      ->check(CLI::PositiveNumber);
  command->add_option("--scene", options->scene, "trig_scen of the messages (default: 8, 住院结算)");
  command->add_option("--certificates", options->certificates, "PEM file of who is trusted for TLS");
  command->add_flag("--no-compare", options->compares_nothing, "measures alone, without an audit");
  command->callback([&program, options] { program.run = [options] { return run_replay(*options); }; });
}

}  // namespace qiuhao::cli
