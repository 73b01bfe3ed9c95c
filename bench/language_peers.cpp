// Feeding and asking the peers.
#include "language_peers.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "base/day.h"
#include "base/files.h"
#include "tables/row_stream.h"
#include "text/document.h"

namespace qiuhao::bench {
namespace {

constexpr const char* kNpmVersion = "0.6.1";

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

tables::StreamColumn stream_column(const WorldField& field) {
  tables::StreamColumn column;
  column.name = field.name;
  using Type = tables::StreamColumn::Type;
  switch (field.kind) {
    case cel::Kind::text: column.type = Type::text; break;
    case cel::Kind::date: column.type = Type::day; break;
    case cel::Kind::decimal:
      column.type = Type::decimal;
      column.scale = field.scale;
      break;
    default: column.type = Type::integer;
  }
  return column;
}

void put(tables::StreamBatch& batch, std::size_t field, std::size_t row, const cel::Value& value) {
  switch (value.kind) {
    case cel::Kind::text: batch.set_text(field, row, value.as_text()); break;
    case cel::Kind::date: batch.set_day(field, row, value.as_date()); break;
    case cel::Kind::decimal: batch.set_decimal(field, row, value.integer); break;
    case cel::Kind::integer: batch.set_integer(field, row, value.integer); break;
    default: batch.set_none(field, row);
  }
}

// A line as JSON; amounts as numbers and days as their number, for that language has neither decimals nor dates.
std::string json_of(const LanguageWorld& world, RowIndex row) {
  std::string line;
  for (std::size_t field = 0; field < world_fields().size(); ++field) {
    const cel::Value value = cel::value_of(world.columns()[field], row);
    if (value.is_error()) continue;
    line += fmt::format("{}{}:", line.empty() ? "{" : ",", text::json_quote(world_fields()[field].name));
    if (value.kind == cel::Kind::text)
      line += text::json_quote(std::string(value.as_text()));
    else if (value.kind == cel::Kind::decimal)
      line += fmt::format("{:.9}", to_double(value.as_decimal()));
    else
      line += fmt::to_string(value.integer);
  }
  return line + "}\n";
}

// date('2025-07-01') as the number of the day.
std::string without_dates(std::string rule) {
  for (std::size_t at = rule.find("date('"); at != std::string::npos; at = rule.find("date('")) {
    const auto day = parse_day(rule.substr(at + 6, 10));
    rule.replace(at, 18, fmt::to_string(day ? *day : 0));
  }
  return rule;
}

}  // namespace

Result<DuckPeer> DuckPeer::load(const LanguageWorld& world) {
  tables::EngineOptions options;
  options.memory = "12GB";
  options.threads = 1;
  ASSIGN(tables::Engine engine, tables::Engine::open(options));
  std::vector<tables::StreamColumn> columns;
  for (const WorldField& field : world_fields()) columns.push_back(stream_column(field));
  auto next = std::make_shared<std::size_t>(0);
  TRY(tables::add_row_stream(engine, "world_rows", columns, [&world, next](tables::StreamBatch& batch) {
    const std::size_t rows = std::min(tables::kStreamRows, world.rows() - *next);
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t field = 0; field < world_fields().size(); ++field) {
        put(batch, field, row, cel::value_of(world.columns()[field], static_cast<RowIndex>(*next + row)));
      }
    }
    *next += rows;
    return rows;
  }));
  TRY(engine.run("CREATE TABLE lines AS SELECT * FROM world_rows()"));
  return DuckPeer(std::move(engine));
}

Result<PeerAnswer> DuckPeer::run() {
  std::string query = "SELECT ";
  for (const WorldRule& rule : world_rules()) query += fmt::format("count_if({}), ", rule.sql);
  query += "count(*) FROM lines";
  const auto start = std::chrono::steady_clock::now();
  ASSIGN(tables::Answer answer, engine_.query(query));
  ASSIGN(const tables::Chunk chunk, answer.next());
  PeerAnswer result;
  result.seconds = seconds_since(start);
  for (std::size_t rule = 0; rule < world_rules().size(); ++rule) {
    // count_if gives a HUGEINT of two words; counts fit the lower one.
    result.hits.push_back(static_cast<std::size_t>(chunk.column(rule).value<std::array<std::uint64_t, 2>>(0)[0]));
  }
  return result;
}

Result<PeerAnswer> run_npm_peer(const Setting& setting, const LanguageWorld& world) {
  const Path folder = setting.data / "npm";
  std::filesystem::create_directories(folder);
  if (!std::filesystem::exists(folder / "node_modules/@bufbuild/cel")) {
    TRY(run_program({"npm", "install", "--silent", "--no-save", "--prefix", folder.string(),
                     fmt::format("@bufbuild/cel@{}", kNpmVersion)}));
  }
  std::string rows, rules;
  for (std::size_t row = 0; row < world.rows(); ++row) rows += json_of(world, static_cast<RowIndex>(row));
  for (const WorldRule& rule : world_rules()) {
    rules += fmt::format("{}{}", rules.empty() ? "[" : ",", text::json_quote(without_dates(rule.cel)));
  }
  TRY(write_file_atomically(folder / "rows.jsonl", rows));
  TRY(write_file_atomically(folder / "rules.json", rules + "]"));
  const std::string script = (setting.source / "bench/peers/cel_npm.mjs").string();
  const std::string out = (folder / "answer.json").string();
  TRY(run_program(
      {"node", script, folder.string(), (folder / "rows.jsonl").string(), (folder / "rules.json").string(), out}));
  ASSIGN(const std::string answer, read_file(out, 1 << 20));
  ASSIGN(const text::Node json, text::parse_json(answer, out));
  PeerAnswer result;
  result.seconds = std::stod(json.text_of("seconds"));
  for (const text::Node& count : json.find("hits")->items) result.hits.push_back(std::stoull(count.scalar));
  return result;
}

}  // namespace qiuhao::bench
