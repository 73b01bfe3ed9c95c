// `qiuhao documents` as people call it: templates, a document, its case file, the archive, and what was tampered with.
#include <sys/stat.h>

#include <fstream>

#include "casework/test_store.h"
#include "cli/records.h"
#include "cli/test_calls.h"
#include "documents/pdf_pages.h"
#include "documents/test_files.h"

namespace qiuhao::cli {
namespace {

constexpr const char* kPassword = "Sixth-Lamp7\n";

class DocumentsCalls : public CallTest {
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
};

TEST_F(DocumentsCalls, templates) {
  Said said = call({"documents", "check"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "12 templates are right")) << said.text;
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

TEST_F(DocumentsCalls, from_a_draft_to_the_archive) {
  found();
  set_printer();
  const std::string number = recovery(false);
  const std::string out = (folder_ / "out").string();
  Said said = call({"documents", "make", workspace(), number, "notice", "--out", out, "--draft"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(*read_file(out + "/draft.html"), "草稿"));
  said = call({"documents", "make", workspace(), number, "notice", "--out", out});
  EXPECT_EQ(said.code, 2) << "who does it?";
  said = call({"documents", "make", workspace(), number, "notice", "--out", out, "--as", "root"}, "Wrong-Lamp7\n");
  EXPECT_EQ(said.code, 3) << said.text;
  said = call({"documents", "make", workspace(), number, "notice", "--out", out, "--as", "root"}, kPassword);
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "医保退〔")) << said.text;
  EXPECT_TRUE(has(*read_file(out + "/D1.html"), "某市医疗保障局"));
  EXPECT_TRUE(read_file(out + "/D1.pdf")->starts_with("%PDF-"));
  said = call({"documents", "write", workspace()});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "D2")) << said.text;
  EXPECT_EQ(call({"documents", "write", workspace()}).text.find("D3"), std::string::npos) << "once";
  said = call({"documents", "case-file", workspace(), number, "--out", out + "/case.pdf"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "2 items, 4 pages")) << said.text;
  said = call({"documents", "archive", workspace(), number, "--as", "root"}, kPassword);
  EXPECT_EQ(said.code, 3) << said.text;
  EXPECT_TRUE(has(said.text, "has not come to its end")) << said.text;
  const std::string over = recovery(true);
  said = call({"documents", "archive", workspace(), over, "--as", "root"}, kPassword);
  EXPECT_EQ(said.code, 0) << said.text;
  said = call({"documents", "find", workspace(), over});
  EXPECT_TRUE(has(said.text, "2056-12-31")) << said.text;
  const std::string archived = said.text.substr(0, said.text.find("  "));
  const std::string due = format_day(day_of(database::now_micros() / database::kMicrosASecond) + 7);
  said = call(
      {"documents", "lend", workspace(), archived, "--to", "钱审核", "--why", "复查", "--due", due, "--as", "root"},
      kPassword);
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_EQ(call({"documents", "overdue", workspace()}).code, 0);
  EXPECT_EQ(call({"documents", "return", workspace(), "1", "--as", "root"}, kPassword).code, 0);
  said = call({"documents", "dispose", workspace(), archived, "--why", "期满", "--as", "root"}, kPassword);
  EXPECT_EQ(said.code, 3);
  EXPECT_TRUE(has(said.text, "it is kept until 2056-12-31")) << said.text;
  EXPECT_EQ(call({"documents", "decide", workspace(), "1", "--as", "root"}, kPassword).code, 2);
  EXPECT_EQ(call({"documents", "verify", workspace()}).code, 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(Path(workspace()) / "evidence")) {
    if (!entry.is_regular_file()) continue;
    ASSERT_EQ(::chmod(entry.path().c_str(), 0600), 0);
    std::ofstream(entry.path(), std::ios::app) << "x";
    break;
  }
  said = call({"documents", "verify", workspace()});
  EXPECT_EQ(said.code, 1) << said.text;
}

}  // namespace
}  // namespace qiuhao::cli
