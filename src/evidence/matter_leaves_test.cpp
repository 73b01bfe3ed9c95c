// A matter sealed from the records database, on both engines: all of it is there, personal fields can be blacked out
// alone, and the sealing is an act of the trail.
#include "evidence/matter_leaves.h"

#include <map>

#include "casework/test_store.h"
#include "database/trail_bytes.h"
#include "documents/test_files.h"
#include "evidence/black_out.h"
#include "evidence/file_leaves.h"
#include "evidence/test_evidence.h"

namespace qiuhao::evidence {
namespace {

class SealedMatter : public casework::StoreTest {
 protected:
  MatterRecord record_of(const std::string& number) {
    MatterRecord record;
    const casework::MatterRows rows(*kinds_, calendar_, ring_);
    const Status read = database_->read([&](database::Transaction& transaction) -> Status {
      ASSIGN(record, read_matter_record(transaction, *trail_, rows, number));
      return {};
    });
    EXPECT_TRUE(read.has_value()) << read.error().text();
    return record;
  }
  Builder built(const MatterRecord& record) {
    Builder builder(Digest::sm3);
    const workflow::Kind& kind = *kinds_->find(record.matter.kind, record.matter.version);
    add_matter(builder, kind, record.matter);
    database::Anchor anchor;
    anchor.at = 1'796'011'200'000'000;
    anchor.acts = 1;
    anchor.hash = record.acts.front().hash;
    add_acts(builder, record, anchor);
    EXPECT_TRUE(add_kind(builder, kind).has_value());
    return builder;
  }
  std::map<std::string, Leaf> leaves_of(const std::string& content) {
    std::map<std::string, Leaf> leaves;
    const Verdict verdict = verify_text(content, test_key().fingerprint(), [&](Leaf&& leaf) {
      const std::string path = leaf.path;
      leaves.emplace(path, std::move(leaf));
    });
    EXPECT_TRUE(verdict.is_whole()) << verdict.sentence().english;
    return leaves;
  }
};

QIUHAO_ON_BOTH_ENGINES(SealedMatter);

TEST_P(SealedMatter, holds_fields_acts_and_the_kind) {
  const std::string number = opened(recovery());
  done(store_->perform(number, notice(), {"10.0.0.7", "r-1"}));
  const MatterRecord record = record_of(number);
  ASSERT_EQ(record.acts.size(), 2U);
  const auto leaves = leaves_of(sealed(built(record)));
  const auto value = [&](const std::string& path) {
    const auto found = leaves.find(path);
    EXPECT_NE(found, leaves.end()) << path;
    return found == leaves.end() ? "" : found->second.value;
  };
  EXPECT_EQ(value("matter/number"), number);
  EXPECT_EQ(value("matter/region"), "340602");
  EXPECT_EQ(value("matter/fields/amount"), "1000.00");
  EXPECT_EQ(leaves.at("matter/fields/amount").label, kinds_->newest("recovery")->fields[1].title.chinese);
  EXPECT_EQ(value("matter/history/2/person"), "郑经办");
  EXPECT_EQ(value("matter/history/2/action"), "send_notice");
  EXPECT_EQ(value("kind/name"), "recovery");
  EXPECT_EQ(value("kind/text"), read_file(kinds_->newest("recovery")->file).value());
  EXPECT_EQ(value("trail/acts"), "2");
  EXPECT_EQ(value("trail/hash"), database::to_hex(record.acts[1].hash));
  EXPECT_EQ(value("trail/anchor/hash"), database::to_hex(record.acts[0].hash));
  // Whoever has the file alone can hash an act again, as docs/reference/audit-trail.md says.
  for (const std::string sequence : {"1", "2"}) {
    const auto column = [&](const std::string& name) { return "acts/" + sequence + "/" + name; };
    const auto maybe = [&](const std::string& name) {
      return leaves.contains(column(name)) ? std::optional(value(column(name))) : std::nullopt;
    };
    database::Act act;
    act.at = std::stoll(value(column("happened_at")));
    act.who = value(column("who"));
    act.where_from = value(column("where_from"));
    act.what = value(column("what"));
    act.subject = value(column("subject"));
    act.before = maybe("before");
    act.after = maybe("after");
    act.why = maybe("why");
    act.request = maybe("request");
    const std::string previous = database::from_hex(value(column("previous"))).value();
    EXPECT_EQ(database::to_hex(database::act_hash(database::Digest::sha256, previous, std::stoll(sequence), act)),
              value(column("hash")));
  }
}

TEST_P(SealedMatter, personal_fields_can_be_blacked_out_alone) {
  const std::string number = opened(review());
  const std::string content = sealed(built(record_of(number)));
  EXPECT_EQ(leaves_of(content).at("matter/personal/patient").value, "110101199003071234");
  const auto made = black_out(content, std::vector<std::string>{"matter/personal"});
  ASSERT_TRUE(made.has_value()) << made.error().text();
  EXPECT_EQ(made->made, 1);
  EXPECT_TRUE(made->traces.empty());
  EXPECT_EQ(made->content.find("110101199003071234"), std::string::npos);
  const auto leaves = leaves_of(made->content);
  EXPECT_EQ(leaves.at("matter/personal/patient").form, Leaf::Form::hidden);
  EXPECT_EQ(leaves.at("matter/fields/finding").value, "F1");
}

// What only some roles may see goes in for holders of one of them.
TEST_P(SealedMatter, holds_what_is_for_the_reader) {
  casework::Opening opening{"tip_off", "H001", "340602",
                            casework::act_of("register", {"韩受理", {"registrar"}, ""}, "2026-03-02 09:00")};
  opening.act.fields = {
      {"channel", casework::text_value("phone")},        {"anonymous", workflow::FieldValue(false)},
      {"reporter_name", casework::text_value("张三丰")}, {"reporter_contact", casework::text_value("13800000000")},
      {"respondent", casework::text_value("H001")},      {"content", casework::text_value("空刷")}};
  MatterRecord record = record_of(opened(opening));
  record.matter.documents = {{"voucher", "A1", 0}, {"check_report", "A2", 0}};
  const workflow::Kind& kind = *kinds_->find("tip_off", record.matter.version);
  const auto paths = [&](const ForWhom& reader) {
    Builder builder(Digest::sm3);
    add_matter(builder, kind, record.matter, reader);
    std::string held;
    for (const auto& [path, leaf] : leaves_of(sealed(builder))) {
      if (leaf.value == "张三丰") held += "name ";
      if (leaf.value == "A1") held += "voucher ";
      if (leaf.value == "A2") held += "report ";
    }
    return held;
  };
  EXPECT_EQ(paths(std::nullopt), "voucher report name ");
  EXPECT_EQ(paths(workflow::Person{"k", {"keeper"}, ""}), "voucher report name ");
  EXPECT_EQ(paths(workflow::Person{"c", {"cashier"}, ""}), "voucher report ");
  EXPECT_EQ(paths(workflow::Person{"h", {"checker"}, ""}), "report ");
}

TEST_P(SealedMatter, is_an_act_of_the_trail) {
  const std::string number = opened(recovery());
  const Builder builder = built(record_of(number));
  const Sealing sealing{number,         "console:li", "qiuhao evidence", "移送公安",
                        builder.root(), Digest::sm3,  builder.leaves(),  test_key().fingerprint()};
  const auto sequence = record_sealing(*database_, *trail_, sealing);
  ASSERT_TRUE(sequence.has_value()) << sequence.error().text();
  EXPECT_EQ(*sequence, 2);
  const MatterRecord record = record_of(number);
  ASSERT_EQ(record.acts.size(), 2U);
  const database::Act& act = record.acts[1].act;
  EXPECT_EQ(act.what, "evidence_sealed");
  EXPECT_EQ(act.who, "console:li");
  EXPECT_EQ(act.why, "移送公安");
  EXPECT_EQ(act.after, R"({"root":")" + database::to_hex(builder.root()) + R"(","digest":"sm3","leaves":)" +
                           std::to_string(builder.leaves()) + R"(,"key":")" + test_key().fingerprint() + "\"}");
  const auto verdict = database::verify_trail(*database_, "");
  ASSERT_TRUE(verdict.has_value());
  EXPECT_TRUE(verdict->is_whole());
  // Who comes late to the matter is told of the last act on it, not of its sealing.
  done(store_->perform(number, notice(), {"10.0.0.7", ""}));
  ASSERT_TRUE(record_sealing(*database_, *trail_, sealing).has_value());
  workflow::Act late = payment(100);
  late.revision = 1;
  const auto reply = store_->perform(number, late, {"10.0.0.8", ""});
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->outcome, workflow::Outcome::matter_moved_on);
  EXPECT_NE(reply->sentence.chinese.find("郑经办"), std::string::npos) << reply->sentence.chinese;
}

TEST_P(SealedMatter, refuses_what_is_not_there) {
  const casework::MatterRows rows(*kinds_, calendar_, ring_);
  const Status read = database_->read([&](database::Transaction& transaction) -> Status {
    ASSIGN(const MatterRecord record, read_matter_record(transaction, *trail_, rows, "追回〔2026〕9号"));
    return {};
  });
  EXPECT_EQ(database::told(read), "no_matter");
  auto kind = workflow::load_kind(kinds_->newest("recovery")->file);
  ASSERT_TRUE(kind.has_value());
  kind->hash = "0";
  Builder builder(Digest::sm3);
  EXPECT_EQ(database::told(add_kind(builder, *kind)), "workflow_changed");
}

TEST(FileLeaves, are_told_by_their_content_and_kept_whole) {
  const Path folder = Path(testing::TempDir()) / "evidence-files";
  std::filesystem::create_directories(folder);
  const std::string large = documents::test_png(40, 30);
  const std::string text(kValueBytesMost * 2, 'x');
  ASSERT_TRUE(write_file_atomically(folder / "笔录.txt", text).has_value());
  ASSERT_TRUE(write_file_atomically(folder / "照片.png", large).has_value());
  ASSERT_TRUE(write_file_atomically(folder / "empty.txt", "").has_value());
  ASSERT_TRUE(write_file_atomically(folder / "照片.jpg", large).has_value());
  ASSERT_TRUE(write_file_atomically(folder / "program.pdf",
                                    "\x7f"
                                    "ELF\xff")
                  .has_value());
  ASSERT_TRUE(write_file_atomically(folder / "program", "#!/bin/sh\n").has_value());
  Builder builder(Digest::sha256);
  ASSERT_TRUE(add_file(builder, 1, folder / "笔录.txt").has_value());
  ASSERT_TRUE(add_file(builder, 2, folder / "照片.png").has_value());
  EXPECT_EQ(database::told(add_file(builder, 3, folder / "empty.txt")), "empty_file");
  EXPECT_EQ(database::told(add_file(builder, 3, folder / "照片.jpg")), "disguised_type");
  EXPECT_EQ(database::told(add_file(builder, 3, folder / "program.pdf")), "disguised_type");
  EXPECT_EQ(database::told(add_file(builder, 3, folder / "program")), "unknown_type");
  EXPECT_EQ(database::told(add_file(builder, 3, folder / "none.txt")), "no_such_file");
  std::filesystem::remove_all(folder);
  std::map<std::string, std::string> held;
  std::string content;
  const auto verdict = verify_text(sealed(builder), "", [&](Leaf&& leaf) {
    if (leaf.path.starts_with("files/1/content/")) content += leaf.value;
    held[leaf.path] = leaf.value;
  });
  EXPECT_TRUE(verdict.is_whole());
  EXPECT_EQ(held["files/1/name"], "笔录.txt");
  EXPECT_EQ(held["files/1/type"], "text/plain");
  EXPECT_EQ(content, text);
  EXPECT_EQ(held["files/2/type"], "image/png");
  EXPECT_EQ(held["files/2/content"], large);
  EXPECT_FALSE(held.contains("files/3/name"));
}

}  // namespace
}  // namespace qiuhao::evidence
