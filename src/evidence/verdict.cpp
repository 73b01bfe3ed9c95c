// Verdicts in words.
#include "evidence/verdict.h"

#include <fmt/format.h>

namespace qiuhao::evidence {
namespace {

Sentence of_line(std::int64_t line, const Sentence& what) {
  return Sentence{fmt::format("line {}: ", line), fmt::format("第 {} 行：", line)} + what;
}

}  // namespace

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::none: return "none";
    case Fault::file_is_too_large: return "file_is_too_large";
    case Fault::line_is_too_long: return "line_is_too_long";
    case Fault::file_is_of_a_later_format: return "file_is_of_a_later_format";
    case Fault::header_is_wrong: return "header_is_wrong";
    case Fault::line_is_not_as_written: return "line_is_not_as_written";
    case Fault::path_stands_twice: return "path_stands_twice";
    case Fault::leaves_are_missing: return "leaves_are_missing";
    case Fault::something_follows: return "something_follows";
    case Fault::content_was_changed: return "content_was_changed";
    case Fault::signature_is_wrong: return "signature_is_wrong";
    case Fault::signer_is_not_the_expected: return "signer_is_not_the_expected";
    case Fault::act_was_changed: return "act_was_changed";
  }
  return "";
}

Sentence Verdict::sentence() const {
  switch (fault) {
    case Fault::none: break;
    case Fault::file_is_too_large:
      return {fmt::format("the file has more than {} MiB, the most that is read", kFileBytesMost >> 20),
              fmt::format("文件超过可读的最大 {} MiB", kFileBytesMost >> 20)};
    case Fault::line_is_too_long:
      return of_line(line, {"longer than any line of an evidence file", "超过证据文件一行的最大长度"});
    case Fault::file_is_of_a_later_format:
      return {"the file is of a later format; verify it with a newer qiuhao", "文件为更新的格式；请用新版 qiuhao 验证"};
    case Fault::header_is_wrong:
      return {"the first line is not the header of an evidence file, or it was changed",
              "首行不是证据文件的文件头，或已被改动"};
    case Fault::line_is_not_as_written:
      return of_line(line,
                     {"not as it was written: it was changed or cut short", "与封存时的写法不符：已被改动或截断"});
    case Fault::path_stands_twice:
      return of_line(line, {"an item that was there already stands once more", "此前已有同一项，重复出现"});
    case Fault::leaves_are_missing:
      return {fmt::format("the header tells of {} items and a signature, and there are fewer: something was removed",
                          header ? header->leaves : 0),
              fmt::format("文件头记载 {} 项及签名，实际不足：有内容被删去", header ? header->leaves : 0)};
    case Fault::something_follows:
      return of_line(line, {"something was put behind the signature", "签名之后被添加了内容"});
    case Fault::content_was_changed:
      return {"the content was changed since it was sealed: an item was edited, exchanged or moved",
              "封存后内容被改动：有的项被修改、替换或移动"};
    case Fault::signature_is_wrong:
      return {"the signature is not of this content under the key that the file names",
              "签名与内容不符：不是文件所载公钥对此内容的签名"};
    case Fault::signer_is_not_the_expected:
      return {fmt::format("the content is whole, but another key signed it than the expected one: {}", fingerprint),
              fmt::format("内容完整，但签名公钥不是指定的公钥，其指纹为 {}", fingerprint)};
    case Fault::act_was_changed:
      return {fmt::format("the signature is right, but act {} is not what the audit trail's hash says: it was changed "
                          "before it was sealed",
                          acts.first_bad),
              fmt::format("签名无误，但第 {} 条办理记录与其审计链哈希不符：封存前已被改动", acts.first_bad)};
  }
  const std::int64_t leaves = header ? header->leaves : 0;
  if (hidden == 0)
    return {fmt::format("whole: nothing was changed since it was sealed; {} items", leaves),
            fmt::format("完整：封存后未被改动；共 {} 项", leaves)};
  return {fmt::format("whole: nothing was changed since it was sealed; {} items, of which {} are blacked out", leaves,
                      hidden),
          fmt::format("完整：封存后未被改动；共 {} 项，其中 {} 项已涂黑", leaves, hidden)};
}

Sentence Verdict::about_acts() const {
  if (acts.held + acts.unknown == 0) return {};
  const Sentence held{fmt::format("{} acts have the hashes of the audit trail", acts.held),
                      fmt::format("{} 条办理记录与审计链哈希相符", acts.held)};
  if (acts.unknown == 0) return held;
  return held + Sentence{fmt::format("; {} could not be checked, for something of them is blacked out", acts.unknown),
                         fmt::format("；{} 条因有内容涂黑无法核对", acts.unknown)};
}

Sentence Verdict::about_signer() const {
  if (key_was_expected)
    return {fmt::format("signed by the expected key ({})", fingerprint),
            fmt::format("由指定的公钥签名（指纹 {}）", fingerprint)};
  return {fmt::format("signed by the key with the fingerprint {}\nthat this is the signer's key only the file itself "
                      "says: compare the fingerprint, or give it with --trust",
                      fingerprint),
          fmt::format("签名公钥的指纹为 {}\n公钥仅由文件自身载明：请与封存单位公布的指纹核对，或用 --trust 指定",
                      fingerprint)};
}

}  // namespace qiuhao::evidence
