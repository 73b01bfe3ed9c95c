// Rows that were turned down are found again by their byte, rows that lack a value by judging them.
#include "claims/reading/mend.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <memory>

#include "base/utf8.h"
#include "claims/reading/records.h"
#include "claims/reading/values.h"
#include "text/gb18030.h"

namespace qiuhao::claims::reading {
namespace {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

std::unexpected<Error> cannot_write(const Path& path) {
  return system_error("cannot_write", "cannot be written; is the disk full?", {path.string(), 0, 0, ""});
}

struct TurnedDown {
  std::int64_t position = 0;  // byte, from 1; of the row or of the line end before it
  bool quote_fault = false;
};

Result<std::vector<TurnedDown>> turned_down_rows(tables::Engine& engine) {
  ASSIGN(tables::Answer answer,
         engine.query(fmt::format("SELECT CAST(line_byte_position AS BIGINT), bool_or(error_type = 'UNQUOTED VALUE') "
                                  "FROM {} GROUP BY 1 ORDER BY 1",
                                  kTurnedDown)));
  std::vector<TurnedDown> rows;
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) return rows;
    for (std::size_t row = 0; row < chunk.rows(); ++row)
      rows.push_back({chunk.column(0).value<std::int64_t>(row), chunk.column(1).value<bool>(row)});
  }
}

constexpr std::string_view kOpenQuoteReason =
    "a quote in this row does not end where its field ends; double the quotes inside a field / "
    "引号不成对，字段内的引号应写两次";

std::string too_long_reason() {
  return fmt::format(
      "the row is longer than {0} bytes, the most that is read; is a quote open? / 该行超过 {0} "
      "字节，请检查引号是否成对",
      kMostRowBytes);
}

class Mender {
 public:
  Mender(const Source& source, const CsvLayout& layout, const std::vector<std::string>& header, RejectFile& rejects)
      : layout_(layout), header_(header), rejects_(rejects) {
    for (std::size_t index = 0; index < header.size(); ++index) {
      if (source.is_mapped && header[index] == "_line") line_column_ = static_cast<int>(index);
    }
  }

  void count_record() { ++mended_.records; }

  Status open_salvage(const Path& path) {
    TRY(make_folder(path.parent_path()));
    salvage_.reset(std::fopen(path.c_str(), "wb"));
    if (salvage_ == nullptr) return cannot_write(path);
    std::string line;
    for (const ColumnSource& source : layout_.sources) {
      if (source.position >= 0) line += (line.empty() ? "" : ",") + source.column->name;
    }
    line += '\n';
    return std::fwrite(line.data(), 1, line.size(), salvage_.get()) == line.size() ? Status{} : cannot_write(path);
  }

  // A row that the reader refused.
  Status judge_turned_down(const Record& record, bool quote_fault) {
    if (record.too_long) return tell(record, {}, "", "", too_long_reason());
    if (record.open_quote || quote_fault) return tell(record, {}, "", "", std::string(kOpenQuoteReason));
    std::string text = record.text;
    if (!is_utf8(text)) {
      const auto chinese = text::utf8_from_gb18030(text);
      if (!chinese) {
        return tell(record, {}, "", "",
                    "the row has bytes that are neither UTF-8 nor GB18030; save the file as UTF-8 / "
                    "该行含无法识别的字符编码，请另存为 UTF-8");
      }
      text = *chinese;
    }
    std::vector<std::string> fields = split_record(text, layout_.delimiter);
    while (fields.size() > layout_.width && trimmed(fields.back()).empty()) fields.pop_back();
    if (fields.size() != layout_.width) {
      return tell(record, fields, "", "",
                  fmt::format("the row has {0} columns and the header {1}; look for a missing quote or delimiter / "
                              "该行有 {0} 列，表头有 {1} 列，请检查引号或分隔符",
                              fields.size(), layout_.width));
    }
    if (is_dropped(fields)) {
      ++mended_.dropped;
      return {};
    }
    return judge_values(record, fields);
  }

  // A row that the reader took; told when it lacks what it needs.
  Status judge_taken(const Record& record) {
    const std::vector<std::string> fields = split_record(record.text, layout_.delimiter);
    if (is_dropped(fields)) return {};
    for (const ColumnSource& source : layout_.sources) {
      const std::string_view text = field(fields, source.position);
      const ShapeColumn& column = *source.column;
      const bool may_be_wrong = column.is_moment() || !column.allowed.empty() || !column.pattern.empty();
      if (source.position < 0 || (!may_be_wrong && !is_no_value(trimmed(text)))) continue;
      const Judged judged = judge_value(column, text);
      if (judged.reason.empty()) continue;
      return tell(record, fields, header_[static_cast<std::size_t>(source.position)], text, judged.reason);
    }
    return {};
  }

  // Rows whose place was not found again: their number must not be lost.
  Status tell_rest(std::int64_t rows) {
    Reject reject;
    reject.reason =
        fmt::format("{0} more rows could not be used; their lines are not known / 另有 {0} 行无法使用", rows);
    return rows > 0 ? rejects_.write(reject) : Status{};
  }

  Result<Mended> finish(const Path& salvage) {
    if (std::fflush(salvage_.get()) != 0) return cannot_write(salvage);
    return mended_;
  }

  std::int64_t told() const { return mended_.told; }
  std::int64_t settled() const { return mended_.told + mended_.salvaged + mended_.dropped; }

 private:
  static std::string_view field(const std::vector<std::string>& fields, int position) {
    const auto index = static_cast<std::size_t>(position);
    return position >= 0 && index < fields.size() ? std::string_view(fields[index]) : std::string_view{};
  }

  bool is_dropped(const std::vector<std::string>& fields) const {
    return layout_.valid_flag >= 0 && trimmed(field(fields, layout_.valid_flag)) == "0";
  }

  Status judge_values(const Record& record, const std::vector<std::string>& fields) {
    std::string row;
    for (const ColumnSource& source : layout_.sources) {
      if (source.position < 0) continue;
      const std::string_view text = field(fields, source.position);
      const Judged judged = judge_value(*source.column, text);
      if (!judged.reason.empty())
        return tell(record, fields, header_[static_cast<std::size_t>(source.position)], text, judged.reason);
      row += (row.empty() ? "" : ",") + csv_field(judged.value);
    }
    row += '\n';
    ++mended_.salvaged;
    if (std::fwrite(row.data(), 1, row.size(), salvage_.get()) != row.size())
      return system_error("cannot_write", "a temporary file cannot be written; is the disk full?");
    return {};
  }

  Status tell(const Record& record, const std::vector<std::string>& fields, std::string_view column,
              std::string_view value, std::string reason) {
    ++mended_.told;
    std::int64_t line = record.line;
    if (line_column_ >= 0) {
      const std::string_view text = field(fields, line_column_);
      line = 0;
      std::from_chars(text.data(), text.data() + text.size(), line);
    }
    return rejects_.write({line, std::string(column), std::string(value), std::move(reason), record.text});
  }

  const CsvLayout& layout_;
  const std::vector<std::string>& header_;
  RejectFile& rejects_;
  int line_column_ = -1;
  std::unique_ptr<std::FILE, FileCloser> salvage_;
  Mended mended_;
};

}  // namespace

Result<Mended> mend_csv(Job& job, const Source& source, const CsvLayout& layout, const std::vector<std::string>& header,
                        std::int64_t lacking, const Path& salvage, RejectFile& rejects) {
  ASSIGN(const std::vector<TurnedDown> rows, turned_down_rows(job.engine));
  ASSIGN(auto bytes, open_bytes(source.text));
  RecordReader records(std::move(bytes), layout.delimiter);
  Mender mender(source, layout, header, rejects);
  TRY(mender.open_salvage(salvage));
  Record record;
  ASSIGN(bool more, records.next(record));  // the header
  std::size_t next = 0;
  std::int64_t lacking_told = 0;
  while (more) {
    if (job.stopped()) return interrupted();
    ASSIGN(more, records.next(record));
    if (!more) break;
    mender.count_record();
    bool turned_down = false;
    bool quote_fault = false;
    for (; next < rows.size() && rows[next].position - 1 <= record.offset; ++next) {
      turned_down = true;
      quote_fault = quote_fault || rows[next].quote_fault;
    }
    if (turned_down) {
      TRY(mender.judge_turned_down(record, quote_fault));
    } else if (lacking_told < lacking) {
      const std::int64_t before = mender.told();
      TRY(mender.judge_taken(record));
      lacking_told += mender.told() - before;
    }
  }
  TRY(mender.tell_rest(static_cast<std::int64_t>(rows.size()) + lacking - mender.settled()));
  return mender.finish(salvage);
}

Result<Mended> read_slowly(Job& job, const Source& source, const CsvLayout& layout,
                           const std::vector<std::string>& header, const Path& salvage, RejectFile& rejects) {
  ASSIGN(auto bytes, open_bytes(source.text));
  RecordReader records(std::move(bytes), layout.delimiter);
  Mender mender(source, layout, header, rejects);
  TRY(mender.open_salvage(salvage));
  Record record;
  ASSIGN(bool more, records.next(record));  // the header
  while (more) {
    if (job.stopped()) return interrupted();
    ASSIGN(more, records.next(record));
    if (more) TRY(mender.judge_turned_down(record, false));
  }
  return mender.finish(salvage);
}

CsvLayout salvage_layout(const CsvLayout& layout) {
  CsvLayout salvage;
  for (const ColumnSource& source : layout.sources) {
    const int position = source.position < 0 ? -1 : static_cast<int>(salvage.width++);
    salvage.sources.push_back({source.column, position, false});
  }
  return salvage;
}

}  // namespace qiuhao::claims::reading
