// An edition: the tape, rules, parameters and knowledge by which requests are judged for a while. A newer one is loaded
// beside it and takes its place between two requests; one that cannot be loaded never does.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "audit/visit_judge.h"
#include "claims/tape.h"
#include "rules/plan.h"

namespace qiuhao::live {

// Immutable. It must not move, for the judge reads it.
struct Edition {
  std::string name;  // what it is made of: "tape 12, 149 rules 5f3a90c1, knowledge 2025-12, known on 2026-11-30"
  std::shared_ptr<const claims::Schema> schema;
  claims::Tape tape;
  std::shared_ptr<const rules::Plan> plan;
  std::unique_ptr<const audit::VisitJudge> judge;
  std::uint64_t number = 0;  // counts those of this process
  std::chrono::system_clock::time_point since;
  std::chrono::system_clock::time_point tape_written{};  // when the manifest was; the beginning of time when unknown

  // A person's tape; empty for somebody new.
  claims::PersonTape tape_of(const std::string& person) const;
};

// How editions come to be. Both are called from one thread at a time.
struct EditionSource {
  // Everything anew, with `name` and number left to Editions.
  std::function<Result<std::unique_ptr<Edition>>()> load;
  // Changes when loading would give something else; cheap.
  std::function<std::string()> state;
};

class Editions {
 public:
  // Loads the first; its error when that cannot be.
  static Result<std::unique_ptr<Editions>> open(EditionSource source);

  std::shared_ptr<const Edition> current() const;

  // Looks whether there is something newer; if so loads it, warms it and puts it in place. Nothing newer: false. An
  // edition that cannot be loaded is an error once, until its source changes again.
  Result<bool> renew();

  // Called with old and new after a change, from renew's thread.
  void on_change(std::function<void(const Edition&, const Edition&)> tell) { tell_ = std::move(tell); }
  std::optional<Error> rejected() const;  // why the newest is not in place

 private:
  explicit Editions(EditionSource source) : source_(std::move(source)) {}
  Result<std::shared_ptr<const Edition>> load();

  EditionSource source_;
  std::mutex renewing_;
  std::string state_;  // of what was loaded or rejected last
  std::uint64_t loaded_ = 0;
  std::atomic<std::shared_ptr<const Edition>> current_;
  mutable std::mutex told_;
  std::optional<Error> rejected_;
  std::function<void(const Edition&, const Edition&)> tell_;
};

// Judges visits of some people of the tape and throws the answers away, so that pages, columns and what items meet are
// at hand when the first request comes.
void warm(const Edition& edition, std::size_t people);

}  // namespace qiuhao::live
