// `qiuhao sample appraise` and `qiuhao sample share`.
#include <fmt/format.h>

#include <memory>

#include "cli/appraisal_text.h"
#include "cli/sample_parts.h"
#include "screening/sampling/examined.h"
#include "screening/sampling/sample_plan.h"
#include "screening/sampling/share.h"

namespace qiuhao::cli {
namespace {

using Units = std::vector<std::pair<std::string, std::uint64_t>>;

struct Options {
  std::string file;
  screening::ExaminedColumns columns;
  std::vector<std::string> units;
  std::string commitment;
  std::string book_total;
  std::string list;
  std::string format = "table";
  std::string out;
};

struct ShareOptions {
  std::uint64_t units = 0;
  std::uint64_t sample = 0;
  std::uint64_t found = 0;
  std::string format = "table";
  std::string out;
};

// Units of the frame, as they are written or as the commitment counted them.
Result<Units> units_of(const Options& options) {
  if (options.commitment.empty() == options.units.empty()) {
    return usage_error(
        "missing_option",
        Sentence{"say how many units the frame had: --units N, --units STRATUM=N for each, or "
                 "--commitment FILE of the draw; one of them",
                 "请写明抽样框的单元数：--units N、每层 --units 层=N，或抽取时的 --commitment 文件，三者之一"});
  }
  if (options.commitment.empty()) return read_counts(options.units, "--units");
  ASSIGN(const auto commitment, screening::read_commitment(options.commitment));
  ASSIGN(const auto plan, screening::plan_of(commitment));
  Units units;
  for (const auto& stratum : plan.strata) units.emplace_back(stratum.name, stratum.units);
  return units;
}

// Units that were drawn and not examined count for nothing in the formulas; whoever signs must know.
void note_unexamined(const Options& options, const screening::Examined& examined, Language language) {
  if (options.commitment.empty()) return;
  const auto commitment = screening::read_commitment(options.commitment);
  const auto plan = commitment ? screening::plan_of(*commitment) : fail(commitment.error());
  if (!plan) return;
  std::uint64_t planned = 0, come = 0;
  for (const auto& stratum : plan->strata) planned += stratum.sample;
  for (const auto& stratum : examined.strata) come += stratum.values.size();
  if (planned == come) return;
  if (language == Language::chinese)
    fmt::print(stderr, "注意：承诺抽取 {} 个，审核结果有 {} 个；缺的单元须说明，不能当作无问题\n", planned, come);
  else
    fmt::print(stderr,
               "note: {} units were promised and {} came back examined; say why, for missing ones are not clear\n",
               planned, come);
}

// Only what was drawn may be extrapolated, and each of it once.
Status check_list(const Options& options, const screening::Examined& examined, Language language) {
  constexpr std::size_t kShown = 10;
  if (options.list.empty()) return {};
  ASSIGN(const auto missing, screening::unexamined_of(examined, options.list));
  if (missing.empty()) return {};
  std::string names;
  for (std::size_t index = 0; index < std::min(missing.size(), kShown); ++index)
    names += (names.empty() ? "" : ", ") + missing[index];
  if (missing.size() > kShown) names += ", …";
  if (language == Language::chinese)
    fmt::print(stderr, "注意：名单中有 {} 个样本单元没有审核结果：{}\n", missing.size(), names);
  else
    fmt::print(stderr, "note: {} units of the sample were not examined: {}\n", missing.size(), names);
  return {};
}

Result<AppraisalShown> appraise(const Options& options, screening::Examined& examined, const Units& units) {
  AppraisalShown shown;
  shown.estimator = "difference";
  if (!options.columns.chance.empty()) {
    shown.estimator = "pps";
    ASSIGN(shown.appraised.whole, screening::appraise_pps(units.front().second, examined.chances));
    return shown;
  }
  TRY(screening::use_units(units, examined));
  if (options.columns.book.empty()) {
    ASSIGN(shown.appraised, screening::appraise(examined.strata));
    return shown;
  }
  shown.estimator = "ratio";
  ASSIGN(const Cents total, screening::read_cents(options.book_total, "--book-total", 0, "--book-total"));
  ASSIGN(const auto ratio, screening::appraise_ratio(examined.strata.front(), examined.books, total));
  shown.ratio = ratio.ratio;
  shown.appraised.whole = ratio.whole;
  shown.appraised.strata.push_back(ratio.whole);
  return shown;
}

Status check_options(const Options& options) {
  const bool is_ratio = !options.columns.book.empty(), is_pps = !options.columns.chance.empty();
  const bool is_stratified = !options.columns.stratum.empty();
  if (is_ratio != !options.book_total.empty()) {
    return usage_error("missing_option", Sentence{"a ratio needs --book (a column) and --book-total (of the frame)",
                                                  "比率估计需要 --book（列）和 --book-total（抽样框总额）"});
  }
  if (options.list.empty() != options.columns.id.empty()) {
    return usage_error("missing_option",
                       Sentence{"--list and --id go together: the list of the draw, and the column of "
                                "ids in the examined file",
                                "--list 与 --id 须同时给出：抽取名单，以及审核文件中的编号列"});
  }
  if (is_ratio + is_pps + is_stratified > 1) {
    return usage_error("options_exclude_each_other",
                       Sentence{"--stratum, --book and --chance are of three estimators; choose one",
                                "--stratum、--book、--chance 分属三种估计方法，只能选一种"});
  }
  return {};
}

Result<int> run_appraise(const Options& options, Language language) {
  TRY(check_options(options));
  ASSIGN(const Units units, units_of(options));
  ASSIGN(screening::Examined examined, screening::read_examined(options.file, options.columns));
  if (examined.strata.empty()) {
    return input_error("no_strata",
                       Sentence{"has no rows below its header; give the sample that people examined",
                                "表头下没有数据；请提供已审核的样本"},
                       {options.file, 0, 0, ""});
  }
  note_unexamined(options, examined, language);
  TRY(check_list(options, examined, language));
  ASSIGN(const AppraisalShown shown, appraise(options, examined, units));
  std::string text = options.format == "json" ? json_of(shown) : csv_of(shown);
  if (options.format == "table") text = text_of(shown, language);
  TRY(put_text(text, options.out));
  return 0;
}

Result<int> run_share(const ShareOptions& options) {
  ASSIGN(const auto share, screening::appraise_share(options.units, options.sample, options.found));
  TRY(put_text(options.format == "json" ? json_of(share) : text_of(share), options.out));
  return 0;
}

void add_share(Program& program, CLI::App& sample) {
  CLI::App* part = sample.add_subcommand("share", "how many units of the whole have what some of a sample have");
  const auto options = std::make_shared<ShareOptions>();
  part->footer("Example:\n  qiuhao sample share --units 1000 --sample 100 --found 20");
  part->add_option("--units", options->units, "units of the frame")->required();
  part->add_option("--sample", options->sample, "units examined")->required();
  part->add_option("--found", options->found, "of these, those that have it")->required();
  part->add_option("--format", options->format, "table or json")->check(CLI::IsMember({"table", "json"}));
  part->add_option("--out", options->out, "a file (default: standard output)");
  part->callback([&program, options] { program.run = [options] { return run_share(*options); }; });
}

}  // namespace

void add_sample_appraise(Program& program, CLI::App& sample) {
  CLI::App* part = sample.add_subcommand("appraise", "extrapolate an examined sample, with intervals");
  const auto options = std::make_shared<Options>();
  part->footer("Example:\n  qiuhao sample appraise examined.csv --examined paid --audited right --units 1200");
  part->add_option("EXAMINED", options->file, "the sample as examined, CSV with a header or .parquet")->required();
  part->add_option("--list", options->list, "the list of the draw: only its units may be extrapolated, each once");
  part->add_option("--id", options->columns.id, "column of ids; with --list");
  part->add_option("--difference", options->columns.difference, "column of what was paid too much");
  part->add_option("--examined", options->columns.examined, "column of what was paid; with --audited");
  part->add_option("--audited", options->columns.audited, "column of what should have been paid");
  part->add_option("--stratum", options->columns.stratum, "column of the stratum");
  part->add_option("--units", options->units, "units of the frame: N, or STRATUM=N for each")->allow_extra_args(false);
  part->add_option("--commitment", options->commitment, "instead of --units: the commitment of the draw");
  part->add_option("--book", options->columns.book, "ratio: column of an amount known for the whole frame");
  part->add_option("--book-total", options->book_total, "ratio: that amount of the whole frame");
  part->add_option("--chance", options->columns.chance, "pps: column of chances, as the list of the draw has it");
  part->add_option("--format", options->format, "table, csv or json")->check(CLI::IsMember({"table", "csv", "json"}));
  part->add_option("--out", options->out, "a file (default: standard output)");
  part->callback(
      [&program, options] { program.run = [&program, options] { return run_appraise(*options, program.language); }; });
  add_share(program, sample);
}

}  // namespace qiuhao::cli
