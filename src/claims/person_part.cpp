// Two runs of rows in the tape's order become one, table by table.
#include "claims/person_part.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/check.h"
#include "base/day.h"
#include "claims/few_rows.h"
#include "columns/prefetch.h"

namespace qiuhao::claims {
namespace {

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

std::int64_t midnight_of(Day day) { return std::int64_t{day} * 86'400 - kShanghaiOffset; }

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

}  // namespace

class PersonPart::Making {
 public:
  Making(const PersonPartMaker& maker, const LooseTape& loose, const PersonTape& tape)
      : maker_(maker), loose_(loose), tape_(tape), memory_(std::make_shared<FewRowsMemory>()), writer_(*memory_) {}

  void begin() {
    for (std::size_t entity = 0; entity < kEntities; ++entity) {
      const std::size_t fields = maker_.schema_->of(static_cast<Entity>(entity)).fields.size();
      part_.columns_[entity].resize(fields);
      to_make_[entity].assign(fields, 0);
      for (const PersonPartMaker::Kept& kept : maker_.entities_[entity].kept)
        to_make_[entity][kept.field] = kept.is_of_tape ? kOfTape : kLooseOnly;
    }
    if (tape_.part != nullptr) prefetch_tape();
    part_.rows_[static_cast<std::size_t>(Entity::person)] = 1;
    make_at_once(Entity::person);
    for (const Table& table : kTables) add_table(table);
    add_providers();
    part_.owner_ = memory_;
  }

  const Part& part() const { return part_; }
  bool is_asked(Entity entity, RowIndex row) const {
    const LooseRow* loose = rows_of_table_[static_cast<std::size_t>(entity)][row].loose;
    return loose != nullptr && !loose->is_history;
  }
  bool is_to_make(Entity entity, FieldIndex field) const {
    return to_make_[static_cast<std::size_t>(entity)][field] != 0;
  }
  void make(Entity entity, FieldIndex field) {
    std::uint8_t& state = to_make_[static_cast<std::size_t>(entity)][field];
    if (state == 0) return;
    const Field& of_field = maker_.schema_->of(entity).fields[field];
    if (entity == Entity::person) {
      const bool is_said = value_of(loose_.person, field) || tape_.part == nullptr;
      person_ = is_said ? FewRow{kNoRow, &loose_.person} : FewRow{tape_.person};
      writer_.set_rows({&person_, 1});
    } else if (laid_ != entity) {
      writer_.set_rows(rows_of_table_[static_cast<std::size_t>(entity)]);
    }
    laid_ = entity;
    part_.columns_[static_cast<std::size_t>(entity)][field] = writer_.write(
        of_field.storage(), of_field.scale, field, state == kOfTape ? tape_column(entity, field) : nullptr);
    state = 0;
  }
  void make_all() {
    for (std::size_t entity = 0; entity < kEntities; ++entity) {
      for (const PersonPartMaker::Kept& kept : maker_.entities_[entity].kept)
        make(static_cast<Entity>(entity), kept.field);
    }
  }
  // Behind the last line, where no range of lines reaches.
  void take_line_out(RowIndex line) {
    const RowIndex last = last_line();
    CHECK(is_asked(Entity::line, line) && part_.range(Link::person_lines, 0).end == last + 1);
    move_line(line, last);
    end_lines_at(last);
  }
  void put_line_back(RowIndex line) {
    const RowIndex last = last_line();
    CHECK(part_.range(Link::person_lines, 0).end == last && line <= last);
    move_line(last, line);
    end_lines_at(last + 1);
  }

 private:
  const PersonPartMaker::OfEntity& of(Entity entity) const {
    return maker_.entities_[static_cast<std::size_t>(entity)];
  }
  void set_link(Link link, std::span<const RowIndex> rows) {
    part_.links_[static_cast<std::size_t>(link)] = writer_.write_index(rows);
  }
  const Column* tape_column(Entity entity, FieldIndex field) const {
    return tape_.part == nullptr || field == kNoField ? nullptr : tape_.part->column(entity, field);
  }

  // People of the tape are seldom in the machine's near memory.
  void prefetch_tape() const {
    for (int step = 0; step < kPrefetchSteps; ++step) {
      for (const Table& table : kTables) prefetch(tape_.part->links(table.range), tape_.person, 2, step);
    }
    std::array<Range, std::size(kTables)> ranges;
    for (std::size_t table = 0; table < ranges.size(); ++table)
      ranges[table] = tape_.part->range(kTables[table].range, tape_.person);
    for (int step = 0; step < kPrefetchSteps; ++step) {
      for (std::size_t table = 0; table < ranges.size(); ++table) {
        const auto [begin, end] = ranges[table];
        prefetch(tape_.part->links(kTables[table].to_visit), begin, end - begin, step);
        const auto& fields = of(kTables[table].entity);
        for (const PersonPartMaker::Kept& kept : fields.kept) {
          const Column* column = tape_column(kTables[table].entity, kept.field);
          if (kept.is_of_tape && column != nullptr) prefetch(*column, begin, end - begin, step);
        }
      }
    }
  }

  void add_table(const Table& table) {
    std::vector<FewRow> loose = loose_rows(table);
    std::vector<FewRow> merged;
    if (tape_.part == nullptr) {
      merged = std::move(loose);
    } else {
      const std::vector<FewRow> old = tape_rows(table);
      merged.reserve(old.size() + loose.size());
      std::merge(old.begin(), old.end(), loose.begin(), loose.end(), std::back_inserter(merged),
                 [&](const FewRow& a, const FewRow& b) { return comes_before(table.entity, a, b); });
    }
    rows_.clear();
    for (const FewRow& row : merged) rows_.push_back(row.parent);
    set_link(table.to_visit, rows_);
    if (table.entity == Entity::line) {
      rows_.assign(merged.size(), kNoRow);
      set_link(Link::line_staff, rows_);
    }
    set_link(table.range, std::array{RowIndex{0}, static_cast<RowIndex>(merged.size())});
    part_.rows_[static_cast<std::size_t>(table.entity)] = merged.size();
    if (table.entity == Entity::visit) number_visits(merged);
    rows_of_table_[static_cast<std::size_t>(table.entity)] = std::move(merged);
    make_at_once(table.entity);
  }

  // In the order of the tape.
  std::vector<FewRow> loose_rows(const Table& table) const {
    std::vector<FewRow> rows;
    for (const LooseRow& row : rows_of(loose_, table.entity)) {
      RowIndex parent = 0;
      if (table.entity != Entity::visit) {
        const auto visit = std::ranges::lower_bound(loose_visits_, row.visit, {}, &LooseVisit::id);
        CHECK_NOTE(visit != loose_visits_.end() && visit->id == row.visit, row.visit);
        parent = visit->row;
      }
      rows.push_back({kNoRow, &row, parent, time_of(table.entity, row)});
    }
    std::ranges::stable_sort(rows, [&](const FewRow& a, const FewRow& b) { return comes_before(table.entity, a, b); });
    return rows;
  }

  // Without those of visits that are replaced.
  std::vector<FewRow> tape_rows(const Table& table) {
    std::vector<FewRow> rows;
    const Range range = tape_.part->range(table.range, tape_.person);
    rows_.clear();
    for (RowIndex row = range.begin; row < range.end; ++row) rows_.push_back(row);
    parents_.resize(rows_.size());
    if (table.entity != Entity::visit) tape_.part->links(table.to_visit).gather(rows_, parents_.data());
    read_times(table.entity);
    rows.reserve(rows_.size());
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      if (table.entity == Entity::visit) {
        if (!is_replaced(rows_[at])) rows.push_back({rows_[at], nullptr, 0, times_[at]});
        continue;
      }
      const RowIndex visit = new_visit_[parents_[at] - first_visit_];
      if (visit != kNoRow) rows.push_back({rows_[at], nullptr, visit, times_[at]});
    }
    return rows;
  }

  // Of rows_: as time_of says.
  void read_times(Entity entity) {
    times_.assign(rows_.size(), 0);
    if (!stands_by_time(entity)) return;
    const Column* time = tape_column(entity, of(entity).time);
    const Column* day = tape_column(entity, of(entity).day);
    if (time != nullptr) time->gather(rows_, times_.data());
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      if (time != nullptr && time->has(rows_[at])) continue;
      times_[at] = day != nullptr && day->has(rows_[at]) ? midnight_of(day->day(rows_[at])) : 0;
    }
  }

  bool is_replaced(RowIndex visit) {
    const Column* ids = tape_column(Entity::visit, of(Entity::visit).id);
    if (ids == nullptr || !ids->has(visit)) return false;
    id_.clear();
    ids->append_text(visit, id_);
    return std::ranges::any_of(loose_.visits, [&](const LooseRow& row) { return row.id == id_; });
  }

  void number_visits(std::span<const FewRow> visits) {
    if (tape_.part != nullptr) {
      const Range range = tape_.part->range(Link::person_visits, tape_.person);
      first_visit_ = range.begin;
      new_visit_.assign(range.end - range.begin, kNoRow);
    }
    for (RowIndex row = 0; row < visits.size(); ++row) {
      if (visits[row].loose != nullptr)
        loose_visits_.push_back({visits[row].loose->id, row});
      else
        new_visit_[visits[row].row - first_visit_] = row;
    }
    std::ranges::sort(loose_visits_, {}, &LooseVisit::id);
  }

  static bool stands_by_time(Entity entity) { return entity == Entity::visit || time_name(entity) != nullptr; }
  bool comes_before(Entity entity, const FewRow& a, const FewRow& b) const {
    if (!stands_by_time(entity)) {
      if (a.parent != b.parent) return a.parent < b.parent;
    } else if (a.time != b.time) {
      return a.time < b.time;
    }
    if (a.loose != nullptr && b.loose != nullptr) return a.loose->id < b.loose->id;
    return id_of(entity, a) < id_of(entity, b);
  }
  // Midnight of the day where no time is said, 0 where neither is.
  std::int64_t time_of(Entity entity, const LooseRow& row) const {
    const auto& fields = of(entity);
    if (const auto time = value_of(row, fields.time)) return time->number;
    const auto day = value_of(row, fields.day);
    return day ? midnight_of(static_cast<Day>(day->number)) : 0;
  }
  std::string id_of(Entity entity, const FewRow& row) const {
    if (row.loose != nullptr) return row.loose->id;
    std::string id;
    if (const Column* ids = tape_column(entity, of(entity).id); ids != nullptr && ids->has(row.row))
      ids->append_text(row.row, id);
    return id;
  }

  RowIndex last_line() const { return static_cast<RowIndex>(part_.rows(Entity::line) - 1); }
  // All columns and links are this part's own memory.
  void end_lines_at(RowIndex end) {
    auto* ends =
        static_cast<RowIndex*>(const_cast<void*>(part_.links_[static_cast<std::size_t>(Link::person_lines)].data));
    ends[1] = end;
  }
  // Those between move by one.
  void move_line(RowIndex from, RowIndex to) {
    for (const Column& column : part_.columns_[static_cast<std::size_t>(Entity::line)]) {
      if (column.data != nullptr) move_few_row(column, from, to);
    }
    for (const Link link : {Link::line_visit, Link::line_staff})
      move_few_row(part_.links_[static_cast<std::size_t>(link)], from, to);
    std::vector<FewRow>& rows = rows_of_table_[static_cast<std::size_t>(Entity::line)];
    move_among(rows.begin(), from, to);
    if (laid_ == Entity::line) laid_.reset();
  }

  void make_at_once(Entity entity) {
    for (const PersonPartMaker::Kept& kept : of(entity).kept) {
      if (kept.is_at_once) make(entity, kept.field);
    }
  }

  // Those that visits name, each once.
  void add_providers() {
    std::vector<FewRow> providers;
    for (const LooseRow& row : loose_.providers) providers.push_back({kNoRow, &row});
    rows_.clear();
    std::unordered_map<RowIndex, RowIndex> row_of;  // of the tape's part
    for (const FewRow& visit : rows_of_table_[static_cast<std::size_t>(Entity::visit)]) {
      if (visit.loose != nullptr) {
        rows_.push_back(loose_provider(*visit.loose));
        continue;
      }
      const RowIndex provider = tape_.part->link(Link::visit_provider, visit.row);
      if (provider == kNoRow) {
        rows_.push_back(kNoRow);
        continue;
      }
      const auto [found, is_new] = row_of.emplace(provider, kNoRow);
      if (is_new) {
        found->second = said_provider(id_of(Entity::provider, {provider}));
        if (found->second == kNoRow) {
          found->second = static_cast<RowIndex>(providers.size());
          providers.push_back({provider});
        }
      }
      rows_.push_back(found->second);
    }
    set_link(Link::visit_provider, rows_);
    part_.rows_[static_cast<std::size_t>(Entity::provider)] = providers.size();
    rows_of_table_[static_cast<std::size_t>(Entity::provider)] = std::move(providers);
    make_at_once(Entity::provider);
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

  // Of a column that is still to be made.
  static constexpr std::uint8_t kLooseOnly = 1, kOfTape = 2;

  const PersonPartMaker& maker_;
  const LooseTape& loose_;
  const PersonTape tape_;
  std::shared_ptr<FewRowsMemory> memory_;
  FewRowsWriter writer_;
  Part part_;
  std::array<std::vector<std::uint8_t>, kEntities> to_make_;  // by field; 0: there is nothing to make
  std::array<std::vector<FewRow>, kEntities> rows_of_table_;
  FewRow person_;
  std::optional<Entity> laid_;  // whose rows the writer has
  struct LooseVisit {
    std::string_view id;
    RowIndex row = kNoRow;
  };
  std::vector<LooseVisit> loose_visits_;  // by id
  std::vector<RowIndex> new_visit_;       // of the tape's visits from first_visit_ on
  RowIndex first_visit_ = 0;
  // Of the table at hand; kept for their memory.
  std::vector<RowIndex> rows_;
  std::vector<RowIndex> parents_;
  std::vector<std::int64_t> times_;
  std::string id_;
};

PersonPart::PersonPart(std::unique_ptr<Making> making) : making_(std::move(making)) {}
PersonPart::PersonPart(PersonPart&&) noexcept = default;
PersonPart::~PersonPart() = default;

const Part& PersonPart::part() const { return making_->part(); }
bool PersonPart::is_asked(Entity entity, RowIndex row) const { return making_->is_asked(entity, row); }
bool PersonPart::is_to_make(Entity entity, FieldIndex field) const { return making_->is_to_make(entity, field); }
const Column* PersonPart::make(Entity entity, FieldIndex field) {
  making_->make(entity, field);
  return part().column(entity, field);
}

PersonPartMaker::PersonPartMaker(const Schema& schema, const PersonFields& fields)
    : schema_(&schema), visit_provider_(schema.of(Entity::visit).find("provider")) {
  const auto is_among = [](const std::vector<FieldPlace>& places, const FieldPlace& place) {
    return std::ranges::find(places, place) != places.end();
  };
  std::vector<FieldPlace> all = fields.all;
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (const FieldPlace& place : all) {
    const bool is_told_apart = place.first != Entity::person && place.first != Entity::provider;
    entities_[static_cast<std::size_t>(place.first)].kept.push_back(
        {place.second, !is_told_apart || is_among(fields.of_tape, place), is_among(fields.at_once, place)});
  }
  for (std::size_t entity = 0; entity < kEntities; ++entity) {
    OfEntity& of = entities_[entity];
    const EntitySchema& known = schema.of(static_cast<Entity>(entity));
    of.id = known.find("id");
    if (const char* time = time_name(static_cast<Entity>(entity)); time != nullptr) of.time = known.find(time);
    of.day = known.find("day");
  }
}

PersonPart PersonPartMaker::make(const LooseTape& loose, const PersonTape& tape) const {
  auto making = std::make_unique<PersonPart::Making>(*this, loose, tape);
  making->begin();
  return PersonPart(std::move(making));
}

std::optional<std::int64_t> PersonPart::replace_number(Entity entity, FieldIndex field, RowIndex row,
                                                       std::int64_t number) {
  const Column* column = make(entity, field);
  if (column == nullptr || column->storage != Storage::number || !column->has(row)) return std::nullopt;
  // The memory is this part's own.
  auto& value = const_cast<std::int64_t*>(static_cast<const std::int64_t*>(column->data))[row];
  return std::exchange(value, number);
}

void PersonPart::take_line_out(RowIndex line) { making_->take_line_out(line); }
void PersonPart::put_line_back(RowIndex line) { making_->put_line_back(line); }

Part PersonPartMaker::make_whole(const LooseTape& loose, const PersonTape& tape) const {
  PersonPart::Making making(*this, loose, tape);
  making.begin();
  making.make_all();
  return making.part();
}

}  // namespace qiuhao::claims
