// A reader that walks the text once.
#include "text/csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace qiuhao::text {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::unexpected<Error> csv_error(const std::string& file, int line, std::string message) {
  return input_error("bad_csv", std::move(message), {file, line, 0, ""});
}

class Reader {
 public:
  Reader(std::string_view content, const std::string& file) : rest_(content), file_(file) {}

  bool at_end() const { return rest_.empty(); }

  Result<CsvRow> take_row() {
    CsvRow row{line_, {}};
    while (true) {
      ASSIGN(std::string field, take_field(row.line));
      row.fields.push_back(std::move(field));
      if (row.fields.size() > kMaxCsvColumns) {
        return csv_error(file_, row.line, fmt::format("has more than {} columns; split the table", kMaxCsvColumns));
      }
      if (rest_.empty()) return row;
      const char separator = rest_.front();
      rest_.remove_prefix(1);
      if (separator == ',') continue;
      if (separator == '\r' && rest_.starts_with('\n')) rest_.remove_prefix(1);
      ++line_;
      return row;
    }
  }

 private:
  Result<std::string> take_field(int row_line) {
    if (rest_.starts_with('"')) return take_quoted(row_line);
    const std::size_t end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    if (end > kMaxCsvFieldBytes) return too_long(row_line);
    std::string field(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return field;
  }

  Result<std::string> take_quoted(int row_line) {
    rest_.remove_prefix(1);
    std::string field;
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) {
        return csv_error(file_, row_line, "a quote that begins in this row never ends; close it with \"");
      }
      field += rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (field.size() > kMaxCsvFieldBytes) return too_long(row_line);
      if (!rest_.starts_with('"')) break;
      field += '"';
      rest_.remove_prefix(1);
    }
    line_ += static_cast<int>(std::ranges::count(field, '\n'));
    if (!rest_.empty() && rest_.find_first_of(",\r\n") != 0) {
      return csv_error(file_, row_line, "text follows a closing quote; put it inside, and double the quotes in it");
    }
    return field;
  }

  std::unexpected<Error> too_long(int row_line) const {
    return csv_error(file_, row_line, fmt::format("a field is longer than {} bytes; shorten it", kMaxCsvFieldBytes));
  }

  std::string_view rest_;
  const std::string& file_;
  int line_ = 1;
};

bool is_empty_line(const CsvRow& row) { return row.fields.size() == 1 && row.fields.front().empty(); }

Status check_header(const CsvTable& table) {
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    const auto later =
        std::find(table.header.begin() + static_cast<std::ptrdiff_t>(i) + 1, table.header.end(), table.header[i]);
    if (later == table.header.end() || table.header[i].empty()) continue;
    return csv_error(table.file, 1, fmt::format("column '{}' stands twice; keep one", table.header[i]));
  }
  return {};
}

}  // namespace

std::optional<std::size_t> CsvTable::find_column(std::string_view name) const {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

Result<CsvTable> parse_csv(std::string_view content, const std::string& file) {
  if (content.starts_with(kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  if (!is_utf8(content)) return csv_error(file, 0, "is not UTF-8 text; save the table as \"CSV UTF-8\"");
  Reader reader(content, file);
  CsvTable table{file, {}, {}};
  while (!reader.at_end()) {
    ASSIGN(CsvRow row, reader.take_row());
    if (is_empty_line(row)) continue;
    if (table.header.empty()) {
      table.header = std::move(row.fields);
      TRY(check_header(table));
      continue;
    }
    if (row.fields.size() != table.header.size()) {
      return csv_error(file, row.line,
                       fmt::format("has {} columns where the header has {}; quote fields that hold commas",
                                   row.fields.size(), table.header.size()));
    }
    table.rows.push_back(std::move(row));
  }
  if (table.header.empty()) return csv_error(file, 1, "is empty; write a header line and rows");
  return table;
}

Result<CsvTable> read_csv(const Path& file) {
  ASSIGN(const std::string content, read_file(file, kMaxCsvBytes));
  return parse_csv(content, file.string());
}

}  // namespace qiuhao::text
