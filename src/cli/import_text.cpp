// The summary of an import as text: a table whose rows add up, and what people should look at.
#include "cli/import_text.h"

#include <fmt/format.h>

#include "cli/progress.h"
#include "cli/text_table.h"

namespace qiuhao::cli {
namespace {

std::vector<std::string> cells_of(const std::string& name, const claims::TableSummary& table) {
  std::vector<std::string> cells = {name};
  for (const std::int64_t number :
       {table.read, table.counts.taken, table.dropped_invalid, table.counts.dropped_equal, table.counts.dropped_older,
        table.counts.dropped_refund + table.counts.refunded_away, table.rejected, table.counts.waiting})
    cells.push_back(with_commas(number));
  return cells;
}

void add(claims::TableSummary& sum, const claims::TableSummary& table) {
  sum.read += table.read;
  sum.rejected += table.rejected;
  sum.dropped_invalid += table.dropped_invalid;
  sum.counts.taken += table.counts.taken;
  sum.counts.dropped_equal += table.counts.dropped_equal;
  sum.counts.dropped_older += table.counts.dropped_older;
  sum.counts.dropped_refund += table.counts.dropped_refund;
  sum.counts.refunded_away += table.counts.refunded_away;
  sum.counts.waiting += table.counts.waiting;
}

std::string text_of_tables(const claims::ImportSummary& summary) {
  TextTable text({"table", "read", "taken", "invalid", "equal", "older", "refunds", "rejected", "waiting"});
  for (std::size_t column = 1; column < 9; ++column) text.align_right(column);
  claims::TableSummary sum;
  for (const claims::TableSummary& table : summary.tables) {
    text.add(cells_of(table.table, table));
    add(sum, table);
  }
  text.add(cells_of("sum", sum));
  return text.text();
}

// Names in lines of a terminal's width, set in under their table.
std::string wrapped(const std::vector<std::string>& names) {
  constexpr std::size_t kWidth = 108;
  std::string text;
  std::string line;
  for (const std::string& name : names) {
    if (line.size() + name.size() + 2 > kWidth) {
      text += "    " + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + name;
  }
  return line.empty() ? text : text + "    " + line + "\n";
}

// What people should look at.
std::string text_of_remarks(const claims::ReadOutcome& read) {
  std::string text;
  for (const claims::SkippedFile& file : read.skipped)
    text += fmt::format("{}: skipped, {}\n", file.source.string(), file.reason);
  for (const auto& [table, columns] : read.unknown_columns)
    text += fmt::format("columns of {} that are no national ones:\n{}", table, wrapped(columns));
  for (const std::string& warning : read.warnings) text += fmt::format("warning: {}\n", warning);
  for (const Path& file : read.rejected_files)
    text += fmt::format("rejected rows with their reasons: {}\n", file.string());
  return text;
}

std::string text_of_unused(const claims::ReadOutcome& read) {
  std::string text;
  for (const auto& [table, columns] : read.unused_columns)
    text += fmt::format("  {}, {} columns:\n{}", table, columns.size(), wrapped(columns));
  return text.empty() ? text
                      : "\nnational columns that nothing here uses (names and identity numbers among them):\n" + text;
}

}  // namespace

std::string text_of_import(const claims::ImportSummary& summary) {
  std::string text;
  for (const std::string& notice : summary.notices) text += notice + "\n";
  if (!summary.is_new) return text + text_of_remarks(summary.read) + "nothing new; nothing changed\n";
  text += text_of_unused(summary.read) + "\n" + text_of_remarks(summary.read);
  text += fmt::format(
      "\nall imports together, {} of them; read = taken + invalid + equal + older + refunds + rejected + "
      "waiting\n",
      summary.batch);
  text += text_of_tables(summary);
  const double seconds = summary.seconds_reading + summary.seconds_assembling;
  const auto rate = static_cast<std::int64_t>(static_cast<double>(summary.lines) / (seconds > 0 ? seconds : 1));
  text += fmt::format(
      "\nthe tape holds {} people, {} visits, {} lines\nread in {:.1f} s, assembled in {:.1f} s: {} lines/s\n",
      with_commas(static_cast<std::int64_t>(summary.people)), with_commas(static_cast<std::int64_t>(summary.visits)),
      with_commas(static_cast<std::int64_t>(summary.lines)), summary.seconds_reading, summary.seconds_assembling,
      with_commas(rate));
  return text;
}

}  // namespace qiuhao::cli
