// `qiuhao documents` as people call it: templates, a document, its case file, the archive, and what was tampered with.
#include <sys/stat.h>

#include <fstream>

#include "casework/test_store.h"
#include "cli/documents_parts.h"
#include "cli/records.h"
#include "cli/test_users.h"
#include "documents/pdf_pages.h"
#include "documents/test_files.h"

namespace qiuhao::cli {
namespace {

class DocumentsCalls : public UserCallTest {
 protected:
  // A printer that makes as many pages as are asked for, and says nothing.
  void set_printer() const {
    const std::string page = documents::test_pdf();
    std::vector<documents::PdfPart> parts;
    for (int pages = 1; pages <= 5; ++pages) {
      parts.push_back({page, 0, 1});
      std::ofstream(folder_ / fmt::format("pages-{}", pages), std::ios::binary) << documents::join_pdfs(parts).value();
    }
    const Path script = folder_ / "printer";
    std::ofstream(script) << "#!/bin/sh\nfor word; do case $word in --print-to-pdf=*) out=${word#*=};; file://*) "
                             "page=${word#file://};; esac; done\ncount=$(grep -o '<div class=\"page\"' \"$page\" | wc "
                             "-l)\n[ $count = 0 ] && count=1\ncp "
                          << folder_.string() << "/pages-$count \"$out\"\n";
    ASSERT_EQ(::chmod(script.c_str(), 0700), 0);
    std::ofstream(Path(workspace()) / "qiuhao.toml")
        << "[office]\nname = \"某市医疗保障局\"\n[printer]\nprogram = \"" << script.string() << "\"\n";
  }
  // A recovery that was noticed, or returned; its number.
  std::string recovery(bool is_returned) const {
    auto records = open_records(workspace(), false);
    auto ring = open_keys(workspace(), false);
    auto kinds = casework::Kinds::make(casework::shipped_kinds());
    const workflow::Calendar calendar = casework::test_calendar();
    CHECK(records.has_value() && ring.has_value() && kinds.has_value());
    const auto store = casework::MatterStore::open(*records->database, records->trail, *ring, *kinds, calendar);
    CHECK(store.has_value());
    const auto money = [](std::int64_t cents) { return workflow::FieldValue(cents); };
    casework::Opening opening{"recovery", "H001", "340602",
                              casework::act_of("open", {"郑经办", {"clerk"}, ""}, "2026-03-10 09:00")};
    opening.act.fields = {{"debtor", workflow::FieldValue(std::string("H001"))},
                          {"amount", money(1'000)},
                          {"source", workflow::FieldValue(std::string("F1"))}};
    const std::string number = store->open_matter(opening, {"test", ""})->number;
    workflow::Act notice = casework::act_of("send_notice", opening.act.by, "2026-03-11 10:00");
    notice.fields = {{"pool_amount", money(1'000)}, {"serious_amount", money(0)}, {"assistance_amount", money(0)}};
    CHECK(store->perform(number, notice, {"test", ""})->is_done());
    if (!is_returned) return number;
    workflow::Act payment = casework::act_of("record_payment", {"王出纳", {"cashier"}, ""}, "2026-03-12 10:00");
    payment.fields = {{"payment", money(1'000)}};
    payment.documents = {{"receipt", "A1"}};
    CHECK(store->perform(number, payment, {"test", ""})->is_done());
    return number;
  }
  std::string penalty_case() const {
    auto records = open_records(workspace(), false);
    auto ring = open_keys(workspace(), false);
    auto kinds = casework::Kinds::make(casework::shipped_kinds());
    const workflow::Calendar calendar = casework::test_calendar();
    const auto store = casework::MatterStore::open(*records->database, records->trail, *ring, *kinds, calendar);
    casework::Opening opening{"penalty_case", "H001", "340602",
                              casework::act_of("open", {"孙执法", {"officer"}, ""}, "2026-03-02 09:00")};
    opening.act.fields = {{"respondent", casework::text_value("H001")}, {"source", casework::text_value("T1")}};
    const auto reply = store->open_matter(opening, {"test", ""});
    CHECK_NOTE(reply.has_value() && reply->is_done(), reply ? reply->sentence.english : reply.error().text());
    return reply->number;
  }
  // As the archivist would, once the term is over.
  void propose_after_the_term(const std::string& archived) const {
    DocumentsOptions options;
    options.workspace = workspace();
    const auto desk = open_documents(options);
    CHECK(desk.has_value());
    const auto record =
        (*desk)->archive->propose_disposal(archived, "期满", {"archivist", *parse_time("2057-01-02"), "test"});
    CHECK_NOTE(record.has_value(), record ? "" : record.error().text());
  }
};

TEST_F(DocumentsCalls, templates) {
  Said said = call({"documents", "check"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "13 templates are right")) << said.text;
  said = call({"documents", "test"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "0 failed")) << said.text;
  EXPECT_EQ(call({"documents", "test", "--run", "no such test"}).code, 2);
  const Path own = Path(workspace()) / "policy" / "documents";
  std::filesystem::create_directories(own);
  std::string content = *read_file(QIUHAO_SOURCE_DIR "/policy/documents/recovery-notice.yaml");
  content.replace(content.find("医保退〔"), 12, "某医保退〔");
  std::ofstream(own / "notice.yaml") << content;
  said = call({"documents", "check", "--workspace", workspace()});
  EXPECT_EQ(said.code, 0) << said.text;
  said = call({"documents", "test", "--workspace", workspace()});
  EXPECT_EQ(said.code, 1) << "the bureau's own stands over the shipped one, and its test says another number";
  EXPECT_TRUE(has(said.text, "某医保退〔2026〕1号")) << said.text;
  content.replace(content.find("shown.debtor"), 12, "shown.debter");
  std::ofstream(own / "notice.yaml") << content;
  said = call({"documents", "check", "--workspace", workspace()});
  EXPECT_EQ(said.code, 3);
  EXPECT_TRUE(has(said.text, "notice.yaml:")) << said.text;
}

TEST_F(DocumentsCalls, from_a_draft_to_the_case_file) {
  found();
  set_printer();
  add_user("clerk", "chief");
  add_user("reader", "reader");
  add_user("county", "chief", "340604");
  const std::string number = recovery(false);
  const std::string out = (folder_ / "out").string();
  const std::vector<std::string> make = {"documents", "make", workspace(), number, "notice", "--out", out};
  std::vector<std::string> draft = make;
  draft.emplace_back("--draft");
  EXPECT_EQ(call(draft).code, 2) << "who does it?";
  EXPECT_EQ(call(make).code, 2);
  Said said = as("clerk", draft);
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(*read_file(out + "/draft.html"), "草稿"));
  std::vector<std::string> wrong = make;
  wrong.insert(wrong.end(), {"--as", "clerk"});
  EXPECT_EQ(call(wrong, "Wrong-Lamp7\n").code, 3);
  for (const auto& words : {make, draft}) {
    said = as("reader", words);
    EXPECT_EQ(said.code, 3) << "only looks";
    EXPECT_TRUE(has(said.text, "reader may not do paper.issue")) << said.text;
    EXPECT_TRUE(has(as("county", words).text, "there is no matter")) << "of another region";
  }
  EXPECT_FALSE(std::filesystem::exists(out + "/D1.html"));
  said = as("clerk", make);
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "医保退〔")) << said.text;
  EXPECT_TRUE(has(*read_file(out + "/D1.html"), "某市医疗保障局"));
  EXPECT_TRUE(read_file(out + "/D1.pdf")->starts_with("%PDF-"));
  EXPECT_EQ(call({"documents", "write", workspace(), "--out", out}).code, 2) << "who reads them?";
  said = call({"documents", "write", workspace()});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "D2")) << said.text;
  EXPECT_EQ(call({"documents", "write", workspace()}).text.find("D3"), std::string::npos) << "once";
  const std::vector<std::string> file = {"documents", "case-file", workspace(), number, "--out", out + "/case.pdf"};
  EXPECT_EQ(as("county", file).code, 3);
  said = as("reader", file);
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "2 items, 4 pages")) << said.text;
  EXPECT_EQ(as("reader", {"documents", "archive", workspace(), number}).code, 3);
}

TEST_F(DocumentsCalls, a_signature_is_put_on) {
  found();
  set_printer();
  add_user("chief", "chief");
  add_user("reviewer", "reviewer");
  add_user("reader", "reader");
  add_user("county", "reviewer", "340604");
  const std::string out = (folder_ / "out").string();
  const std::string number = penalty_case();
  std::ofstream(folder_ / "pad.json") << "[[[1,2],[3,4]]]";
  std::ofstream(folder_ / "seal.png", std::ios::binary) << documents::test_png(20, 10);
  std::ofstream(folder_ / "bad.png", std::ios::binary) << documents::test_jpeg();
  const auto file = [&](const std::string& name) { return (folder_ / name).string(); };
  std::vector<std::string> make = {"documents",  "make",    workspace(),    number,    "hearing_record", "--out",
                                   out,          "--input", "place=三楼",   "--input", "host=何法制",    "--input",
                                   "present=甲", "--input", "content=陈述", "--sign"};
  make.push_back("host=" + file("bad.png"));
  EXPECT_EQ(as("reviewer", make).code, 3) << "no PNG";
  make.back() = "host=" + file("seal.png");
  Said said = as("reviewer", make);
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(*read_file(out + "/D1.html"), "data:image/png;base64,"));
  const auto sign = [&](const std::string& who, const std::string& place) {
    return as(who, {"documents", "sign", workspace(), "D1", place, file("pad.json")});
  };
  EXPECT_TRUE(has(sign("reader", "1").text, "reader may not do paper.sign"));
  EXPECT_TRUE(has(sign("county", "1").text, "there is no such document"));
  said = sign("chief", "1");
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "1  当事人或代理人  chief")) << said.text;
  EXPECT_TRUE(has(said.text, "2  主持人  reviewer")) << said.text;
  EXPECT_TRUE(has(said.text, "3  记录人  -")) << said.text;
  EXPECT_TRUE(has(sign("reviewer", "2").text, "signed already"));
  EXPECT_EQ(sign("reviewer", "4").code, 3);
}

TEST_F(DocumentsCalls, the_archive_wants_rights_and_two_people) {
  found();
  set_printer();
  add_user("archivist", "archivist");
  add_user("chief", "chief");
  add_user("reader", "reader");
  add_user("county", "archivist", "340604");
  const std::string number = recovery(true);
  EXPECT_EQ(as("reader", {"documents", "archive", workspace(), number}).code, 3);
  EXPECT_EQ(as("archivist", {"documents", "archive", workspace(), recovery(false)}).code, 3) << "not over";
  Said said = as("archivist", {"documents", "archive", workspace(), number});
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(call({"documents", "find", workspace(), number}).code, 2) << "who?";
  EXPECT_EQ(as("county", {"documents", "find", workspace(), number}).text, "");
  said = as("reader", {"documents", "find", workspace(), number});
  EXPECT_TRUE(has(said.text, "2056-12-31")) << said.text;
  const std::string archived = said.text.substr(0, said.text.find("  "));

  const std::string due = format_day(day_of(database::now_micros() / database::kMicrosASecond) + 7);
  const auto borrow = [&](const std::string& who) {
    return as(who, {"documents", "borrow", workspace(), archived, "--why", "复查", "--due", due});
  };
  EXPECT_EQ(borrow("county").code, 3);
  EXPECT_EQ(borrow("reader").code, 0);
  EXPECT_EQ(as("reader", {"documents", "lend", workspace(), "1", "--approve"}).code, 3) << "may not decide";
  EXPECT_EQ(as("archivist", {"documents", "lend", workspace(), "1"}).code, 2) << "which decision?";
  EXPECT_EQ(as("county", {"documents", "lend", workspace(), "1", "--approve"}).code, 3);
  said = as("archivist", {"documents", "lend", workspace(), "1", "--approve"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "reader")) << said.text;
  const std::string pdf = (folder_ / "lent.pdf").string();
  EXPECT_EQ(as("archivist", {"documents", "read", workspace(), "1", "--out", pdf}).code, 3) << "another's loan";
  EXPECT_EQ(as("reader", {"documents", "read", workspace(), "1", "--out", pdf}).code, 0);
  EXPECT_TRUE(read_file(pdf)->starts_with("%PDF-"));
  EXPECT_EQ(call({"documents", "overdue", workspace()}).code, 0);
  EXPECT_EQ(as("reader", {"documents", "return", workspace(), "1"}).code, 0);
  EXPECT_EQ(borrow("archivist").code, 0);
  said = as("archivist", {"documents", "lend", workspace(), "2", "--approve"});
  EXPECT_TRUE(has(said.text, "same_person_may_not")) << said.text;

  const std::vector<std::string> dispose = {"documents", "dispose", workspace(), archived, "--why", "期满"};
  EXPECT_TRUE(has(as("chief", dispose).text, "chief may not do archive.propose_disposal"));
  EXPECT_TRUE(has(as("archivist", dispose).text, "it is kept until 2056-12-31"));
  propose_after_the_term(archived);
  const std::vector<std::string> decide = {"documents", "decide", workspace(), "1", "--approve"};
  EXPECT_TRUE(has(as("archivist", decide).text, "archivist may not do archive.dispose"));
  EXPECT_TRUE(has(as("chief", decide).text, "code_is_not_fresh"));
  const auto codes = codes_of("chief", kTestPassword);
  said = as("chief", decide, codes[0]);
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "1 files with ")) << said.text;
  EXPECT_TRUE(has(as("reader", {"documents", "find", workspace(), number}).text, "disposed"));
  EXPECT_EQ(call({"records", "verify", workspace()}).code, 0) << "its files went by right";
}

// One command holds all of it against what was written.
TEST_F(DocumentsCalls, records_verify_finds_a_changed_byte_and_a_changed_archive) {
  found();
  set_printer();
  add_user("archivist", "archivist");
  const std::string number = recovery(true);
  ASSERT_EQ(as("archivist", {"documents", "archive", workspace(), number}).code, 0);
  Said said = call({"records", "verify", workspace()});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "the archive: whole")) << said.text;
  Path file;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(Path(workspace()) / "evidence"))
    if (entry.is_regular_file()) file = entry.path();
  const std::string content = *read_file(file);
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  std::ofstream(file, std::ios::app) << "x";
  said = call({"records", "verify", workspace()});
  EXPECT_EQ(said.code, 1) << said.text;
  EXPECT_TRUE(has(said.text, "the archive: ")) << said.text;
  std::ofstream(file, std::ios::trunc) << content;
  EXPECT_EQ(call({"records", "verify", workspace()}).code, 0);
  {
    const auto records = open_records(workspace(), false);
    database::run(*records->database, "update documents_archives set until_day = 1");
  }
  EXPECT_EQ(call({"records", "verify", workspace()}).code, 1);
  EXPECT_EQ(call({"documents", "verify", workspace()}).code, 2) << "there is one command for it";
}

}  // namespace
}  // namespace qiuhao::cli
