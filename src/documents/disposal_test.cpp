// What a disposal leaves on both engines: rows with hashes, no file that no other matter uses, and nothing that
// verify() would call a mistake.
#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>

#include "documents/test_archive.h"

namespace qiuhao::documents {
namespace {

class DisposalTest : public ArchiveTestBase {
 protected:
  void SetUp() override {
    ArchiveTestBase::SetUp();
    const Path script = folder_.path() / "printer";
    std::ofstream(folder_.path() / "page.pdf", std::ios::binary) << test_pdf();
    std::ofstream(script) << "#!/bin/sh\nfor word; do case $word in --print-to-pdf=*) out=${word#*=};; esac; done\n"
                          << "cp " << (folder_.path() / "page.pdf").string() << " \"$out\"\n";
    ASSERT_EQ(::chmod(script.c_str(), 0700), 0);
    desk_->printer = {script.string(), std::chrono::seconds(20)};
  }
  // A returned recovery with two attachments and a printed, signed notice.
  std::string full() const {
    const std::string number = opened(recovery());
    done(store_->perform(number, notice(), {"test", ""}));
    NewAttachment own = fresh("own.txt", "");
    own.number = number;
    EXPECT_TRUE(added(attachments(), own, "only of this matter\n").starts_with('A'));
    NewAttachment both = fresh("both.txt", "");
    both.number = number;
    EXPECT_TRUE(added(attachments(), both, kShared).starts_with('A'));
    PaperOrder notice = order();
    notice.matter = number;
    const auto paper = papers().issue(notice, {"test", ""});
    EXPECT_TRUE(paper.has_value()) << paper.error().text();
    EXPECT_TRUE(papers().pdf(*paper).has_value());
    done(store_->perform(number, payment(100'000), {"test", ""}));
    return number;
  }
  Result<TakenAway> disposed(const ArchiveStore& store, const std::string& number) const {
    const auto record = store.propose_disposal(number, "期满", clerk("2057-01-02", "甲"));
    CHECK_NOTE(record.has_value(), record ? "" : record.error().text());
    return store.decide_disposal(record->serial, true, clerk("2057-01-03", "乙"));
  }
  std::int64_t bytes_there() const {
    std::int64_t bytes = 0;
    const EvidenceFiles files(evidence());
    for (const std::string& hash : files.all())
      bytes += static_cast<std::int64_t>(std::filesystem::file_size(files.path_of(hash)));
    return bytes;
  }
  static constexpr const char* kShared = "of two matters\n";
};

TEST_P(DisposalTest, every_file_goes_that_no_other_matter_uses) {
  const ArchiveStore store = archive();
  const std::string matter = full();
  NewAttachment other = fresh("again.txt", "");
  ASSERT_TRUE(added(attachments(), other, kShared).starts_with('A'));
  const std::string number = closed(store, matter);
  const std::int64_t before = bytes_there();
  const auto taken = disposed(store, number);
  ASSERT_TRUE(taken.has_value()) << taken.error().text();
  EXPECT_EQ(taken->files, 5) << "an attachment, JSON, HTML and PDF of the notice, the case file";
  EXPECT_EQ(taken->shared, 1);
  EXPECT_EQ(taken->bytes, before - bytes_there());
  EXPECT_EQ(EvidenceFiles(evidence()).all(), std::vector<std::string>{content_hash(kShared)});
  const auto [what, after] = last_act(matter + "/archive");
  EXPECT_EQ(what, "files_disposed");
  EXPECT_EQ(after, fmt::format(R"({{"disposal":1,"files":5,"bytes":{},"shared":1}})", taken->bytes));
  // Rows stay, and nothing is called a mistake.
  const auto rows = attachments().list(matter);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ(told(attachments().read(rows->at(0).id)), "was_disposed");
  EXPECT_EQ(told(attachments().read(rows->at(1).id)), "well") << "its bytes are another's too";
  EXPECT_EQ(attachments().read("A3")->bytes, kShared);
  const auto paper = papers().find("D1");
  ASSERT_TRUE(paper.has_value());
  EXPECT_EQ(told(papers().content(*paper)), "was_disposed");
  EXPECT_EQ(told(papers().page(*paper)), "was_disposed");
  EXPECT_EQ(told(papers().pdf(*paper)), "was_disposed");
  EXPECT_TRUE(attachments().verify()->empty());
  EXPECT_TRUE(papers().verify()->empty());
  EXPECT_TRUE(store.verify()->empty());
  NewAttachment late = fresh("late.txt", "");
  late.number = matter;
  EXPECT_EQ(added(attachments(), late, "late\n"), "was_disposed");
  PaperOrder notice = order();
  notice.matter = matter;
  EXPECT_EQ(told(papers().issue(notice, {"test", ""})), "was_disposed");
  // What is missing of another matter is one.
  std::filesystem::remove(EvidenceFiles(evidence()).path_of(content_hash(kShared)));
  ASSERT_EQ(attachments().verify()->size(), 1U);
  EXPECT_EQ(attachments().verify()->at(0).code, "missing_file");
  EXPECT_NE(attachments().verify()->at(0).message.find("A3"), std::string::npos);
}

TEST_P(DisposalTest, who_needs_the_file_again_has_it) {
  const ArchiveStore store = archive();
  const std::string matter = full();
  ASSERT_TRUE(disposed(store, closed(store, matter)).has_value());
  EXPECT_TRUE(EvidenceFiles(evidence()).all().empty());
  ASSERT_TRUE(added(attachments(), fresh("again.txt", ""), kShared).starts_with('A'));
  // The next program that opens the archive does not take it away.
  const ArchiveStore again = archive();
  EXPECT_EQ(attachments().read("A3")->bytes, kShared);
  EXPECT_TRUE(again.verify()->empty() && attachments().verify()->empty());
}

TEST_P(DisposalTest, what_a_dead_program_left_is_settled) {
  const ArchiveStore store = archive();
  const std::string matter = full();
  const EvidenceFiles files(evidence());
  const std::string hash = content_hash(kShared);
  ASSERT_TRUE(files.set_aside(hash).has_value());
  EXPECT_EQ(attachments().verify()->size(), 1U);
  archive();
  EXPECT_TRUE(attachments().verify()->empty()) << "put back: its matter is not disposed of";
  const auto record = store.propose_disposal(closed(store, matter), "期满", clerk("2057-01-02", "甲"));
  ASSERT_TRUE(record.has_value());
  // The program dies after the decision was written: as if before the files went.
  const auto all = files.all();
  const Path kept = folder_.path() / "kept";
  std::filesystem::copy(evidence(), kept, std::filesystem::copy_options::recursive);
  ASSERT_TRUE(store.decide_disposal(record->serial, true, clerk("2057-01-03", "乙")).has_value());
  std::filesystem::remove_all(evidence());
  std::filesystem::copy(kept, evidence(), std::filesystem::copy_options::recursive);
  ASSERT_TRUE(files.set_aside(hash).has_value());
  archive();
  EXPECT_TRUE(files.all().empty());
  EXPECT_TRUE(files.set_aside_before().empty());
}

// Whoever has the database cannot make a missing file look like a disposal.
TEST_P(DisposalTest, a_disposal_that_nobody_decided_is_none) {
  const ArchiveStore store = archive();
  const std::string matter = full();
  const std::string number = closed(store, matter);
  ASSERT_TRUE(store.propose_disposal(number, "期满", clerk("2057-01-02", "甲")).has_value());
  database::run(*database_, "update documents_disposals set decision = 1, decided_by = '乙', decided_on = 31000");
  EXPECT_TRUE(archive().verify().has_value());
  EXPECT_EQ(EvidenceFiles(evidence()).all().size(), 6U) << "nothing goes";
  std::filesystem::remove(EvidenceFiles(evidence()).path_of(content_hash(kShared)));
  EXPECT_FALSE(attachments().verify()->empty());
  EXPECT_FALSE(store.verify()->empty());
}

QIUHAO_ON_BOTH_ENGINES(DisposalTest);

}  // namespace
}  // namespace qiuhao::documents
