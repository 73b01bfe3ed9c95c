// A run of people of a part, with what bulk work reads of most lines and visits decoded once; and places in it: the
// subjects of one rule, or the rows of a window, side by side.
#pragma once

#include <span>
#include <vector>

#include "base/decimal.h"
#include "rules/plan.h"

namespace qiuhao::rules {

// Days that keys of windows have room for: half a million either way of 1970.
inline constexpr Day kNearDays = Day{1} << 19;

// What is asked of most rows. Of the rest it is looked up row by row, which costs more of each: a wrong guess costs
// time and no answer.
struct RunNeeds {
  bool items = false;   // of lines
  bool lines = false;   // their days and visits
  bool visits = false;  // their people, days and providers
};
RunNeeds run_needs(const Plan& plan);

// By place in the run: of a line row - lines.begin, of a visit row - visits.begin.
class PeopleRun {
 public:
  claims::Range people;
  claims::Range visits;
  claims::Range lines;
  // Whether every line, every visit is known to have a day that keys have room for.
  bool has_near_line_days = false;
  bool has_near_visit_days = false;

  // The run of these people; memory stays for the next. The plan must outlive it.
  void read(const PartPlan& plan, claims::Range of_people, const RunNeeds& needs);

  std::uint32_t item(RowIndex line) const {
    return needs_.items ? items_[line - lines.begin] : item_columns_->code(line);
  }
  Day day_of_line(RowIndex line) const {
    if (needs_.lines) return line_days_[line - lines.begin];
    return days_->has(line) ? days_->day(line) : kNoDay;
  }
  RowIndex visit_of(RowIndex line) const {
    return needs_.lines ? line_visits_[line - lines.begin] : links_->index(line);
  }
  // From a line on; null when they are not decoded.
  const std::uint32_t* items_from(RowIndex line) const {
    return needs_.items ? items_.data() + (line - lines.begin) : nullptr;
  }
  const RowIndex* visits_from(RowIndex line) const {
    return needs_.lines ? line_visits_.data() + (line - lines.begin) : nullptr;
  }
  RowIndex person_of(RowIndex visit) const {
    return needs_.visits ? visit_people_[visit - visits.begin] : visit_links_->index(visit);
  }
  // kNoRow: none.
  RowIndex provider_of(RowIndex visit) const {
    return needs_.visits ? visit_providers_[visit - visits.begin] : providers_->index(visit);
  }
  // kNoDay: none.
  Day day_of_visit(RowIndex visit) const {
    if (needs_.visits) return visit_days_[visit - visits.begin];
    return starts_ != nullptr && starts_->has(visit) ? day_of(starts_->number(visit)) : kNoDay;
  }
  // As Subject::day() of a whole person: the last line's, else the last visit's; kNoDay without either.
  Day day_of_person(const claims::Part& part, RowIndex person) const {
    const claims::Range own_lines = part.range(claims::Link::person_lines, person);
    if (own_lines.begin < own_lines.end) return day_of_line(own_lines.end - 1);
    const claims::Range own_visits = part.range(claims::Link::person_visits, person);
    return own_visits.begin < own_visits.end ? day_of_visit(own_visits.end - 1) : kNoDay;
  }

 private:
  void read_lines();
  void read_visits();
  void read_numbers(const Column* column, RowIndex first, std::size_t count);  // zeros for no column
  RunNeeds needs_;
  const Column* item_columns_ = nullptr;
  const Column* days_ = nullptr;
  const Column* links_ = nullptr;
  const Column* visit_links_ = nullptr;
  const Column* providers_ = nullptr;
  const Column* starts_ = nullptr;
  std::vector<std::uint32_t> items_;  // codes
  std::vector<Day> line_days_;
  std::vector<RowIndex> line_visits_;
  std::vector<RowIndex> visit_people_;
  std::vector<RowIndex> visit_providers_;
  std::vector<Day> visit_days_;
  std::vector<std::int64_t> numbers_;
};

enum class PlaceKind : std::uint8_t { line, visit, day, person, diagnosis, operation };

// Places of one kind. A day is named by its first line.
struct PlaceSpan {
  PlaceKind kind = PlaceKind::line;
  std::span<const RowIndex> rows;        // ascending
  std::span<const RowIndex> people;      // of each row
  std::span<const PointIndex> points;    // empty where there is no knowledge
  std::span<const std::uint32_t> mains;  // Candidate::main; empty where there is no knowledge
  std::size_t size() const { return rows.size(); }
  PlaceSpan part(std::size_t begin, std::size_t count) const {
    const auto cut = [&](auto span) { return span.empty() ? span : span.subspan(begin, count); };
    return {kind, cut(rows), cut(people), cut(points), cut(mains)};
  }
};

// Places that are found one by one; memory stays for the next run.
class Places {
 public:
  void begin(PlaceKind kind) {
    kind_ = kind;
    has_points_ = false;
    size_ = 0;
  }
  void add(RowIndex row, RowIndex person) { put(size_++, row, person); }
  // All of them have knowledge, or none.
  void add(RowIndex row, RowIndex person, const Candidate& candidate) {
    const std::size_t at = size_++;
    put(at, row, person);
    if (at >= points_.size()) {
      points_.resize(rows_.size());
      mains_.resize(rows_.size());
    }
    points_[at] = candidate.point;
    mains_[at] = candidate.main;
    has_points_ = true;
  }
  // Keeps those of which keeps(place) is true, which have no knowledge.
  template <typename Keeps>
  void keep_if(const Keeps& keeps) {
    std::size_t kept = 0;
    for (std::size_t at = 0; at < size_; ++at) {
      const bool is_kept = keeps(at);
      rows_[kept] = rows_[at];
      people_[kept] = people_[at];
      kept += is_kept ? 1 : 0;
    }
    size_ = kept;
  }

  PlaceKind kind() const { return kind_; }
  std::size_t size() const { return size_; }
  std::span<const RowIndex> rows() const { return std::span(rows_).first(size_); }
  PlaceSpan span() const {
    const std::size_t known = has_points_ ? size_ : 0;
    return {kind_, rows(), std::span(people_).first(size_), std::span(points_).first(known),
            std::span(mains_).first(known)};
  }

 private:
  void put(std::size_t at, RowIndex row, RowIndex person) {
    if (at >= rows_.size()) {
      rows_.resize(2 * at + 64);
      people_.resize(rows_.size());
    }
    rows_[at] = row;
    people_[at] = person;
  }

  PlaceKind kind_ = PlaceKind::line;
  bool has_points_ = false;
  std::size_t size_ = 0;
  // At least `size_` long.
  std::vector<RowIndex> rows_;
  std::vector<RowIndex> people_;
  std::vector<PointIndex> points_;
  std::vector<std::uint32_t> mains_;
};

// What was found of a run's lines before rules are judged.
struct MetLines {
  std::span<const Places> of_rule;  // by rule of grain line or pair: every line and point that meet, by person
  PlaceSpan mains;                  // lines of pairs' main items
};

// Lines picked in one pass without a branch on what cannot be foreseen; memory stays for the next run.
class PickedLines {
 public:
  void begin(std::size_t most) {
    if (rows_.size() < most) {
      rows_.resize(most);
      people_.resize(most);
    }
    count_ = 0;
  }
  // At most as often as begin() said.
  void add(RowIndex line, RowIndex person, bool is_picked) {
    rows_[count_] = line;
    people_[count_] = person;
    count_ += is_picked ? 1 : 0;
  }
  PlaceSpan span(PlaceKind kind) const {
    return {kind, std::span(rows_).first(count_), std::span(people_).first(count_), {}, {}};
  }

 private:
  std::vector<RowIndex> rows_;
  std::vector<RowIndex> people_;
  std::size_t count_ = 0;
};

}  // namespace qiuhao::rules
