// A window of a rule as read: which rows of the same person (or, for peers, of everybody) a formula may look at beside
// its subject. docs/reference/windows.md has every key.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/cel.h"
#include "claims/schema.h"

namespace qiuhao::rules {

inline constexpr int kMaxWindowDays = 36'600;  // a hundred years, either way
inline constexpr int kMaxRateEvents = 10'000;

enum class WindowKind : std::uint8_t { history, previous, next, same, pair, overlap, rate, supply, peer };
inline constexpr std::size_t kWindowKinds = 9;
inline constexpr std::array<std::string_view, kWindowKinds> kWindowKindNames = {
    "history", "previous", "next", "same", "pair", "overlap", "rate", "supply", "peer"};

// A term of a window's key. Rows without a value for it belong nowhere.
struct KeyTerm {
  enum class Kind {
    field,  // of the row, its visit, its provider or the person
    day,    // the row's local day
    month,  // of a provider period: the month of the visit's start
    point,  // k.point, k.max_days, …: rows whose own point has the same value as the subject's
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

// How a peer window makes one number of a provider's visits in a month.
enum class Aggregate : std::uint8_t { average, sum, count, share, largest };

struct Window {
  WindowKind kind = WindowKind::same;
  std::string name;
  claims::Entity of = claims::Entity::line;  // what its rows are
  std::vector<KeyTerm> by;                   // of a peer window: provider.id, month
  std::optional<cel::Program> where;         // over `r`, the row
  std::string where_text;
  TimeField at;       // history, rate, supply: at; previous, next: order; overlap: from
  TimeField to;       // overlap
  int first_day = 0;  // history: days from the subject's day; rate: 1 - days
  int last_day = 0;
  int n = 0;                                // rate: events; peer: fewest rows of a provider that counts
  std::optional<cel::Program> days_supply;  // supply: over `r`, int or decimal
  std::string days_supply_text;
  Aggregate aggregate = Aggregate::average;  // peer
  std::optional<cel::Program> value;         // peer: over the visit `r`; int, decimal, or bool for count and share
  std::vector<KeyTerm> group;                // peer: providers with the same values are peers
};

}  // namespace qiuhao::rules
