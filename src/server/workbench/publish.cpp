// From an approved draft to a file of the workspace.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "server/workbench/drafts.h"
#include "text/document.h"

namespace qiuhao::server {
namespace {

bool fits_file_name(std::string_view code) {
  return !code.empty() && code.front() != '.' && std::ranges::all_of(code, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
           c == '.';
  });
}

// The file of the folder that holds the rule of this code; nothing when none does.
std::optional<Path> file_with(const Path& folder, const std::string& code) {
  std::error_code ignored;
  for (auto at = std::filesystem::directory_iterator(folder, ignored); !ignored && at != std::filesystem::end(at);
       at.increment(ignored)) {
    if (at->path().extension() != ".yaml") continue;
    const auto root = text::read_yaml(at->path().string());
    if (root && root->text_of("rule") == code) return at->path();
  }
  return std::nullopt;
}

}  // namespace

Status write_rule_file(const Path& own_rules, const RuleDraft& draft) {
  if (!fits_file_name(draft.code))
    return input_error("bad_code", Sentence{"the code of a rule is of letters, digits, '-', '_' and '.'",
                                            "规则编码只含字母、数字、“-”、“_”和“.”"});
  TRY(make_folder(own_rules));
  const auto known = file_with(own_rules, draft.code);
  return write_file_atomically(known.value_or(own_rules / fmt::format("{}.yaml", draft.code)), draft.text);
}

Status finish_approved(const DraftStore& store, const Path& own_rules) {
  ASSIGN(const auto approved, store.list(DraftState::approved));
  for (const RuleDraft& head : approved) {
    ASSIGN(const RuleDraft draft, store.find(head.id));
    TRY(write_rule_file(own_rules, draft));
    TRY(store.note_published(draft.id));
  }
  return {};
}

}  // namespace qiuhao::server
