// For tests of evidence files: small ones, and what they are made of.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "evidence/builder.h"
#include "evidence/reader.h"

namespace qiuhao::evidence {

inline constexpr std::string_view kPatient = "张三丰";
inline const std::string kPhoto = std::string("\xff\xd8\xff\x00 a photo \n\x80", 15);

inline const signing::SignerKey& test_key(signing::KeyKind kind = signing::KeyKind::sm2) {
  static const signing::SignerKey sm2 = signing::SignerKey::generate(signing::KeyKind::sm2);
  static const signing::SignerKey ed25519 = signing::SignerKey::generate(signing::KeyKind::ed25519);
  return kind == signing::KeyKind::sm2 ? sm2 : ed25519;
}

inline SealWords test_words(std::string about = "追回〔2026〕17号") {
  return {std::move(about), 1'796'011'200, "某市医保局 \"稽核科\""};
}

inline Builder test_builder(Digest digest = Digest::sm3) {
  Builder builder(digest);
  builder.add("matter/number", "编号", "追回〔2026〕17号");
  builder.add("matter/personal/patient", "患者", kPatient);
  builder.add("acts/1/why", "理由", "核实\n属实\t\"是\"\\");
  builder.add("acts/1/before", "此前", "");
  builder.add_bytes("files/1/content", "内容", kPhoto);
  return builder;
}

inline std::string sealed(const Builder& builder, const signing::SignerKey& key = test_key(),
                          const SealWords& words = test_words()) {
  const auto content = builder.seal(words, key);
  EXPECT_TRUE(content.has_value()) << content.error().text();
  return content.value_or("");
}

inline std::string small_file(Digest digest = Digest::sm3, signing::KeyKind kind = signing::KeyKind::sm2) {
  return sealed(test_builder(digest), test_key(kind));
}

inline std::vector<std::string> lines_of(std::string_view content) {
  std::vector<std::string> lines;
  while (!content.empty()) {
    const std::size_t end = content.find('\n') + 1;
    lines.emplace_back(content.substr(0, end));
    content.remove_prefix(end);
  }
  return lines;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string content;
  for (const std::string& line : lines) content += line;
  return content;
}

inline std::string_view fault_of(std::string_view content, const std::string& expected = "") {
  return name_of(verify_text(content, expected).fault);
}

}  // namespace qiuhao::evidence
