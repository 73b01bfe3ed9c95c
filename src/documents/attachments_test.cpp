// Attachments on both engines: kept once, refused with an act, and found out when anything of them was changed.
#include "documents/attachments.h"

#include <fmt/format.h>

#include <filesystem>
#include <thread>

#include "documents/test_attachments.h"

namespace qiuhao::documents {
namespace {

using database::Bytes;
using database::run;

TEST_P(AttachmentTest, add_list_read) {
  const AttachmentStore store = attachments();
  const std::string pdf = test_pdf();
  const auto made = store.add(fresh("C:\\桌面\\张三 收据.pdf"), pdf, {"10.0.0.7", ""});
  ASSERT_TRUE(made.has_value()) << made.error().text();
  EXPECT_EQ(made->id, "A1");
  EXPECT_EQ(added(store, fresh("照片.jpg", ""), test_jpeg()), "A2");
  const auto all = store.list(number_);
  ASSERT_EQ(all->size(), 2U);
  const Attachment& first = (*all)[0];
  EXPECT_EQ(first.name, "张三 收据.pdf");
  EXPECT_EQ(first.number, number_);
  EXPECT_EQ(first.document, "receipt");
  EXPECT_EQ(first.type, FileType::pdf);
  EXPECT_EQ(first.bytes, pdf.size());
  EXPECT_EQ(first.hash, content_hash(pdf));
  EXPECT_EQ(first.who, "王出纳");
  EXPECT_EQ(format_time(first.at), "2026-03-12 10:00:00");
  EXPECT_EQ(store.read("A1")->bytes, pdf);
  EXPECT_EQ(store.read("A2")->attachment.name, "照片.jpg");
  EXPECT_TRUE(store.list("recovery-none")->empty());
  for (const char* id : {"A3", "A0", "A01", "1", "A", "", "A1 ", "A99999999999999999999"})
    EXPECT_EQ(store.read(id).error().code, "no_attachment") << id;
  EXPECT_TRUE(store.verify()->empty());
  // The act names nothing that a person wrote.
  const auto [what, after] = last_act(number_ + "/A1");
  EXPECT_EQ(what, "attachment_added");
  EXPECT_EQ(after, fmt::format(R"({{"document":"receipt","type":"pdf","bytes":{},"sha256":"{}"}})", pdf.size(),
                               content_hash(pdf)));
  EXPECT_EQ(database::number(*database_, "select count(*) from audit_acts where after_text like '%张三%'"), 0);
}

TEST_P(AttachmentTest, one_content_is_one_file) {
  const AttachmentStore store = attachments();
  EXPECT_EQ(added(store, fresh(), test_pdf()), "A1");
  EXPECT_EQ(added(store, fresh("另一份.pdf"), test_pdf()), "A2");
  EXPECT_EQ(added(store, fresh(), test_pdf("other")), "A3");
  EXPECT_EQ(EvidenceFiles(evidence()).all().size(), 2U);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(evidence())) {
    const auto rights =
        entry.status().permissions() & (std::filesystem::perms::group_all | std::filesystem::perms::others_all);
    EXPECT_EQ(rights, std::filesystem::perms::none) << entry.path();
    if (entry.is_regular_file()) ++files;
  }
  EXPECT_EQ(files, 2U) << "no draft is left";
}

TEST_P(AttachmentTest, refusals_are_acts) {
  AttachmentRules rules;
  rules.bytes_most = 1'000;
  rules.files_most = 2;
  rules.bytes_in_all_most = 1'300;
  const AttachmentStore store = attachments(rules);
  const auto refused = [&](const NewAttachment& fresh, const std::string& bytes, const std::string& code) {
    const std::int64_t before = acts();
    EXPECT_EQ(added(store, fresh, bytes), code);
    EXPECT_EQ(acts(), before + 1);
    const auto [what, after] = last_act(number_ + "/attachments");
    EXPECT_EQ(what, "attachment_refused");
    EXPECT_EQ(after,
              fmt::format(R"({{"code":"{}","bytes":{},"sha256":"{}"}})", code, bytes.size(), content_hash(bytes)));
  };
  refused(fresh("a.pdf"), test_png(), "disguised_type");
  refused(fresh("a.exe"), test_pdf(), "unknown_type");
  refused(fresh("a.pdf"), "", "file_is_empty");
  refused(fresh("a.pdf"), test_pdf(std::string(1'000, 'x')), "file_too_large");
  refused(fresh("a.pdf", "passport"), test_pdf(), "document_is_unknown");
  EXPECT_EQ(added(store, fresh("a.pdf"), test_pdf(std::string(150, 'x'))), "A1");
  refused(fresh("a.pdf"), test_pdf(std::string(150, 'y')), "attachments_too_large");
  EXPECT_EQ(added(store, fresh("a.txt"), "短"), "A2");
  refused(fresh("b.txt"), "短", "too_many_attachments");
  EXPECT_EQ(count("documents_attachments"), 2);
  EXPECT_EQ(EvidenceFiles(evidence()).all().size(), 2U);
  const std::int64_t before = acts();
  NewAttachment lost = fresh();
  lost.number = "recovery-none";
  EXPECT_EQ(added(store, lost, test_pdf()), "no_matter");
  EXPECT_EQ(acts(), before);
}

TEST_P(AttachmentTest, viruses) {
  const Path script = folder_.path() / "scan";
  std::ofstream(script) << "#!/bin/sh\ngrep -q BAD \"$1\" && exit 1\ngrep -q ODD \"$1\" && exit 2\nexit 0\n";
  ASSERT_EQ(::chmod(script.c_str(), 0700), 0);
  AttachmentRules rules;
  rules.virus.words = {script.string()};
  const AttachmentStore store = attachments(rules);
  EXPECT_EQ(added(store, fresh("a.txt"), "BAD"), "virus_found");
  EXPECT_EQ(last_act(number_ + "/attachments").first, "attachment_refused");
  EXPECT_EQ(added(store, fresh("a.txt"), "ODD"), "virus_check_failed");
  EXPECT_NE(last_act(number_ + "/attachments").second.find("virus_check_failed"), std::string::npos);
  EXPECT_TRUE(EvidenceFiles(evidence()).all().empty());
  EXPECT_EQ(added(store, fresh("a.txt"), "fine"), "A1");
}

TEST_P(AttachmentTest, a_request_sent_again_adds_nothing) {
  const AttachmentStore store = attachments();
  EXPECT_EQ(added(store, fresh(), test_pdf(), "r1"), "A1");
  const std::int64_t before = acts();
  EXPECT_EQ(added(store, fresh(), test_pdf(), "r1"), "A1");
  EXPECT_EQ(added(store, fresh(), test_pdf("other"), "r1"), "request_reused");
  EXPECT_EQ(acts(), before);
  EXPECT_EQ(added(store, fresh(), test_pdf(), "r2"), "A2");
}

TEST_P(AttachmentTest, a_changed_byte_of_a_file_is_found) {
  const AttachmentStore store = attachments();
  const std::string pdf = test_pdf();
  ASSERT_EQ(added(store, fresh(), pdf), "A1");
  const Path file = EvidenceFiles(evidence()).path_of(content_hash(pdf));
  for (std::size_t at = 0; at < pdf.size(); at += 41) {
    std::string changed = pdf;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
    write_over(file, changed);
    EXPECT_EQ(store.read("A1").error().code, "damaged_file") << at;
  }
  EXPECT_EQ(store.verify()->at(0).code, "damaged_file");
  write_over(file, pdf + " ");
  EXPECT_EQ(store.read("A1").error().code, "damaged_file");
  std::filesystem::remove(file);
  EXPECT_EQ(store.read("A1").error().code, "missing_file");
  EXPECT_EQ(store.verify()->at(0).code, "missing_file");
  EXPECT_EQ(added(store, fresh(), pdf), "A2") << "the same content again mends it";
  EXPECT_EQ(store.read("A1")->bytes, pdf);
  write_over(file, "x");
  EXPECT_EQ(added(store, fresh(), pdf), "A3");
  EXPECT_TRUE(store.verify()->empty());
}

TEST_P(AttachmentTest, a_changed_column_is_found) {
  const AttachmentStore store = attachments();
  ASSERT_EQ(added(store, fresh(), test_pdf(), "r1"), "A1");
  ASSERT_EQ(added(store, fresh("b.txt"), "b", "r2"), "A2");
  NewAttachment elsewhere = fresh("c.txt");
  elsewhere.number = opened(recovery());
  ASSERT_EQ(added(store, elsewhere, "c"), "A3");
  run(*database_, "create table kept as select * from documents_attachments");
  for (const char* change :
       {"serial = 9", "number = (select number from documents_attachments where serial = 3)", "document = 'notice'",
        "document = ''", "name = (select name from documents_attachments where serial = 2)", "type = 3", "type = 99",
        "bytes = bytes + 1", "hash = (select hash from documents_attachments where serial = 2)", "who = '别人'",
        "at = at + 1", "request = 'r9'", "request = null",
        "mark = (select mark from documents_attachments where serial = 2)"}) {
    run(*database_, fmt::format("update documents_attachments set {} where serial = 1", change));
    const auto wrong = store.verify();
    ASSERT_FALSE(wrong->empty()) << change;
    const std::string code = wrong->at(0).code;
    EXPECT_TRUE(code == "damaged_attachment" || code == "no_attachment") << change << ": " << code;
    EXPECT_FALSE(store.read("A1").has_value()) << change;
    run(*database_, "delete from documents_attachments");
    run(*database_, "insert into documents_attachments select * from kept");
    ASSERT_TRUE(store.verify()->empty());
  }
  run(*database_, "delete from documents_attachments where serial = 2");
  EXPECT_EQ(store.verify()->at(0).code, "no_attachment") << "a row that is gone leaves a gap";
}

TEST_P(AttachmentTest, many_at_once_get_ids_of_their_own_and_keep_the_limit) {
  AttachmentRules rules;
  rules.files_most = 10;
  const AttachmentStore store = attachments(rules);
  std::vector<std::thread> threads;
  std::atomic<int> done = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 4; ++i) {
        const bool is_done = added(store, fresh("a.txt"), fmt::format("{} {}", thread % 2, i)).starts_with('A');
        done += is_done ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 10);
  EXPECT_EQ(count("documents_attachments"), 10);
  EXPECT_TRUE(store.verify()->empty());
  EXPECT_EQ(database::number(*database_, "select count(*) from audit_acts where what = 'attachment_refused'"), 6);
}

QIUHAO_ON_BOTH_ENGINES(AttachmentTest);

}  // namespace
}  // namespace qiuhao::documents
