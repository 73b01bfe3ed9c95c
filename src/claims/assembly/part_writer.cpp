// From clean rows to columns.
#include "claims/assembly/part_writer.h"

#include <fmt/format.h>

#include <filesystem>

#include "claims/assembly/work.h"
#include "claims/part_file.h"

namespace qiuhao::claims::assembly {
namespace {

void append_text_or_absent(ColumnBuilder& column, std::string_view text) {
  text.empty() ? column.append_absent() : column.append_text(text);
}

// The row of the person's latest visit that states the column, kNoRowNumber when none does.
RowNumber latest_with(const PersonRows& person, ColumnIndex column) {
  const auto& kept = person.kept[kVisits];
  for (std::size_t place = kept.size(); place-- > 0;) {
    if (person.rows[kVisits]->has(kept[place], column)) return kept[place];
  }
  return kNoRowNumber;
}

}  // namespace

PersonRows PersonRows::make(const std::vector<Layout>& layouts) {
  PersonRows person;
  for (std::size_t table = 0; table < kAssembledTables; ++table)
    person.rows[table] = std::make_unique<Rows>(layouts[table]);
  return person;
}

void PersonRows::clear() {
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    rows[table]->clear();
    kept[table].clear();
  }
}

PartWriter::PartWriter(const Schema& schema, Path workspace, std::uint64_t generation, std::size_t first_number)
    : schema_(&schema),
      workspace_(std::move(workspace)),
      generation_(generation),
      first_number_(first_number),
      builder_(std::make_unique<PartBuilder>(schema)) {}

Result<PartWriter> PartWriter::make(const Schema& schema, const std::vector<Layout>& layouts, const Path& workspace,
                                    std::uint64_t generation, std::size_t first_number, std::string folder) {
  PartWriter writer(schema, workspace, generation, first_number);
  writer.folder_ = std::move(folder);
  for (std::size_t table = 0; table < kAssembledTables; ++table) {
    ASSIGN(writer.plans_[table], plan_fields(schema, layouts[table]));
  }
  writer.provider_ = layouts[kVisits].find("provider");
  writer.doctor_ = layouts[kLines].find("doctor");
  writer.department_ = layouts[kLines].find("department");
  CHECK(writer.provider_ != kNoColumn && writer.doctor_ != kNoColumn && writer.department_ != kNoColumn);
  return writer;
}

void PartWriter::add_fields(const PersonRows& person, std::size_t table, RowNumber row) {
  const Entity entity = kAssembledEntities[table];
  for (std::size_t field = 0; field < plans_[table].size(); ++field) {
    ColumnBuilder& column = builder_->field(entity, static_cast<FieldIndex>(field));
    const FieldPlan& plan = plans_[table][field];
    if (plan.source == FieldPlan::Source::refunds)
      column.append_number(person.refunded[row]);
    else
      append_planned(plan, *person.rows[table], row, column);
  }
  builder_->finish_row(entity);
}

void PartWriter::add_person(const std::string& pseudonym, const PersonRows& person) {
  const Rows& visits = *person.rows[kVisits];
  const Layout& layout = visits.layout();
  const auto& fields = schema_->of(Entity::person).fields;
  for (std::size_t field = 0; field < fields.size(); ++field) {
    ColumnBuilder& column = builder_->field(Entity::person, static_cast<FieldIndex>(field));
    const std::string& name = fields[field].name;
    const ColumnIndex source = name == "sex"           ? layout.person_sex
                               : name == "birth_date"  ? layout.person_birth_date
                               : name == "person_type" ? layout.person_type
                                                       : kNoColumn;
    const RowNumber row = source == kNoColumn ? kNoRowNumber : latest_with(person, source);
    if (name == "id")
      column.append_text(pseudonym);
    else if (row == kNoRowNumber)
      column.append_absent();
    else if (layout.columns[source].cell == Cell::day)
      column.append_day(static_cast<Day>(visits.number(row, source)));
    else
      column.append_text(visits.text(row, source));
  }
  builder_->finish_row(Entity::person);
}

void PartWriter::add_visits(const PersonRows& person, RowIndex person_row) {
  const Rows& visits = *person.rows[kVisits];
  const Layout& layout = visits.layout();
  for (const RowNumber row : person.kept[kVisits]) {
    add_fields(person, kVisits, row);
    builder_->link(Link::visit_person).append_index(person_row);
    const RowIndex provider = providers_.row_of(visits.text(row, provider_), visits.text(row, layout.provider_name),
                                                visits.number(row, layout.time));
    builder_->link(Link::visit_provider).append_index(provider);
  }
}

void PartWriter::add_lines(const PersonRows& person, RowIndex first_visit) {
  const Rows& lines = *person.rows[kLines];
  const Layout& layout = lines.layout();
  for (const RowNumber row : person.kept[kLines]) {
    add_fields(person, kLines, row);
    const RowNumber visit = person.visit_ids.find(*person.rows[kVisits], lines.text(row, layout.visit));
    builder_->link(Link::line_visit).append_index(first_visit + person.visit_place[visit]);
    const bool has_doctor = lines.has(row, doctor_);
    builder_->link(Link::line_staff)
        .append_index(has_doctor ? staff_.row_of(lines.text(row, doctor_), lines.text(row, department_),
                                                 lines.number(row, layout.time))
                                 : kNoRow);
  }
}

void PartWriter::add_others(const PersonRows& person, std::size_t table, Link link, RowIndex first_visit) {
  const Rows& rows = *person.rows[table];
  for (const RowNumber row : person.kept[table]) {
    add_fields(person, table, row);
    const RowNumber visit = person.visit_ids.find(*person.rows[kVisits], rows.text(row, rows.layout().visit));
    builder_->link(link).append_index(first_visit + person.visit_place[visit]);
  }
}

Status PartWriter::add(const std::string& pseudonym, const PersonRows& person) {
  begin_person(pseudonym);
  const RowIndex person_row = builder_->next_row(Entity::person);
  const RowIndex first_visit = builder_->next_row(Entity::visit);
  add_person(pseudonym, person);
  add_visits(person, person_row);
  add_lines(person, first_visit);
  add_others(person, 2, Link::diagnosis_visit, first_visit);
  add_others(person, 3, Link::operation_visit, first_visit);
  add_others(person, 4, Link::settlement_visit, first_visit);
  return end_person();
}

void PartWriter::begin_person(const std::string& pseudonym) {
  if (builder_->next_row(Entity::person) == 0) first_ = pseudonym;
  last_ = pseudonym;
}

Status PartWriter::end_person() {
  builder_->finish_person();
  const bool is_full = builder_->next_row(Entity::line) >= kPartLines || builder_->bytes() >= kMostPartBytes;
  return is_full ? close_part() : Status();
}

void PartWriter::add_registers() {
  const auto add = [&](Entity entity, const Register& entries, std::string_view detail) {
    const auto& fields = schema_->of(entity).fields;
    for (const Register::Entry& entry : entries.entries()) {
      for (std::size_t field = 0; field < fields.size(); ++field) {
        ColumnBuilder& column = builder_->field(entity, static_cast<FieldIndex>(field));
        const std::string* kind =
            fields[field].value_map.empty() ? nullptr : mapped_value(fields[field].value_map, entry.id);
        if (fields[field].is_key)
          column.append_text(entry.id);
        else if (fields[field].name == detail)
          append_text_or_absent(column, entry.detail);
        else
          append_text_or_absent(column, kind == nullptr ? std::string_view() : *kind);
      }
      builder_->finish_row(entity);
    }
  };
  add(Entity::provider, providers_, "name");
  add(Entity::staff, staff_, "department");
  providers_.clear();
  staff_.clear();
}

Status PartWriter::close_part() {
  add_registers();
  PartEntry entry;
  entry.file = fmt::format("{}/{:06}-{:07}.part", folder_, generation_, first_number_ + entries_.size());
  entry.people = builder_->next_row(Entity::person);
  entry.visits = builder_->next_row(Entity::visit);
  entry.lines = builder_->next_row(Entity::line);
  entry.first = first_;
  entry.last = last_;
  // A crash may have left the file of a generation that was never published.
  std::error_code ignored;
  std::filesystem::remove(workspace_ / entry.file, ignored);
  ASSIGN(entry.checksum, write_part(builder_->view(), *schema_, workspace_ / entry.file));
  entries_.push_back(std::move(entry));
  builder_ = std::make_unique<PartBuilder>(*schema_);
  return {};
}

Result<std::vector<PartEntry>> PartWriter::finish() {
  if (builder_->next_row(Entity::person) > 0) TRY(close_part());
  return entries_;
}

std::vector<Path> PartWriter::written() const {
  std::vector<Path> files;
  for (const PartEntry& entry : entries_) files.push_back(workspace_ / entry.file);
  return files;
}

}  // namespace qiuhao::claims::assembly
