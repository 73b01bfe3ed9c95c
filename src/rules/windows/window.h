// A window of a rule as read: which rows of the same person (or, for peers, of everybody) a formula may look at beside
// its subject. docs/reference/windows.md says what each gives.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/cel.h"
#include "claims/schema.h"

namespace qiuhao::rules {

inline constexpr int kMaxWindowDays = 36'600;  // a hundred years, either way
inline constexpr int kMaxRateEvents = 10'000;
inline constexpr int kMaxPeerRows = 1'000'000;
inline constexpr std::size_t kMaxKeyTerms = 8;  // of `by` and of `group`

enum class WindowKind : std::uint8_t { history, previous, next, same, pair, overlap, rate, supply, peer };

// What the rows of a window may be.
inline constexpr claims::Entity kWindowRows[] = {claims::Entity::line, claims::Entity::visit, claims::Entity::diagnosis,
                                                 claims::Entity::operation, claims::Entity::settlement};

// The keys of each kind beside its own (whose value says what its rows are); the loader and the schema for editors read
// them here.
struct WindowKeys {
  WindowKind kind;
  std::string_view name;
  std::array<std::string_view, 4> must;  // "" ends it
  std::array<std::string_view, 3> may;
};
std::span<const WindowKeys> window_keys();
const WindowKeys& keys_of(WindowKind kind);

// A term of a window's key. Rows without a value for it belong nowhere.
struct KeyTerm {
  enum class Kind {
    field,  // of the row, its visit, its provider or the person
    day,    // the row's local day
    month,  // of a peer window: the local month of the visit's start
    point,  // k.point, k.max_days, …: rows that a point with the same value as the subject's names
  } kind = Kind::field;
  claims::Entity entity = claims::Entity::line;
  claims::FieldIndex field = 0;  // Kind::field
  cel::FieldId point_field = 0;  // Kind::point
  std::string path;              // "line.prescription", "day", "k.point"
};

// A date or time of a row that a window goes by.
struct TimeField {
  claims::Entity entity = claims::Entity::line;
  claims::FieldIndex field = claims::kNoField;
  bool is_day = false;  // a date; otherwise seconds
  std::string path;     // "visit.start"
};

// How a peer window makes one number of a provider's visits in a month. `part` is of their lines: the sum over those
// for which a condition holds, divided by the sum over all.
enum class Aggregate : std::uint8_t { average, sum, count, share, largest, part };

struct Window {
  WindowKind kind = WindowKind::same;
  std::string name;
  claims::Entity of = claims::Entity::line;  // what its rows are
  std::vector<KeyTerm> by;
  std::optional<cel::Program> where;  // over `r`, the row
  std::string where_text;
  TimeField at;       // history, rate, supply: at; previous, next: order; overlap: from
  TimeField to;       // overlap
  int first_day = 0;  // history: days from the subject's day; rate: 1 - days
  int last_day = 0;
  int n = 0;                                // rate: events; peer: min_n, the fewest visits that count
  std::optional<cel::Program> days_supply;  // supply: over the row; int or decimal
  std::string days_supply_text;
  Aggregate aggregate = Aggregate::average;  // peer
  // peer: over the visit, int, decimal, or bool for count and share; of part a bool over the line
  std::optional<cel::Program> value;
  claims::FieldIndex summed = claims::kNoField;  // of part: a decimal field of the line
  std::vector<KeyTerm> group;                    // peer: those with the same values are peers

  bool is_by_point() const {
    for (const KeyTerm& term : by) {
      if (term.kind == KeyTerm::Kind::point) return true;
    }
    return false;
  }
};

}  // namespace qiuhao::rules
