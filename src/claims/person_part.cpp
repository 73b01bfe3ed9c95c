// Two runs of rows in the tape's order become one, table by table.
#include "claims/person_part.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "base/check.h"
#include "base/day.h"
#include "columns/copy_value.h"

namespace qiuhao::claims {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

// A row of the new part: of the tape, or of the loose rows.
struct Source {
  RowIndex row = kNoRow;            // of the tape's part
  const LooseRow* loose = nullptr;  // in place of it
  RowIndex parent = kNoRow;         // the new row of its visit (of a visit: 0, the person)
};

const std::vector<LooseRow>& rows_of(const LooseTape& loose, Entity entity) {
  switch (entity) {
    case Entity::visit: return loose.visits;
    case Entity::line: return loose.lines;
    case Entity::diagnosis: return loose.diagnoses;
    case Entity::operation: return loose.operations;
    case Entity::settlement: return loose.settlements;
    default: break;
  }
  CHECK(false);
  return loose.visits;
}

struct Table {
  Entity entity;
  Link to_visit;
  Link range;
};
constexpr Table kTables[] = {{Entity::visit, Link::visit_person, Link::person_visits},
                             {Entity::line, Link::line_visit, Link::person_lines},
                             {Entity::diagnosis, Link::diagnosis_visit, Link::person_diagnoses},
                             {Entity::operation, Link::operation_visit, Link::person_operations},
                             {Entity::settlement, Link::settlement_visit, Link::person_settlements}};

const char* time_name(Entity entity) {
  if (entity == Entity::visit) return "start";
  return entity == Entity::line || entity == Entity::settlement ? "time" : nullptr;
}

std::optional<LooseValue> value_of(const LooseRow& row, FieldIndex field) {
  return field < row.values.size() ? row.values[field] : std::nullopt;
}

void append_loose(ColumnBuilder& column, Storage storage, const std::optional<LooseValue>& value) {
  if (!value) {
    column.append_absent();
  } else if (value->is_text) {
    column.append_text(value->words);
  } else if (storage == Storage::day) {
    column.append_day(static_cast<Day>(value->number));
  } else {
    column.append_number(value->number);
  }
}

// Columns that a part views.
struct Owned {
  std::deque<ColumnBuilder> columns;
  std::vector<ColumnBuilder> links{kLinks, ColumnBuilder(Storage::index, 0)};
};

}  // namespace

// The making of one part.
class PersonPart {
 public:
  PersonPart(const PersonPartMaker& maker, const LooseTape& loose, const PersonTape& tape)
      : maker_(maker), loose_(loose), tape_(tape), owned_(std::make_shared<Owned>()) {}

  Part make() {
    for (std::size_t entity = 0; entity < kEntities; ++entity)
      part_.columns_[entity].resize(maker_.schema_->of(static_cast<Entity>(entity)).fields.size());
    add_person();
    for (const Table& table : kTables) add_table(table);
    add_providers();
    for (std::size_t link = 0; link < kLinks; ++link) part_.links_[link] = owned_->links[link].view();
    part_.owner_ = owned_;
    return std::move(part_);
  }

 private:
  const PersonPartMaker::OfEntity& of(Entity entity) const {
    return maker_.entities_[static_cast<std::size_t>(entity)];
  }
  ColumnBuilder& link(Link link) { return owned_->links[static_cast<std::size_t>(link)]; }
  const Column* tape_column(Entity entity, FieldIndex field) const {
    return tape_.part == nullptr || field == kNoField ? nullptr : tape_.part->column(entity, field);
  }

  void add_person() {
    for (const FieldIndex field : of(Entity::person).kept) {
      const bool is_said = field < loose_.person.values.size() && loose_.person.values[field];
      const bool is_loose = is_said || tape_.part == nullptr;
      write_column(Entity::person, field,
                   {is_loose ? Source{kNoRow, &loose_.person, kNoRow} : Source{tape_.person, nullptr, kNoRow}});
    }
    part_.rows_[static_cast<std::size_t>(Entity::person)] = 1;
  }

  void add_table(const Table& table) {
    std::vector<Source> sources = loose_rows(table);
    std::vector<Source> merged;
    if (tape_.part == nullptr) {
      merged = std::move(sources);
    } else {
      const std::vector<Source> old = tape_rows(table);
      merged.reserve(old.size() + sources.size());
      std::merge(old.begin(), old.end(), sources.begin(), sources.end(), std::back_inserter(merged),
                 [&](const Source& a, const Source& b) { return comes_before(table.entity, a, b); });
    }
    for (const FieldIndex field : of(table.entity).kept) write_column(table.entity, field, merged);
    for (const Source& source : merged) link(table.to_visit).append_index(source.parent);
    if (table.entity == Entity::line) {
      for (std::size_t row = 0; row < merged.size(); ++row) link(Link::line_staff).append_index(kNoRow);
    }
    link(table.range).append_index(0);
    link(table.range).append_index(static_cast<RowIndex>(merged.size()));
    part_.rows_[static_cast<std::size_t>(table.entity)] = merged.size();
    if (table.entity == Entity::visit) number_visits(std::move(merged));
  }

  // In the order of the tape.
  std::vector<Source> loose_rows(const Table& table) const {
    std::vector<Source> sources;
    for (const LooseRow& row : rows_of(loose_, table.entity)) {
      RowIndex parent = 0;
      if (table.entity != Entity::visit) {
        const auto visit = new_row_of_.find(row.visit);
        CHECK_NOTE(visit != new_row_of_.end(), row.visit);
        parent = visit->second;
      }
      sources.push_back({kNoRow, &row, parent});
    }
    std::ranges::stable_sort(sources,
                             [&](const Source& a, const Source& b) { return comes_before(table.entity, a, b); });
    return sources;
  }

  // Without those of visits that are replaced.
  std::vector<Source> tape_rows(const Table& table) const {
    std::vector<Source> sources;
    const Range range = tape_.part->range(table.range, tape_.person);
    sources.reserve(range.end - range.begin);
    for (RowIndex row = range.begin; row < range.end; ++row) {
      if (table.entity == Entity::visit) {
        if (!is_replaced(row)) sources.push_back({row, nullptr, 0});
        continue;
      }
      const RowIndex visit = tape_.part->link(table.to_visit, row) - first_visit_;
      if (new_visit_[visit] != kNoRow) sources.push_back({row, nullptr, new_visit_[visit]});
    }
    return sources;
  }

  bool is_replaced(RowIndex visit) const {
    const Column* ids = tape_column(Entity::visit, of(Entity::visit).id);
    if (ids == nullptr || !ids->has(visit)) return false;
    std::string id;
    ids->append_text(visit, id);
    return std::ranges::any_of(loose_.visits, [&](const LooseRow& row) { return row.id == id; });
  }

  void number_visits(std::vector<Source> visits) {
    if (tape_.part != nullptr) {
      const Range range = tape_.part->range(Link::person_visits, tape_.person);
      first_visit_ = range.begin;
      new_visit_.assign(range.end - range.begin, kNoRow);
    }
    for (RowIndex row = 0; row < visits.size(); ++row) {
      if (visits[row].loose != nullptr)
        new_row_of_.emplace(visits[row].loose->id, row);
      else
        new_visit_[visits[row].row - first_visit_] = row;
    }
    visits_ = std::move(visits);
  }

  bool comes_before(Entity entity, const Source& a, const Source& b) const {
    if (entity != Entity::visit && time_name(entity) == nullptr) {
      if (a.parent != b.parent) return a.parent < b.parent;
    } else {
      const std::int64_t time_a = time_of(entity, a), time_b = time_of(entity, b);
      if (time_a != time_b) return time_a < time_b;
    }
    return id_of(entity, a) < id_of(entity, b);
  }
  // Midnight of the day where no time is said, 0 where neither is.
  std::int64_t time_of(Entity entity, const Source& source) const {
    const auto& fields = of(entity);
    if (const auto time = number_of(entity, fields.time, source)) return *time;
    const auto day = number_of(entity, fields.day, source);
    return day ? *day * kDaySeconds - kShanghaiOffset : 0;
  }
  std::optional<std::int64_t> number_of(Entity entity, FieldIndex field, const Source& source) const {
    if (field == kNoField) return std::nullopt;
    if (source.loose != nullptr) {
      const auto value = value_of(*source.loose, field);
      return value ? std::optional(value->number) : std::nullopt;
    }
    const Column* column = tape_column(entity, field);
    if (column == nullptr || !column->has(source.row)) return std::nullopt;
    return column->storage == Storage::day ? column->day(source.row) : column->number(source.row);
  }
  std::string id_of(Entity entity, const Source& source) const {
    if (source.loose != nullptr) return source.loose->id;
    std::string id;
    if (const Column* ids = tape_column(entity, of(entity).id); ids != nullptr && ids->has(source.row))
      ids->append_text(source.row, id);
    return id;
  }

  void write_column(Entity entity, FieldIndex field, const std::vector<Source>& sources) {
    const Field& of_field = maker_.schema_->of(entity).fields[field];
    ColumnBuilder& column = owned_->columns.emplace_back(of_field.storage(), of_field.scale);
    const Column* from = tape_column(entity, field);
    for (const Source& source : sources) {
      if (source.loose == nullptr)
        copy_value(from, source.row, column, scratch_);
      else
        append_loose(column, of_field.storage(), value_of(*source.loose, field));
    }
    part_.columns_[static_cast<std::size_t>(entity)][field] = column.view();
  }

  // Those that visits name, each once.
  void add_providers() {
    std::vector<Source> providers;
    for (const LooseRow& row : loose_.providers) providers.push_back({kNoRow, &row, kNoRow});
    std::unordered_map<RowIndex, RowIndex> row_of;  // of the tape's part
    for (const Source& visit : visits_) {
      if (visit.loose != nullptr) {
        link(Link::visit_provider).append_index(loose_provider(*visit.loose));
        continue;
      }
      const RowIndex provider = tape_.part->link(Link::visit_provider, visit.row);
      if (provider == kNoRow) {
        link(Link::visit_provider).append_index(kNoRow);
        continue;
      }
      const auto [found, is_new] = row_of.emplace(provider, kNoRow);
      if (is_new) {
        found->second = said_provider(id_of(Entity::provider, {provider, nullptr, kNoRow}));
        if (found->second == kNoRow) {
          found->second = static_cast<RowIndex>(providers.size());
          providers.push_back({provider, nullptr, kNoRow});
        }
      }
      link(Link::visit_provider).append_index(found->second);
    }
    for (const FieldIndex field : of(Entity::provider).kept) write_column(Entity::provider, field, providers);
    part_.rows_[static_cast<std::size_t>(Entity::provider)] = providers.size();
  }
  RowIndex said_provider(const std::string& id) const {
    const auto found = std::ranges::find(loose_.providers, id, &LooseRow::id);
    return found == loose_.providers.end() ? kNoRow : static_cast<RowIndex>(found - loose_.providers.begin());
  }
  RowIndex loose_provider(const LooseRow& visit) const {
    if (loose_.has_one_provider) return 0;
    const auto named = value_of(visit, maker_.visit_provider_);
    return named ? said_provider(named->words) : kNoRow;
  }

  const PersonPartMaker& maker_;
  const LooseTape& loose_;
  const PersonTape& tape_;
  std::shared_ptr<Owned> owned_;
  Part part_;
  std::vector<Source> visits_;
  std::unordered_map<std::string, RowIndex> new_row_of_;  // of loose visits, by id
  std::vector<RowIndex> new_visit_;                       // of the tape's visits from first_visit_ on
  RowIndex first_visit_ = 0;
  std::string scratch_;
};

PersonPartMaker::PersonPartMaker(const Schema& schema, std::span<const FieldPlace> fields)
    : schema_(&schema), visit_provider_(schema.of(Entity::visit).find("provider")) {
  for (const auto& [entity, field] : fields) entities_[static_cast<std::size_t>(entity)].kept.push_back(field);
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    OfEntity& of = entities_[entity];
    const EntitySchema& known = schema.of(static_cast<Entity>(entity));
    std::ranges::sort(of.kept);
    of.kept.erase(std::unique(of.kept.begin(), of.kept.end()), of.kept.end());
    of.id = known.find("id");
    if (const char* time = time_name(static_cast<Entity>(entity)); time != nullptr) of.time = known.find(time);
    of.day = known.find("day");
  }
}

Part PersonPartMaker::make(const LooseTape& loose, const PersonTape& tape) const {
  return PersonPart(*this, loose, tape).make();
}

}  // namespace qiuhao::claims
