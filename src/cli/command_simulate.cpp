// `qiuhao simulate`: a synthetic city with planted violations, to try everything on.
#include <fmt/format.h>

#include <memory>

#include "audit/report_text.h"
#include "audit/shard.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "simulate/city.h"

namespace qiuhao::cli {
namespace {

Result<simulate::CitySummary> simulate_with_progress(const simulate::CityOptions& options) {
  const StopOnSignal stop;
  Progress progress;
  return simulate::simulate_city(options, [&](const simulate::CityProgress& city) {
    progress.show("simulating", city.people_done, city.people, "people");
    return !stop.flag();
  });
}

Result<int> run_simulate(const simulate::CityOptions& options) {
  ASSIGN(const simulate::CitySummary city, simulate_with_progress(options));
  const auto number = [](std::int64_t count) { return audit::grouped(static_cast<std::size_t>(count)); };
  fmt::print("{}: {} people in {} households, {} providers, {} visits, {} fee rows, {} bytes\n",
             options.directory.string(), number(city.people), number(city.households), number(city.providers),
             number(city.visits), number(city.line_rows), number(city.bytes));
  fmt::print("planted violations in truth.csv and truth_subjects.csv: {}\n", number(city.truth_rows()));
  const auto follow_ups = [&](simulate::FollowUp kind) {
    return number(city.follow_ups[static_cast<std::size_t>(kind)]);
  };
  fmt::print("planted stays in truth_visits.csv: {} readmitted, {} overlapping\n",
             follow_ups(simulate::FollowUp::readmitted), follow_ups(simulate::FollowUp::overlapping));
  if (city.players > 0) {
    fmt::print("schemes in truth_schemes.csv: {} people who play or look like it, {} visits that are fraud\n",
               number(city.players), number(city.scheme_visits));
  }
  fmt::print("\nnext:\n  qiuhao import WORKSPACE {}\n", options.directory.string());
  return 0;
}

}  // namespace

void add_simulate(Program& program) {
  CLI::App* command = add_command(program, "simulate", "make a synthetic city with known frauds, at any size",
                                  "qiuhao simulate tables --people 20000 --months 12 --seed 1");
  const auto options = std::make_shared<simulate::CityOptions>();
  const auto folder = std::make_shared<std::string>();
  command->add_option("DIR", *folder, "folder for the tables; made when it does not exist")->required();
  command->add_option("--people", options->people, "insured people")->capture_default_str();
  command->add_option("--months", options->months, "months from January 2025")->capture_default_str();
  command->add_option("--seed", options->seed, "the same seed makes the same city")->capture_default_str();
  command
      ->add_option("--provider-times", options->provider_times,
                   "so many times the providers that these people need, to have many to compare")
      ->capture_default_str();
  const auto level = std::make_shared<std::string>("kinds");
  command
      ->add_option(
          "--level", *level,
          "what is planted: none (an honest city, with look-alikes), kinds (violations of the national kinds), "
          "calm, usual or bad (these, and few or many people who play schemes)")
      ->check(CLI::IsMember({"none", "kinds", "calm", "usual", "bad"}))
      ->capture_default_str();
  const auto slice = std::make_shared<std::string>();
  command->add_option("--slice", *slice,
                      "I/N: only one N-th of the city's people, for a city too large for one folder");
  command->callback([&program, options, folder, slice, level] {
    program.run = [options, folder, slice, level]() -> Result<int> {
      options->directory = *folder;
      options->is_honest = *level == "none";
      options->schemes = *level == "calm"    ? simulate::SchemeLevel::calm
                         : *level == "usual" ? simulate::SchemeLevel::usual
                         : *level == "bad"   ? simulate::SchemeLevel::bad
                                             : simulate::SchemeLevel::none;
      if (!slice->empty()) {
        ASSIGN(const audit::Shard of, audit::parse_shard(*slice));
        options->slice = of.index - 1;
        options->slices = of.count;
      }
      return run_simulate(*options);
    };
  });
}

}  // namespace qiuhao::cli
