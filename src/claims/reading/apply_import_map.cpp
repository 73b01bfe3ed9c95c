// Applying a map: record by record, without SQL, into a CSV with national column names and the line of origin.
#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "base/check.h"
#include "claims/reading/charset.h"
#include "claims/reading/import_map.h"
#include "claims/reading/recognise.h"
#include "claims/reading/records.h"
#include "tables/engine.h"

namespace qiuhao::claims::reading {
namespace {

constexpr std::size_t kHeadBytes = 1 << 20;

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

// The text of a source as CSV in UTF-8.
Result<Source> as_csv(Job& job, Source source) {
  ASSIGN(const std::string head, read_head(source.text, kHeadBytes));
  const Charset charset = charset_of(head);
  if (!head.starts_with("PAR1") && charset != Charset::gb18030) return source;
  const Path target = job.next_temporary();
  TRY(make_folder(target.parent_path()));
  if (head.starts_with("PAR1")) {
    const auto rows =
        job.copy(source, fmt::format("COPY (SELECT * FROM read_parquet({})) TO {} (FORMAT csv, HEADER)",
                                     tables::sql_text(source.text.string()), tables::sql_text(target.string())));
    if (!rows) return fail(with_place(rows.error(), source.path));
  } else {
    TRY(rewrite_as_utf8(source.text, charset, target, job.options.stop));
  }
  source.text = target;
  return source;
}

class Applier {
 public:
  Applier(Job& job, const MapTable& table, const Source& source, Header header)
      : job_(job), table_(table), source_(source), header_(std::move(header)), rejects_(job.open_rejects(source)) {}

  Result<Source> run() {
    TRY(check_columns());
    Source output = source_;
    output.text = job_.next_temporary();
    output.is_mapped = true;
    TRY(make_folder(output.text.parent_path()));
    file_.reset(std::fopen(output.text.c_str(), "wb"));
    if (file_ == nullptr) return system_error("cannot_write", "cannot be written", {output.text.string(), 0, 0, ""});
    TRY(write(header_line()));
    ASSIGN(auto bytes, open_bytes(source_.text));
    RecordReader records(std::move(bytes), header_.delimiter);
    Record record;
    ASSIGN(bool more, records.next(record));
    while (more) {
      if (job_.stopped()) return interrupted();
      ASSIGN(more, records.next(record));
      if (more) TRY(map_record(record));
    }
    if (std::fflush(file_.get()) != 0) return system_error("cannot_write", "is the disk full?");
    file_.reset();
    ASSIGN(output.rejected_before, rejects_.finish());
    if (output.rejected_before > 0) job_.outcome.rejected_files.push_back(rejects_.path());
    return output;
  }

 private:
  // Where the value of a name is: a column of the file, or one of the numbers.
  static constexpr std::size_t kRepeat = std::size_t(-1);
  static constexpr std::size_t kLine = std::size_t(-2);

  Status check_columns() {
    const auto bind = [&](const std::string& name, const Place& place) -> Result<std::size_t> {
      if (name == "$n") return kRepeat;
      if (name == "$line") return kLine;
      const auto found = std::ranges::find(header_.columns, name);
      if (found != header_.columns.end()) return static_cast<std::size_t>(found - header_.columns.begin());
      return input_error("bad_map", fmt::format("{} has no column {}", source_.path.string(), name), place);
    };
    for (const MapColumn& column : table_.columns) {
      bound_.emplace_back();
      for (const std::string& name : column.from) {
        ASSIGN(const std::size_t at, bind(name, column.place));
        bound_.back().push_back(at);
      }
    }
    for (const auto& [target, names] : table_.unpivot) {
      unpivot_.emplace_back();
      for (const std::string& name : names) {
        ASSIGN(const std::size_t at, bind(name, table_.place));
        unpivot_.back().push_back(at);
      }
    }
    for (const auto& [name, values] : table_.where) {
      ASSIGN(const std::size_t at, bind(name, table_.place));
      where_.emplace_back(at, &values);
    }
    return {};
  }

  Status write(const std::string& line) {
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size()) return {};
    return system_error("cannot_write", "a temporary file cannot be written; is the disk full?");
  }

  std::string header_line() const {
    std::string line;
    for (const MapColumn& column : table_.columns) line += column.target + ",";
    for (const auto& [target, names] : table_.unpivot) line += target + ",";
    if (!table_.first_flag.empty()) line += table_.first_flag + ",";
    return line + "_line\n";
  }

  Status reject(const Record& record, std::string column, std::string value, std::string reason) {
    return rejects_.write({record.line, std::move(column), std::move(value), std::move(reason), record.text});
  }

  Status map_record(const Record& record) {
    std::vector<std::string> fields = split_record(record.text, header_.delimiter);
    while (fields.size() > header_.columns.size() && trimmed(fields.back()).empty()) fields.pop_back();
    if (fields.size() != header_.columns.size() || record.too_long || record.open_quote) {
      return reject(record, "", "",
                    fmt::format("the row has {0} columns and the header {1}; look for a missing quote or delimiter / "
                                "该行有 {0} 列，表头有 {1} 列，请检查引号或分隔符",
                                fields.size(), header_.columns.size()));
    }
    for (const auto& [at, values] : where_) {
      if (std::ranges::find(*values, value_at(at, fields, record, 0)) == values->end()) return {};
    }
    for (std::size_t repeat = 0; repeat < table_.repeats(); ++repeat) TRY(map_row(record, fields, repeat));
    return {};
  }

  static std::string value_at(std::size_t at, const std::vector<std::string>& fields, const Record& record,
                              std::size_t repeat) {
    if (at == kRepeat) return std::to_string(repeat + 1);
    if (at == kLine) return std::to_string(record.line);
    CHECK(at < fields.size());
    return std::string(trimmed(fields[at]));
  }

  Status map_row(const Record& record, const std::vector<std::string>& fields, std::size_t repeat) {
    if (!unpivot_.empty() && value_at(unpivot_.front()[repeat], fields, record, repeat).empty()) return {};
    std::string row;
    for (std::size_t index = 0; index < table_.columns.size(); ++index) {
      const MapColumn& column = table_.columns[index];
      std::string value = column.constant.value_or("");
      for (std::size_t part = 0; part < bound_[index].size(); ++part)
        value += (part == 0 ? "" : column.with) + value_at(bound_[index][part], fields, record, repeat);
      const auto known = column.values.find(value);
      if (known != column.values.end()) {
        value = known->second;
      } else if (column.otherwise == MapColumn::Otherwise::value) {
        value = column.otherwise_value;
      } else if (column.otherwise == MapColumn::Otherwise::reject) {
        return reject(record, column.from.empty() ? "" : column.from.front(), value,
                      fmt::format("'{0}' is no code that the map knows for {1}; add it to its values / "
                                  "'{0}' 不在 {1} 的对照表中，请补充",
                                  value.substr(0, 200), column.target));
      }
      if (!column.format.empty()) value = reformat_moment(value, column.format).value_or(value);
      row += csv_field(value) + ",";
    }
    for (const auto& columns : unpivot_) row += csv_field(value_at(columns[repeat], fields, record, repeat)) + ",";
    if (!table_.first_flag.empty()) row += repeat == 0 ? "1," : "0,";
    return write(row + std::to_string(record.line) + "\n");
  }

  Job& job_;
  const MapTable& table_;
  const Source& source_;
  Header header_;
  RejectFile rejects_;
  File file_;
  std::vector<std::vector<std::size_t>> bound_;    // of table_.columns
  std::vector<std::vector<std::size_t>> unpivot_;  // of table_.unpivot
  std::vector<std::pair<std::size_t, const std::vector<std::string>*>> where_;
};

}  // namespace

Result<std::vector<Source>> apply_import_map(Job& job, const ImportMap& map, const Source& source) {
  std::vector<Source> outputs;
  std::optional<Source> text;
  for (const MapTable& table : map.tables) {
    if (::fnmatch(table.file.c_str(), source.path.filename().c_str(), 0) != 0) continue;
    if (!text) {
      ASSIGN(text, as_csv(job, source));
    }
    ASSIGN(const std::string head, read_head(text->text, kHeadBytes));
    ASSIGN(Source output, Applier(job, table, *text, read_header(head)).run());
    output.shape = table.shape;
    outputs.push_back(std::move(output));
  }
  if (outputs.empty()) job.outcome.skipped.push_back({source.path, "no table of the map names this file"});
  return outputs;
}

std::optional<std::string> reformat_moment(std::string_view text, std::string_view format) {
  int parts[6] = {0, 1, 1, 0, 0, 0};
  bool has_time = false;
  std::size_t at = 0;
  for (std::size_t index = 0; index < format.size(); ++index) {
    if (format[index] != '%') {
      if (at >= text.size() || text[at++] != format[index]) return std::nullopt;
      continue;
    }
    const std::size_t part = std::string_view("YmdHMS").find(format[++index]);
    const std::size_t most = part == 0 ? 4 : 2;
    const std::size_t start = at;
    parts[part] = 0;
    while (at < text.size() && at - start < most && text[at] >= '0' && text[at] <= '9')
      parts[part] = parts[part] * 10 + (text[at++] - '0');
    if (at == start) return std::nullopt;
    has_time = has_time || part >= 3;
  }
  if (at != text.size()) return std::nullopt;
  const std::string day = fmt::format("{:04}-{:02}-{:02}", parts[0], parts[1], parts[2]);
  return has_time ? fmt::format("{} {:02}:{:02}:{:02}", day, parts[3], parts[4], parts[5]) : day;
}

}  // namespace qiuhao::claims::reading
