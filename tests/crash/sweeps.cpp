// Kills and failing writes over the table of commands.
#include "sweeps.h"

#include <fmt/format.h>
#include <signal.h>

#include <random>

namespace qiuhao::crash {
namespace {

using Random = std::mt19937_64;

double random_share(Random& random) { return std::uniform_real_distribution<double>(0.0, 1.0)(random); }

Accident random_kill(const Reference& reference, std::size_t number, Random& random) {
  if (number % 2 == 0) return {"time", 0, random_share(random) * reference.seconds * 1.05};
  const long call = std::uniform_int_distribution<long>(1, reference.calls)(random);
  return {random() % 2 == 0 ? "kill" : "kill-after", call};
}

void count(const Command& command, const Accident& accident, const Trials::Outcome& outcome, Sweep& sweep) {
  ++sweep.trials;
  const bool reached = accident.kind == "time" ? outcome.ended.signal == SIGKILL : !outcome.ended.place.empty();
  sweep.reached += reached ? 1 : 0;
  sweep.old_states += reached && !outcome.is_after ? 1 : 0;
  sweep.new_states += reached && outcome.is_after ? 1 : 0;
  if (outcome.trouble.empty()) return;
  sweep.troubles.push_back(
      fmt::format("{}, {} ({}): {}", command.name, accident.text(), outcome.ended.place, outcome.trouble));
}

}  // namespace

std::string Sweep::text() const {
  std::string text = fmt::format("{} trials, {} reached ({} old, {} new), {} troubles\n", trials, reached, old_states,
                                 new_states, troubles.size());
  for (std::size_t index = 0; index < troubles.size() && index < 40; ++index) text += "  " + troubles[index] + "\n";
  return text;
}

Result<Sweep> kill_sweep(const Path& scratch, std::int64_t people, std::size_t times, std::uint64_t seed,
                         const SweepProgress& progress) {
  ASSIGN(Trials trials, Trials::make(scratch, people));
  Random random(seed);
  Sweep sweep;
  std::size_t left = commands().size();
  for (const Command& command : commands()) {
    ASSIGN(const Reference reference, trials.reference(command));
    const std::size_t wanted = sweep.trials + (times - sweep.trials) / left--;
    while (sweep.trials < wanted) {
      const Accident accident = random_kill(reference, sweep.trials, random);
      ASSIGN(const Trials::Outcome outcome, trials.run(command, reference, accident, sweep.trials % 4 >= 2));
      count(command, accident, outcome, sweep);
      if (progress) progress(sweep);
    }
  }
  return sweep;
}

Result<Sweep> failed_write_sweep(const Path& scratch, std::int64_t people, const std::vector<std::string>& kinds,
                                 long step, const SweepProgress& progress) {
  ASSIGN(Trials trials, Trials::make(scratch, people));
  Sweep sweep;
  std::size_t turn = 0;
  for (const Command& command : commands()) {
    ASSIGN(const Reference reference, trials.reference(command));
    const std::size_t first = turn++;
    for (long call = 1; call <= reference.calls; call += step) {
      const Accident accident{kinds[(first + sweep.trials) % kinds.size()], call};
      ASSIGN(const Trials::Outcome outcome, trials.run(command, reference, accident, sweep.trials % 2 == 1));
      count(command, accident, outcome, sweep);
      if (progress) progress(sweep);
    }
  }
  return sweep;
}

}  // namespace qiuhao::crash
