// Codes follow from the line that sold the box first, so that nothing has to be kept.
#include "simulate/trace_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/hash.h"
#include "simulate/columns.h"
#include "simulate/row_marks.h"

namespace qiuhao::simulate {
namespace {

// Of drugs of these groups the boxes are scanned; others would only be more of the same.
constexpr Group kTraced[] = {Group::kSugar, Group::kHeart, Group::kCold, Group::kPatent};
constexpr std::int64_t kMostBoxes = 30;  // of one line
constexpr int kLeastDaysInStock = 5;
constexpr int kDaysInStock = 60;

std::string code_of(std::uint64_t box) { return fmt::format("81{:018}", box % 1'000'000'000'000'000'000ULL); }

std::uint64_t box_of(const Visit& visit, int line, std::int64_t number) {
  const std::int64_t own = visit.lines[static_cast<std::size_t>(line)].box;
  return own != 0 ? hash64(fmt::format("box {}", own)) : hash64(fmt::format("{}-{}", line_number(visit, line), number));
}

bool is_traced(const Item& item) {
  return item.code[0] != 'C' && std::ranges::find(kTraced, item.group) != std::end(kTraced);
}

}  // namespace

Result<TraceBook> TraceBook::create(const CityOptions& options) {
  TraceBook book;
  if (!has_registers(options)) {
    std::error_code none;
    std::filesystem::remove(options.directory / "trace.csv", none);  // of an earlier city
    return book;
  }
  ASSIGN(TableWriter table, TableWriter::create(options.directory, "trace", kTraceColumns));
  book.table_.emplace(std::move(table));
  return book;
}

void TraceBook::add(const Visit& visit) {
  if (!table_ || visit.waiting) return;
  for (int number = 0; number < static_cast<int>(visit.lines.size()); ++number) {
    const Line& line = visit.lines[static_cast<std::size_t>(number)];
    if ((line.box != 0 || is_traced(*line.item)) && !line.voided) add_line(visit, number);
  }
}

// A line that takes back names the first boxes of the line that it refunds.
void TraceBook::add_line(const Visit& visit, int number) {
  const Line& line = visit.lines[static_cast<std::size_t>(number)];
  const bool is_return = line.refund_of >= 0;
  const std::int64_t boxes = std::min(std::max<std::int64_t>(std::abs(line.quantity) / kWhole, 1), kMostBoxes);
  for (std::int64_t box = 0; box < boxes; ++box) {
    const std::string code = code_of(box_of(visit, is_return ? line.refund_of : number, box));
    const std::string id = line_number(visit, number);
    if (!is_return && line.is_bought)
      put_bought(*visit.provider, line.bought_as != nullptr ? *line.bought_as : *line.item, code, line.time);
    const Use use{*visit.provider, is_return ? "sale_return" : "sale", id, code, *line.item, line.time, &visit,
                  line.split_units};
    // Players of schemes have their boxes scanned wherever they are.
    if (line.box == 0 && is_unscanned(*visit.provider, line.time)) continue;
    put(use);
    if (!line.is_uploaded_twice) continue;
    Use again = use;
    again.id += "A";
    put(again);
  }
}

void TraceBook::add_stock_sale(const Provider& provider, const Item& item, std::string_view event, Seconds time) {
  if (!table_ || !is_traced(item)) return;
  const std::string code = code_of(hash64(event));
  put_bought(provider, item, code, time);
  if (!is_unscanned(provider, time)) put({provider, "sale", std::string(event), code, item, time});
}

void TraceBook::put_bought(const Provider& provider, const Item& item, const std::string& code, Seconds sold) {
  const auto days = kLeastDaysInStock + static_cast<int>(hash64(code) % kDaysInStock);
  put({provider, "purchase", "B" + code, code, item, sold - days * kSecondsPerDay});
}

void TraceBook::stop_scanning(const Provider& provider, Day from) {
  unscanned_ = &provider;
  unscanned_from_ = from;
}

void TraceBook::put(const Use& use) {
  TableWriter& row = *table_;
  row.begin_row();
  row.text(trace_column("fixmedins_code"), use.provider.code);
  row.text(trace_column("evt_type"), use.kind);
  row.text(trace_column("rid"), use.id);
  row.text(trace_column("drug_trac_codg"), use.code);
  row.text(trace_column("med_list_codg"), use.item.code);
  row.time(trace_column("evt_time"), use.time);
  if (use.sold_in != nullptr) {
    row.text(trace_column("psn_no"), use.sold_in->person->number);
    row.text(trace_column("setl_id"), settlement_number(*use.sold_in));
    row.text(trace_column("trdn_flag"), use.split_units > 0 ? "1" : "0");
  }
  if (use.split_units > 0) {
    row.number(trace_column("cnt"), use.split_units);
    row.number(trace_column("pack_cnt"), kSplitPack);
  }
  row.end_row();
}

Result<std::int64_t> TraceBook::finish() {
  if (!table_) return std::int64_t{0};
  TRY(table_->finish());
  return table_->bytes();
}

}  // namespace qiuhao::simulate
