// Windows straight from their definitions, by looking at every row of a tape for every subject: what the random test
// holds the fast ones against. Nothing of the windows' code is used: keys are compared as texts.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rules/windows/test_tape.h"

namespace qiuhao::rules {

// A point of the test's library.
struct BrutePoint {
  std::string id;
  std::vector<std::string> items;
  Day from = 0;
  Day to = 0;
  int max_days = -1;  // -1: not said
};

// A condition in the language and by hand; nullopt when it cannot be told.
struct BruteWhere {
  std::string text;
  std::function<std::optional<bool>(const Tape&, const TapeRow&)> holds;
};
struct BruteSupply {
  std::string text;
  std::function<std::optional<double>(const TapeRow&)> days;
};

// A window as text for a rule file, and as data for the brute force.
struct BruteWindow {
  std::string kind;
  claims::Entity of = claims::Entity::line;
  std::vector<std::string> by;
  const BruteWhere* where = nullptr;
  const BruteSupply* supply = nullptr;
  std::string at;  // "line.time"
  std::string to;
  int first_day = 0;
  int last_day = 0;
  int n = 0;
};

// A subject: rows of the tape by their places, -1 for none.
struct BruteSubject {
  std::string grain;
  int line = -1;
  int visit = -1;
  int operation = -1;
  Day day = 0;  // on which it stands; an operation shares its own date with others
  const BrutePoint* point = nullptr;
};

class Brute {
 public:
  Brute(const Tape& tape, const std::vector<BrutePoint>& points, bool first_only)
      : tape_(tape), points_(points), first_only_(first_only) {}

  // "rows 1 2", "row 3", "none", "true", "absent line.item", "supply 3.5 20450".
  std::string window(const BruteWindow& window, const BruteSubject& subject) const {
    // What the point does not say is named before what the tape lacks.
    for (const bool of_point : {true, false}) {
      for (const std::string& term : window.by) {
        if (term.starts_with("k.") == of_point && !term_of_subject(window, term, subject)) return "absent " + term;
      }
    }
    if (window.kind == "same" || window.kind == "pair") return rows_text(members(window, subject));
    const int own = window.of == claims::Entity::line    ? subject.line
                    : window.of == claims::Entity::visit ? subject.visit
                                                         : subject.operation;
    std::optional<std::int64_t> now;
    if (own >= 0) {
      now = time_of(window.at, window.of, tape_.rows(window.of)[static_cast<std::size_t>(own)]);
      if (!now) return "absent " + window.at;
    }
    return timed(window, subject, own, now);
  }

 private:
  struct Event {
    std::int64_t time;
    int row;
    bool operator<(const Event& other) const { return time != other.time ? time < other.time : row < other.row; }
  };

  static std::string rows_text(const std::vector<int>& rows) {
    std::string text = "rows";
    for (const int row : rows) text += " " + std::to_string(row);
    return text;
  }
  static std::string row_text(int row) { return row < 0 ? "none" : "row " + std::to_string(row); }

  std::string timed(const BruteWindow& window, const BruteSubject& subject, int own,
                    const std::optional<std::int64_t>& now) const {
    const Day day = now ? day_of(*now) : subject.day;
    std::vector<Event> events;
    for (const int row : members(window, subject)) {
      const auto time = time_of(window.at, window.of, tape_.rows(window.of)[static_cast<std::size_t>(row)]);
      if (time) events.push_back({*time, row});
    }
    std::sort(events.begin(), events.end());
    const auto is_before = [&](const Event& event) {
      return now ? event < Event{*now, own} : day_of(event.time) < day;
    };
    const auto is_after = [&](const Event& event) { return now ? Event{*now, own} < event : day_of(event.time) > day; };
    if (window.kind == "history") {
      std::vector<int> rows;
      for (const Event& event : events) {
        const Day at = day_of(event.time);
        if (at >= day + window.first_day && at <= day + window.last_day) rows.push_back(event.row);
      }
      return rows_text(rows);
    }
    if (window.kind == "previous" || window.kind == "next") {
      int found = -1;
      for (const Event& event : events) {
        if (window.kind == "previous" && is_before(event)) found = event.row;
        if (window.kind == "next" && found < 0 && is_after(event)) found = event.row;
      }
      return row_text(found);
    }
    if (window.kind == "rate") return rate(window, own, day, events, is_after);
    if (window.kind == "overlap") return row_text(overlap(window, *now, events, is_before));
    return supply(window, own, *now, events);
  }

  template <typename IsAfter>
  static std::string rate(const BruteWindow& window, int own, Day day, const std::vector<Event>& events,
                          const IsAfter& is_after) {
    int count = 0;
    bool is_event = own < 0;
    for (const Event& event : events) {
      if (event.row == own) is_event = true;
      if (!is_after(event) && day_of(event.time) > day - window.last_day) ++count;
    }
    return is_event && count >= window.n ? "true" : "false";
  }

  template <typename IsBefore>
  int overlap(const BruteWindow& window, std::int64_t now, const std::vector<Event>& events,
              const IsBefore& is_before) const {
    int found = -1;
    std::optional<std::int64_t> best;  // nullopt with a row found: never ends
    for (const Event& event : events) {
      if (!is_before(event)) continue;
      auto end = time_of(window.to, window.of, tape_.rows(window.of)[static_cast<std::size_t>(event.row)]);
      if (end && window.to == "line.day") *end += 86'400;  // a date ends with its day
      if (end && *end <= now) continue;
      const bool is_later = found < 0 || (best && (!end || *end > *best));
      if (!is_later) continue;
      found = event.row;
      best = end;
    }
    return found;
  }

  // Day by day of the definition: what is left is used up first.
  std::string supply(const BruteWindow& window, int own, std::int64_t now, const std::vector<Event>& events) const {
    double until = -1e9;
    double before = -1e9;
    std::optional<double> after;
    for (const Event& event : events) {
      const auto days = window.supply->days(tape_.rows(window.of)[static_cast<std::size_t>(event.row)]);
      if (!days) continue;
      if (event < Event{now, own}) {
        until = std::max(until, static_cast<double>(day_of(event.time))) + *days;
        before = until;
      } else if (event.row == own) {
        after = std::max(until, static_cast<double>(day_of(event.time))) + *days;
      }
    }
    std::string text = "supply " + std::to_string(std::max(0.0, before - day_of(now)));
    return text + (after ? " " + std::to_string(static_cast<int>(std::floor(*after)) - 1) : " none");
  }

  std::vector<int> members(const BruteWindow& window, const BruteSubject& subject) const {
    std::vector<int> rows;
    const auto& all = tape_.rows(window.of);
    for (std::size_t place = 0; place < all.size(); ++place) {
      bool belongs = window.where == nullptr || window.where->holds(tape_, all[place]).value_or(false);
      for (const std::string& term : window.by) {
        if (!belongs) break;
        belongs = shares(window, term, all[place], static_cast<int>(place), subject);
      }
      if (window.kind == "pair") belongs = belongs && all[place].values[kLineItem] == subject.point->items[0];
      if (belongs) rows.push_back(static_cast<int>(place));
    }
    return rows;
  }

  bool shares(const BruteWindow& window, const std::string& term, const TapeRow& row, int place,
              const BruteSubject& subject) const {
    if (term == "k.point") return names(*subject.point, row);
    if (term == "k.max_days") {
      return std::any_of(points_.begin(), points_.end(), [&](const BrutePoint& point) {
        return point.max_days == subject.point->max_days && names(point, row);
      });
    }
    const auto of_row = text_of(term, window.of, row, place);
    const auto of_subject = term_of_subject(window, term, subject);
    return of_row && of_subject && *of_row == *of_subject;
  }

  // A point that names the row as it names a line that is judged.
  bool names(const BrutePoint& point, const TapeRow& row) const {
    const Day day = static_cast<Day>(row.number(kLineDay));
    if (day < point.from || day > point.to) return false;
    if (first_only_) return point.items[1] == row.values[kLineItem];
    return std::find(point.items.begin(), point.items.end(), row.values[kLineItem]) != point.items.end();
  }

  std::optional<std::string> term_of_subject(const BruteWindow& window, const std::string& term,
                                             const BruteSubject& subject) const {
    if (term == "k.point") return subject.point->id;
    if (term == "k.max_days") {
      if (subject.point->max_days < 0) return std::nullopt;
      return std::to_string(subject.point->max_days);
    }
    if (subject.operation >= 0 && (term == "day" || term.starts_with("operation."))) {
      const TapeRow& operation = tape_.operations[static_cast<std::size_t>(subject.operation)];
      return text_of(term, claims::Entity::operation, operation, subject.operation);
    }
    if (term == "day") return std::to_string(subject.day);
    if (term.starts_with("line.")) {
      const TapeRow& line = tape_.lines[static_cast<std::size_t>(subject.line)];
      return text_of(term, claims::Entity::line, line, subject.line);
    }
    if (term.starts_with("person.")) return text_of(term, window.of, {}, 0);
    const TapeRow& visit = tape_.visits[static_cast<std::size_t>(subject.visit)];
    return text_of(term, claims::Entity::visit, visit, subject.visit);
  }

  // The value of a path at a row, as a text.
  std::optional<std::string> text_of(const std::string& path, claims::Entity of, const TapeRow& row, int) const {
    using claims::Entity;
    if (path == "person.id") return "P1";
    const TapeRow* visit = nullptr;
    if (of == Entity::visit) visit = &row;
    if ((of == Entity::line || of == Entity::operation) && !tape_.visits.empty()) {
      visit = &tape_.visits[static_cast<std::size_t>(row.visit)];
    }
    if (path == "day") {
      if (of == Entity::line) return row.values[kLineDay];
      if (of == Entity::visit) return std::to_string(day_of(row.number(kVisitStart)));
      return row.has(kOperationDate) ? std::optional(row.values[kOperationDate]) : std::nullopt;
    }
    if (path == "visit.id") return visit->id;
    if (path.starts_with("provider.")) {
      if (visit->provider < 0) return std::nullopt;
      const auto number = static_cast<std::size_t>(visit->provider);
      if (path == "provider.id") return "H" + std::to_string(number);
      const std::string& kind = tape_.providers[number].values[kProviderKind];
      return kind.empty() ? std::nullopt : std::optional(kind);
    }
    for (std::size_t field = 0; field < kTapeFields; ++field) {
      const auto [entity, name] = kTapeFieldNames[field];
      const std::string_view owner = claims::kEntityNames[static_cast<std::size_t>(entity)];
      if (path.size() != owner.size() + 1 + std::string_view(name).size() || !path.starts_with(owner) ||
          !path.ends_with(name)) {
        continue;
      }
      const TapeRow& from = entity == Entity::person ? tape_.person : entity == Entity::visit ? *visit : row;
      return from.values[field].empty() ? std::nullopt : std::optional(from.values[field]);
    }
    return std::nullopt;
  }

  std::optional<std::int64_t> time_of(const std::string& path, claims::Entity of, const TapeRow& row) const {
    const auto text = text_of(path, of, row, 0);
    if (!text) return std::nullopt;
    const std::int64_t number = std::stoll(*text);
    const bool is_day = path == "line.day" || path == "operation.date";
    return is_day ? number * 86'400 - kShanghaiOffset : number;
  }

  const Tape& tape_;
  const std::vector<BrutePoint>& points_;
  bool first_only_;
};

}  // namespace qiuhao::rules
