// Programs that end, speak, stay too long, or leave others behind; and what the virus check makes of them.
#include "documents/child_program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "database/test_engines.h"
#include "documents/virus_check.h"

namespace qiuhao::documents {
namespace {

using std::chrono::milliseconds;

Result<ProgramEnd> shell(const std::string& script, milliseconds deadline = milliseconds(10'000)) {
  const std::vector<std::string> words = {"/bin/sh", "-c", script};
  return run_program(words, deadline);
}

TEST(ChildPrograms, EndAndSpeak) {
  const auto end = shell("echo out; echo err >&2; exit 3");
  ASSERT_TRUE(end.has_value());
  EXPECT_EQ(end->exit_code, 3);
  EXPECT_FALSE(end->was_late);
  EXPECT_EQ(end->told, "out\nerr\n");
  EXPECT_EQ(shell("kill -9 $$")->exit_code, 128 + 9);
  const auto loud = shell("i=0; while [ $i -lt 20000 ]; do echo line$i; i=$((i+1)); done; echo last");
  EXPECT_TRUE(loud->told.ends_with("last\n"));
  EXPECT_EQ(loud->told.size(), kToldBytesMost);
  const std::vector<std::string> words = {"/no/such/program"};
  EXPECT_EQ(run_program(words, milliseconds(1'000)).error().code, "cannot_run");
}

TEST(ChildPrograms, AreKilledWithAllThatTheyStarted) {
  const database::TestFolder folder;
  const std::string mark = (folder.path() / "mark").string();
  const auto begun = std::chrono::steady_clock::now();
  const auto late = shell("(sleep 1; touch " + mark + ") & sleep 30", milliseconds(100));
  EXPECT_TRUE(late->was_late);
  EXPECT_FALSE(shell("(sleep 1; touch " + mark + ") & exit 0")->was_late);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  std::this_thread::sleep_for(milliseconds(1'200));
  EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST(ChildPrograms, GetNoneOfOurFiles) {
  const int file = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC
  ASSERT_GT(file, 2);
  EXPECT_EQ(shell("[ -e /proc/self/fd/" + std::to_string(file) + " ] && echo open; cat")->told, "");
  ::close(file);
}

TEST(VirusChecks, SayCleanFoundOrNothing) {
  const VirusCommand none;
  EXPECT_TRUE(check_for_viruses(none, "/nothing").has_value());
  const auto told = [](const std::string& script, milliseconds deadline = milliseconds(10'000)) {
    const Status status = check_for_viruses({{"/bin/sh", "-c", script}, deadline}, "a b;$(touch x)");
    return status ? "clean" : status.error().code;
  };
  EXPECT_EQ(told("exit 0"), "clean");
  EXPECT_EQ(told("[ \"$0\" = 'a b;$(touch x)' ]"), "clean") << "the path comes as one word, read by no shell";
  EXPECT_EQ(told("exit 1"), "virus_found");
  EXPECT_EQ(told("exit 2"), "virus_check_failed");
  EXPECT_EQ(told("kill -9 $$"), "virus_check_failed");
  EXPECT_EQ(told("sleep 20", milliseconds(50)), "virus_check_failed");
  EXPECT_EQ(check_for_viruses({{"/no/such"}, milliseconds(50)}, "x").error().code, "virus_check_failed");
}

TEST(VirusChecks, CommandsAreWords) {
  EXPECT_EQ(parse_virus_command("  /usr/bin/clamdscan  --no-summary ")->words,
            (std::vector<std::string>{"/usr/bin/clamdscan", "--no-summary"}));
  EXPECT_TRUE(parse_virus_command("")->words.empty());
  EXPECT_EQ(parse_virus_command("clamscan").error().code, "bad_setting");
}

}  // namespace
}  // namespace qiuhao::documents
