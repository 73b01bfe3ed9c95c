// Commitments and reveals: what was written is read, and whatever else comes is told.
#include "screening/sampling/commitment.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "screening/sampling/sample_plan.h"
#include "screening/sampling/seed_file.h"
#include "screening/sampling/test_files.h"

namespace qiuhao::screening {
namespace {

Digest some_seed() { return sha256("some seed"); }

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Commitment some_commitment() {
  Commitment commitment;
  commitment.kind = "sample";
  commitment.committed_at = 1'790'000'000;
  commitment.seed_sha256 = sha256(bytes_of(some_seed()));
  commitment.files = {{"frame", hex(sha256("frame"))}};
  commitment.parameters = {
      {"method", "simple"}, {"id_column", "a\"b\n"}, {"units", "9"}, {"sample", "3"}, {"spares", "2"}};
  return commitment;
}

TEST(Commitment, IsReadAsItWasWritten) {
  const TestFolder folder;
  const std::string text = text_of(some_commitment());
  const auto read = read_commitment(folder.add("c.json", text));
  ASSERT_TRUE(read.has_value()) << read.error().text();
  EXPECT_EQ(text_of(*read), text);
  Reveal reveal{hex(sha256(text)), some_seed(), ""};
  const auto read_back = read_reveal(folder.add("r.json", text_of(reveal)));
  ASSERT_TRUE(read_back.has_value());
  EXPECT_TRUE(check_reveal(*read, hex(sha256(text)), *read_back).has_value());
}

TEST(Commitment, RevealsThatDoNotOpenItAreTold) {
  Commitment commitment = some_commitment();
  const std::string hash = hex(sha256(text_of(commitment)));
  EXPECT_EQ(check_reveal(commitment, hash, {hash, sha256("other"), ""}).error().code, "other_seed");
  EXPECT_EQ(check_reveal(commitment, hash, {std::string(64, '0'), some_seed(), ""}).error().code, "other_commitment");
  EXPECT_EQ(check_reveal(commitment, hash, {hash, some_seed(), "7"}).error().code, "public_value_not_promised");
  commitment.public_value = "a lottery";
  EXPECT_EQ(check_reveal(commitment, hash, {hash, some_seed(), ""}).error().code, "public_value_missing");
  EXPECT_TRUE(check_reveal(commitment, hash, {hash, some_seed(), "7"}).has_value());
}

TEST(Commitment, NoChangeOfItsTextIsTakenForItself) {
  // Every byte changed, every cut: an error, or a commitment that the reveal does not open.
  const std::string text = text_of(some_commitment());
  const Reveal reveal{hex(sha256(text)), some_seed(), ""};
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char byte : {'0', '"', '\x01', '}', '-'}) {
      std::string changed = text;
      changed[at] = byte;
      if (changed == text) continue;
      const auto read = parse_commitment(changed, "c.json");
      if (!read) continue;
      const auto opened = check_reveal(*read, hex(sha256(changed)), reveal);
      ASSERT_FALSE(opened.has_value()) << at;
      EXPECT_EQ(opened.error().code, "other_commitment");
      static_cast<void>(plan_of(*read));
    }
    const bool is_only_the_line_break = at + 1 == text.size();
    EXPECT_EQ(parse_commitment(text.substr(0, at), "c.json").has_value(), is_only_the_line_break) << at;
  }
  for (const char* other : {"", "[]", "{}", "null", "{\"what\": \"qiuhao commitment\", \"format\": 2}"})
    EXPECT_FALSE(parse_commitment(other, "c.json").has_value()) << other;
}

TEST(Commitment, PlansThatContradictThemselvesAreRefused) {
  const auto code = [](const char* name, const char* value) {
    Commitment commitment = some_commitment();
    for (auto& [key, of] : commitment.parameters)
      if (key == name) of = value;
    const auto plan = plan_of(commitment);
    return plan ? std::string() : plan.error().code;
  };
  EXPECT_EQ(code("spares", "2"), "");
  for (const auto& [name, value] : {std::pair{"sample", "10"},
                                    {"sample", "-1"},
                                    {"units", "6000000"},
                                    {"spares", "7"},
                                    {"method", "chosen"},
                                    {"id_column", ""},
                                    {"units", "9x"}})
    EXPECT_EQ(code(name, value), "bad_commitment") << name << " " << value;
}

TEST(SeedFile, IsSecretAndNeverWrittenOver) {
  const TestFolder folder;
  const Path file = folder / "s.seed";
  ASSERT_TRUE(save_seed(file, some_seed()).has_value());
  struct stat info {};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  EXPECT_EQ(*load_seed(file), some_seed());
  EXPECT_EQ(save_seed(file, sha256("other")).error().code, "file_is_there");
  EXPECT_EQ(*load_seed(file), some_seed());
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  EXPECT_EQ(load_seed(file).error().code, "seed_open_to_others");
  EXPECT_EQ(save_seed(folder / "none" / "s.seed", some_seed()).error().code, "cannot_write");
  const auto one = new_seed(), two = new_seed();
  ASSERT_TRUE(one && two);
  EXPECT_NE(*one, *two);
}

}  // namespace
}  // namespace qiuhao::screening
