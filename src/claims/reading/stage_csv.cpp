// One CSV file: dialect and charset from its head, one typed scan into Parquet, a second look only at rows that need
// it.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "claims/reading/byte_source.h"
#include "claims/reading/charset.h"
#include "claims/reading/job.h"
#include "claims/reading/mend.h"
#include "claims/reading/recognise.h"
#include "claims/reading/records.h"
#include "claims/reading/values.h"

namespace qiuhao::claims::reading {
namespace {

constexpr std::size_t kHeadBytes = 1 << 20;
constexpr std::size_t kSampledRows = 1'000;
constexpr std::size_t kFewestSampled = 100;  // fewer rows say nothing about a file
// After such a row DuckDB may begin the next one anywhere, and rows between are lost without a word.
constexpr std::string_view kMisleading = "WHERE error_type IN ('UNQUOTED VALUE', 'LINE SIZE OVER MAXIMUM')";
// DuckDB takes a vector (2,048 rows) of nothing but refused rows for the end of its input; below this many there is
// none.
constexpr std::int64_t kManyTurnedDown = 1'000;

class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = text_.copy(buffer.data(), buffer.size());
    text_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view text_;
};

bool is_digits(std::string_view text) {
  return (text.size() == 8 || text.size() == 14) && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Marks the dates and times that most rows of the sample write in digits only. True when so many rows of the sample
// have values that cannot be used that DuckDB, which keeps each one's text in memory, should not see the file.
Result<bool> sniff(CsvLayout& layout, std::string_view head) {
  std::vector<int> digits(layout.sources.size());
  std::vector<int> other(layout.sources.size());
  RecordReader records(std::make_unique<TextSource>(head), layout.delimiter);
  Record record;
  std::size_t rows = 0;
  std::size_t bad_rows = 0;
  ASSIGN(bool more, records.next(record));  // the header
  for (; more && rows < kSampledRows; ++rows) {
    ASSIGN(more, records.next(record));
    if (!more) break;
    const std::vector<std::string> fields = split_record(record.text, layout.delimiter);
    bool bad = false;
    for (std::size_t index = 0; index < layout.sources.size(); ++index) {
      const ColumnSource& source = layout.sources[index];
      if (source.position < 0 || static_cast<std::size_t>(source.position) >= fields.size()) continue;
      const std::string_view text = trimmed(fields[static_cast<std::size_t>(source.position)]);
      if (is_no_value(text)) continue;
      bad = bad || !judge_value(*source.column, text).reason.empty();
      if (source.column->is_moment()) ++(is_digits(text) ? digits : other)[index];
    }
    bad_rows += bad ? 1 : 0;
  }
  for (std::size_t index = 0; index < layout.sources.size(); ++index)
    layout.sources[index].in_digits = digits[index] > other[index];
  return rows >= kFewestSampled && bad_rows * 10 > rows;
}

CsvLayout layout_of(const TableShape& shape, const Header& header) {
  CsvLayout layout{header.delimiter, header.columns.size(), {}, -1};
  const auto position = [&](std::string_view name) {
    const auto found = std::ranges::find(header.columns, name);
    return found == header.columns.end() ? -1 : static_cast<int>(found - header.columns.begin());
  };
  for (const ShapeColumn& column : shape.columns) layout.sources.push_back({&column, position(column.national), false});
  layout.valid_flag = position("vali_flag");
  return layout;
}

// Moves the text to a temporary file in UTF-8 with one kind of line end.
Status rewrite(Job& job, Source& source, Charset charset) {
  const Path target = job.next_temporary();
  TRY(make_folder(target.parent_path()));
  TRY(rewrite_as_utf8(source.text, charset, target, job.options.stop));
  source.text = target;
  return {};
}

// The head of the file as UTF-8; the file is rewritten when it is not.
Result<std::string> prepare(Job& job, Source& source) {
  ASSIGN(std::string head, read_head(source.text, kHeadBytes));
  const Place place{source.path.string(), 1, 0, ""};
  if (trimmed(head).empty())
    return input_error("unknown_table", "is empty; a table needs a line of column names", place);
  const Charset charset = charset_of(head);
  if (charset == Charset::utf16) return input_error("unknown_table", "is UTF-16; save it as UTF-8 or GBK", place);
  ASSIGN(const Packing packing, packing_of(source.text));
  if (charset == Charset::gb18030) {
    TRY(rewrite(job, source, charset));
    return read_head(source.text, kHeadBytes);
  }
  if (packing != Packing::none) TRY(verify_packing(source.text, job.options.stop));
  return head;
}

// One scan; a file whose line ends are mixed is rewritten and read again. The number of rows staged.
Result<std::int64_t> scan(Job& job, Source& source, const CsvLayout& layout, const Path& target) {
  for (int attempt = 1;; ++attempt) {
    TRY(job.reset_counters());
    const std::string flag = layout.valid_flag < 0 ? "" : fmt::format("c{}", layout.valid_flag);
    const std::string sql = copy_statement(csv_columns(layout), flag, csv_scan(layout, source.text), target);
    auto rows = job.copy(source, sql);
    if (rows) return rows;
    if (rows.error().code != "sql_failed" || attempt > 1) return fail(with_place(rows.error(), source.path));
    TRY(rewrite(job, source, Charset::utf8));
  }
}

// Rows that DuckDB's reader refused in the last scan.
Result<std::int64_t> turned_down_rows(Job& job, std::string_view condition) {
  return job.engine.number(fmt::format("SELECT count(DISTINCT line_byte_position) FROM {} {}", kTurnedDown, condition));
}

// Stages the salvaged rows; the number of them.
Result<std::int64_t> stage_salvage(Job& job, const Source& source, const CsvLayout& layout, const Path& salvage,
                                   std::int64_t expected, const Path& target) {
  Source text = source;
  text.text = salvage;
  ASSIGN(const std::int64_t rows, scan(job, text, salvage_layout(layout), target));
  if (rows == expected) return rows;
  return system_error(
      "sql_failed",
      fmt::format("{} rows were mended and {} of them came in; please report this file's form", expected, rows),
      {source.path.string(), 0, 0, ""});
}

// What one file has become.
struct Staging {
  Job& job;
  Source& source;
  const CsvLayout& layout;
  const std::vector<std::string>& header;
  RejectFile& rejects;
  Path salvage;
};

// Reads the whole file without DuckDB's reader.
Status stage_slowly(Staging& staging, StagedFile& staged) {
  staging.rejects.discard();
  ASSIGN(const Mended mended,
         read_slowly(staging.job, staging.source, staging.layout, staging.header, staging.salvage, staging.rejects));
  ASSIGN(staged.staged,
         stage_salvage(staging.job, staging.source, staging.layout, staging.salvage, mended.salvaged, staged.parquet));
  staged.dropped_invalid = mended.dropped;
  staged.rejected = staging.source.rejected_before + mended.told;
  return {};
}

// Fills the counts of the first scan and looks again at what it did not take. False: DuckDB's counts do not hold.
Result<bool> stage_rest(Staging& staging, StagedFile& staged) {
  Job& job = staging.job;
  ASSIGN(staged.dropped_invalid, job.counted(kDroppedRows));
  ASSIGN(const std::int64_t lacking, job.counted(kLackingRows));
  ASSIGN(const std::int64_t turned_down, turned_down_rows(job, ""));
  ASSIGN(const std::int64_t misleading, turned_down_rows(job, kMisleading));
  if (misleading > 0 || turned_down >= kManyTurnedDown) return false;
  staged.rejected = staging.source.rejected_before + lacking + turned_down;
  if (lacking + turned_down == 0) return true;
  ASSIGN(const Mended mended,
         mend_csv(job, staging.source, staging.layout, staging.header, lacking, staging.salvage, staging.rejects));
  if (mended.records != staged.staged + staged.dropped_invalid + lacking + turned_down) return false;
  staged.dropped_invalid += mended.dropped;
  staged.rejected -= mended.salvaged + mended.dropped;
  if (mended.salvaged == 0) return true;
  StagedFile second = staged;
  ASSIGN(second.parquet, job.next_parquet(staged.table));
  ASSIGN(second.staged,
         stage_salvage(job, staging.source, staging.layout, staging.salvage, mended.salvaged, second.parquet));
  second.dropped_invalid = second.rejected = 0;
  second.read = second.staged;
  job.outcome.staged.push_back(std::move(second));
  return true;
}

}  // namespace

Status stage_csv(Job& job, Source source) {
  ASSIGN(const std::string head, prepare(job, source));
  const Header header = read_header(head);
  ASSIGN(const TableShape* shape, job.shape_of(source, header.columns));
  CsvLayout layout = layout_of(*shape, header);
  ASSIGN(const bool unruly, sniff(layout, head));

  StagedFile staged{{}, std::string(shape->table->name), source.path, source.hash, source.bytes};
  ASSIGN(staged.parquet, job.next_parquet(staged.table));
  RejectFile rejects = job.open_rejects(source);
  Staging staging{job, source, layout, header.columns, rejects, job.next_temporary()};
  bool counts_hold = false;
  if (!unruly) {
    ASSIGN(staged.staged, scan(job, source, layout, staged.parquet));
    ASSIGN(counts_hold, stage_rest(staging, staged));
  }
  if (!counts_hold) TRY(stage_slowly(staging, staged));
  TRY(job.close_rejects(rejects));
  staged.read = staged.staged + staged.dropped_invalid + staged.rejected;
  job.note_columns(*shape, header.columns);
  job.outcome.staged.push_back(staged);
  std::error_code ignored;
  std::filesystem::remove(staging.salvage, ignored);
  if (source.text != source.path) std::filesystem::remove(source.text, ignored);
  return {};
}

}  // namespace qiuhao::claims::reading
