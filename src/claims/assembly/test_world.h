// For tests: folders, small tables written by hand, cities, and the content of a tape as text.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "claims/import.h"
#include "claims/tape.h"
#include "simulate/city.h"

namespace qiuhao::claims {

namespace fs = std::filesystem;

inline const Schema& shipped_schema() {
  static const Schema schema = *Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
  return schema;
}

struct TestFolder {
  TestFolder() {
    static int number = 0;
    path = fs::temp_directory_path() / fmt::format("qiuhao-import-{}-{}", ::getpid(), ++number);
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~TestFolder() { fs::remove_all(path); }
  Path path;
};

// Cities are made once for all tests of the program.
struct TestCity {
  explicit TestCity(std::int64_t people) {
    simulate::CityOptions options;
    options.directory = folder.path;
    options.people = people;
    EXPECT_TRUE(simulate::simulate_city(options).has_value());
  }
  TestFolder folder;
};

inline const Path& small_city() {
  static const TestCity city(2'000);
  return city.folder.path;
}

// For tests that import again and again.
inline const Path& tiny_city() {
  static const TestCity city(200);
  return city.folder.path;
}

inline Path write_text(const Path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

// A table of one visit, of a person of its own.
inline Path visits_file(const Path& folder, int number) {
  return write_text(
      folder / fmt::format("visits-{}.csv", number),
      fmt::format("mdtrt_id,psn_no,gend,brdy,insutype,fixmedins_code,begntime,endtime,med_type,updt_time,vali_flag\n"
                  "v{0},p{0},1,1980-05-06,310,H001,2025-01-02 08:00:00,2025-01-04 09:00:00,21,2025-02-01 00:00:00,1\n",
                  number));
}

inline std::string content_of(const Path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

using CsvRow = std::map<std::string, std::string>;

inline std::vector<std::string> csv_cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else if (c != '\r')
      cells.back() += c;
  }
  return cells;
}

// Plain reading of what the simulator writes: no cell of it holds a quote or a line end.
inline std::vector<CsvRow> csv_rows(const Path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const auto names = csv_cells(line);
  std::vector<CsvRow> rows;
  while (std::getline(file, line)) {
    const auto cells = csv_cells(line);
    CsvRow row;
    for (std::size_t index = 0; index < names.size(); ++index) {
      if (!cells[index].empty()) row[names[index]] = cells[index];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

inline Result<ImportSummary> import_into(const Path& workspace, std::vector<Path> inputs) {
  ImportOptions options;
  options.workspace = workspace;
  options.inputs = std::move(inputs);
  return import_files(shipped_schema(), options);
}

// One field of a row as text; "-" when absent.
inline std::string field_text(const Part& part, Entity entity, FieldIndex field, RowIndex row) {
  const Column* column = part.column(entity, field);
  if (column == nullptr || !column->has(row)) return "-";
  if (column->storage == Storage::day) return fmt::format("{}", column->day(row));
  if (column->storage == Storage::number) return fmt::format("{}", column->number(row));
  return std::string(column->text(row));
}

inline std::string row_text(const Part& part, Entity entity, RowIndex row) {
  std::string text;
  const auto& fields = shipped_schema().of(entity).fields;
  for (std::size_t field = 0; field < fields.size(); ++field)
    text += fmt::format("{}={};", fields[field].name, field_text(part, entity, static_cast<FieldIndex>(field), row));
  return text;
}

inline std::string value_of(const Part& part, std::string_view path, RowIndex row) {
  const auto found = shipped_schema().find(path);
  EXPECT_TRUE(found.has_value()) << path;
  return field_text(part, found->first, found->second, row);
}

// All that a tape says, person by person in the order of pseudonyms: every field of every row, and whatever rows link
// to.
inline std::vector<std::string> tape_text(const Path& workspace) {
  std::vector<std::string> text;
  const auto tape = Tape::open(workspace, shipped_schema());
  EXPECT_TRUE(tape.has_value()) << tape.error().text();
  if (!tape) return text;
  const std::tuple<Link, Link, Entity> kinds[] = {
      {Link::person_lines, Link::line_visit, Entity::line},
      {Link::person_diagnoses, Link::diagnosis_visit, Entity::diagnosis},
      {Link::person_operations, Link::operation_visit, Entity::operation},
      {Link::person_settlements, Link::settlement_visit, Entity::settlement}};
  std::map<std::string, std::vector<std::string>> people;
  for (const Part& part : tape->parts()) {
    for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
      if (part.is_gone(person)) continue;
      const std::string name = value_of(part, "person.id", person);
      EXPECT_FALSE(people.contains(name)) << "two tapes of " << name;
      std::vector<std::string>& text = people[name];
      text.push_back(row_text(part, Entity::person, person));
      const Range visits = part.range(Link::person_visits, person);
      for (RowIndex row = visits.begin; row < visits.end; ++row) {
        EXPECT_EQ(part.link(Link::visit_person, row), person);
        const RowIndex provider = part.link(Link::visit_provider, row);
        EXPECT_EQ(value_of(part, "provider.id", provider), value_of(part, "visit.provider", row));
        text.push_back(row_text(part, Entity::visit, row));
      }
      for (const auto& [range_link, visit_link, entity] : kinds) {
        const Range range = part.range(range_link, person);
        for (RowIndex row = range.begin; row < range.end; ++row)
          text.push_back(row_text(part, entity, row) + "visit " +
                         value_of(part, "visit.id", part.link(visit_link, row)));
      }
    }
  }
  for (const auto& [name, of_person] : people) text.insert(text.end(), of_person.begin(), of_person.end());
  return text;
}

// Every file below a folder with its content; what an unfinished import may leave is not told.
inline std::map<std::string, std::string> files_of(const Path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename() != "import.lock")
      files[fs::relative(entry.path(), folder).string()] = content_of(entry.path());
  }
  return files;
}

}  // namespace qiuhao::claims
