// The knowledge library: every knowledge point (知识点) known on a day, found by item code in constant time.
//
// Two time axes. A library is loaded "as known on" a day and holds what had been published until then; each point says
// from when to when it is in force. So an earlier result is repeated by loading the library of its day.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.h"
#include "base/files.h"
#include "base/result.h"
#include "knowledge/code_ranges.h"
#include "knowledge/item_index.h"
#include "knowledge/item_list.h"
#include "knowledge/kinds.h"
#include "knowledge/limits.h"
#include "knowledge/shared_text.h"

namespace qiuhao::knowledge {

inline constexpr std::size_t kMaxPoints = 2'000'000;     // of a library
inline constexpr std::size_t kMaxItemsOfPoint = 30'000;  // codes that one point names
inline constexpr Day kBeforeAllDays = kNoDay + 1;        // effective_to of a point that is never in force

// One row of knowledge, in the version known on the library's day.
struct Point {
  std::string id;         // of the publication, or made from the content: stable
  SharedText kind;        // 药品区分性别使用
  std::string item_name;  // for people; items say what is meant
  SharedText constraint;  // the Chinese text
  SharedText basis;       // the document it rests on
  std::string source;     // file and row of the publication
  SharedText certainty;   // 明确 or 可疑
  // Codes; for reading `pair` the main item and then the one that it includes; of kinds with codes of diagnoses or
  // operations ranges too.
  ItemList items;
  Day effective_from = kNoDay;  // kNoDay: since ever
  Day effective_to = kNoDay;    // inclusive; kNoDay: open; kBeforeAllDays: never in force
  Day known_since = kNoDay;     // when this version became known
  Day known_until = kNoDay;     // inclusive; kNoDay: still known (always so in a library)
  SharedText supersedes;        // id of the point that this one replaces
  SharedText superseded_by;     // id of the point that replaces this one
  SharedLimits limits;
  bool is_read = false;  // the constraint was read with certainty; otherwise people must judge

  bool in_force(Day day) const {
    return (effective_from == kNoDay || day >= effective_from) && (effective_to == kNoDay || day <= effective_to);
  }
};

class Library {
 public:
  // Takes points whose kinds are all in `kinds` (a CHECK) and applies what supersedes what: the effective_to of a
  // superseded point becomes the day before its successor's effective_from.
  static std::shared_ptr<const Library> make(Kinds kinds, std::vector<Point> points, Day known_on);

  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  const Kinds& kinds() const { return kinds_; }
  Day known_on() const { return known_on_; }
  const std::vector<Point>& points() const { return points_; }
  const Point& operator[](PointIndex index) const { return points_[index]; }

  // The points of a kind, by table name (drug_sex); empty for a table that no kind has.
  std::span<const PointIndex> find(std::string_view table) const;
  std::span<const PointIndex> find(KindIndex kind) const { return by_kind_[kind]; }

  // The points of a kind that name an item code, in force or not: look at Point::in_force. Cost does not grow with
  // the library. None of kinds whose codes are of diagnoses or operations.
  std::span<const PointIndex> by_item(std::string_view item, KindIndex kind) const { return items_.find(item, kind); }

  // Calls take(kind, points) for each kind that has points naming an item code: one look-up for all kinds.
  template <typename Take>
  void each_kind(std::string_view item, const Take& take) const {
    items_.each_kind(item, take);
  }

  // The same of any kind: of those whose codes are of diagnoses or operations the points whose codes or ranges hold
  // this one.
  std::vector<PointIndex> by_code(std::string_view code, KindIndex kind) const;

  // The point with an id; null when there is none.
  const Point* find_point(std::string_view id) const;

 private:
  Library() = default;

  Kinds kinds_;
  Day known_on_ = kNoDay;
  std::vector<Point> points_;
  std::vector<std::vector<PointIndex>> by_kind_;
  std::vector<PointIndex> by_id_;  // sorted by id
  ItemIndex items_;
  std::vector<CodeRanges> ranges_;  // by kind; empty for kinds of items
};

// The library of a workspace as known on a day, from WORKSPACE/knowledge; an empty one when nothing is published there.
// Refuses a damaged publication with "damaged_publication".
Result<std::shared_ptr<const Library>> load_library(const Path& workspace, const Kinds& kinds, Day known_on);

}  // namespace qiuhao::knowledge
