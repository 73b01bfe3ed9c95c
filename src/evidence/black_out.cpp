// The lines of the leaves meant are written anew; header, signature and all other lines stay as they are.
#include "evidence/black_out.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/check.h"
#include "evidence/reader.h"

namespace qiuhao::evidence {
namespace {

using Form = Leaf::Form;
using Trace = BlackedOut::Trace;

bool is_under(std::string_view path, std::string_view above) {
  return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '/');
}

// Which leaves are meant, and whether every path means one.
class Meant {
 public:
  explicit Meant(std::span<const std::string> paths) : paths_(paths), met_(paths.size(), false) {}

  bool has(std::string_view path) {
    bool is_meant = false;
    for (std::size_t at = 0; at < paths_.size(); ++at) {
      if (!is_under(path, paths_[at])) continue;
      met_[at] = true;
      is_meant = true;
    }
    return is_meant;
  }
  Status all_met() const {
    for (std::size_t at = 0; at < paths_.size(); ++at) {
      if (met_[at]) continue;
      return usage_error("no_such_path",
                         Sentence{fmt::format("the file has no item {}; qiuhao evidence show lists them", paths_[at]),
                                  fmt::format("文件中没有项 {}；请用 qiuhao evidence show 查看", paths_[at])});
    }
    return {};
  }

 private:
  std::span<const std::string> paths_;
  std::vector<bool> met_;
};

void look_for_traces(const std::vector<Leaf>& hidden, const std::vector<Leaf>& seen, BlackedOut& out) {
  std::unordered_set<std::string_view> looked_for;
  for (const Leaf& gone : hidden) {
    const std::string_view text = gone.value;
    if (gone.form != Form::text || text.size() < kTraceBytesLeast || !looked_for.insert(text).second) continue;
    if (looked_for.size() > kTextsLookedForMost) {
      out.all_looked_for = false;
      return;
    }
    for (const Leaf& leaf : seen) {
      if (leaf.form != Form::text || leaf.value.find(text) == std::string::npos) continue;
      if (out.traces.size() == kTracesMost) return;
      out.traces.push_back({leaf.path, gone.path});
    }
  }
}

}  // namespace

Result<BlackedOut> black_out(std::string_view content, std::span<const std::string> paths) {
  std::vector<Leaf> leaves;
  const Verdict verdict = verify_text(content, "", [&](Leaf&& leaf) { leaves.push_back(std::move(leaf)); });
  if (!verdict.is_whole()) return input_error("evidence_is_not_whole", verdict.sentence());
  BlackedOut out;
  Meant meant(paths);
  std::vector<Leaf> gone;
  std::vector<Leaf> seen;
  std::size_t at = content.find('\n') + 1;
  out.content = content.substr(0, at);
  for (Leaf& leaf : leaves) {
    const std::size_t end = content.find('\n', at) + 1;
    const bool is_made = meant.has(leaf.path) && leaf.form != Form::hidden;
    if (is_made) {
      out.content +=
          write_leaf({leaf.path, leaf.label, Form::hidden, "", "", commitment_of(verdict.header->digest, leaf)});
      ++out.made;
    } else {
      out.content += content.substr(at, end - at);
    }
    at = end;
    (is_made ? gone : seen).push_back(std::move(leaf));
  }
  TRY(meant.all_met());
  out.content += content.substr(at);
  const Verdict after = verify_text(out.content);
  CHECK_NOTE(after.is_whole() && after.hidden == verdict.hidden + out.made, name_of(after.fault));
  look_for_traces(gone, seen, out);
  return out;
}

}  // namespace qiuhao::evidence
