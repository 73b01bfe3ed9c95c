// What verifying finds: every byte of a file changed in turn, leaves that were removed, doubled, exchanged or brought
// from elsewhere, keys of others, and noise.
#include "evidence/reader.h"

#include <random>

#include "evidence/test_evidence.h"

namespace qiuhao::evidence {
namespace {

using signing::KeyKind;

TEST(Evidence, what_was_sealed_is_whole_and_reads_as_it_was) {
  for (const Digest digest : {Digest::sm3, Digest::sha256}) {
    for (const KeyKind kind : {KeyKind::sm2, KeyKind::ed25519}) {
      const std::string content = small_file(digest, kind);
      std::vector<Leaf> leaves;
      const Verdict verdict = verify_text(content, "", [&](Leaf&& leaf) { leaves.push_back(std::move(leaf)); });
      ASSERT_TRUE(verdict.is_whole()) << verdict.sentence().english;
      EXPECT_EQ(verdict.header->digest, digest);
      EXPECT_EQ(verdict.header->algorithm, kind);
      EXPECT_EQ(verdict.header->about, test_words().about);
      EXPECT_EQ(verdict.header->signer, test_words().signer);
      EXPECT_EQ(verdict.header->sealed, test_words().sealed);
      EXPECT_EQ(verdict.fingerprint, test_key(kind).fingerprint());
      EXPECT_EQ(verdict.hidden, 0);
      EXPECT_FALSE(verdict.key_was_expected);
      ASSERT_EQ(leaves.size(), 5U);
      EXPECT_EQ(leaves[1].value, kPatient);
      EXPECT_EQ(leaves[2].value, "核实\n属实\t\"是\"\\");
      EXPECT_EQ(leaves[3].value, "");
      EXPECT_EQ(leaves[4].value, kPhoto);
      EXPECT_EQ(leaves[4].form, Leaf::Form::bytes);
      EXPECT_EQ(leaves[4].label, "内容");
    }
  }
}

TEST(Evidence, comes_in_blocks_of_any_size) {
  const std::string content = small_file();
  for (std::size_t size = 1; size < 40; ++size) {
    Reader reader;
    for (std::size_t at = 0; at < content.size(); at += size) reader.read(std::string_view(content).substr(at, size));
    EXPECT_TRUE(reader.finish().is_whole()) << size;
  }
}

TEST(Evidence, each_changed_byte_is_found) {
  for (const Digest digest : {Digest::sm3, Digest::sha256}) {
    const KeyKind kind = digest == Digest::sm3 ? KeyKind::sm2 : KeyKind::ed25519;
    const std::string content = small_file(digest, kind);
    std::mt19937 random(20261201);
    std::size_t tried = 0;
    for (std::size_t place = 0; place < content.size(); ++place) {
      // One bit, case, a digit beside, a line feed, NUL, and two at random.
      const char byte = content[place];
      for (const char other :
           {static_cast<char>(byte ^ 1), static_cast<char>(byte ^ 0x20), static_cast<char>(byte ^ 0x80), '\n', '\0',
            ' ', '0', static_cast<char>(random()), static_cast<char>(random())}) {
        if (other == byte) continue;
        std::string changed = content;
        changed[place] = other;
        ++tried;
        ASSERT_FALSE(verify_text(changed).is_whole()) << "byte " << place << " as " << static_cast<int>(other);
      }
    }
    EXPECT_GT(tried, content.size() * 6);
  }
}

TEST(Evidence, bytes_put_in_or_taken_out_are_found) {
  const std::string content = small_file();
  for (std::size_t place = 0; place <= content.size(); ++place) {
    for (const char put : {' ', '\n', '\r', '0', ','}) {
      std::string longer = content;
      longer.insert(place, 1, put);
      ASSERT_FALSE(verify_text(longer).is_whole()) << "put in at " << place << ": " << static_cast<int>(put);
    }
    ASSERT_EQ(verify_text(content.substr(0, place)).is_whole(), place == content.size()) << "cut at " << place;
    if (place == content.size()) break;
    std::string shorter = content;
    shorter.erase(place, 1);
    ASSERT_FALSE(verify_text(shorter).is_whole()) << "taken out at " << place;
  }
}

TEST(Evidence, leaves_removed_doubled_or_exchanged_are_found) {
  const std::vector<std::string> lines = lines_of(small_file());
  ASSERT_EQ(lines.size(), 7U);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    auto removed = lines;
    removed.erase(removed.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_EQ(fault_of(joined(removed)), at == 0 ? "header_is_wrong" : "leaves_are_missing") << at;
    auto doubled = lines;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
    // The last leaf's double stands where the signature is expected.
    EXPECT_EQ(fault_of(joined(doubled)), at == 0 || at == 5 ? "line_is_not_as_written"
                                         : at == 6          ? "something_follows"
                                                            : "path_stands_twice")
        << at;
    for (std::size_t with = at + 1; with < lines.size(); ++with) {
      auto exchanged = lines;
      std::swap(exchanged[at], exchanged[with]);
      const std::string_view fault = fault_of(joined(exchanged));
      EXPECT_NE(fault, "none") << at << " and " << with;
      if (at > 0 && with < 6) {
        EXPECT_EQ(fault, "content_was_changed") << at << " and " << with;
      }
    }
  }
}

TEST(Evidence, leaves_brought_from_another_file_are_found) {
  const std::vector<std::string> lines = lines_of(small_file());
  const std::vector<std::string> others = lines_of(small_file());
  for (std::size_t at = 0; at < lines.size(); ++at) {
    auto moved = lines;
    moved[at] = others[at];
    EXPECT_FALSE(verify_text(joined(moved)).is_whole()) << at;
  }
  // The same value under another path, and as bytes instead of as text.
  auto renamed = lines;
  renamed[2].replace(renamed[2].find("patient"), 7, "doctor1");
  EXPECT_EQ(fault_of(joined(renamed)), "content_was_changed");
  auto labelled = lines;
  labelled[2].replace(labelled[2].find("患者"), 6, "医生");
  EXPECT_EQ(fault_of(joined(labelled)), "content_was_changed");
  auto as_bytes = lines;
  as_bytes[4].replace(as_bytes[4].find("\"text\""), 6, "\"bytes\"");
  EXPECT_EQ(fault_of(joined(as_bytes)), "content_was_changed");
}

TEST(Evidence, a_signature_of_another_key_is_found) {
  const SealWords words = test_words();
  const signing::SignerKey other = signing::SignerKey::generate(KeyKind::sm2);
  const Builder builder = test_builder();
  const std::vector<std::string> lines = lines_of(sealed(builder));
  const std::vector<std::string> others = lines_of(sealed(builder, other));
  auto forged = lines;
  forged.back() = others.back();
  EXPECT_EQ(fault_of(joined(forged)), "signature_is_wrong");
  forged.front() = others.front();
  EXPECT_EQ(fault_of(joined(forged)), "none") << "sealed by the other key: only a known key tells it";
  EXPECT_EQ(fault_of(joined(forged), test_key().fingerprint()), "signer_is_not_the_expected");
  EXPECT_EQ(fault_of(joined(forged), other.fingerprint()), "none");
  // Another time or name over the same leaves.
  SealWords later = words;
  later.sealed += 1;
  const std::vector<std::string> again = lines_of(sealed(builder, test_key(), later));
  forged = lines;
  forged.front() = again.front();
  EXPECT_EQ(fault_of(joined(forged)), "signature_is_wrong");
}

TEST(Evidence, only_an_expected_key_is_said_to_be_one) {
  const std::string content = small_file();
  const Verdict alone = verify_text(content);
  EXPECT_TRUE(alone.about_signer().english.find("only the file itself says") != std::string::npos);
  EXPECT_TRUE(alone.about_signer().chinese.find("公钥仅由文件自身载明") != std::string::npos);
  const Verdict known = verify_text(content, test_key().fingerprint());
  EXPECT_TRUE(known.key_was_expected);
  EXPECT_EQ(known.about_signer().chinese, "由指定的公钥签名（指纹 " + test_key().fingerprint() + "）");
}

TEST(Evidence, later_formats_and_other_files_are_told_apart) {
  std::string later = small_file();
  later.replace(later.find(":1,"), 3, ":2,");
  EXPECT_EQ(fault_of(later), "file_is_of_a_later_format");
  for (const std::string_view other :
       {"", "\n", "{}\n", "[]\n", "1\n", "null\n", "\"qiuhao_evidence\"\n", "PK\x03\x04"})
    EXPECT_EQ(fault_of(other), "header_is_wrong") << other;
  EXPECT_EQ(fault_of(std::string(kLineBytesMost + 1, 'x')), "line_is_too_long");
  EXPECT_EQ(fault_of(std::string(100, '[') + "\n"), "header_is_wrong");
}

TEST(Evidence, a_file_beyond_the_limit_is_not_read_on) {
  Reader reader;
  const std::string line(1 << 20, 'x');
  const std::string head = lines_of(small_file())[0];
  reader.read(head);
  for (std::size_t read = 0; read <= kFileBytesMost; read += line.size()) reader.read(line);
  EXPECT_EQ(name_of(reader.finish().fault), "line_is_too_long");
  Reader empty_lines;
  empty_lines.read(std::string(kFileBytesMost + 1, ' '));
  EXPECT_EQ(name_of(empty_lines.finish().fault), "file_is_too_large");
}

// Ten thousand files, each with one to four changes: flipped, erased and inserted bytes, pieces copied to elsewhere.
TEST(Evidence, noise_never_crashes_and_is_never_whole) {
  const std::vector<std::string> files = {small_file(Digest::sm3, KeyKind::sm2),
                                          small_file(Digest::sha256, KeyKind::ed25519)};
  std::mt19937 random(17);
  const auto below = [&](std::size_t most) { return static_cast<std::size_t>(random()) % most; };
  int whole = 0;
  for (int trial = 0; trial < 10'000; ++trial) {
    const std::string& content = files[below(2)];
    std::string changed = content;
    for (std::size_t changes = 1 + below(4); changes > 0 && !changed.empty(); --changes) {
      const std::size_t place = below(changed.size());
      const std::size_t length = std::min(1 + below(20), changed.size() - place);
      switch (below(5)) {
        case 0: changed[place] = static_cast<char>(random()); break;
        case 1: changed.erase(place, length); break;
        case 2: changed.insert(place, 1 + below(3), static_cast<char>(random())); break;
        case 3: changed.insert(below(changed.size()), changed.substr(place, length)); break;
        default: changed.replace(place, length, "\\u00"); break;
      }
    }
    const Verdict verdict = verify_text(changed);
    EXPECT_FALSE(verdict.sentence().chinese.empty());
    if (verdict.is_whole()) {
      ++whole;
      EXPECT_EQ(changed, content) << trial;
    }
  }
  EXPECT_LT(whole, 50);
}

TEST(Evidence, fingerprints_are_read_from_digits_and_files) {
  const std::string digits = test_key().fingerprint();
  EXPECT_EQ(fingerprint_of(digits).value(), digits);
  std::string upper = digits;
  for (char& digit : upper) digit = static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));
  EXPECT_EQ(fingerprint_of(upper).value(), digits);
  const Path file = Path(testing::TempDir()) / "evidence-public.pem";
  ASSERT_TRUE(write_file_atomically(file, test_key().public_pem()).has_value());
  EXPECT_EQ(fingerprint_of(file.string()).value(), digits);
  ASSERT_TRUE(write_file_atomically(file, test_key().private_pem()).has_value());
  EXPECT_EQ(fingerprint_of(file.string()).error().code, "bad_public_key");
  std::filesystem::remove(file);
  EXPECT_EQ(fingerprint_of(file.string()).error().code, "no_such_file");
}

// The file of docs/reference/evidence-file.md, made once and kept: what was sealed must verify for ever.
TEST(Evidence, the_sample_verifies_and_is_written_the_same_again) {
  const Path file = QIUHAO_SOURCE_DIR "/tests/samples/evidence-1.evidence";
  const auto content = read_file(file);
  ASSERT_TRUE(content.has_value()) << content.error().text();
  std::string written;
  const auto verdict = verify_file(file, "", [&](Leaf&& leaf) { written += write_leaf(leaf); });
  ASSERT_TRUE(verdict.has_value());
  EXPECT_TRUE(verdict->is_whole()) << verdict->sentence().english;
  EXPECT_EQ(verdict->hidden, 1);
  EXPECT_EQ(verdict->header->leaves, 5);
  const std::vector<std::string> lines = lines_of(*content);
  EXPECT_EQ(write_header(*verdict->header) + written + lines.back(), *content);
}

}  // namespace
}  // namespace qiuhao::evidence
