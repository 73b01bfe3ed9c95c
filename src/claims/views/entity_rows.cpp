// Runs of rows.
#include "claims/views/entity_rows.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace qiuhao::claims {
namespace {

bool is_listed_by_each_part(Entity entity) { return entity == Entity::provider || entity == Entity::staff; }

}  // namespace

EntityRows::EntityRows(const Tape& tape, const Schema& schema, Entity entity, std::size_t run_rows)
    : tape_(tape), schema_(schema), entity_(entity), run_rows_(run_rows) {}

// In order of id, so that the table does not depend on how parts are cut.
void EntityRows::find_last_places(const Schema& schema, std::size_t run_rows) {
  const FieldIndex id = schema.of(entity_).find("id");
  std::unordered_map<std::string_view, RowPlace> last;
  for (std::size_t part = 0; part < tape_.parts().size(); ++part) {
    const Part& of = tape_.parts()[part];
    const Column* ids = of.column(entity_, id);
    for (RowIndex row = 0; row < of.rows(entity_); ++row) {
      last[ids->text(row)] = {static_cast<std::uint16_t>(part), row};
    }
  }
  std::vector<std::pair<std::string_view, RowPlace>> sorted(last.begin(), last.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [name, place] : sorted) last_places_.push_back(place);
  for (RowIndex begin = 0; begin < last_places_.size();) {
    auto end = begin;
    while (end < last_places_.size() && end - begin < run_rows && last_places_[end].part == last_places_[begin].part)
      ++end;
    runs_.push_back({last_places_[begin].part, begin, end});
    begin = end;
  }
}

std::size_t EntityRows::runs() {
  std::call_once(is_listed_, [this] {
    if (is_listed_by_each_part(entity_)) return find_last_places(schema_, run_rows_);
    for (std::size_t part = 0; part < tape_.parts().size(); ++part) {
      const auto rows = static_cast<RowIndex>(tape_.parts()[part].rows(entity_));
      for (RowIndex begin = 0; begin < rows; begin += static_cast<RowIndex>(run_rows_)) {
        const RowIndex end = std::min<RowIndex>(rows, begin + static_cast<RowIndex>(run_rows_));
        runs_.push_back({static_cast<std::uint16_t>(part), begin, end});
      }
    }
  });
  return runs_.size();
}

std::size_t EntityRows::rows() {
  runs();
  std::size_t rows = 0;
  for (const Run& run : runs_) rows += run.end - run.begin;
  return rows;
}

void EntityRows::places(std::size_t run, std::vector<RowPlace>& places) const {
  places.clear();
  const Run& of = runs_[run];
  for (RowIndex row = of.begin; row < of.end; ++row) {
    places.push_back(last_places_.empty() ? RowPlace{of.part, row} : last_places_[row]);
  }
}

}  // namespace qiuhao::claims
