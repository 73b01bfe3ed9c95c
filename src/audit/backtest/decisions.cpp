// Reading decisions.
#include "audit/backtest/decisions.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "text/csv.h"

namespace qiuhao::audit {
namespace {

std::optional<std::uint64_t> hex_number(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.front() == '-') return std::nullopt;
  return number;
}

std::optional<Hash128> id_of(std::string_view text) {
  if (text.size() != 32) return std::nullopt;
  const auto high = hex_number(text.substr(0, 16));
  const auto low = hex_number(text.substr(16));
  if (!high || !low) return std::nullopt;
  return Hash128{*high, *low};
}

std::unexpected<Error> bad(const text::CsvTable& table, int line, Sentence sentence) {
  return input_error("bad_decisions", std::move(sentence), {table.file, line, 0, ""});
}

Result<Decision> decision_of(const text::CsvTable& table, const text::CsvRow& row,
                             const std::array<std::optional<std::size_t>, 5>& columns) {
  const auto value = [&](std::size_t column) {
    return columns[column] ? std::string_view(row.fields[*columns[column]]) : std::string_view();
  };
  Decision decision;
  const auto id = id_of(value(0));
  if (!id) {
    return bad(table, row.line,
               {fmt::format("'{}' is no id of a finding; it has 32 hexadecimal digits, as in findings.csv", value(0)),
                fmt::format("“{}”不是发现编号；应为 32 位十六进制数字，同 findings.csv", value(0))});
  }
  decision.finding = *id;
  decision.is_confirmed = value(1) == "confirmed";
  if (!decision.is_confirmed && value(1) != "refused") {
    return bad(table, row.line,
               {fmt::format("the decision '{}' is neither confirmed nor refused; write one of them", value(1)),
                fmt::format("决定“{}”既不是 confirmed 也不是 refused；请写其一", value(1))});
  }
  decision.by = value(2);
  decision.reason = value(4);
  if (value(3).empty()) return decision;
  const auto on = parse_day(value(3));
  if (!on)
    return bad(table, row.line, {"on: " + on.error().message, "on：" + on.error().sentence().in(Language::chinese)});
  decision.on = *on;
  return decision;
}

}  // namespace

void Decisions::put(Decision decision) {
  const auto [known, is_new] = by_finding_.emplace(decision.finding, all_.size());
  if (is_new) {
    all_.push_back(std::move(decision));
    return;
  }
  ++replaced_;
  if (decision.on >= all_[known->second].on) all_[known->second] = std::move(decision);
}

Result<Decisions> Decisions::read(const Path& file) {
  ASSIGN(const text::CsvTable table, text::read_csv(file));
  constexpr std::array<std::string_view, 5> kColumns = {"finding", "decision", "by", "on", "reason"};
  std::array<std::optional<std::size_t>, 5> columns;
  for (std::size_t at = 0; at < kColumns.size(); ++at) columns[at] = table.find_column(kColumns[at]);
  if (!columns[0] || !columns[1]) {
    return bad(table, 1,
               {"needs the columns finding and decision; by, on and reason are welcome",
                "需要 finding 和 decision 两列；by、on、reason 可有可无"});
  }
  Decisions decisions;
  for (const text::CsvRow& row : table.rows) {
    ASSIGN(Decision decision, decision_of(table, row, columns));
    decisions.put(std::move(decision));
  }
  return decisions;
}

}  // namespace qiuhao::audit
