// Acts that were changed before they were sealed: the signature is right, and their hashes tell.
#include "evidence/act_chain.h"

#include <gtest/gtest.h>

#include "database/trail_bytes.h"
#include "evidence/black_out.h"
#include "evidence/matter_leaves.h"
#include "evidence/test_evidence.h"

namespace qiuhao::evidence {
namespace {

using database::KeptAct;

// Acts 3, 4 and 9 of a trail of nine acts.
MatterRecord test_record(Digest digest = Digest::sha256) {
  MatterRecord record;
  const std::string first(database::kDigestBytes, 'p');
  for (const std::int64_t sequence : {3, 4, 9}) {
    KeptAct kept;
    kept.sequence = sequence;
    kept.act = {
        1'796'011'200'000'000 + sequence, "li", "10.0.0.7", "document_issued", "C1", "以前", "以后", "属实", "r-1"};
    if (sequence == 4) kept.act.before.reset();
    kept.previous = sequence == 4 ? record.acts.back().hash : first;
    kept.hash = database::act_hash(digest, kept.previous, kept.sequence, kept.act);
    record.acts.push_back(std::move(kept));
  }
  record.head = {"00112233445566778899aabbccddeeff", digest, 0, 9, record.acts.back().hash};
  return record;
}

Verdict sealed_with(const MatterRecord& record) {
  Builder builder(Digest::sm3);
  add_acts(builder, record, std::nullopt);
  return verify_text(sealed(builder), test_key().fingerprint());
}

// "none", or the fault with the first act that is wrong.
std::string told(const MatterRecord& record) {
  const Verdict verdict = sealed_with(record);
  return verdict.is_whole() ? "none"
                            : std::string(name_of(verdict.fault)) + " " + std::to_string(verdict.acts.first_bad);
}

TEST(ActChain, holds_acts_of_both_digests) {
  for (const Digest digest : {Digest::sha256, Digest::sm3}) {
    const Verdict verdict = sealed_with(test_record(digest));
    EXPECT_TRUE(verdict.is_whole()) << verdict.sentence().english;
    EXPECT_EQ(verdict.acts.held, 3);
    EXPECT_EQ(verdict.acts.unknown, 0);
    EXPECT_EQ(verdict.about_acts().english, "3 acts have the hashes of the audit trail");
  }
  const MatterRecord other = test_record(Digest::sm3);
  MatterRecord mixed = test_record(Digest::sha256);
  mixed.acts[1] = other.acts[1];
  EXPECT_EQ(told(mixed), "act_was_changed 4");
}

// Every byte of every text of an act, changed before sealing.
TEST(ActChain, finds_one_changed_byte) {
  const MatterRecord whole = test_record();
  int changes = 0;
  const auto change = [&](std::string& text, MatterRecord& record) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char before = text[at];
      text[at] = static_cast<char>(before ^ 1);
      // A text has to be UTF-8 to be sealed at all.
      Builder builder(Digest::sm3);
      add_acts(builder, record, std::nullopt);
      if (builder.seal(test_words(), test_key())) {
        EXPECT_EQ(told(record), "act_was_changed 3") << at << " of " << text;
        ++changes;
      }
      text[at] = before;
    }
  };
  MatterRecord record = whole;
  KeptAct& kept = record.acts[0];
  for (std::string* text : {&kept.act.who, &kept.act.where_from, &kept.act.what, &kept.act.subject, &*kept.act.before,
                            &*kept.act.after, &*kept.act.why, &*kept.act.request, &kept.previous})
    change(*text, record);
  EXPECT_GE(changes, 80);
  for (std::size_t at = 0; at < kept.hash.size(); ++at) {
    kept.hash[at] = static_cast<char>(kept.hash[at] ^ 1);
    EXPECT_EQ(told(record), "act_was_changed 3") << at;
    kept.hash[at] = static_cast<char>(kept.hash[at] ^ 1);
  }
  ++kept.act.at;
  EXPECT_EQ(told(record), "act_was_changed 3");
  --kept.act.at;
  EXPECT_EQ(told(record), "none");
}

TEST(ActChain, finds_what_is_absent_added_or_out_of_place) {
  const auto with = [](const auto& change) {
    MatterRecord record = test_record();
    change(record);
    return told(record);
  };
  EXPECT_EQ(with([](MatterRecord& r) { r.acts[0].act.before.reset(); }), "act_was_changed 3");
  EXPECT_EQ(with([](MatterRecord& r) { r.acts[0].act.why = ""; }), "act_was_changed 3");
  EXPECT_EQ(with([](MatterRecord& r) { r.acts[1].act.before = ""; }), "act_was_changed 4") << "absent is not empty";
  EXPECT_EQ(with([](MatterRecord& r) { std::swap(r.acts[0], r.acts[1]); }), "act_was_changed 3") << "in order";
  EXPECT_EQ(with([](MatterRecord& r) { r.acts[0].sequence = 2; }), "act_was_changed 2");
  EXPECT_EQ(with([](MatterRecord& r) { r.acts.pop_back(); }), "none") << "others' acts came behind";
  // Hashed anew after the change: it does not fit the act that follows, nor the trail's head.
  EXPECT_EQ(with([](MatterRecord& r) {
              r.acts[0].act.why = "不属实";
              r.acts[0].hash = database::act_hash(Digest::sha256, r.acts[0].previous, 3, r.acts[0].act);
            }),
            "act_was_changed 4");
  EXPECT_EQ(with([](MatterRecord& r) {
              r.acts[2].act.why = "不属实";
              r.acts[2].hash = database::act_hash(Digest::sha256, r.acts[2].previous, 9, r.acts[2].act);
            }),
            "act_was_changed 9");
  EXPECT_EQ(with([](MatterRecord& r) { r.head.acts = 8; }), "act_was_changed 9") << "beyond the head";
}

TEST(ActChain, says_what_it_cannot_know) {
  Builder builder(Digest::sm3);
  add_acts(builder, test_record(), std::nullopt);
  const auto hidden = black_out(sealed(builder), std::vector<std::string>{"acts/4/why"});
  ASSERT_TRUE(hidden.has_value()) << hidden.error().text();
  const Verdict verdict = verify_text(hidden->content, "");
  EXPECT_TRUE(verdict.is_whole()) << verdict.sentence().english;
  EXPECT_EQ(verdict.acts.held, 2);
  EXPECT_EQ(verdict.acts.unknown, 1);
  EXPECT_NE(verdict.about_acts().chinese.find("1 条因有内容涂黑无法核对"), std::string::npos);
  EXPECT_EQ(verify_text(small_file(), "").acts.unknown, 1) << "an act without its hash";
}

}  // namespace
}  // namespace qiuhao::evidence
