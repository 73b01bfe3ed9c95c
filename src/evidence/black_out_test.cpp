// Blacking out: what is left verifies, and nothing of the value or its salt is in it.
#include "evidence/black_out.h"

#include "evidence/test_evidence.h"
#include "signing/encoding.h"

namespace qiuhao::evidence {
namespace {

using Trace = BlackedOut::Trace;

BlackedOut blacked_out(std::string_view content, const std::vector<std::string>& paths) {
  auto made = black_out(content, paths);
  EXPECT_TRUE(made.has_value()) << made.error().text();
  return made.value_or(BlackedOut{});
}

std::vector<Leaf> leaves_of(std::string_view content) {
  std::vector<Leaf> leaves;
  EXPECT_TRUE(verify_text(content, "", [&](Leaf&& leaf) { leaves.push_back(std::move(leaf)); }).is_whole());
  return leaves;
}

TEST(BlackOut, each_leaf_in_turn_leaves_no_trace) {
  for (const Digest digest : {Digest::sm3, Digest::sha256}) {
    const std::string content = small_file(digest);
    for (const Leaf& leaf : leaves_of(content)) {
      const BlackedOut made = blacked_out(content, {leaf.path});
      EXPECT_EQ(made.made, 1) << leaf.path;
      const Verdict verdict = verify_text(made.content, test_key().fingerprint());
      EXPECT_TRUE(verdict.is_whole()) << verdict.sentence().english;
      EXPECT_EQ(verdict.hidden, 1);
      EXPECT_EQ(made.content.find(leaf.salt), std::string::npos);
      EXPECT_EQ(made.content.find(database::to_hex(leaf.salt)), std::string::npos) << leaf.path;
      EXPECT_NE(content.find(database::to_hex(leaf.salt)), std::string::npos) << leaf.path;
      if (leaf.path == "matter/personal/patient") {
        EXPECT_EQ(made.content.find(leaf.value), std::string::npos);
      }
      if (leaf.form == Leaf::Form::bytes) {
        EXPECT_EQ(made.content.find(signing::to_base64(leaf.value)), std::string::npos);
      }
      const std::vector<Leaf> after = leaves_of(made.content);
      for (std::size_t at = 0; at < after.size(); ++at) {
        if (after[at].path != leaf.path) continue;
        EXPECT_EQ(after[at].value + after[at].salt, "");
        EXPECT_EQ(after[at].label, leaf.label) << "what was blacked out stays said";
      }
    }
  }
}

TEST(BlackOut, twice_and_in_any_order_gives_the_same_file) {
  const std::string content = small_file();
  const BlackedOut once = blacked_out(content, {"matter/personal", "files"});
  EXPECT_EQ(once.made, 2);
  const BlackedOut again = blacked_out(once.content, {"matter/personal"});
  EXPECT_EQ(again.made, 0);
  EXPECT_EQ(again.content, once.content);
  const BlackedOut one = blacked_out(blacked_out(content, {"files/1"}).content, {"matter/personal/patient"});
  EXPECT_EQ(one.content, once.content);
  const BlackedOut all = blacked_out(once.content, {"matter", "acts", "files"});
  EXPECT_EQ(verify_text(all.content).hidden, 5);
}

TEST(BlackOut, each_changed_byte_of_the_new_file_is_found) {
  const std::string content = blacked_out(small_file(), {"matter/personal", "files"}).content;
  for (std::size_t place = 0; place < content.size(); ++place) {
    for (const int bit : {0, 5}) {
      std::string changed = content;
      changed[place] = static_cast<char>(changed[place] ^ (1 << bit));
      ASSERT_FALSE(verify_text(changed).is_whole()) << "byte " << place;
    }
  }
}

TEST(BlackOut, equal_values_cannot_be_told_from_what_is_left) {
  Builder builder(Digest::sm3);
  builder.add("a", "", "是");
  builder.add("b", "", "是");
  const std::vector<Leaf> leaves = leaves_of(blacked_out(sealed(builder), {"a", "b"}).content);
  EXPECT_NE(leaves[0].commitment, leaves[1].commitment);
  // Nor by trying: without the salt a guess gives another hash.
  EXPECT_NE(leaves[0].commitment,
            commitment_of(Digest::sm3, {"a", "", Leaf::Form::text, std::string(16, 0), "是", ""}));
}

TEST(BlackOut, tells_where_the_text_still_stands) {
  Builder builder = test_builder();
  builder.add("acts/2/why", "理由", "患者张三丰已到场");
  builder.add("acts/2/who", "何人", "张三");
  const BlackedOut made = blacked_out(sealed(builder), {"matter/personal/patient", "acts/2/who"});
  const std::vector<Trace> expected = {{"acts/2/why", "matter/personal/patient"}, {"acts/2/why", "acts/2/who"}};
  EXPECT_EQ(made.traces, expected);
  EXPECT_TRUE(made.all_looked_for);
  EXPECT_TRUE(blacked_out(sealed(builder), {"matter/personal", "acts/2"}).traces.empty());
}

TEST(BlackOut, refuses_what_is_not_there_or_not_whole) {
  const std::string content = small_file();
  for (const char* path : {"matter/personal/pat", "matters", "", "acts/1/why/x"})
    EXPECT_EQ(black_out(content, std::vector<std::string>{path}).error().code, "no_such_path") << path;
  EXPECT_EQ(black_out(content.substr(1), std::vector<std::string>{"acts"}).error().code, "evidence_is_not_whole");
}

TEST(Builder, refuses_what_no_file_can_hold) {
  const auto code = [](auto&& fill) {
    Builder builder(Digest::sm3);
    fill(builder);
    const auto content = builder.seal(test_words(), test_key());
    return content ? "" : content.error().code;
  };
  EXPECT_EQ(code([](Builder&) {}), "nothing_to_seal");
  EXPECT_EQ(code([](Builder& builder) { builder.add("a//b", "", "x"); }), "bad_evidence_path");
  EXPECT_EQ(code([](Builder& builder) { builder.add("张三", "", "x"); }), "bad_evidence_path");
  EXPECT_EQ(code([](Builder& builder) { builder.add("a", "", "\xff"); }), "bad_text");
  EXPECT_EQ(code([](Builder& builder) { builder.add("a", "", std::string(kValueBytesMost + 1, 'x')); }),
            "value_too_long");
  EXPECT_EQ(code([](Builder& builder) {
              builder.add("a", "", "x");
              builder.add("a", "", "y");
            }),
            "path_stands_twice");
  Builder builder(Digest::sm3);
  builder.add("a", "", "x");
  EXPECT_EQ(builder.seal({std::string(kWordsBytesMost + 1, 'x'), 0, ""}, test_key()).error().code, "bad_seal_words");
}

TEST(Builder, long_texts_come_in_pieces_that_are_whole_characters) {
  std::string text = "x";
  while (text.size() < kValueBytesMost * 2) text += "张";
  text += "尾";
  Builder builder(Digest::sm3);
  builder.add_long("rule/text", "", text);
  builder.add_long("short", "", "x");
  builder.add_long_bytes("file", "", text);
  // The worst that a line can be: every byte as six.
  builder.add("control", "", std::string(kValueBytesMost, '\x01'));
  std::string read;
  std::string bytes;
  std::vector<std::string> paths;
  for (const Leaf& leaf : leaves_of(sealed(builder))) {
    paths.push_back(leaf.path);
    if (leaf.path.starts_with("rule")) read += leaf.value;
    if (leaf.path.starts_with("file")) bytes += leaf.value;
  }
  EXPECT_EQ(read, text);
  EXPECT_EQ(bytes, text);
  const std::vector<std::string> expected = {"rule/text/1", "rule/text/2", "rule/text/3", "short",
                                             "file/1",      "file/2",      "file/3",      "control"};
  EXPECT_EQ(paths, expected);
}

}  // namespace
}  // namespace qiuhao::evidence
