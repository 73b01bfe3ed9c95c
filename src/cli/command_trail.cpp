// `qiuhao trail`: whether the audit trail is whole, what was done, and anchors.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "base/day.h"
#include "cli/command.h"
#include "cli/records.h"
#include "cli/text_table.h"

namespace qiuhao::cli {
namespace {

using database::KeptAct;
using database::Transaction;

struct Options {
  std::string workspace;
  std::string anchors;
  std::string subject;
  std::int64_t after = 0;
  int most = 100;
  bool always = false;
  Language language = Language::english;
};

Result<Path> anchor_file(const Options& options) {
  if (!options.anchors.empty()) return Path(options.anchors);
  return anchors_of(options.workspace);
}

Result<int> verify(const Options& options) {
  ASSIGN(const Records records, open_records(options.workspace, false));
  ASSIGN(Path anchors, anchor_file(options));
  std::error_code ignored;
  const bool has_anchors = std::filesystem::exists(anchors, ignored);
  if (!has_anchors && !options.anchors.empty())
    return input_error("no_such_file", Sentence{"there is no such file of anchors", "没有这个锚点文件"},
                       {options.anchors, 0, 0, ""});
  ASSIGN(const auto verdict, database::verify_trail(*records.database, has_anchors ? anchors : Path()));
  fmt::print("{}\n", verdict.sentence().in(options.language));
  if (verdict.is_whole() && !has_anchors)
    fmt::print("{}\n", options.language == Language::chinese
                           ? "没有锚点：整条链重写不会被发现；请用 qiuhao trail anchor"
                           : "without anchors a trail that was written anew as a "
                             "whole is not found: qiuhao trail anchor");
  return verdict.is_whole() ? 0 : 1;
}

Result<int> show(const Options& options) {
  ASSIGN(const Records records, open_records(options.workspace, false));
  std::vector<KeptAct> acts;
  TRY(records.database->read([&](Transaction& transaction) -> Status {
    if (options.subject.empty()) {
      ASSIGN(acts, records.trail.acts_after(transaction, options.after, options.most));
    } else {
      ASSIGN(acts, records.trail.acts_on(transaction, options.subject, 0, options.most));
      std::erase_if(acts, [&](const KeptAct& kept) { return kept.sequence <= options.after; });
    }
    return {};
  }));
  TextTable table(
      options.language == Language::chinese
          ? std::vector<std::string>{"序号", "时间", "何人", "何处", "何事", "对象", "此前", "此后", "理由"}
          : std::vector<std::string>{"no", "when", "who", "where", "what", "subject", "before", "after", "why"});
  table.align_right(0);
  for (const KeptAct& kept : acts)
    table.add({fmt::format("{}", kept.sequence), format_time(kept.act.at / database::kMicrosASecond), kept.act.who,
               kept.act.where_from, kept.act.what, kept.act.subject, kept.act.before.value_or(""),
               kept.act.after.value_or(""), kept.act.why.value_or("")});
  fmt::print("{}", table.text());
  return 0;
}

Result<int> anchor(const Options& options) {
  ASSIGN(const Records records, open_records(options.workspace, false));
  ASSIGN(const Path anchors, anchor_file(options));
  ASSIGN(const auto made, database::anchor_trail(*records.database, anchors, database::now_micros(), options.always));
  const bool chinese = options.language == Language::chinese;
  if (!made) {
    fmt::print("{}\n", chinese ? "今日已有锚点" : "there is an anchor of today");
  } else if (chinese) {
    fmt::print("锚点：第 {} 条，写入 {}\n", made->acts, anchors.string());
  } else {
    fmt::print("anchored at act {}, in {}\n", made->acts, anchors.string());
  }
  return 0;
}

}  // namespace

void add_trail(Program& program) {
  CLI::App* command = add_command(program, "trail", "the audit trail: verify it, show acts, write anchors",
                                  "qiuhao trail verify WORKSPACE");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  CLI::App* verified = add_workspace_part(program, command, "verify",
                                          "whether every act is as it was written; ends with 1 and says "
                                          "where it is not",
                                          options, verify);
  verified->add_option("--anchors", options->anchors, "a file of anchors, such as a copy kept elsewhere");
  CLI::App* shown = add_workspace_part(program, command, "show", "acts in their order", options, show);
  shown->add_option("--subject", options->subject, "only acts on this, newest first: user:zhang, organisation:H001");
  shown->add_option("--after", options->after, "only acts after this number");
  shown->add_option("--most", options->most, "at most so many")->check(CLI::Range(1, 1'000));
  CLI::App* anchored = add_workspace_part(program, command, "anchor",
                                          "write the trail's head to the file of anchors, once a day", options, anchor);
  anchored->add_option("--anchors", options->anchors,
                       "the file (default: trail.anchors of qiuhao.toml, or trail-anchors)");
  anchored->add_flag("--always", options->always, "even when there is one of today");
}

}  // namespace qiuhao::cli
