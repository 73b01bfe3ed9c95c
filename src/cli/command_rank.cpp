// `qiuhao rank`: whom to look at first.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/audit_run.h"
#include "cli/command.h"
#include "cli/decisions_file.h"
#include "cli/rank_text.h"
#include "cli/told_text.h"
#include "screening/ranking/rank_settings.h"

namespace qiuhao::cli {
namespace {

constexpr int kMaxThreads = 1'024;
constexpr std::size_t kShownSubjects = 20;

struct Options {
  std::string workspace;
  std::string by = "provider";
  std::string order = "expected";
  std::size_t top = kShownSubjects;
  std::string subject;
  std::string decisions;
  std::string from;
  std::string to;
  std::string known_on;
  std::vector<std::string> rules;
  std::vector<std::string> providers;
  int threads = 0;
  std::string format = "table";
  std::string out;
};

const RankByWord& by_of(const std::string& word) { return *std::ranges::find(kRankByWords, word, &RankByWord::word); }
screening::RankOrder order_of(const std::string& word) {
  return word == "score"    ? screening::RankOrder::score
         : word == "amount" ? screening::RankOrder::amount
                            : screening::RankOrder::expected;
}

Result<std::string> text_of(const Options& options, const screening::Ranking& ranking,
                            const std::vector<rules::Rule>& rules, const RankFacts& facts) {
  std::span<const screening::RankedSubject> subjects(ranking.subjects);
  if (!options.subject.empty()) {
    const auto found = std::ranges::find(ranking.subjects, options.subject, &screening::RankedSubject::code);
    if (found == ranking.subjects.end()) {
      return usage_error(
          "no_such_subject",
          Sentence{
              fmt::format("--subject: no open finding is of {}; look at the list without --subject", options.subject),
              fmt::format("--subject：没有 {} 的未处理发现；请先不带 --subject 看名单", options.subject)});
    }
    const auto place = static_cast<std::size_t>(found - ranking.subjects.begin());
    if (options.format == "table") return rank_parts(ranking, rules, facts, place);
    subjects = subjects.subspan(place, 1);
  } else if (options.out.empty()) {
    subjects = subjects.first(std::min(options.top, subjects.size()));
  }
  if (options.format == "csv") return rank_csv(subjects, rules);
  if (options.format == "json") return rank_json(ranking, subjects, rules, facts);
  return rank_table(ranking, rules, facts, options.out.empty() ? options.top : ranking.subjects.size());
}

Result<int> run_rank(const Options& options) {
  audit::AuditOptions audit;
  ASSIGN(audit.from, day_option("--from", options.from, kNoDay));
  ASSIGN(audit.to, day_option("--to", options.to, kNoDay));
  audit.providers = options.providers;
  audit.threads = options.threads;
  ASSIGN(const Day known_on, day_option("--known-on", options.known_on, day_of(current_time())));
  ASSIGN(const rules::Parameters parameters, load_parameters(options.workspace));
  ASSIGN(const screening::RankSettings settings, screening::rank_settings(parameters, known_on));
  ASSIGN(const DecisionsFile decided, load_decisions(options.workspace, options.decisions));
  ASSIGN(const Sources sources, load_sources(options.workspace, options.rules, known_on));
  ASSIGN(const audit::AuditResult result, judge_with_progress(sources, audit, true));
  const RankByWord& by = by_of(options.by);
  const screening::Ranking ranking =
      screening::rank(result, sources.tape.parts(), decided.get(), by.by, order_of(options.order), settings);
  const RankFacts facts{by, decided.file, options.workspace};
  ASSIGN(const std::string text, text_of(options, ranking, sources.plan->rules(), facts));
  return tell_text(text, options.out);
}

}  // namespace

void add_rank(Program& program) {
  CLI::App* command = add_command(program, "rank", "whom to look at first: money that may be expected back, and why",
                                  "qiuhao rank city --by provider");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  std::vector<std::string> words;
  for (const RankByWord& by : kRankByWords) words.emplace_back(by.word);
  command->add_option("--by", options->by, "provider, doctor, person or rule (default: provider)")
      ->check(CLI::IsMember(words));
  command
      ->add_option("--order", options->order,
                   "expected: money that may be expected back; score: with what has no money; amount: money at risk "
                   "(default: expected)")
      ->check(CLI::IsMember({"expected", "score", "amount"}));
  command->add_option("--top", options->top, "how many to show (default: 20)")->check(CLI::Range(1, 1'000'000));
  command->add_option("--subject", options->subject, "show what the place of this one is made of");
  command->add_option("--decisions", options->decisions,
                      "what people decided about findings (default: WORKSPACE/decisions.csv when it is there)");
  command->add_option("--from", options->from, "first day of the lines to judge");
  command->add_option("--to", options->to, "last day of the lines to judge, included");
  command->add_option("--rules", options->rules, "codes of rules (default: all)")->delimiter(',');
  command->add_option("--providers", options->providers, "codes of providers (default: all)")->delimiter(',');
  command->add_option("--known-on", options->known_on, "knowledge as it was known on this day (default: today)");
  command->add_option("--threads", options->threads, "threads to judge with (default: as many as the machine has)")
      ->check(CLI::Range(1, kMaxThreads));
  command->add_option("--format", options->format, "table, csv or json (default: table)")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  command->add_option("--out", options->out, "write all of them into this file instead");
  command->callback([&program, options] { program.run = [options] { return run_rank(*options); }; });
}

}  // namespace qiuhao::cli
