// A person's history as JSON: stays and visits, and what was taken for how long.
#pragma once

#include <set>
#include <string>

#include "claims/part.h"
#include "text/json_writer.h"

namespace qiuhao::cli {

inline constexpr std::size_t kVisitsShown = 1'000;
inline constexpr std::size_t kItemsShown = 40;
inline constexpr std::size_t kLinesShown = 500;

struct PersonRows {
  const claims::Schema* schema = nullptr;
  const claims::Part* part = nullptr;
  RowIndex person = kNoRow;
  std::string only_provider{};  // rows of others are left out; "" for none
};

// "visits": [{id, kind, kind_label, start, end, provider, provider_name, diagnosis, amount, is_subject}], in time
// order; "visits_left_out". `subjects` are rows of visits that the looking is about.
void write_visits(text::JsonWriter& json, const PersonRows& rows, const std::set<RowIndex>& subjects);
// "items": [{item, name, class, first, last, lines, amount}], the most money first: drugs and services as bars.
void write_items(text::JsonWriter& json, const PersonRows& rows);
// One line: {id, visit, time, item, item_name, specification, quantity, price, amount, in_scope, department, doctor,
// …}, left open for what the caller adds.
void begin_line(text::JsonWriter& json, const PersonRows& rows, RowIndex line);
bool is_shown_visit(const PersonRows& rows, RowIndex visit);

}  // namespace qiuhao::cli
