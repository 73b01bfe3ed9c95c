// `qiuhao verify`, and `qiuhao evidence show` and `redact`: what anybody does with a file of evidence, without
// workspace or server.
#include <fmt/format.h>

#include <filesystem>
#include <map>

#include "cli/evidence_parts.h"
#include "cli/private_file.h"
#include "cli/text_table.h"
#include "evidence/black_out.h"
#include "evidence/reader.h"

namespace qiuhao::cli {
namespace {

using evidence::Leaf;
using evidence::Verdict;
using Form = Leaf::Form;

constexpr std::size_t kShownColumns = 60;

Result<std::string> expected_key(const EvidenceOptions& options) {
  if (options.trust.empty()) return std::string();
  return evidence::fingerprint_of(options.trust);
}

// A file of somebody else must not steer the terminal: control characters are shown as `?`.
std::string harmless(std::string_view text, bool keeps_lines) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool is_high_control =
        byte == 0xc2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xa0;
    const bool is_control = byte < 0x20 || byte == 0x7f || is_high_control;
    const bool is_kept = keeps_lines && (byte == '\n' || byte == '\t');
    if (is_high_control) ++at;
    out += is_control && !is_kept ? '?' : static_cast<char>(byte);
  }
  return out;
}

void print_verdict(const EvidenceOptions& options, const Verdict& verdict) {
  fmt::print("{}\n", options.say(verdict.sentence()));
  if (!verdict.is_whole()) return;
  const std::string about = harmless(verdict.header->about, false);
  const std::string signer = harmless(verdict.header->signer, false);
  const std::string when = format_time(verdict.header->sealed);
  fmt::print("{}\n", options.say({fmt::format("about {}, sealed by {} at {}", about, signer, when),
                                  fmt::format("关于 {}，由 {} 于 {} 封存", about, signer, when)}));
  if (const Sentence acts = verdict.about_acts(); !acts.english.empty()) fmt::print("{}\n", options.say(acts));
  fmt::print("{}\n", options.say(verdict.about_signer()));
}

std::string shown_value(const EvidenceOptions& options, const Leaf& leaf) {
  switch (leaf.form) {
    case Form::hidden: return options.say({"(blacked out)", "■■■（已涂黑）"});
    case Form::bytes:
      return options.say({fmt::format("({} bytes)", leaf.value.size()), fmt::format("（{} 字节）", leaf.value.size())});
    case Form::text: break;
  }
  return cut_to_width(harmless(leaf.value, false), kShownColumns);
}

bool is_meant(const EvidenceOptions& options, std::string_view path) {
  for (std::string_view above : options.paths) {
    while (above.ends_with('/')) above.remove_suffix(1);
    if (path == above || (path.starts_with(above) && path[above.size()] == '/')) return true;
  }
  return options.paths.empty();
}

void print_leaves(const EvidenceOptions& options, const std::vector<Leaf>& leaves) {
  if (options.paths.size() == 1 && leaves.size() == 1 && leaves[0].form == Form::text) {
    fmt::print("{}\n", harmless(leaves[0].value, true));
    return;
  }
  TextTable table(options.language == Language::chinese ? std::vector<std::string>{"项", "名称", "内容"}
                                                        : std::vector<std::string>{"item", "label", "content"});
  for (const Leaf& leaf : leaves) table.add({leaf.path, harmless(leaf.label, false), shown_value(options, leaf)});
  fmt::print("{}", table.text());
}

// A name of a file that was sealed, as one within a folder.
std::string name_within(std::string_view number, std::string_view name) {
  std::string safe;
  for (const char c : harmless(name, false)) safe += c == '/' || c == '\\' || c == '?' ? '_' : c;
  return fmt::format("{}-{}", number, safe.empty() ? "file" : safe);
}

struct SavedFile {
  std::string name;
  std::string content;
  bool is_hidden = false;
};

// The files of files/NUMBER/…, by number.
class SavedFiles {
 public:
  void take(const Leaf& leaf) {
    constexpr std::string_view kFolder = "files/";
    if (!leaf.path.starts_with(kFolder)) return;
    const std::string_view rest = std::string_view(leaf.path).substr(kFolder.size());
    const std::string_view number = rest.substr(0, rest.find('/'));
    if (number.size() == rest.size()) return;
    const std::string_view what = rest.substr(number.size() + 1);
    SavedFile& file = files_[std::string(number)];
    if (what == "name") file.name = leaf.value;
    if (what != "content" && !what.starts_with("content/")) return;
    file.is_hidden = file.is_hidden || leaf.form == Form::hidden;
    file.content += leaf.value;
  }
  Status write(const EvidenceOptions& options) const {
    std::error_code ignored;
    if (std::filesystem::exists(options.save, ignored))
      return input_error("file_exists", Sentence{"is there already; choose another name", "已存在；请换一个文件名"},
                         {options.save, 0, 0, ""});
    TRY(make_folder(options.save));
    for (const auto& [number, file] : files_) {
      const Path path = Path(options.save) / name_within(number, file.name);
      if (file.is_hidden) {
        fmt::print("{}\n", options.say({fmt::format("files/{}: blacked out, not written", number),
                                        fmt::format("files/{}：已涂黑，未写出", number)}));
        continue;
      }
      TRY(write_private_file(path, file.content));
      fmt::print("{}\n", options.say({fmt::format("files/{}: {}", number, path.string()),
                                      fmt::format("files/{}：{}", number, path.string())}));
    }
    return {};
  }

 private:
  std::map<std::string, SavedFile> files_;
};

}  // namespace

Result<int> verify_evidence(const EvidenceOptions& options) {
  ASSIGN(const std::string expected, expected_key(options));
  ASSIGN(const Verdict verdict, evidence::verify_file(options.file, expected));
  print_verdict(options, verdict);
  return verdict.is_whole() ? 0 : 1;
}

Result<int> show_evidence(const EvidenceOptions& options) {
  ASSIGN(const std::string expected, expected_key(options));
  std::vector<Leaf> leaves;
  SavedFiles files;
  ASSIGN(const Verdict verdict, evidence::verify_file(options.file, expected, [&](Leaf&& leaf) {
           if (!options.save.empty()) files.take(leaf);
           if (is_meant(options, leaf.path)) leaves.push_back(std::move(leaf));
         }));
  const bool is_alone = verdict.is_whole() && options.paths.size() == 1;
  if (!is_alone) print_verdict(options, verdict);
  if (!verdict.is_whole()) {
    fmt::print("{}\n", options.say({"what it holds is not shown, for nobody can rely on it", "内容不可信，不予显示"}));
    return 1;
  }
  if (leaves.empty())
    return usage_error("no_such_path", Sentence{"the file has no such item; without --path all are listed",
                                                "文件中没有这一项；不写 --path 则全部列出"});
  print_leaves(options, leaves);
  if (!options.save.empty()) TRY(files.write(options));
  return 0;
}

Result<int> redact_evidence(const EvidenceOptions& options) {
  ASSIGN(const std::string content, read_file(options.file, evidence::kFileBytesMost));
  std::vector<std::string> paths = options.paths;
  for (std::string& path : paths) {
    while (path.ends_with('/')) path.pop_back();
  }
  ASSIGN(const evidence::BlackedOut made, evidence::black_out(content, paths));
  TRY(write_private_file(options.out, made.content));
  fmt::print("{}\n",
             options.say({fmt::format("blacked out {} items; the new file is {}, and it verifies as the old one",
                                      made.made, options.out),
                          fmt::format("已涂黑 {} 项，写入 {}；新文件仍可验证", made.made, options.out)}));
  for (const auto& [seen_in, text_of] : made.traces)
    fmt::print(stderr, "{}\n",
               options.say({fmt::format("note: {} still shows the text of {}", seen_in, text_of),
                            fmt::format("提示：{} 中仍有 {} 的内容", seen_in, text_of)}));
  if (!made.all_looked_for)
    fmt::print(stderr, "{}\n",
               options.say(
                   {fmt::format("note: only the first {} texts were looked for in what is left",
                                evidence::kTextsLookedForMost),
                    fmt::format("提示：仅检查了前 {} 项文字在其余内容中是否仍有出现", evidence::kTextsLookedForMost)}));
  return 0;
}

}  // namespace qiuhao::cli
