// Terms as bits beside each other.
#include "rules/bulk/key_packer.h"

#include <algorithm>
#include <bit>

#include "rules/world.h"

namespace qiuhao::rules {

using claims::Entity;

namespace {

constexpr unsigned kMostBits = 63;
constexpr unsigned kDayBits = 20;
constexpr unsigned kValueBits = 24;
static_assert(kNearDays == Day{1} << (kDayBits - 1));

unsigned bits_for(std::size_t values) { return static_cast<unsigned>(std::bit_width(values)); }

// Puts number_at(place) into each key, `shift` bits up; negative: no value, which makes it kNoKey, and so it stays, for
// that has every bit.
template <typename NumberAt>
void put(std::span<std::uint64_t> keys, unsigned shift, const NumberAt& number_at) {
  for (std::size_t at = 0; at < keys.size(); ++at) {
    const std::int64_t number = number_at(at);
    keys[at] |= number < 0 ? kNoKey : static_cast<std::uint64_t>(number) << shift;
  }
}

}  // namespace

void KeyPacker::add_term(const KeyTerm& term) {
  const EngineFields& fields = plan_->plan().fields();
  if (term.kind == KeyTerm::Kind::day) {
    terms_.push_back({Term::Kind::day, Entity::line, nullptr});
    return;
  }
  if (term.kind == KeyTerm::Kind::point) {
    can_pack_ = can_pack_ && term.point_field == kPointId;
    terms_.push_back({Term::Kind::point, Entity::line, nullptr});
    return;
  }
  // Rows of one visit share its number, so the row stands for it.
  if (term.entity == Entity::visit && term.field == fields.visit_id) {
    terms_.push_back({Term::Kind::visit, Entity::visit, nullptr});
    return;
  }
  const Column* column = plan_->part().column(term.entity, term.field);
  can_pack_ = can_pack_ && term.kind == KeyTerm::Kind::field && column != nullptr;
  if (!can_pack_) return;
  if (term.entity == Entity::person) {
    // One person has one value; what all have tells nothing.
    const bool all_have = column->present == nullptr && !column->absence_is_a_code();
    if (!all_have) terms_.push_back({Term::Kind::has_person_field, Entity::person, column});
  } else if (term.entity == Entity::line && term.field == fields.line_day) {
    terms_.push_back({Term::Kind::day, Entity::line, column});
  } else {
    can_pack_ =
        can_pack_ && (term.entity == Entity::line || term.entity == Entity::visit || term.entity == Entity::provider);
    if (column->storage == Storage::code) {
      terms_.push_back({Term::Kind::code, term.entity, column});
    } else {
      terms_.push_back({Term::Kind::value, term.entity, column, term.field, value_numbers_.size()});
      value_numbers_.emplace_back();
    }
  }
}

int KeyPacker::rank_of(Term::Kind kind) { return kind == Term::Kind::person ? 0 : kind == Term::Kind::day ? 1 : 2; }

KeyPacker::KeyPacker(const PartPlan& plan, const std::vector<KeyTerm>& by, bool by_main, RunColumns& columns)
    : plan_(&plan), columns_(&columns) {
  for (const KeyTerm& term : by) add_term(term);
  // Windows are of one person, whether their keys say so or not; a visit says so.
  if (!has_visit()) terms_.push_back({Term::Kind::person, Entity::person, nullptr});
  if (by_main) terms_.push_back({Term::Kind::main, Entity::line, nullptr});
  // Rows stand by person, and mostly by day: so do keys that begin with these.
  std::ranges::stable_sort(terms_, {}, [](const Term& term) { return rank_of(term.kind); });
}

bool KeyPacker::has_visit() const { return std::ranges::find(terms_, Term::Kind::visit, &Term::kind) != terms_.end(); }

unsigned KeyPacker::bits_of(const Term& term, const PeopleRun& run) const {
  switch (term.kind) {
    case Term::Kind::visit: return bits_for(run.visits.end - run.visits.begin);
    case Term::Kind::person: return bits_for(run.people.end - run.people.begin);
    case Term::Kind::has_person_field: return 0;
    case Term::Kind::day: return kDayBits;
    case Term::Kind::code: return bits_for(term.column->dictionary_size);
    case Term::Kind::value: return kValueBits;
    case Term::Kind::point: return bits_for(plan_->plan().library().points().size());
    case Term::Kind::main: return bits_for(plan_->items()->dictionary_size);
  }
  return 0;
}

std::span<const RowIndex> KeyPacker::visits_of(const PlaceSpan& places, const PeopleRun& run) {
  if (places.kind == PlaceKind::visit) return places.rows;
  if (places.kind != PlaceKind::line) return {};
  visits_.resize(places.size());
  for (std::size_t at = 0; at < places.size(); ++at) visits_[at] = run.visit_of(places.rows[at]);
  return visits_;
}

bool KeyPacker::add_days(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                         std::span<std::uint64_t> keys) {
  bool fits = true;
  const auto put_day = [&](auto day_at) {
    put(keys, shift, [&](std::size_t at) {
      const Day day = day_at(places.rows[at]);
      const bool is_near = day >= -kNearDays && day < kNearDays;
      fits = fits && (is_near || day == kNoDay);
      return is_near ? std::int64_t{day} + kNearDays : -1;
    });
  };
  const bool is_field = term.column != nullptr;  // line.day, which only lines have
  const bool is_of_line = places.kind == PlaceKind::line || (places.kind == PlaceKind::day && !is_field);
  if (is_of_line && run.has_near_line_days) {
    put(keys, shift, [&](std::size_t at) { return std::int64_t{run.day_of_line(places.rows[at])} + kNearDays; });
  } else if (is_of_line) {
    put_day([&](RowIndex line) { return run.day_of_line(line); });
  } else if (places.kind == PlaceKind::visit && !is_field && run.has_near_visit_days) {
    put(keys, shift, [&](std::size_t at) { return std::int64_t{run.day_of_visit(places.rows[at])} + kNearDays; });
  } else if (places.kind == PlaceKind::visit && !is_field) {
    put_day([&](RowIndex visit) { return run.day_of_visit(visit); });
  } else {
    put_day([](RowIndex) { return kNoDay; });
  }
  return fits;
}

template <typename NumberOf>
void KeyPacker::put_of_rows(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                            std::span<std::uint64_t> keys, const NumberOf& number_of) {
  if (term.entity == Entity::line && places.kind == PlaceKind::line) {
    return put(keys, shift, [&](std::size_t at) { return number_of(places.rows[at]); });
  }
  const auto visits = visits_of(places, run);
  const bool of_provider = term.entity == Entity::provider;
  const bool has_rows = !visits.empty() && (of_provider || term.entity == Entity::visit);
  put(keys, shift, [&](std::size_t at) {
    const RowIndex row = !has_rows ? kNoRow : of_provider ? run.provider_of(visits[at]) : visits[at];
    return row == kNoRow ? std::int64_t{-1} : number_of(row);
  });
}

void KeyPacker::add_codes(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                          std::span<std::uint64_t> keys) {
  const Column& column = *term.column;
  put_of_rows(term, shift, places, run, keys, [&](RowIndex row) {
    const std::uint32_t code = column.code_or_none(row);
    return code == column.dictionary_size ? std::int64_t{-1} : std::int64_t{code};
  });
}

bool KeyPacker::add_values(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                           std::span<std::uint64_t> keys) {
  const Column& column = *term.column;
  ValueNumbers& numbers = value_numbers_[term.numbers];
  const auto fits = [&] { return numbers.size() < std::size_t{1} << kValueBits; };
  const bool of_places = term.entity == Entity::line && places.kind == PlaceKind::line;
  if (of_places && column.serial != nullptr && !column.serial->is_hex()) {
    numbers_.resize(places.size());
    columns_->gather_serials(term.field, *column.serial, places.rows, serials_, patterns_);
    numbers.of_serials(serials_, patterns_, numbers_.data());
    put(keys, shift, [&](std::size_t at) { return column.has(places.rows[at]) ? numbers_[at] : -1; });
    return fits();
  }
  put_of_rows(term, shift, places, run, keys,
              [&](RowIndex row) { return column.has(row) ? std::int64_t{numbers.of(column, row)} : std::int64_t{-1}; });
  return fits();
}

// Puts a term's number into each key, `shift` bits up.
bool KeyPacker::add(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                    std::span<std::uint64_t> keys) {
  switch (term.kind) {
    case Term::Kind::visit: {
      if (places.kind == PlaceKind::line) {
        put(keys, shift, [&](std::size_t at) {
          return std::int64_t{run.visit_of(places.rows[at])} - std::int64_t{run.visits.begin};
        });
        return true;
      }
      const auto visits = visits_of(places, run);
      put(keys, shift,
          [&](std::size_t at) { return visits.empty() ? -1 : std::int64_t{visits[at] - run.visits.begin}; });
      return true;
    }
    case Term::Kind::person:
      put(keys, shift, [&](std::size_t at) { return std::int64_t{places.people[at] - run.people.begin}; });
      return true;
    case Term::Kind::has_person_field:
      put(keys, shift, [&](std::size_t at) { return std::int64_t{term.column->has(places.people[at]) ? 0 : -1}; });
      return true;
    case Term::Kind::day: return add_days(term, shift, places, run, keys);
    case Term::Kind::code: add_codes(term, shift, places, run, keys); return true;
    case Term::Kind::value: return add_values(term, shift, places, run, keys);
    case Term::Kind::point:
      put(keys, shift, [&](std::size_t at) { return std::int64_t{places.points[at]}; });
      return true;
    case Term::Kind::main:
      put(keys, shift, [&](std::size_t at) {
        const std::uint32_t code = places.mains.empty() ? run.item(places.rows[at]) : places.mains[at];
        return code == kNoRow ? static_cast<std::int64_t>(plan_->items()->dictionary_size) : std::int64_t{code};
      });
      return true;
  }
  return false;
}

void KeyPacker::begin() {
  for (ValueNumbers& numbers : value_numbers_) numbers.clear();
}

bool KeyPacker::pack(const PlaceSpan& places, const PeopleRun& run, std::vector<std::uint64_t>& keys) {
  unsigned bits = 0;
  for (const Term& term : terms_) bits += bits_of(term, run);
  // Diagnoses and operations are few, and no rows of windows that are told in bulk.
  const bool is_packed = places.kind != PlaceKind::diagnosis && places.kind != PlaceKind::operation;
  if (!can_pack_ || !is_packed || bits > kMostBits) return false;
  keys.assign(places.size(), 0);
  for (const Term& term : terms_) {
    bits -= bits_of(term, run);
    if (!add(term, bits, places, run, keys)) return false;
  }
  return true;
}

}  // namespace qiuhao::rules
