// Answers written out. The values are cast to texts by a second database, for the one that answered is locked.
#include "cli/sql_output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <set>

#include "tables/answer_table.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using tables::AnswerKind;

constexpr std::size_t kBufferBytes = 1 << 20;

struct Shape {
  std::vector<std::string> names;
  std::vector<AnswerKind> kinds;
};

Shape shape_of(const tables::Answer& answer) {
  Shape shape;
  for (std::size_t column = 0; column < answer.columns(); ++column) {
    shape.names.push_back(answer.column_name(column));
    shape.kinds.push_back(answer.column_kind(column));
  }
  return shape;
}

// Standard output, or a file that is put in place when it is whole.
class Out {
 public:
  explicit Out(const Path& path)
      : path_(path), beside_(path.empty() ? Path() : Path(path.string() + fmt::format(".part-{}", ::getpid()))) {
    file_ = path.empty() ? stdout : std::fopen(beside_.c_str(), "wb");
    if (file_ == nullptr) remember();
  }
  Out(const Out&) = delete;
  Out& operator=(const Out&) = delete;
  ~Out() {
    if (path_.empty()) return;
    if (file_ != nullptr) std::fclose(file_);
    std::error_code ignored;
    std::filesystem::remove(beside_, ignored);
  }

  // Where another writes the file.
  const Path& beside() const { return beside_; }
  bool is_good() const { return failure_.empty(); }

  void add(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= kBufferBytes) write();
  }

  Status finish() {
    write();
    if (file_ != nullptr && std::fflush(file_) != 0) remember();
    if (failure_.empty() && !path_.empty()) {
      TRY(sync_path(beside_));
      std::error_code code;
      std::filesystem::rename(beside_, path_, code);
      if (code) failure_ = code.message();
    }
    if (failure_.empty()) return {};
    return fail({Fault::system,
                 "cannot_write",
                 fmt::format("cannot be written: {}; name a file in a folder that is there, with room", failure_),
                 {path_.empty() ? "standard output" : path_.string(), 0, 0, ""},
                 fmt::format("不能写入：{}；请写已有文件夹中的文件，并保证有空间", failure_)});
  }

 private:
  void write() {
    if (file_ != nullptr && std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) remember();
    buffer_.clear();
  }
  void remember() {
    if (failure_.empty()) failure_ = std::strerror(errno);
  }

  Path path_;
  Path beside_;
  std::FILE* file_ = nullptr;
  std::string buffer_;
  std::string failure_;
};

// An engine with the answer as a table, and what went wrong behind it.
struct Behind {
  tables::Engine engine;
  std::shared_ptr<const tables::AnswerTrouble> trouble;

  static Result<Behind> open(tables::Answer answer) {
    tables::EngineOptions options;
    options.memory = "500MB";
    options.threads = 1;
    ASSIGN(tables::Engine engine, tables::Engine::open(options));
    ASSIGN(auto trouble, tables::add_answer(engine, "answer", std::move(answer)));
    return Behind{std::move(engine), std::move(trouble)};
  }
  // The error that matters of two.
  std::unexpected<Error> why(const Error& error) const { return fail(trouble->error ? *trouble->error : error); }
};

// Calls take(row of texts, nullptr for NULL) for each row until it says false.
template <typename Take>
Status for_each_row(Behind& behind, const Shape& shape, bool is_json, const Take& take) {
  std::string select;
  for (std::size_t column = 0; column < shape.kinds.size(); ++column) {
    const bool is_nested = is_json && shape.kinds[column] == AnswerKind::other;
    select += fmt::format("{}CAST({} AS VARCHAR)", select.empty() ? "" : ", ",
                          is_nested ? fmt::format("to_json(c{})", column) : fmt::format("c{}", column));
  }
  auto texts = behind.engine.query(fmt::format("SELECT {} FROM answer()", select));
  if (!texts) return behind.why(texts.error());
  std::vector<std::optional<std::string_view>> row(shape.kinds.size());
  for (;;) {
    const auto chunk = texts->next();
    if (!chunk) return behind.why(chunk.error());
    if (chunk->rows() == 0) return {};
    for (std::size_t at = 0; at < chunk->rows(); ++at) {
      for (std::size_t column = 0; column < row.size(); ++column) {
        const tables::Vector values = chunk->column(column);
        row[column] = values.has(at) ? std::optional(values.text(at)) : std::nullopt;
      }
      if (!take(row)) return {};
    }
  }
}

using TextRow = std::vector<std::optional<std::string_view>>;

// Absent is nothing between commas, an empty text is "".
void add_csv(std::string& line, std::optional<std::string_view> cell) {
  if (!cell) return;
  if (!cell->empty() && cell->find_first_of(",\"\r\n") == std::string_view::npos) {
    line += *cell;
    return;
  }
  line += '"';
  for (const char c : *cell) line += c == '"' ? std::string("\"\"") : std::string(1, c);
  line += '"';
}

Status write_csv(Behind& behind, const Shape& shape, Out& out) {
  std::string line;
  for (std::size_t column = 0; column < shape.names.size(); ++column) {
    if (column > 0) line += ',';
    add_csv(line, shape.names[column]);
  }
  out.add(line + "\n");
  return for_each_row(behind, shape, false, [&](const TextRow& row) {
    line.clear();
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (column > 0) line += ',';
      add_csv(line, row[column]);
    }
    // A row that is nothing but one absent value would read as no row.
    if (line.empty()) line = "\"\"";
    out.add(line + "\n");
    return out.is_good();
  });
}

std::string json_value(AnswerKind kind, std::string_view text) {
  const bool is_raw = kind == AnswerKind::boolean || kind == AnswerKind::other;
  // Of floating point there is "inf" and "nan", which JSON has not.
  const bool is_number = kind == AnswerKind::number && text.find_first_of("infa") == std::string_view::npos;
  return is_raw || is_number ? std::string(text) : text::json_quote(text);
}

Status write_json(Behind& behind, const Shape& shape, Out& out) {
  std::vector<std::string> keys;
  for (const std::string& name : shape.names) keys.push_back(text::json_quote(name) + ": ");
  std::string line;
  return for_each_row(behind, shape, true, [&](const TextRow& row) {
    line = "{";
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (column > 0) line += ", ";
      line += keys[column] + (row[column] ? json_value(shape.kinds[column], *row[column]) : "null");
    }
    out.add(line + "}\n");
    return out.is_good();
  });
}

Status write_table(Behind& behind, const Shape& shape, const SqlOutput& output, Out& out) {
  std::vector<std::vector<std::string>> rows;
  bool has_more = false;
  TRY(for_each_row(behind, shape, false, [&](const TextRow& row) {
    has_more = rows.size() == output.most_rows;
    if (has_more) return false;
    std::vector<std::string> cells;
    for (const auto& cell : row) cells.emplace_back(cell.value_or(""));
    rows.push_back(std::move(cells));
    return true;
  }));
  if (shape.names.size() == 2 && shape.names[0] == "explain_key") {  // EXPLAIN draws its own picture
    for (const auto& row : rows) out.add(row[1] + "\n");
    return {};
  }
  std::vector<bool> is_right;
  for (const AnswerKind kind : shape.kinds) is_right.push_back(kind == AnswerKind::number);
  out.add(table_text(shape.names, rows, is_right, output.width));
  out.add(has_more
              ? fmt::format("前 {0} 行 the first {0} rows; --rows N shows more, --format csv writes all\n", rows.size())
              : fmt::format("{} 行 rows\n", rows.size()));
  return {};
}

// Names that a file can have only once get a number.
std::string parquet_select(const Shape& shape) {
  std::set<std::string> taken;
  std::string select;
  for (std::size_t column = 0; column < shape.names.size(); ++column) {
    std::string name = shape.names[column];
    for (int number = 1; !taken.insert(name).second; ++number) name = fmt::format("{}_{}", shape.names[column], number);
    select += fmt::format("{}c{} AS {}", select.empty() ? "" : ", ", column, tables::sql_name(name));
  }
  return select;
}

}  // namespace

Status write_answer(tables::Answer answer, const SqlOutput& output) {
  const Shape shape = shape_of(answer);
  ASSIGN(Behind behind, Behind::open(std::move(answer)));
  Out out(output.out);
  switch (output.format) {
    case SqlFormat::csv: TRY(write_csv(behind, shape, out)); break;
    case SqlFormat::json: TRY(write_json(behind, shape, out)); break;
    case SqlFormat::table: TRY(write_table(behind, shape, output, out)); break;
    case SqlFormat::parquet: {
      const Status copied =
          behind.engine.run(fmt::format("COPY (SELECT {} FROM answer()) TO {} (FORMAT parquet, COMPRESSION zstd)",
                                        parquet_select(shape), tables::sql_text(out.beside().string())));
      if (!copied) return behind.why(copied.error());
      break;
    }
  }
  return out.finish();
}

}  // namespace qiuhao::cli
