// `qiuhao sql`: one statement over views of the tape, reading only.
#include <fmt/format.h>

#include <iterator>
#include <memory>

#include "claims/views/tape_views.h"
#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/sql_error.h"
#include "cli/sql_output.h"
#include "cli/text_table.h"
#include "cli/view_engine.h"
#include "cli/watch.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxThreads = 64;
constexpr int kSeconds = 600;
constexpr int kMaxSeconds = 1'000'000;
constexpr std::size_t kMaxSqlBytes = std::size_t{1} << 20;

struct Options {
  std::string workspace;
  std::string sql;
  bool chinese = false;
  std::string format = "table";
  std::string out;
  std::string memory = "2GB";
  int threads = 0;
  int seconds = kSeconds;
  std::size_t rows = kShownRows;

  Language names() const { return chinese ? Language::chinese : Language::english; }
};

SqlNames names_of(const claims::Schema& schema, Language language) {
  SqlNames names;
  for (std::size_t number = 0; number < claims::kEntities; ++number) {
    const auto view = claims::view_of(schema, static_cast<claims::Entity>(number), language);
    names.views.push_back(view.name);
    for (const auto& column : view.columns) names.columns.push_back(column.stream.name);
  }
  return names;
}

Result<std::string> statement(const Options& options) {
  if (options.sql != "-") return options.sql;
  std::string sql;
  char block[4096];
  for (std::size_t got = 0; (got = std::fread(block, 1, sizeof(block), stdin)) > 0;) {
    sql.append(block, got);
    if (sql.size() > kMaxSqlBytes) break;
  }
  if (sql.size() <= kMaxSqlBytes) return sql;
  return usage_error("sql_too_long", Sentence{"sql: the statement on standard input is longer than 1 MiB; shorten it",
                                              "sql：标准输入的语句超过 1 MiB；请缩短"});
}

Result<SqlOutput> output_of(const Options& options) {
  SqlOutput output;
  output.out = options.out;
  output.most_rows = options.rows;
  output.width = options.out.empty() ? terminal_width() : 0;
  if (options.format == "csv") output.format = SqlFormat::csv;
  if (options.format == "json") output.format = SqlFormat::json;
  if (options.format == "parquet") output.format = SqlFormat::parquet;
  if (output.format == SqlFormat::parquet && options.out.empty()) {
    return usage_error("no_out",
                       Sentence{"--format parquet: name the file with --out", "--format parquet：请用 --out 写明文件"});
  }
  return output;
}

Error late(int seconds) {
  return {Fault::input,
          "too_slow",
          fmt::format("the statement took longer than {} s; ask for less, or give it more with --seconds", seconds),
          {},
          fmt::format("语句运行超过 {} 秒；请缩小查询，或用 --seconds 延长", seconds)};
}

Status answer_statement(tables::Engine& engine, const std::string& sql, const SqlOutput& output) {
  ASSIGN(tables::Answer answer, engine.read(sql));
  return write_answer(std::move(answer), output);
}

// The views and their columns, for who begins.
int print_views(const claims::Tape& tape, const claims::Schema& schema, Language language) {
  for (std::size_t number = 0; number < claims::kEntities; ++number) {
    const auto entity = static_cast<claims::Entity>(number);
    const claims::EntityView view = claims::view_of(schema, entity, language);
    fmt::print("{}  {}  {} 行 rows\n", view.name, schema.of(entity).label, claims::rows_of_view(tape, schema, entity));
    TextTable table({"  列 column", "类型 type", "含义 meaning"});
    for (std::size_t column = 0; column < view.columns.size(); ++column) {
      const claims::ViewColumn& of = view.columns[column];
      const claims::Field& field = schema.field(of.entity, of.field);
      table.add(
          {"  " + of.stream.name, view.sql_type(column), language == Language::chinese ? field.name : field.label});
    }
    fmt::print("{}\n", table.text());
  }
  return 0;
}

Result<int> run_sql(const Options& options) {
  const Path workspace = options.workspace;
  ASSIGN(const SqlOutput output, output_of(options));
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspace, *schema));
  if (options.sql.empty()) return print_views(tape, *schema, options.names());
  ASSIGN(const std::string sql, statement(options));
  const SpillFolder spill(workspace);
  ASSIGN(tables::Engine engine,
         engine_over(tape, *schema, options.names(), {options.memory, spill.path(), options.threads}));
  const Watch watch(engine, std::chrono::seconds(options.seconds));
  const Status done = answer_statement(engine, sql, output);
  if (done) return 0;
  if (done.error().code == "interrupted" && watch.is_late()) return fail(late(options.seconds));
  return fail(explain_sql_error(done.error(), sql, names_of(*schema, options.names())));
}

}  // namespace

void add_sql(Program& program) {
  CLI::App* command = add_command(program, "sql", "ask the tape in SQL: views named and typed by the dictionary",
                                  "qiuhao sql city \"select item_name, sum(amount) from line group by 1\"");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_option("SQL", options->sql, "one statement that reads; - takes it from standard input; none: the views");
  command->add_flag("--chinese", options->chinese, "views and columns have their Chinese names");
  command->add_option("--format", options->format, "table, csv, json (an object a line) or parquet")
      ->check(CLI::IsMember({"table", "csv", "json", "parquet"}));
  command->add_option("--out", options->out, "a file for the answer (default: standard output)");
  command->add_option("--rows", options->rows, "rows that a table shows (default: 200)")->check(CLI::PositiveNumber);
  command->add_option("--memory", options->memory, "memory of the statement, as in 2GB (the default)");
  command->add_option("--threads", options->threads, "threads (default: as many as the machine has)")
      ->check(CLI::Range(1, kMaxThreads));
  command->add_option("--seconds", options->seconds, "time of the statement (default: 600)")
      ->check(CLI::Range(1, kMaxSeconds));
  command->callback([&program, options] { program.run = [options] { return run_sql(*options); }; });
}

}  // namespace qiuhao::cli
