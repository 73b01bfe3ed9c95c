// Whether partial results belong together, and to the tape at hand.
#include <fmt/format.h>

#include <algorithm>

#include "audit/shards/merge.h"

namespace qiuhao::audit {
namespace {

constexpr std::size_t kMostNamed = 10;  // missing shards told one by one

std::unexpected<Error> refuse(const Partial& partial, const char* code, Sentence sentence) {
  return input_error(code, std::move(sentence), {partial.source, 0, 0, ""});
}

std::string run_again(const Partial& partial) {
  return fmt::format("qiuhao audit WORKSPACE --shard {} --out DIR", partial.shard.text());
}

Status check_split(const std::vector<Partial>& partials) {
  const Partial& first = partials.front();
  std::vector<const Partial*> seen(first.shard.count, nullptr);
  for (const Partial& partial : partials) {
    if (partial.shard.count != first.shard.count) {
      return refuse(partial, "other_split",
                    {fmt::format("is shard {} where {} is shard {}; merge shards of one split, from one folder each",
                                 partial.shard.text(), first.source, first.shard.text()),
                     fmt::format("是分片 {}，而 {} 是分片 {}；请只合并同一次拆分的分片，每次拆分用一个文件夹",
                                 partial.shard.text(), first.source, first.shard.text())});
    }
    const Partial*& place = seen[partial.shard.index - 1];
    if (place != nullptr) {
      return refuse(partial, "shard_twice",
                    {fmt::format("is shard {} once more, as {}; name one of them", partial.shard.text(), place->source),
                     fmt::format("与 {} 同为分片 {}；只写其中一个", place->source, partial.shard.text())});
    }
    place = &partial;
  }
  std::string missing;
  std::string example;
  std::size_t count = 0;
  for (std::uint32_t index = 1; index <= first.shard.count; ++index) {
    if (seen[index - 1] != nullptr || ++count > kMostNamed) continue;
    missing += fmt::format("{}{}", missing.empty() ? "" : ", ", index);
    if (example.empty()) example = Shard{index, first.shard.count}.text();
  }
  if (count == 0) return {};
  if (count > kMostNamed) missing += ", …";
  return input_error(
      "shard_missing",
      Sentence{
          fmt::format("of {} shards {} missing: {}; run qiuhao audit WORKSPACE --shard {} --out DIR and merge then",
                      first.shard.count, count == 1 ? "one is" : fmt::format("{} are", count), missing, example),
          fmt::format("共 {} 个分片，缺 {} 个：{}；请运行 qiuhao audit WORKSPACE --shard {} --out DIR 后再合并",
                      first.shard.count, count, missing, example)});
}

Status check_period(const Partial& partial, const Partial& first) {
  const AuditOptions& a = partial.result.options;
  const AuditOptions& b = first.result.options;
  if (a.from == b.from && a.to == b.to && a.providers == b.providers) return {};
  return refuse(partial, "other_period",
                {fmt::format("was judged for another period or other providers than {}; run both with the same --from, "
                             "--to and --providers: {}",
                             first.source, run_again(partial)),
                 fmt::format("的期间或机构与 {} 不同；请用相同的 --from、--to 和 --providers 运行：{}", first.source,
                             run_again(partial))});
}

// `to` is what it is compared with: another partial result, or what is at hand.
Status check_same(const Partial& partial, const RunIdentity& other, const Sentence& to) {
  const RunIdentity& mine = partial.identity;
  const Sentence again{"; run its shard again: " + run_again(partial), "；请重新运行该分片：" + run_again(partial)};
  if (mine.generation != other.generation || mine.tape != other.tape) {
    return refuse(
        partial, "other_generation",
        Sentence{fmt::format("was judged on generation {} of the tape, {} on {}", mine.generation, to.english,
                             other.generation),
                 fmt::format("审的是第 {} 代数据，{}是第 {} 代", mine.generation, to.chinese, other.generation)} +
            again);
  }
  if (mine.rules != other.rules) {
    return refuse(partial, "other_rules",
                  Sentence{fmt::format("was judged by other rules than {}", to.english),
                           fmt::format("所用的规则与{}不同", to.chinese)} +
                      again);
  }
  if (mine.knowledge != other.knowledge) {
    return refuse(partial, "other_knowledge",
                  Sentence{fmt::format("was judged with other knowledge than {}; give the same --known-on", to.english),
                           fmt::format("所用的知识库与{}不同；请写相同的 --known-on", to.chinese)} +
                      again);
  }
  return {};
}

Status check_program(const Partial& partial, const std::string& program) {
  if (partial.facts.program == program) return {};
  return refuse(partial, "other_program",
                {fmt::format("is of qiuhao {}, others are of {}; use one release: {}", partial.facts.program, program,
                             run_again(partial)),
                 fmt::format("由 qiuhao {} 写成，其他由 {} 写成；请用同一版本：{}", partial.facts.program, program,
                             run_again(partial))});
}

}  // namespace

Status check_partials(const std::vector<Partial>& partials) {
  CHECK(!partials.empty());
  const Partial& first = partials.front();
  TRY(check_split(partials));
  for (const Partial& partial : partials) {
    TRY(check_program(partial, first.facts.program));
    TRY(check_same(partial, first.identity, {first.source, first.source + " "}));
    if (partial.facts.known_on != first.facts.known_on) {
      return refuse(partial, "other_knowledge",
                    {fmt::format("was judged with knowledge as known on {}, {} as on {}; give every shard the same "
                                 "--known-on: {}",
                                 format_day(partial.facts.known_on), first.source, format_day(first.facts.known_on),
                                 run_again(partial)),
                     fmt::format("的知识库截至 {}，{} 截至 {}；请给每个分片相同的 --known-on：{}",
                                 format_day(partial.facts.known_on), first.source, format_day(first.facts.known_on),
                                 run_again(partial))});
    }
    TRY(check_period(partial, first));
  }
  return {};
}

Status check_identity(const std::vector<Partial>& partials, const RunIdentity& now, const std::string& program) {
  for (const Partial& partial : partials) {
    TRY(check_program(partial, program));
    TRY(check_same(partial, now, {"the workspace now", "工作区现在"}));
  }
  return {};
}

}  // namespace qiuhao::audit
