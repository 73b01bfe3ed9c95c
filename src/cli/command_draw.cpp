// `qiuhao draw`: experts and inspectors by lot, promised before they are drawn, with a reason for everybody.
#include <fmt/format.h>

#include <ctime>
#include <memory>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/sample_parts.h"
#include "cli/text_table.h"
#include "screening/sampling/committed_panel.h"

namespace qiuhao::cli {
namespace {

using screening::Member;
using screening::PanelFiles;
using screening::PanelMember;
using screening::PanelPart;
using screening::PanelPlan;

struct Options {
  std::string roster;
  std::string history;
  std::string commitment;
  std::string seed;
  std::string reveal;
  std::string record;
  std::string public_value;
  std::string published;
  std::string on;
  std::vector<std::string> quotas;
  std::vector<std::string> inspected;
  std::vector<std::string> parties;
  PanelPlan plan;

  PanelFiles files() const { return {roster, history, commitment, seed, reveal, record}; }
};

Result<PanelPlan> plan_of(const Options& options) {
  PanelPlan plan = options.plan;
  ASSIGN(const auto quotas, read_counts(options.quotas, "--quota"));
  for (const auto& [specialty, least] : quotas)
    plan.quotas.push_back({specialty, static_cast<std::uint32_t>(std::min<std::uint64_t>(least, ~std::uint32_t{0}))});
  const auto split = [](const std::vector<std::string>& words) {
    std::vector<std::string> items;
    for (const std::string& word : words)
      for (std::string& item : screening::items_of(word)) items.push_back(std::move(item));
    return items;
  };
  plan.inspected = split(options.inspected);
  plan.parties = split(options.parties);
  plan.has_history = !options.history.empty();
  if (!options.on.empty()) {
    ASSIGN(plan.on, parse_day(options.on));
  } else {
    plan.on = day_of(static_cast<Seconds>(std::time(nullptr)));
  }
  return plan;
}

// What each rule removes, also when enough are left: who answers for the draw should see it.
std::string text_of_removed(const std::vector<PanelMember>& members) {
  const auto removed = screening::removed_by(members);
  TextTable table({"回避规则 rule", "排除 removes", "仅因此项 alone"});
  table.align_right(1);
  table.align_right(2);
  for (std::size_t index = 0; index < screening::kExclusions; ++index) {
    const auto exclusion = static_cast<screening::Exclusion>(index);
    table.add({fmt::format("{} {}", screening::sentence_of(exclusion).chinese, screening::code_of(exclusion)),
               std::to_string(removed[index].all), std::to_string(removed[index].alone)});
  }
  return table.text();
}

std::string text_of_drawn(const screening::DrawnPanel& panel) {
  std::vector<const PanelMember*> order;
  for (const PanelMember& member : panel.members)
    if (member.order > 0) order.push_back(&member);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->order < b->order; });
  TextTable table({"序号 order", "结果 part", "编号 id", "姓名 name", "单位 institution", "计入专业 counts for"});
  table.align_right(0);
  for (const PanelMember* member : order) {
    const Member& of = panel.roster[member->member];
    table.add({std::to_string(member->order), member->part == PanelPart::drawn ? "抽中 drawn" : "备用 spare", of.id,
               of.name, of.institution, member->quota});
  }
  return table.text();
}

Result<int> run_commit(const Options& options, Language language) {
  ASSIGN(const PanelPlan plan, plan_of(options));
  ASSIGN(const std::string published, screening::commit_panel(options.files(), plan, options.public_value,
                                                              static_cast<Seconds>(std::time(nullptr))));
  fmt::print("请公布 publish: {}\n", published);
  if (language == Language::chinese)
    fmt::print("承诺：{}；种子：{}（保密，抽取前不得外传，丢失则无法抽取）\n", options.commitment, options.seed);
  else
    fmt::print("commitment: {}; seed: {} (secret until the draw; without it nothing can be drawn)\n",
               options.commitment, options.seed);
  return 0;
}

Result<int> run_people(const Options& options, Language language) {
  ASSIGN(const auto panel, screening::draw_committed_panel(options.files(), options.public_value));
  fmt::print("{}\n{}", text_of_drawn(panel), text_of_removed(panel.members));
  if (language == Language::chinese)
    fmt::print("记录：{}；揭示：{}（与承诺一起公布，任何人可用 qiuhao draw verify 核对）\n", options.record,
               options.reveal);
  else
    fmt::print("record: {}; reveal: {} (publish it with the commitment; anybody can check with qiuhao draw verify)\n",
               options.record, options.reveal);
  return 0;
}

Result<int> run_verify(const Options& options, Language language) {
  ASSIGN(const auto troubles, screening::verify_panel(options.files(), options.published));
  for (const Sentence& trouble : troubles) fmt::print("{}\n", trouble.in(language));
  if (!troubles.empty()) return 1;
  fmt::print("{}\n", language == Language::chinese ? "相符：记录正是承诺的名册、规则和种子所抽出的"
                                                   : "it fits: the record is what the committed roster, rules and seed "
                                                     "draw");
  return 0;
}

using Shared = std::shared_ptr<Options>;

CLI::App* add_part(Program& program, CLI::App* parent, const std::string& name, const std::string& purpose,
                   const Shared& options, Result<int> (*run)(const Options&, Language)) {
  CLI::App* part = parent->add_subcommand(name, purpose);
  part->add_option("ROSTER", options->roster, "people who may be drawn, CSV with a header or .parquet")->required();
  part->add_option("--history", options->history, "earlier draws, with columns id and date");
  part->callback(
      [&program, options, run] { program.run = [&program, options, run] { return run(*options, program.language); }; });
  return part;
}

void add_commit(Program& program, CLI::App* command, const Shared& options) {
  CLI::App* part =
      add_part(program, command, "commit", "promise a draw: write commitment and secret seed", options, run_commit);
  PanelPlan& plan = options->plan;
  part->add_option("--inspected", options->inspected, "the inspected institution, and its other names")
      ->allow_extra_args(false)
      ->required();
  part->add_option("--party", options->parties, "people and firms that stand for it, as conflicts are stated")
      ->allow_extra_args(false);
  part->add_option("--count", plan.count, "people to draw")->required();
  part->add_option("--spares", plan.spares, "people after them, in order");
  part->add_option("--quota", options->quotas, "SPECIALTY=N: at least so many; each person counts for one quota")
      ->allow_extra_args(false);
  part->add_option("--institutions", plan.institutions, "from at least so many institutions (default 1)");
  part->add_option("--most", plan.most, "with --history: leave out who was drawn so often already …");
  part->add_option("--within-days", plan.within_days, "… in so many days");
  part->add_option("--on", options->on, "day of the draw (default: today)");
  part->add_option("--id", plan.columns.id, "column of ids (default: id)");
  part->add_option("--name", plan.columns.name, "column of names (default: name)");
  part->add_option("--institution", plan.columns.institution, "column of institutions (default: institution)");
  part->add_option("--specialties", plan.columns.specialties,
                   "column of specialties, parted by ; (default: specialties)");
  part->add_option("--past", plan.columns.past, "column of institutions where somebody worked before, parted by ;");
  part->add_option("--conflicts", plan.columns.conflicts, "column of stated conflicts: institutions and people");
  part->add_option("--history-id", plan.history_id, "history: column of ids (default: id)");
  part->add_option("--history-date", plan.history_date, "history: column of days (default: date)");
  part->add_option("--public", options->public_value, "what public value, not known yet, will be mixed in, in words");
  part->add_option("--out", options->commitment, "the commitment, a new file")->required();
  part->add_option("--seed", options->seed, "the secret seed, a new file that only you may read")->required();
}

}  // namespace

void add_draw(Program& program) {
  CLI::App* command =
      add_command(program, "draw", "draw experts and inspectors by lot, with rules about conflicts",
                  "qiuhao draw commit roster.csv --inspected 甲医院 --count 5 --out commit.json --seed my.seed");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  add_commit(program, command, options);

  CLI::App* people = add_part(program, command, "people", "keep the promise: write the record and reveal the seed",
                              options, run_people);
  people->footer(
      "Example:\n  qiuhao draw people roster.csv --commitment commit.json --seed my.seed --out record.csv --reveal "
      "reveal.json");
  people->add_option("--commitment", options->commitment, "as it was written")->required();
  people->add_option("--seed", options->seed, "the secret seed")->required();
  people->add_option("--public", options->public_value, "the public value that was promised");
  people->add_option("--out", options->record, "the record of everybody, CSV")->required();
  people->add_option("--reveal", options->reveal, "what is published after the draw")->required();

  CLI::App* verify =
      add_part(program, command, "verify", "draw again and say what differs (ends with 1)", options, run_verify);
  verify->footer("Example:\n  qiuhao draw verify roster.csv record.csv --commitment commit.json --reveal reveal.json");
  verify->add_option("RECORD", options->record, "the record, as it was published")->required();
  verify->add_option("--commitment", options->commitment, "as it was published")->required();
  verify->add_option("--reveal", options->reveal, "as it was published")->required();
  verify->add_option("--published", options->published, "SHA-256 of the commitment, as it was published before");
}

}  // namespace qiuhao::cli
