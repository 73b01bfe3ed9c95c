// `qiuhao evidence` and `qiuhao verify` as people call them: a matter about a finding of a simulated city is sealed
// with a photo, shown, blacked out, and verified where no workspace is.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "audit/record.h"
#include "casework/test_store.h"
#include "cli/found_findings.h"
#include "cli/records.h"
#include "cli/test_calls.h"
#include "documents/test_files.h"

namespace qiuhao::cli {
namespace {

constexpr std::string_view kPatient = "110101199003071234";

class EvidenceCalls : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string pattern = (std::filesystem::temp_directory_path() / "qiuhao-evidence-XXXXXX").string();
    CHECK(::mkdtemp(pattern.data()) != nullptr);
    folder() = pattern;
    ::setenv("QIUHAO_POLICY", QIUHAO_SOURCE_DIR "/policy", 1);
    ok({"simulate", path("city"), "--people", "400", "--months", "6", "--seed", "5"});
    std::vector<std::string> import = {"import", path("space")};
    for (const auto& entry : std::filesystem::directory_iterator(path("city"))) {
      const std::string name = entry.path().filename().string();
      if (name.ends_with("_d.csv")) import.push_back(entry.path().string());
    }
    std::sort(import.begin() + 2, import.end());
    ok(import);
    ok({"audit", path("space")});
    ok({"users", "found", path("space"), "--organisation", "B1", "--title", "某市医保局", "--region", "340600",
        "--system", "root", "--system-name", "张三丰", "--security", "guard", "--security-name", "李四"},
       "Sixth-Lamp7\nSixth-Lamp7\nEighth-Lamp9\nEighth-Lamp9\n");
    ok({"evidence", "key", path("bureau.pem")});
    ok({"evidence", "key", path("other.pem"), "--algorithm", "ed25519"});
    CHECK(write_file_atomically(path("说明.txt"), "现场检查说明\n").has_value());
    CHECK(write_file_atomically(path("照片.jpg"), documents::test_jpeg()).has_value());
  }
  static void TearDownTestSuite() {
    ::unsetenv("QIUHAO_POLICY");
    std::filesystem::remove_all(folder());
  }
  static Path& folder() {
    static Path folder;
    return folder;
  }
  static std::string path(const std::string& name) { return (folder() / name).string(); }
  static Said call(const std::vector<std::string>& arguments, const std::string& language = "en") {
    return call_program(folder(), arguments, "", language);
  }
  static void ok(const std::vector<std::string>& arguments, const std::string& input = "") {
    const Said said = call_program(folder(), arguments, input);
    CHECK_NOTE(said.code == 0, said.text);
  }
  // The number of a review of this finding, opened in the workspace's records.
  static std::string opened_review(const std::string& finding) {
    const auto records = open_records(path("space"), false);
    const auto ring = open_keys(path("space"), false);
    CHECK(records.has_value() && ring.has_value());
    const auto kinds = casework::Kinds::make(casework::shipped_kinds());
    const workflow::Calendar calendar = casework::test_calendar();
    const auto store = casework::MatterStore::open(*records->database, records->trail, *ring, *kinds, calendar);
    CHECK(store.has_value());
    casework::Opening opening{"finding_review", "H001", "340602", {}};
    opening.act = casework::act_of("open", {"audit", {}, ""}, "2026-03-02 09:00");
    for (const workflow::Action& action : kinds->newest("finding_review")->actions) {
      if (!action.opens) continue;
      opening.act.action = action.name;
      for (const workflow::Number role : action.roles)
        opening.act.by.roles.push_back(kinds->newest("finding_review")->roles[role].name);
    }
    opening.act.fields["finding"] = casework::text_value(finding);
    opening.act.fields["rule"] = casework::text_value("R0101");
    opening.act.fields["provider"] = casework::text_value("H001");
    opening.act.fields["patient"] = casework::text_value(std::string(kPatient));
    opening.act.fields["amount"] = casework::cents_value(50'000);
    const auto reply = store->open_matter(opening, {"test", ""});
    CHECK_NOTE(reply.has_value() && reply->is_done(), reply ? reply->sentence.english : reply.error().text());
    return reply->number;
  }
  static FoundFinding some_finding() {
    const auto run = audit::read_run(path("space"), "");
    CHECK(run.has_value());
    auto findings = FoundFindings::open(run->folder);
    CHECK(findings.has_value());
    // The id of the first row, from the table that people open.
    const std::string csv = *read_file(run->folder / "findings.csv");
    const std::size_t line = csv.find('\n') + 1;
    const auto found = findings->find(csv.substr(line, csv.find(',', line) - line));
    CHECK_NOTE(found.has_value(), found ? "" : found.error().text());
    return *found;
  }
  static std::vector<std::string> seal_words(const std::string& number, const std::string& out) {
    return {"evidence", "seal", path("space"), number, "--key", path("bureau.pem"), "--out", path(out)};
  }
};

TEST_F(EvidenceCalls, a_finding_goes_from_the_workspace_to_a_court) {
  const FoundFinding finding = some_finding();
  const std::string number = opened_review(finding.id);
  std::vector<std::string> seal = seal_words(number, "1.evidence");
  for (const char* word : {"--signer", "某市医保局稽核科", "--why", "移送", "--file"}) seal.emplace_back(word);
  seal.push_back(path("照片.jpg"));
  Said said = call(seal);
  ASSERT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "sealed " + number)) << said.text;
  EXPECT_FALSE(has(said.text, "note:")) << said.text;
  struct stat status {};
  ASSERT_EQ(::stat(path("1.evidence").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  said = call({"trail", "show", path("space"), "--subject", number});
  EXPECT_TRUE(has(said.text, "evidence_sealed")) << said.text;
  EXPECT_TRUE(has(said.text, "移送")) << said.text;
  EXPECT_EQ(call({"trail", "verify", path("space")}).code, 0);

  // Verified without the workspace, by whoever has the public key.
  said = call({"verify", path("1.evidence"), "--trust", path("bureau.pub.pem")}, "zh");
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "完整：封存后未被改动")) << said.text;
  EXPECT_TRUE(has(said.text, "关于 " + number + "，由 某市医保局稽核科 于 ")) << said.text;
  EXPECT_TRUE(has(said.text, "由指定的公钥签名")) << said.text;
  said = call({"verify", path("1.evidence")}, "zh");
  EXPECT_EQ(said.code, 0);
  EXPECT_TRUE(has(said.text, "公钥仅由文件自身载明")) << said.text;
  EXPECT_EQ(call({"verify", path("1.evidence"), "--trust", path("other.pub.pem")}).code, 1);

  const auto shown = [&](const std::string& item) {
    return call({"evidence", "show", path("1.evidence"), "--path", item}, "zh").text;
  };
  EXPECT_EQ(shown("finding/id"), finding.id + "\n");
  EXPECT_EQ(shown("rule/code"), finding.rule + "\n");
  EXPECT_EQ(shown("matter/personal/patient"), std::string(kPatient) + "\n");
  EXPECT_TRUE(has(shown("rule/text"), "rule: " + finding.rule)) << shown("rule/text").substr(0, 300);
  EXPECT_TRUE(has(shown("finding/text"), "命中 hit")) << shown("finding/text");
  EXPECT_EQ(shown("finding/json").substr(0, 1), "{");
  said = call({"evidence", "show", path("1.evidence")}, "zh");
  for (const std::string& words : {finding.names.person, finding.names.visit, std::string("rows/visit/1/id"),
                                   std::string("rows/line/1/amount"), std::string("涉及"), std::string("照片.jpg")})
    EXPECT_TRUE(has(said.text, words)) << words;
}

TEST_F(EvidenceCalls, blacked_out_it_verifies_and_saves_the_rest) {
  const std::string number = opened_review(some_finding().id);
  std::vector<std::string> seal = seal_words(number, "2.evidence");
  seal.insert(seal.end(), {"--digest", "sha256", "--file", path("照片.jpg"), "--file", path("说明.txt")});
  ASSERT_EQ(call(seal).code, 0);
  Said said = call({"evidence", "redact", path("2.evidence"), "--out", path("2-public.evidence"), "--path",
                    "matter/personal/", "--path", "rows/person/1/birth_date", "--path", "files/1"});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "blacked out 6 items")) << said.text;
  EXPECT_TRUE(has(said.text, "finding/text still shows the text of rows/person/1/birth_date")) << said.text;
  const std::string content = *read_file(path("2-public.evidence"));
  EXPECT_FALSE(has(content, kPatient));
  EXPECT_TRUE(has(*read_file(path("2.evidence")), kPatient));
  said = call({"verify", path("2-public.evidence"), "--trust", path("bureau.pub.pem")});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "of which 6 are blacked out")) << said.text;
  said = call({"evidence", "show", path("2-public.evidence"), "--path", "matter/personal"}, "zh");
  EXPECT_TRUE(has(said.text, "■■■（已涂黑）")) << said.text;
  said = call({"evidence", "show", path("2-public.evidence"), "--save", path("saved")});
  EXPECT_EQ(said.code, 0) << said.text;
  EXPECT_TRUE(has(said.text, "files/1: blacked out")) << said.text;
  EXPECT_EQ(read_file(path("saved/2-说明.txt")).value(), read_file(path("说明.txt")).value());
  EXPECT_EQ(call({"evidence", "show", path("2.evidence"), "--save", path("saved")}).code, 3) << "there already";

  // One byte.
  std::string changed = content;
  changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
  ASSERT_TRUE(write_file_atomically(path("changed.evidence"), changed).has_value());
  EXPECT_EQ(call({"verify", path("changed.evidence")}).code, 1);
  said = call({"evidence", "show", path("changed.evidence")});
  EXPECT_EQ(said.code, 1);
  EXPECT_TRUE(has(said.text, "is not shown")) << said.text;
  EXPECT_EQ(call({"evidence", "redact", path("changed.evidence"), "--out", path("x"), "--path", "acts"}).code, 3);
}

TEST_F(EvidenceCalls, mistakes_are_told_and_write_nothing) {
  const std::string number = opened_review("ffffffffffffffffffffffffffffffff");
  Said said = call(seal_words(number, "3.evidence"));
  EXPECT_EQ(said.code, 0) << "a finding that is not there any more does not keep the matter from being sealed";
  EXPECT_TRUE(has(said.text, "note: sealed without the finding")) << said.text;
  EXPECT_TRUE(has(call({"evidence", "show", path("3.evidence"), "--path", "finding/not_sealed"}).text, "finding"));

  EXPECT_EQ(call(seal_words(number, "3.evidence")).code, 3) << "it would be written over";
  EXPECT_EQ(call(seal_words("no-such-matter", "4.evidence")).code, 3);
  std::vector<std::string> named = seal_words(number, "4.evidence");
  named.insert(named.end(), {"--finding", "ffffffffffffffffffffffffffffffff"});
  EXPECT_EQ(call(named).code, 2) << "one that was asked for has to be there";
  std::vector<std::string> file = seal_words(number, "4.evidence");
  file.insert(file.end(), {"--file", path("nowhere.jpg")});
  EXPECT_EQ(call(file).code, 3);
  EXPECT_FALSE(std::filesystem::exists(path("4.evidence")));

  std::filesystem::permissions(path("other.pem"), static_cast<std::filesystem::perms>(0644));
  std::vector<std::string> open_key = seal_words(number, "4.evidence");
  open_key[5] = path("other.pem");
  said = call(open_key);
  EXPECT_EQ(said.code, 3);
  EXPECT_TRUE(has(said.text, "chmod 600")) << said.text;
  EXPECT_EQ(call({"evidence", "key", path("bureau.pem")}).code, 3) << "a key is never written over";
  EXPECT_EQ(call({"verify", path("nowhere.evidence")}).code, 3);
  EXPECT_EQ(call({"verify", path("照片.jpg")}).code, 1);
  EXPECT_EQ(call({"verify", path("3.evidence"), "--trust", path("bureau.pem")}).code, 3) << "no public key";
  EXPECT_EQ(call({"evidence", "show", path("3.evidence"), "--path", "no/such"}).code, 2);
}

TEST_F(EvidenceCalls, an_exception_is_told_wherever_the_finding_is_explained) {
  const FoundFinding finding = some_finding();
  const auto explained = [&](const std::string& language) {
    return call({"explain", path("space"), finding.id}, language).text;
  };
  EXPECT_FALSE(has(explained("zh"), "豁免"));
  std::int64_t number = 0;
  {
    const auto records = open_records(path("space"), false);
    ASSERT_TRUE(records.has_value());
    const auto store = casework::ExceptionStore::open(*records->database, records->trail);
    ASSERT_TRUE(store.has_value());
    const auto proposed = store->propose({"li", "test", 0}, {casework::ExceptionKind::rule, finding.rule,
                                                             finding.names.day - 10, finding.names.day, "等待新规"});
    ASSERT_TRUE(proposed.has_value()) << proposed.error().text();
    number = *proposed;
    EXPECT_FALSE(has(explained("zh"), "豁免")) << "not approved yet";
    ASSERT_TRUE(store->decide({"wang", "test", 0}, number, true, "属实").has_value());
  }
  EXPECT_TRUE(has(explained("zh"), "规则 " + finding.rule + " 自 ")) << explained("zh");
  EXPECT_TRUE(has(explained("zh"), "li 提请，wang 批准）：等待新规"));
  EXPECT_TRUE(has(explained("en"), "is set aside from ")) << explained("en");
  const Said json = call({"explain", path("space"), finding.id, "--json"});
  EXPECT_TRUE(has(json.text, "\"reason\": \"等待新规\"")) << json.text;
  {
    const auto records = open_records(path("space"), false);
    const auto store = casework::ExceptionStore::open(*records->database, records->trail);
    ASSERT_TRUE(store->end({"li", "test", 0}, number, finding.names.day - 1, "新规已施行").has_value());
  }
  EXPECT_FALSE(has(explained("zh"), "豁免")) << "its last day is before that of the finding";
}

}  // namespace
}  // namespace qiuhao::cli
