// Exploring all positions, breadth first, so that the ways told are the shortest.
#include "workflow/model_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace qiuhao::workflow {
namespace {

// A state, and two bits for each clock.
using Position = std::uint64_t;
constexpr unsigned kClockBits = 2;

Position make_position(Number state) { return static_cast<Position>(state) << (kClockBits * kMaxDeadlines); }
Number state_of(Position position) { return position >> (kClockBits * kMaxDeadlines); }
ClockState clock_of(Position position, Number deadline) {
  return static_cast<ClockState>((position >> (kClockBits * deadline)) & 3U);
}
Position with_clock(Position position, Number deadline, ClockState clock) {
  const auto shift = kClockBits * deadline;
  return (position & ~(Position{3} << shift)) | (static_cast<Position>(clock) << shift);
}

class Explorer {
 public:
  explicit Explorer(const Kind& kind) : kind_(kind), is_done_(kind.actions.size(), false) {}

  ModelReport explore() {
    begin();
    while (next_ < positions_.size()) step(next_++);
    report_.positions = positions_.size();
    find_ends();
    report_unreached();
    report_dead_ends();
    report_stopped_clocks();
    return std::move(report_);
  }

 private:
  struct Reached {
    Position position;
    std::size_t before;  // its own number: the beginning
    Number action;
    std::vector<std::size_t> after;
  };

  // Titles of the actions that lead to a position: "登记 → 分办".
  Sentence way_to(std::size_t number) const {
    std::deque<Number> actions;
    for (std::size_t at = number;; at = positions_[at].before) {
      actions.push_front(positions_[at].action);
      if (positions_[at].before == at) break;
    }
    Sentence way;
    for (const Number action : actions) {
      const Sentence& title = kind_.actions[action].title;
      way.english += (way.english.empty() ? "" : " → ") + title.english;
      way.chinese += (way.chinese.empty() ? "" : " → ") + title.chinese;
    }
    return way;
  }

  void reach(std::size_t before, Number action, Position position) {
    ++report_.transitions;
    is_done_[action] = true;
    const auto [known, is_new] = number_of_.emplace(position, positions_.size());
    if (is_new) positions_.push_back({position, before == kNone ? known->second : before, action, {}});
    if (before != kNone) positions_[before].after.push_back(known->second);
  }

  void begin() {
    for (Number action = 0; action < kind_.actions.size(); ++action) {
      if (!kind_.actions[action].opens) continue;
      for (const Branch& branch : kind_.actions[action].to) take_effects(kNone, action, make_position(branch.state), 0);
    }
  }

  void step(std::size_t number) {
    const Position position = positions_[number].position;
    for (Number action = 0; action < kind_.actions.size(); ++action) {
      const Action& known = kind_.actions[action];
      if (known.opens || !known.from[state_of(position)]) continue;
      if (known.by_clock && !clock_may(action, position)) continue;
      if (known.to.empty()) take_effects(number, action, position, 0);
      for (const Branch& branch : known.to) take_effects(number, action, moved(position, branch.state), 0);
    }
  }

  bool clock_may(Number action, Position position) const {
    for (Number deadline = 0; deadline < kind_.deadlines.size(); ++deadline) {
      if (kind_.deadlines[deadline].when_passed == action && clock_of(position, deadline) == ClockState::running)
        return true;
    }
    return false;
  }

  // The position in another state, where some deadlines do not run.
  Position moved(Position position, Number state) const {
    Position at = make_position(state);
    for (Number deadline = 0; deadline < kind_.deadlines.size(); ++deadline) {
      if (kind_.deadlines[deadline].runs_in[state]) at = with_clock(at, deadline, clock_of(position, deadline));
    }
    return at;
  }

  // Every combination of the effects that have conditions; an act that would be refused leads nowhere.
  void take_effects(std::size_t before, Number action, Position position, std::size_t effect) {
    const auto& effects = kind_.actions[action].effects;
    if (effect == effects.size()) return reach(before, action, position);
    const EffectRule& rule = effects[effect];
    const Argument* named = rule.find("deadline");
    if (named == nullptr) return take_effects(before, action, position, effect + 1);
    if (rule.when) take_effects(before, action, position, effect + 1);
    const Number deadline = *find_named(kind_.deadlines, named->word);
    const ClockState now = clock_of(position, deadline);
    const bool runs_here = kind_.deadlines[deadline].runs_in[state_of(position)];
    if (rule.kind == EffectKind::set_deadline ? !runs_here : now == ClockState::not_set) return;
    ClockState then = now;
    if (rule.kind == EffectKind::set_deadline || rule.kind == EffectKind::resume_clock) then = ClockState::running;
    if (rule.kind == EffectKind::stop_clock) then = ClockState::stopped;
    take_effects(before, action, with_clock(position, deadline, then), effect + 1);
  }

  // Backwards from each final state.
  void find_ends() {
    std::vector<std::vector<std::size_t>> before(positions_.size());
    for (std::size_t number = 0; number < positions_.size(); ++number) {
      for (const std::size_t after : positions_[number].after) before[after].push_back(number);
    }
    ends_.assign(positions_.size(), std::vector<bool>(kind_.states.size(), false));
    for (Number end = 0; end < kind_.states.size(); ++end) {
      if (!kind_.states[end].is_final) continue;
      std::deque<std::size_t> queue;
      for (std::size_t number = 0; number < positions_.size(); ++number) {
        if (state_of(positions_[number].position) == end) queue.push_back(number);
      }
      for (; !queue.empty(); queue.pop_front()) {
        if (ends_[queue.front()][end]) continue;
        ends_[queue.front()][end] = true;
        for (const std::size_t earlier : before[queue.front()]) queue.push_back(earlier);
      }
    }
    report_.ends_reached.assign(kind_.states.size(), std::vector<bool>(kind_.states.size(), false));
    for (std::size_t number = 0; number < positions_.size(); ++number) {
      auto& reached = report_.ends_reached[state_of(positions_[number].position)];
      for (Number end = 0; end < kind_.states.size(); ++end) reached[end] = reached[end] || ends_[number][end];
    }
  }

  void tell(const Place& place, std::string code, Sentence sentence) {
    report_.errors.push_back({Fault::input, std::move(code), sentence.english, place, sentence.chinese});
  }

  void report_unreached() {
    std::vector<bool> is_reached(kind_.states.size(), false);
    for (const Reached& reached : positions_) is_reached[state_of(reached.position)] = true;
    for (Number state = 0; state < kind_.states.size(); ++state) {
      if (!is_reached[state])
        tell(kind_.states[state].place, "unreachable_state",
             {fmt::format("no way leads to the state '{}'", kind_.states[state].name),
              fmt::format("没有途径到达状态“{}”", kind_.states[state].title.chinese)});
    }
    for (Number action = 0; action < kind_.actions.size(); ++action) {
      if (!is_done_[action])
        tell(kind_.actions[action].place, "unreachable_action",
             {fmt::format("the action '{}' can never be done", kind_.actions[action].name),
              fmt::format("操作“{}”永远办不到", kind_.actions[action].title.chinese)});
    }
  }

  void report_dead_ends() {
    std::vector<bool> is_told(kind_.states.size(), false);
    for (std::size_t number = 0; number < positions_.size(); ++number) {
      const Number state = state_of(positions_[number].position);
      if (is_told[state] || std::ranges::find(ends_[number], true) != ends_[number].end()) continue;
      is_told[state] = true;
      const Sentence way = way_to(number);
      tell(kind_.states[state].place, "dead_end",
           {fmt::format("'{}' is a dead end: no final state can be reached after {}", kind_.states[state].name,
                        way.english),
            fmt::format("“{}”是死路：经 {} 之后到不了任何终结状态", kind_.states[state].title.chinese, way.chinese)});
    }
  }

  void report_stopped_clocks() {
    for (Number deadline = 0; deadline < kind_.deadlines.size(); ++deadline) {
      const auto stuck = first_stuck(deadline);
      if (!stuck) continue;
      const Sentence way = way_to(*stuck);
      tell(kind_.deadlines[deadline].place, "clock_never_resumes",
           {fmt::format("the clock of '{}' stays stopped for ever after {}", kind_.deadlines[deadline].name,
                        way.english),
            fmt::format("“{}”的计时在 {} 之后永远中止", kind_.deadlines[deadline].title.chinese, way.chinese)});
    }
  }

  // The first position in which the clock is stopped and from which none is reached where it runs.
  std::optional<std::size_t> first_stuck(Number deadline) const {
    std::vector<bool> goes_on(positions_.size(), false);
    for (bool has_changed = true; has_changed;) {
      has_changed = false;
      for (std::size_t number = positions_.size(); number-- > 0;) {
        if (goes_on[number]) continue;
        bool does = clock_of(positions_[number].position, deadline) == ClockState::running;
        for (const std::size_t after : positions_[number].after) does = does || goes_on[after];
        goes_on[number] = does;
        has_changed = has_changed || does;
      }
    }
    for (std::size_t number = 0; number < positions_.size(); ++number) {
      const bool stands = clock_of(positions_[number].position, deadline) == ClockState::stopped;
      if (stands && !goes_on[number]) return number;
    }
    return std::nullopt;
  }

  static constexpr std::size_t kNone = ~std::size_t{0};
  const Kind& kind_;
  std::vector<Reached> positions_;
  std::unordered_map<Position, std::size_t> number_of_;
  std::vector<bool> is_done_;
  std::vector<std::vector<bool>> ends_;
  std::size_t next_ = 0;
  ModelReport report_;
};

}  // namespace

ModelReport check_model(const Kind& kind) { return Explorer(kind).explore(); }

}  // namespace qiuhao::workflow
