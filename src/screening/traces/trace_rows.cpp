// Rows of the file arrive in its order, which is that of codes.
#include "screening/traces/trace_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "claims/registers.h"

namespace qiuhao::screening {
namespace {

using tables::sql_text;

constexpr std::int64_t kMicros = 1'000'000;

// As UseKind, in its order.
constexpr std::string_view kUseKindNames[] = {"count", "change", "purchase", "purchase_return", "sale", "sale_return"};

// As kColumns, in its order.
enum Place : std::size_t { kCode, kKind, kProvider, kId, kItem, kTime, kPerson, kSettlement, kSplit, kQuantity, kPack };
constexpr std::string_view kColumns[] = {"code",   "kind",       "provider", "id",       "item", "time",
                                         "person", "settlement", "split",    "quantity", "pack"};

// Reads a row into a use, whose texts keep their memory.
class RowReader {
 public:
  explicit RowReader(const tables::Chunk& chunk) {
    for (std::size_t column = 0; column < std::size(kColumns); ++column) columns_.push_back(chunk.column(column));
  }

  std::string_view code(std::size_t row) const { return columns_[kCode].text(row); }

  void read(std::size_t row, CodeUse& use) const {
    const auto kind = std::ranges::find(kUseKindNames, columns_[kKind].text(row));
    use.kind = static_cast<UseKind>(kind - std::begin(kUseKindNames));
    use.time = columns_[kTime].value<std::int64_t>(row) / kMicros - kShanghaiOffset;
    read_text(kProvider, row, use.provider);
    read_text(kId, row, use.id);
    read_text(kItem, row, use.item);
    read_text(kPerson, row, use.person);
    read_text(kSettlement, row, use.settlement);
    use.has_split = columns_[kSplit].has(row);
    use.is_split = use.has_split && columns_[kSplit].text(row) == "1";
    use.quantity = number(kQuantity, row);
    use.pack = number(kPack, row);
  }

 private:
  void read_text(Place column, std::size_t row, std::string& text) const {
    if (columns_[column].has(row))
      text = columns_[column].text(row);
    else
      text.clear();
  }
  std::int64_t number(Place column, std::size_t row) const {
    return columns_[column].has(row) ? columns_[column].value<std::int64_t>(row) : 0;
  }

  std::vector<tables::Vector> columns_;
};

}  // namespace

TraceReader::TraceReader(const claims::Schema& schema, const TraceOptions& options, Path file)
    : schema_(schema), options_(options), file_(std::move(file)) {}

Status TraceReader::open() {
  ASSIGN(tables::Engine engine, tables::Engine::open({fmt::format("{}MB", options_.memory_bytes / 1'000'000),
                                                      options_.workspace / "tmp" / "traces", options_.threads}));
  engine_ = std::make_unique<tables::Engine>(std::move(engine));
  if (options_.stop != nullptr) watch_ = std::make_unique<tables::StopWatch>(*engine_, options_.stop);
  return {};
}

Error TraceReader::told_of(const Error& error) const {
  if (options_.stop != nullptr && options_.stop->load())
    return {Fault::system, "interrupted", "was interrupted; nothing was written", {}};
  if (error.code != "sql_failed") return error;
  return {Fault::system,
          "damaged_register",
          fmt::format("cannot be read ({}); if an import was published meanwhile run it again, else run: qiuhao doctor "
                      "WORKSPACE",
                      error.message.substr(0, error.message.find('\n'))),
          {file_.string(), 0, 0, ""}};
}

Result<std::unordered_map<std::string, Day>> TraceReader::first_purchases() {
  std::unordered_map<std::string, Day> first;
  auto answer = engine_->query(
      fmt::format("SELECT provider, min(CAST(time AS DATE)) FROM read_parquet({}) WHERE kind = 'purchase' GROUP BY 1",
                  sql_text(file_.string())));
  if (!answer) return fail(told_of(answer.error()));
  while (true) {
    const auto chunk = answer->next();
    if (!chunk) return fail(told_of(chunk.error()));
    if (chunk->rows() == 0) return first;
    for (std::size_t row = 0; row < chunk->rows(); ++row)
      first.emplace(chunk->column(0).text(row), chunk->column(1).value<std::int32_t>(row));
  }
}

Status TraceReader::each_code(const std::function<void(const std::string& code, std::span<CodeUse> uses)>& take) {
  const auto sql = claims::register_select(*engine_, schema_.of(claims::Register::trace), kColumns, file_);
  if (!sql) return fail(told_of(sql.error()));
  auto answer = engine_->query(*sql);
  if (!answer) return fail(told_of(answer.error()));
  std::string code;
  std::vector<CodeUse> uses;  // as many as any code had, the first `used` of which are this one's
  std::size_t used = 0;
  while (true) {
    const auto chunk = answer->next();
    if (!chunk) return fail(told_of(chunk.error()));
    if (chunk->rows() == 0) break;
    const RowReader reader(*chunk);
    for (std::size_t row = 0; row < chunk->rows(); ++row) {
      const std::string_view next = reader.code(row);
      if (next != code) {
        if (next < code)
          return system_error("damaged_register", "is not in the order of codes; run: qiuhao doctor WORKSPACE",
                              {file_.string(), 0, 0, ""});
        if (used > 0) take(code, std::span(uses).first(used));
        code = next;
        used = 0;
      }
      ++rows_;
      if (used >= kMostUsesOfCode) continue;
      if (used == uses.size()) uses.emplace_back();
      reader.read(row, uses[used++]);
    }
  }
  if (used > 0) take(code, std::span(uses).first(used));
  return {};
}

}  // namespace qiuhao::screening
