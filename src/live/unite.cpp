// Visit by visit, by numbers.
#include "live/unite.h"

#include <algorithm>

namespace qiuhao::live {
namespace {

using claims::Entity;
using claims::FieldIndex;
using claims::LooseRow;
using claims::LooseTape;
using claims::LooseValue;

bool is_same(const std::optional<LooseValue>& a, const std::optional<LooseValue>& b) {
  return a && b && a->number == b->number && a->words == b->words;
}

class Uniting {
 public:
  Uniting(const claims::Schema& schema, LooseTape& message, bool is_whole_bill)
      : schema_(schema), message_(message), is_whole_bill_(is_whole_bill) {
    const claims::EntitySchema& lines = schema.of(Entity::line);
    prescription_ = lines.find("prescription");
    for (const char* name : {"item", "time", "quantity", "amount"}) alike_.push_back(lines.find(name));
  }

  void leave_out_settled(const std::vector<std::string>& settled) {
    const auto is_left_out = [&](const LooseRow& visit) {
      return visit.is_history && std::ranges::binary_search(settled, visit.id);
    };
    std::vector<std::string> gone;
    for (const LooseRow& visit : message_.visits)
      if (is_left_out(visit)) gone.push_back(visit.id);
    if (gone.empty()) return;
    std::erase_if(message_.visits, is_left_out);
    for (auto* rows : {&message_.lines, &message_.diagnoses, &message_.operations, &message_.settlements}) {
      std::erase_if(*rows, [&](const LooseRow& row) { return std::ranges::find(gone, row.visit) != gone.end(); });
    }
  }

  void add(HeldVisit held) {
    const auto visit = std::ranges::find(message_.visits, held.id, &LooseRow::id);
    bool is_history = true;
    if (visit == message_.visits.end()) {
      message_.visits.push_back(visit_of(held));
      add_provider(held.institution);
    } else {
      is_history = visit->is_history || !is_whole_bill_;
    }
    is_taken_.assign(message_.lines.size(), false);
    for (LooseRow& line : held.lines) {
      if (LooseRow* same = same_line(line)) {
        fill(*same, line);
        continue;
      }
      line.is_history = is_history;
      added_.push_back(std::move(line));
    }
    std::ranges::move(added_, std::back_inserter(message_.lines));
    added_.clear();
  }

 private:
  LooseRow visit_of(const HeldVisit& held) const {
    const claims::EntitySchema& fields = schema_.of(Entity::visit);
    LooseRow visit;
    visit.id = held.id;
    visit.is_history = true;
    visit.values.resize(fields.fields.size());
    visit.values[fields.find("id")] = LooseValue::of_text(held.id);
    visit.values[fields.find("provider")] = LooseValue::of_text(held.institution);
    return visit;
  }
  void add_provider(const std::string& institution) {
    if (std::ranges::find(message_.providers, institution, &LooseRow::id) != message_.providers.end()) return;
    const claims::EntitySchema& fields = schema_.of(Entity::provider);
    LooseRow provider;
    provider.id = institution;
    provider.values.resize(fields.fields.size());
    provider.values[fields.find("id")] = LooseValue::of_text(institution);
    message_.providers.push_back(std::move(provider));
  }

  // By number first, so that a line alike does not take the place of the one that it is.
  LooseRow* same_line(const LooseRow& held) {
    const auto& order = held.values[prescription_];
    for (int pass = 0; pass < 3; ++pass) {
      for (std::size_t number = 0; number < is_taken_.size(); ++number) {
        LooseRow& line = message_.lines[number];
        if (is_taken_[number] || line.visit != held.visit) continue;
        const bool is_it = pass == 0   ? line.id == held.id
                           : pass == 1 ? order && order->words == line.id
                                       : std::ranges::all_of(alike_, [&](FieldIndex field) {
                                           return is_same(line.values[field], held.values[field]);
                                         });
        if (!is_it) continue;
        is_taken_[number] = true;
        return &line;
      }
    }
    return nullptr;
  }
  static void fill(LooseRow& line, const LooseRow& held) {
    for (std::size_t field = 0; field < line.values.size(); ++field)
      if (!line.values[field]) line.values[field] = held.values[field];
  }

  const claims::Schema& schema_;
  LooseTape& message_;
  const bool is_whole_bill_;
  FieldIndex prescription_ = claims::kNoField;
  std::vector<FieldIndex> alike_;
  std::vector<bool> is_taken_;  // of the message's lines
  std::vector<LooseRow> added_;
};

}  // namespace

std::vector<std::string> visits_on_tape(const claims::Schema& schema, const claims::PersonTape& tape) {
  std::vector<std::string> visits;
  if (tape.part == nullptr) return visits;
  const Column* ids = tape.part->column(Entity::visit, schema.of(Entity::visit).find("id"));
  const claims::Range range = tape.part->range(claims::Link::person_visits, tape.person);
  for (RowIndex visit = range.begin; ids != nullptr && visit < range.end; ++visit) {
    if (ids->has(visit)) ids->append_text(visit, visits.emplace_back());
  }
  std::ranges::sort(visits);
  return visits;
}

void unite(const claims::Schema& schema, LooseTape& message, std::vector<HeldVisit> held,
           const std::vector<std::string>& settled, bool is_whole_bill) {
  Uniting uniting(schema, message, is_whole_bill);
  uniting.leave_out_settled(settled);
  for (HeldVisit& visit : held) {
    if (!std::ranges::binary_search(settled, visit.id)) uniting.add(std::move(visit));
  }
}

}  // namespace qiuhao::live
