// Reading the written tables back.
#include "simulate/read_tables.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <unordered_map>

#include "base/check.h"

namespace qiuhao::simulate {
namespace {

// A field in quotation marks may hold commas.
std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (const char letter : line) {
    if (letter == '"') {
      is_quoted = !is_quoted;
    } else if (letter == ',' && !is_quoted) {
      fields.emplace_back();
    } else {
      fields.back().push_back(letter);
    }
  }
  return fields;
}

}  // namespace

TestFolder::TestFolder(std::string_view name)
    : path(std::filesystem::temp_directory_path() /
           ("qiuhao-city-" + std::to_string(::getpid()) + "-" + std::string(name))) {
  std::filesystem::remove_all(path);
  CHECK(make_folder(path));
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

Row::Row(std::shared_ptr<const Header> header, std::vector<std::string> fields)
    : header_(std::move(header)), fields_(std::move(fields)) {}

const std::string& Row::at(std::string_view column) const {
  const auto found = header_->find(column);
  CHECK_NOTE(found != header_->end(), std::string(column));
  return fields_[found->second];
}

Cents Row::cents(std::string_view column) const { return *to_cents(*parse_decimal(at(column))); }

void Row::set_cents(std::string_view column, Cents value) {
  fields_[header_->find(column)->second] = format_cents(value);
}

Seconds Row::time(std::string_view column) const { return *parse_time(at(column)); }

std::vector<Row> read_table(const Path& path) {
  const std::string content = *read_file(path);
  std::vector<Row> rows;
  std::shared_ptr<Row::Header> header;
  std::size_t start = 0;
  while (start < content.size()) {
    const std::size_t end = content.find('\n', start);
    CHECK(end != std::string::npos);
    std::vector<std::string> fields = split(std::string_view(content).substr(start, end - start));
    start = end + 1;
    if (header == nullptr) {
      header = std::make_shared<Row::Header>();
      for (std::size_t index = 0; index < fields.size(); ++index) header->emplace(fields[index], index);
      continue;
    }
    CHECK_NOTE(fields.size() == header->size(), path.string());
    rows.emplace_back(header, std::move(fields));
  }
  return rows;
}

std::vector<Row> clean_rows(const Path& path, std::string_view key) {
  std::vector<Row> kept;
  std::unordered_map<std::string, std::size_t> seen;
  for (Row& row : read_table(path)) {
    if (row.at("vali_flag") == "0") continue;
    const auto [place, fresh] = seen.emplace(row.at(key), kept.size());
    if (fresh) {
      kept.push_back(std::move(row));
    } else if (row.at("updt_time") > kept[place->second].at("updt_time")) {
      kept[place->second] = std::move(row);
    }
  }
  return kept;
}

TEST(ReadTables, TheLaterRowOfOneKeyStays) {
  const TestFolder folder("read");
  const Path path = folder.path / "t.csv";
  ASSERT_TRUE(write_file_atomically(path,
                                    "id,vali_flag,updt_time,v\n"
                                    "a,1,2025-01-01 00:00:00,old\na,1,2025-01-02 00:00:00,new\n"
                                    "b,1,2025-01-02 00:00:00,new\nb,1,2025-01-01 00:00:00,old\n"
                                    "c,0,2025-01-02 00:00:00,voided\nd,1,2025-01-02 00:00:00,d\n"
                                    "d,1,2025-01-02 00:00:00,d\n"));
  const std::vector<Row> rows = clean_rows(path, "id");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].at("v"), "new");
  EXPECT_EQ(rows[1].at("v"), "new");
  EXPECT_EQ(rows[2].at("v"), "d");
}

}  // namespace qiuhao::simulate
