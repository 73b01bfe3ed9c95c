// What to do about what cannot be relied on.
#include <fmt/format.h>

#include <set>

#include "claims/upkeep/examiner.h"

namespace qiuhao::claims::upkeep {
namespace {

constexpr std::size_t kMostNamed = 5;

}  // namespace

Sentence what_of(const Error& error) {
  const std::string english = error.message.substr(0, error.message.find("; "));
  const std::string chinese = error.chinese.substr(0, error.chinese.find("；"));
  return {english, chinese.empty() ? fmt::format("读取时发现：{}", english) : chinese};
}

Sentence mend_by_import(const Examiner& examiner) {
  if (!examiner.generation || examiner.generation->sources.empty())
    return {"import the city again into a new workspace", "请把数据重新导入到新的工作区"};
  const std::set<std::string> sources(examiner.generation->sources.begin(), examiner.generation->sources.end());
  std::string names;
  std::size_t named = 0;
  for (const std::string& source : sources) {
    if (named == kMostNamed) break;
    names += (named++ == 0 ? "" : ", ") + source;
  }
  const std::size_t others = sources.size() - named;
  return {fmt::format("import again into a new workspace: {}{}", names,
                      others == 0 ? "" : fmt::format(" and {} others that staging/batches.json names", others)),
          fmt::format("请重新导入到新的工作区：{}{}", names,
                      others == 0 ? "" : fmt::format(" 等另外 {} 个文件（见 staging/batches.json）", others))};
}

Sentence mend_by_backup(const Examiner& examiner, const Path&) {
  return Sentence{"restore it from a backup, or ", "请从备份恢复，或："} + mend_by_import(examiner);
}

}  // namespace qiuhao::claims::upkeep
