// A folder of rule files named by their hashes.
#include "rules/kept_rules.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "base/hash.h"

namespace qiuhao::rules {
namespace {

Path folder_of(const Path& workspace) { return workspace / "policy" / "past"; }

}  // namespace

Status keep_rules(const Path& workspace, const std::vector<Rule>& rules) {
  bool is_made = false;
  for (const Rule& rule : rules) {
    const Path file = folder_of(workspace) / (rule.hash + "-" + hash128(rule.text).hex() + ".yaml");
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) continue;
    if (!is_made) TRY(make_folder(folder_of(workspace)));
    is_made = true;
    TRY(write_file_atomically(file, rule.text));
  }
  return {};
}

std::vector<KeptRule> kept_rules(const Path& workspace) {
  std::vector<KeptRule> kept;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_of(workspace), ignored)) {
    if (entry.path().extension() != ".yaml") continue;
    const auto content = read_file(entry.path(), text::kMaxDocumentBytes);
    if (!content) continue;
    const auto root = text::parse_yaml(*content, entry.path().string());
    if (!root || !root->is_map()) continue;
    const std::string stem = entry.path().stem().string();
    const std::size_t middle = std::min(stem.find('-'), stem.size() - 1);
    KeptRule rule{root->text_of("rule"), 0, stem.substr(0, middle), stem.substr(middle + 1), entry.path()};
    const std::string version = root->text_of("version");
    std::from_chars(version.data(), version.data() + version.size(), rule.version);
    if (!rule.code.empty()) kept.push_back(std::move(rule));
  }
  std::ranges::sort(kept, {}, [](const KeptRule& rule) { return std::tie(rule.code, rule.version, rule.hash); });
  return kept;
}

Result<Rule> load_kept_rule(const KeptRule& kept, const claims::Schema& schema) {
  ASSIGN(Rule rule, load_rule(kept.file.string(), schema));
  if (rule.hash == kept.content) return rule;
  return input_error(
      "damaged_rule",
      Sentence{"was changed since an audit used it; restore it from a backup", "自审核使用以来被改动；请从备份恢复"},
      {kept.file.string(), 0, 0, ""});
}

}  // namespace qiuhao::rules
