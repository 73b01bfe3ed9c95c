// `qiuhao sample`: samples for paper review, promised before they are drawn, and what they say of the whole.
#include <fmt/format.h>

#include <ctime>
#include <memory>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/sample_parts.h"
#include "cli/text_table.h"
#include "screening/sampling/committed_sample.h"

namespace qiuhao::cli {
namespace {

using screening::Allocation;
using screening::PlannedStratum;
using screening::SampleFiles;
using screening::SampleMethod;
using screening::SamplePlan;

struct Options {
  std::string frame;
  std::string list;
  std::string commitment;
  std::string seed;
  std::string reveal;
  std::string public_value;
  std::string published;
  std::string method = "simple";
  std::string allocation = "proportional";
  screening::FrameColumns columns;
  std::uint32_t count = 0;
  std::uint32_t spares = 0;
  std::uint32_t least = 2;
  std::vector<std::string> stated;

  SampleFiles files() const { return {frame, commitment, seed, reveal, list}; }
};

std::string count_of(std::uint64_t count) { return with_commas(static_cast<std::int64_t>(count)); }

std::string text_of_plan(const SamplePlan& plan) {
  TextTable table({"层 stratum", "单元 units", "样本 sample", "备用 spares"});
  for (const std::size_t column : {1, 2, 3}) table.align_right(column);
  std::uint64_t units = 0, sample = 0, spares = 0;
  for (const PlannedStratum& stratum : plan.strata) {
    table.add({stratum.name.empty() ? "全部 all" : stratum.name, count_of(stratum.units), count_of(stratum.sample),
               count_of(stratum.spares)});
    units += stratum.units;
    sample += stratum.sample;
    spares += stratum.spares;
  }
  if (plan.strata.size() > 1) table.add({"合计 all", count_of(units), count_of(sample), count_of(spares)});
  return table.text();
}

Result<screening::SampleWish> wish_of(const Options& options) {
  screening::SampleWish wish;
  wish.columns = options.columns;
  wish.sample = options.count;
  wish.spares = options.spares;
  wish.least = options.least;
  if (options.method == "stratified") wish.method = SampleMethod::stratified;
  if (options.method == "pps") wish.method = SampleMethod::proportional_to_size;
  if (options.allocation == "equal") wish.allocation = Allocation::equal;
  if (options.allocation == "neyman") wish.allocation = Allocation::neyman;
  ASSIGN(wish.stated, read_pairs(options.stated, "--of"));
  const bool is_stratified = wish.method == SampleMethod::stratified;
  const auto missing = [](const char* option, const char* why, const char* chinese) {
    return usage_error("missing_option", Sentence{fmt::format("{} is missing: {}", option, why),
                                                  fmt::format("缺少 {}：{}", option, chinese)});
  };
  if (is_stratified && options.columns.stratum.empty())
    return missing("--stratum", "name the column of strata", "请写明分层的列");
  if (wish.method == SampleMethod::proportional_to_size && options.columns.size.empty())
    return missing("--size", "name the column of sizes", "请写明规模的列");
  if (is_stratified && wish.stated.empty() && wish.allocation == Allocation::neyman && options.columns.spread.empty())
    return missing("--spread", "Neyman's allocation needs an amount column", "内曼分配需要金额列");
  if (options.count == 0 && !(is_stratified && !wish.stated.empty()))
    return missing("--count", "say how many units to draw", "请写明抽取数量");
  if (!is_stratified) wish.columns.stratum.clear();
  if (wish.method != SampleMethod::proportional_to_size) wish.columns.size.clear();
  if (!is_stratified || wish.allocation != Allocation::neyman || !wish.stated.empty()) wish.columns.spread.clear();
  return wish;
}

Result<int> run_commit(const Options& options, Language language) {
  ASSIGN(const auto wish, wish_of(options));
  ASSIGN(const auto committed, screening::commit_sample(options.files(), wish, options.public_value,
                                                        static_cast<Seconds>(std::time(nullptr))));
  fmt::print("{}", text_of_plan(committed.plan));
  fmt::print("请公布 publish: {}\n", committed.published);
  if (language == Language::chinese) {
    fmt::print("承诺：{}；种子：{}（保密，抽取前不得外传，丢失则无法抽取）\n", options.commitment, options.seed);
    if (options.public_value.empty())
      fmt::print("提示：没有约定公开数值；用 --public 约定一个承诺时无人知道的数值，才能排除反复试种子\n");
  } else {
    fmt::print("commitment: {}; seed: {} (secret until the draw; without it nothing can be drawn)\n",
               options.commitment, options.seed);
    if (options.public_value.empty())
      fmt::print(
          "note: no public value was promised; only one that nobody knows yet rules out that seeds were tried\n");
  }
  return 0;
}

Result<int> run_draw(const Options& options, Language language) {
  ASSIGN(const auto sample, screening::draw_committed_sample(options.files(), options.public_value));
  fmt::print("{}", text_of_plan(sample.plan));
  const auto certain = static_cast<std::uint64_t>(std::count_if(
      sample.drawn.begin(), sample.drawn.end(), [](const screening::DrawnUnit& unit) { return unit.is_certain; }));
  if (certain > 0) fmt::print("必选 certain: {}\n", count_of(certain));
  if (language == Language::chinese)
    fmt::print("名单：{}；揭示：{}（与承诺一起公布，任何人可用 qiuhao sample verify 核对）\n", options.list,
               options.reveal);
  else
    fmt::print("list: {}; reveal: {} (publish it with the commitment; anybody can check with qiuhao sample verify)\n",
               options.list, options.reveal);
  return 0;
}

Result<int> run_verify(const Options& options, Language language) {
  ASSIGN(const auto troubles, screening::verify_sample(options.files(), options.published));
  for (const Sentence& trouble : troubles) fmt::print("{}\n", trouble.in(language));
  if (!troubles.empty()) return 1;
  fmt::print("{}\n", language == Language::chinese ? "相符：名单正是承诺的抽样框、参数和种子所抽出的"
                                                   : "it fits: the list is what the committed frame, parameters and "
                                                     "seed draw");
  if (options.published.empty()) {
    fmt::print("{}\n", language == Language::chinese
                           ? "提示：未给出 --published，公布的哈希值没有核对"
                           : "note: without --published the published hash was not looked at");
  }
  return 0;
}

using Shared = std::shared_ptr<Options>;

CLI::App* add_part(Program& program, CLI::App* parent, const std::string& name, const std::string& purpose,
                   const Shared& options, Result<int> (*run)(const Options&, Language)) {
  CLI::App* part = parent->add_subcommand(name, purpose);
  part->add_option("FRAME", options->frame, "list of all units, CSV with a header or .parquet")->required();
  part->callback(
      [&program, options, run] { program.run = [&program, options, run] { return run(*options, program.language); }; });
  return part;
}

void add_commit(Program& program, CLI::App* command, const Shared& options) {
  CLI::App* part =
      add_part(program, command, "commit", "promise a sample: write commitment and secret seed", options, run_commit);
  part->add_option("--id", options->columns.id, "column of the unit's id, which is there once")->required();
  part->add_option("--method", options->method, "simple, stratified, or pps (proportional to size); default simple")
      ->check(CLI::IsMember({"simple", "stratified", "pps"}));
  part->add_option("--count", options->count, "units to draw in all");
  part->add_option("--spares", options->spares, "more units in order, of each stratum");
  part->add_option("--stratum", options->columns.stratum, "stratified: column of the stratum");
  part->add_option("--allocation", options->allocation, "stratified: equal, proportional (default) or neyman")
      ->check(CLI::IsMember({"equal", "proportional", "neyman"}));
  part->add_option("--of", options->stated, "stratified: STRATUM=COUNT for each, instead of an allocation")
      ->allow_extra_args(false);
  part->add_option("--least", options->least, "stratified: at least so many of each stratum (default 2)");
  part->add_option("--spread", options->columns.spread, "neyman: column of amounts whose spread counts");
  part->add_option("--size", options->columns.size, "pps: column of sizes");
  part->add_option("--public", options->public_value,
                   "what public value, not known yet, will be mixed in, in words (e.g. a lottery's next numbers)");
  part->add_option("--out", options->commitment, "the commitment, a new file")->required();
  part->add_option("--seed", options->seed, "the secret seed, a new file that only you may read")->required();
}

}  // namespace

void add_sample(Program& program) {
  CLI::App* command =
      add_command(program, "sample", "draw samples that anybody can repeat; extrapolate what they show",
                  "qiuhao sample commit claims.csv --id claim --count 100 --out commit.json --seed my.seed");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  add_commit(program, command, options);

  CLI::App* draw =
      add_part(program, command, "draw", "keep the promise: write the list and reveal the seed", options, run_draw);
  draw->footer(
      "Example:\n  qiuhao sample draw claims.csv --commitment commit.json --seed my.seed --out list.csv --reveal "
      "reveal.json");
  draw->add_option("--commitment", options->commitment, "as it was written")->required();
  draw->add_option("--seed", options->seed, "the secret seed")->required();
  draw->add_option("--public", options->public_value, "the public value that was promised");
  draw->add_option("--out", options->list, "the list, CSV")->required();
  draw->add_option("--reveal", options->reveal, "what is published after the draw")->required();

  CLI::App* verify =
      add_part(program, command, "verify", "draw again and say what differs (ends with 1)", options, run_verify);
  verify->footer(
      "Example:\n  qiuhao sample verify claims.csv list.csv --commitment commit.json --reveal reveal.json --published "
      "HASH");
  verify->add_option("LIST", options->list, "the list, as it was published")->required();
  verify->add_option("--commitment", options->commitment, "as it was published")->required();
  verify->add_option("--reveal", options->reveal, "as it was published")->required();
  verify->add_option("--published", options->published, "SHA-256 of the commitment, as it was published before");
  add_sample_size(program, *command);
  add_sample_appraise(program, *command);
}

}  // namespace qiuhao::cli
