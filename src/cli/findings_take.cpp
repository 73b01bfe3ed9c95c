// `qiuhao findings take`: rows of findings.parquet into the records database, some thousand in each transaction, or all
// in one when they are many. What is kept is told apart by its id, so taking a run again, or after it was stopped,
// changes nothing.
#include <fmt/format.h>

#include <functional>
#include <map>

#include "audit/record.h"
#include "casework/exceptions.h"
#include "casework/findings.h"
#include "casework/set_aside.h"
#include "cli/findings_parts.h"
#include "cli/found_findings.h"
#include "cli/progress.h"
#include "cli/records.h"
#include "cli/text_table.h"
#include "cli/workspace_settings.h"
#include "identity/people.h"
#include "tables/engine.h"

namespace qiuhao::cli {
namespace {

using casework::FindingState;
using casework::KeptFinding;
using database::Database;
using database::Kind;
using database::Transaction;

constexpr std::size_t kAtOnce = 5'000;  // of a transaction
constexpr std::int64_t kBulkLeast = 20'000;
constexpr std::string_view kCertain = "明确违规";

Result<std::map<std::string, std::string>> regions_of_providers(Database& database) {
  std::map<std::string, std::string> regions;
  TRY(database.read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto rows,
           transaction.query("select code, region from identity_organisations", {}, {Kind::text, Kind::text}));
    for (const database::Row& row : rows) regions[row.text(0)] = row.text(1);
    return {};
  }));
  return regions;
}

std::string statement_of(const Path& file) {
  return fmt::format(
      "SELECT finding_id, rule, coalesce(rule_name, ''), coalesce(certainty, ''), coalesce(provider, ''), "
      "coalesce(provider_name, ''), coalesce(person, ''), coalesce(visit, ''), coalesce(day - DATE '1970-01-01', "
      "0)::BIGINT, coalesce(item, ''), coalesce(item_name, ''), (gross * 100)::BIGINT, (net * 100)::BIGINT, "
      "coalesce(message, '') FROM "
      "read_parquet({})",
      tables::sql_text(file.string()));
}

class Taking {
 public:
  Taking(std::string run, std::map<std::string, std::string> regions, std::string own_region)
      : run_(std::move(run)), regions_(std::move(regions)), own_region_(std::move(own_region)) {}

  // In a transaction for each part, or in the caller's.
  Status take(const Path& file, const std::function<Status(const std::vector<KeptFinding>&)>& keep) {
    ASSIGN(tables::Engine engine, tables::Engine::open({}));
    ASSIGN(tables::Answer answer, engine.query(statement_of(file)));
    taken_ = 0;
    unplaced_ = 0;
    std::vector<KeptFinding> waiting;
    for (;;) {
      ASSIGN(const tables::Chunk chunk, answer.next());
      read(chunk, waiting);
      if (waiting.size() < kAtOnce && chunk.rows() > 0) continue;
      TRY(keep(waiting));
      taken_ += waiting.size();
      waiting.clear();
      if (chunk.rows() == 0) return {};
    }
  }
  std::size_t taken() const { return taken_; }
  std::size_t unplaced() const { return unplaced_; }

 private:
  void read(const tables::Chunk& chunk, std::vector<KeptFinding>& findings) {
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      const auto text = [&](std::size_t column) { return std::string(chunk.column(column).text(row)); };
      const auto number = [&](std::size_t column) { return chunk.column(column).value<std::int64_t>(row); };
      KeptFinding finding;
      finding.id = text(0);
      finding.rule = text(1);
      finding.rule_name = text(2);
      finding.is_certain = text(3) == kCertain;
      finding.provider = text(4);
      finding.provider_name = text(5);
      const auto region = regions_.find(finding.provider);
      finding.region = region == regions_.end() ? own_region_ : region->second;
      finding.person = text(6);
      finding.visit = text(7);
      finding.day = static_cast<Day>(number(8));
      finding.item = text(9);
      finding.item_name = text(10);
      finding.gross = number(11);
      finding.net = number(12);
      finding.message = text(13);
      finding.run = run_;
      if (finding.region.empty()) ++unplaced_;
      findings.push_back(std::move(finding));
    }
  }

  std::string run_;
  std::map<std::string, std::string> regions_;
  std::string own_region_;
  std::size_t taken_ = 0;
  std::size_t unplaced_ = 0;  // of no known region
};

// Whether so many rows are many beside those that are kept.
Result<bool> is_large(Database& database, const Path& file) {
  ASSIGN(tables::Engine engine, tables::Engine::open({}));
  ASSIGN(const std::int64_t rows,
         engine.number(fmt::format("SELECT count(*) FROM read_parquet({})", tables::sql_text(file.string()))));
  std::int64_t kept = 0;
  TRY(database.read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto counted, transaction.query("select count(*) from casework_findings", {}, {Kind::number}));
    kept = counted.front().number(0);
    return {};
  }));
  return rows > kBulkLeast && rows > kept / 4;
}

Status take_all(Database& database, const Path& file, Taking& taking) {
  ASSIGN(const bool in_bulk, is_large(database, file));
  if (!in_bulk)
    return taking.take(file, [&](const std::vector<KeptFinding>& some) {
      return database.write([&](Transaction& transaction) { return casework::keep_findings(transaction, some); });
    });
  return database.write([&](Transaction& transaction) {
    return casework::keep_in_bulk(transaction, [&] {
      return taking.take(
          file, [&](const std::vector<KeptFinding>& some) { return casework::keep_findings(transaction, some); });
    });
  });
}

Result<std::int64_t> close_gone(Database& database, const audit::RunReference& run) {
  std::int64_t gone = 0;
  if (!run.is_of_all_providers) return gone;
  casework::RunScope scope{run.folder.filename().string(), run.from, run.to, {}};
  for (const auto& [code, hash] : run.rules) scope.rules.push_back(code);
  TRY(database.write([&](Transaction& transaction) -> Status {
    ASSIGN(gone, casework::close_gone(transaction, scope));
    return {};
  }));
  return gone;
}

Result<Records> open_with_tables(const FindingsOptions& options) {
  ASSIGN(Records records, open_records(options.workspace, false));
  TRY(identity::People::prepare(*records.database));
  ASSIGN([[maybe_unused]] const auto exceptions, casework::ExceptionStore::open(*records.database, records.trail));
  return records;
}

}  // namespace

Result<int> take_findings(const FindingsOptions& options) {
  ASSIGN(const Records records, open_with_tables(options));
  ASSIGN(const audit::RunReference run, audit::read_run(options.workspace, options.run));
  ASSIGN(const Path file, findings_file(run.folder));
  ASSIGN(auto regions, regions_of_providers(*records.database));
  ASSIGN(std::string own_region, workspace_region(options.workspace));
  Taking taking(run.folder.filename().string(), std::move(regions), std::move(own_region));
  TRY(take_all(*records.database, file, taking));
  ASSIGN(const std::int64_t gone, close_gone(*records.database, run));
  std::int64_t aside = 0;
  TRY(records.database->write([&](Transaction& transaction) -> Status {
    ASSIGN(aside, casework::set_findings_aside(transaction));
    return casework::learn_findings(transaction);
  }));
  const bool is_chinese = options.language == Language::chinese;
  fmt::print("{}", is_chinese ? fmt::format("{}：取入 {} 条疑点，{} 条不再成立\n", run.folder.filename().string(),
                                            taking.taken(), gone)
                              : fmt::format("{}: {} findings taken, {} open ones are gone\n",
                                            run.folder.filename().string(), taking.taken(), gone));
  if (aside > 0)
    fmt::print("{}", is_chinese ? fmt::format("其中 {} 条已豁免\n", aside)
                                : fmt::format("{} of them are set aside by exceptions\n", aside));
  if (taking.unplaced() > 0)
    fmt::print("{}", is_chinese
                         ? fmt::format("其中 {} 条的机构没有登记统筹区，只有全国范围的岗位可见；请在 qiuhao.toml "
                                       "写 region = \"340600\" 后重新取入\n",
                                       taking.unplaced())
                         : fmt::format("{} of them are of providers without a region, which only roles for the "
                                       "whole country see; write region = \"340600\" in qiuhao.toml and take "
                                       "them again\n",
                                       taking.unplaced()));
  if (!run.is_of_all_providers)
    fmt::print("{}", is_chinese ? "这次审核只看了部分机构，其余疑点不动\n"
                                : "the run looked at some providers only, so no finding was closed\n");
  return 0;
}

Result<int> count_findings(const FindingsOptions& options) {
  ASSIGN(const Records records, open_with_tables(options));
  TextTable table({"state", "findings", "net"});
  table.align_right(1);
  table.align_right(2);
  TRY(records.database->read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto rows,
           transaction.query("select state, count(*), cast(sum(net) as bigint) from casework_findings group by state "
                             "order by state",
                             {}, {Kind::number, Kind::number, Kind::number}));
    for (const database::Row& row : rows)
      table.add({std::string(casework::name_of(static_cast<FindingState>(row.number(0)))), with_commas(row.number(1)),
                 format_cents(row.number(2))});
    return {};
  }));
  fmt::print("{}", table.text());
  return 0;
}

}  // namespace qiuhao::cli
