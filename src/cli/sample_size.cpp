// `qiuhao sample size`: how many units for a wanted precision.
#include "screening/sampling/sample_size.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>
#include <memory>

#include "cli/progress.h"
#include "cli/sample_parts.h"
#include "cli/text_table.h"
#include "screening/sampling/examined.h"
#include "screening/sampling/frame.h"
#include "screening/sampling/quantiles.h"
#include "text/document.h"

namespace qiuhao::cli {
namespace {

using screening::AllocationStratum;
using screening::kSizeLevels;

struct Options {
  std::vector<std::string> units;
  std::string deviation;
  std::string mean;
  std::string share;
  std::string pilot;
  std::string frame;
  std::string id;
  std::string value;
  std::string stratum;
  std::vector<std::string> within{"1%", "2%", "5%", "10%", "15%"};
  std::uint32_t least = 2;
  std::string format = "table";
  std::string out;
};

// What is known before the sample: strata with their units and spreads, and the mean that a percentage is of.
struct Known {
  std::vector<AllocationStratum> strata;
  long double mean = 0;

  std::uint64_t units() const {
    std::uint64_t sum = 0;
    for (const AllocationStratum& stratum : strata) sum += stratum.units;
    return sum;
  }
};

Result<double> read_positive(const std::string& text, const std::string& option, double most) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= 0 && number <= most) return number;
  return usage_error("bad_number", Sentence{fmt::format("{} {}: write a number from 0 to {}", option, text, most),
                                            fmt::format("{} {}：请写 0 到 {} 的数字", option, text, most)});
}

constexpr double kMostAmount = 1e15;

struct Within {
  std::string word;
  double value = 0;
  bool is_percent = false;
};

Result<std::vector<Within>> read_within(const Options& options) {
  std::vector<Within> list;
  for (const std::string& word : options.within) {
    Within within{word, 0, word.ends_with('%')};
    ASSIGN(within.value, read_positive(within.is_percent ? word.substr(0, word.size() - 1) : word, "--within",
                                       within.is_percent ? 1000 : kMostAmount));
    list.push_back(within);
  }
  return list;
}

Result<Known> known_of_frame(const Options& options) {
  if (options.id.empty() || options.value.empty()) {
    return usage_error("missing_option", Sentence{"--frame needs --id and --value (an amount column)",
                                                  "--frame 需要 --id 和 --value（金额列）"});
  }
  ASSIGN(const auto frame, screening::read_frame(options.frame, {options.id, options.stratum, "", options.value}));
  Known known;
  for (const auto& stratum : frame.strata()) {
    known.strata.push_back({stratum.name, stratum.units, stratum.deviation});
    known.mean += stratum.mean * stratum.units / frame.units();
  }
  return known;
}

Result<Known> known_of_pilot(const Options& options) {
  screening::ExaminedColumns columns;
  columns.difference = options.value;
  columns.stratum = options.stratum;
  ASSIGN(auto pilot, screening::read_examined(options.pilot, columns));
  ASSIGN(const auto units, read_counts(options.units, "--units"));
  TRY(screening::use_units(units, pilot));
  ASSIGN(const auto appraised, screening::appraise(pilot.strata));
  Known known;
  known.mean = appraised.whole.mean;
  for (const auto& stratum : appraised.strata)
    known.strata.push_back({stratum.stratum, static_cast<std::uint32_t>(stratum.units), stratum.deviation});
  return known;
}

Result<Known> known_of_words(const Options& options) {
  ASSIGN(const auto units, read_counts(options.units, "--units"));
  if (units.size() != 1) {
    return usage_error("missing_option", Sentence{"say how many units the frame has with --units N",
                                                  "请用 --units N 写明抽样框的单元数"});
  }
  Known known;
  ASSIGN(const double deviation, read_positive(options.deviation, "--deviation", kMostAmount));
  if (!options.mean.empty()) {
    ASSIGN(const double mean, read_positive(options.mean, "--mean", kMostAmount));
    known.mean = mean;
  }
  known.strata.push_back({"", static_cast<std::uint32_t>(units.front().second), deviation});
  return known;
}

struct Row {
  std::string within;
  double precision = 0;  // of the mean, or of a share
  std::array<std::uint64_t, kSizeLevels.size()> sizes{};
  std::array<std::vector<std::uint32_t>, kSizeLevels.size()> counts;
};

Result<double> precision_of(const Within& within, const Known& known) {
  if (!within.is_percent) return within.value;
  if (known.mean > 0) return within.value / 100 * static_cast<double>(known.mean);
  return usage_error("missing_option",
                     Sentence{fmt::format("--within {} is of the mean, which must be known and above 0; give --mean, a "
                                          "pilot or a frame, or a precision without %",
                                          within.word),
                              fmt::format("--within {} 相对于均值，均值须已知且大于 0；请给出 --mean、试点或抽样框，"
                                          "或写不带 % 的精度",
                                          within.word)});
}

Result<std::vector<Row>> rows_of(const Options& options, const Known& known) {
  ASSIGN(const auto list, read_within(options));
  std::vector<Row> rows;
  for (const Within& within : list) {
    Row row;
    row.within = within.word;
    ASSIGN(row.precision, precision_of(within, known));
    for (std::size_t index = 0; index < kSizeLevels.size(); ++index) {
      const double level = kSizeLevels[index];
      if (known.strata.size() == 1) {
        const AllocationStratum& only = known.strata.front();
        ASSIGN(row.sizes[index],
               screening::size_for_mean(only.units, static_cast<double>(only.deviation), row.precision, level));
        continue;
      }
      const double of_total = row.precision * static_cast<double>(known.units());
      ASSIGN(auto size, screening::size_for_strata(known.strata, of_total, level, options.least));
      row.sizes[index] = size.sample;
      row.counts[index] = std::move(size.counts);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<Row>> rows_of_share(const Options& options) {
  ASSIGN(const auto units, read_counts(options.units, "--units"));
  if (units.size() != 1) {
    return usage_error("missing_option", Sentence{"say how many units the frame has with --units N",
                                                  "请用 --units N 写明抽样框的单元数"});
  }
  ASSIGN(const double share, read_positive(options.share, "--share", 1));
  ASSIGN(const auto list, read_within(options));
  std::vector<Row> rows;
  for (const Within& within : list) {
    Row row;
    row.within = within.word;
    row.precision = within.is_percent ? within.value / 100 : within.value;
    for (std::size_t index = 0; index < kSizeLevels.size(); ++index) {
      ASSIGN(row.sizes[index],
             screening::size_for_share(units.front().second, share, row.precision, kSizeLevels[index]));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string text_of_rows(const std::vector<Row>& rows, const Known& known) {
  TextTable table({"精度 within", "80%", "90%", "95%", "99%"});
  for (std::size_t column = 1; column <= kSizeLevels.size(); ++column) table.align_right(column);
  for (const Row& row : rows) {
    std::vector<std::string> cells{"± " + row.within};
    for (const auto size : row.sizes) cells.push_back(with_commas(static_cast<std::int64_t>(size)));
    table.add(std::move(cells));
    for (std::size_t stratum = 0; known.strata.size() > 1 && stratum < known.strata.size(); ++stratum) {
      std::vector<std::string> of{"  " + known.strata[stratum].name};
      for (const auto& counts : row.counts) of.push_back(with_commas(counts[stratum]));
      table.add(std::move(of));
    }
  }
  return table.text();
}

std::string json_of_rows(const std::vector<Row>& rows, const Known& known) {
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t index = 0; index < kSizeLevels.size(); ++index) {
      std::string strata;
      for (std::size_t stratum = 0; stratum < row.counts[index].size(); ++stratum)
        strata += fmt::format("{}{}: {}", strata.empty() ? ", \"strata\": {" : ", ",
                              text::json_quote(known.strata[stratum].name), row.counts[index][stratum]);
      text += fmt::format("{{\"within\": {}, \"precision\": {}, \"level\": {:.2f}, \"sample\": {}{}{}}}\n",
                          text::json_quote(row.within), row.precision, kSizeLevels[index], row.sizes[index], strata,
                          strata.empty() ? "" : "}");
    }
  }
  return text;
}

Result<int> run_size(const Options& options) {
  const int ways =
      !options.deviation.empty() + !options.share.empty() + !options.pilot.empty() + !options.frame.empty();
  if (ways != 1) {
    return usage_error(
        "missing_option",
        Sentence{"say what is known of the spread: --deviation, --share, --pilot or --frame; one of them",
                 "请写明已知的差异：--deviation、--share、--pilot 或 --frame，四者之一"});
  }
  if (!options.share.empty()) {
    ASSIGN(const auto rows, rows_of_share(options));
    TRY(put_text(options.format == "json" ? json_of_rows(rows, {}) : text_of_rows(rows, {}), options.out));
    return 0;
  }
  auto known = !options.deviation.empty() ? known_of_words(options)
               : !options.pilot.empty()   ? known_of_pilot(options)
                                          : known_of_frame(options);
  if (!known) return fail(known.error());
  if (known->units() > screening::kMaxUnits) {
    return usage_error("too_many_units", Sentence{fmt::format("more than {} units", screening::kMaxUnits),
                                                  fmt::format("单元数超过 {}", screening::kMaxUnits)});
  }
  ASSIGN(const auto rows, rows_of(options, *known));
  TRY(put_text(options.format == "json" ? json_of_rows(rows, *known) : text_of_rows(rows, *known), options.out));
  return 0;
}

}  // namespace

void add_sample_size(Program& program, CLI::App& sample) {
  CLI::App* part = sample.add_subcommand("size", "how many units to draw for a wanted precision, at four confidences");
  const auto options = std::make_shared<Options>();
  part->footer("Example:\n  qiuhao sample size --units 12000 --deviation 900 --mean 500 --within 10%");
  part->add_option("--units", options->units, "units of the frame: N, or STRATUM=N for each (with --pilot)")
      ->allow_extra_args(false);
  part->add_option("--deviation", options->deviation, "expected standard deviation of the amounts");
  part->add_option("--mean", options->mean, "expected mean, where --within is in %");
  part->add_option("--share", options->share, "expected share, 0 to 1, where a share is wanted");
  part->add_option("--pilot", options->pilot, "a small examined sample, CSV or .parquet; with --value");
  part->add_option("--frame", options->frame, "the frame itself, whose column --value is about as spread; with --id");
  part->add_option("--id", options->id, "frame: column of ids");
  part->add_option("--value", options->value, "pilot, frame: column of amounts");
  part->add_option("--stratum", options->stratum, "pilot, frame: column of strata, for Neyman's allocation");
  part->add_option("--within", options->within, "precisions: 5% of the mean (of a share: points), or 12.50 a unit")
      ->allow_extra_args(false);
  part->add_option("--least", options->least, "at least so many of each stratum (default 2)");
  part->add_option("--format", options->format, "table or json")->check(CLI::IsMember({"table", "json"}));
  part->add_option("--out", options->out, "a file (default: standard output)");
  part->callback([&program, options] { program.run = [options] { return run_size(*options); }; });
}

}  // namespace qiuhao::cli
