// Every line is a JSON object; what is lost is said; a rotated file is left for a new one.
#include "http/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

namespace qiuhao::http {
namespace {

class Logged : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("qiuhao-log-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static std::vector<std::string> lines_of(const Path& file) {
    std::vector<std::string> lines;
    const std::string text = read_file(file).value_or("");
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin);
      lines.push_back(text.substr(begin, end - begin));
      begin = end == std::string::npos ? text.size() : end + 1;
    }
    return lines;
  }

  Path folder_;
};

TEST_F(Logged, ALineIsOneObject) {
  const Path file = folder_ / "a.log";
  {
    auto log = Log::open({.file = file});
    ASSERT_TRUE(log.has_value());
    log->write(Level::debug, "not written");
    log->write(Level::warning, "slow \"one\"",
               {{"path", "/a\\b\n\x01"},
                {"name", "张三"},
                {"bad",
                 "a\xff\xe5\xbc"
                 "b"}});
  }
  const auto lines = lines_of(file);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with("{\"time\":\"20")) << lines[0];
  EXPECT_EQ(lines[0].find("Z\",\"level\""), std::string_view("{\"time\":\"2026-11-30T20:04:49.123456").size());
  EXPECT_TRUE(lines[0].ends_with(R"("level":"warning","event":"slow \"one\"","path":"/a\\b\u000a\u0001","name":"张三",)"
                                 "\"bad\":\"a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                                 "b\"}"))
      << lines[0];
}

TEST_F(Logged, LongValuesAreCutAtACharacter) {
  std::string cut;
  put_json_string(cut, "ab张", 4);
  EXPECT_EQ(cut, "\"ab\"");
  cut.clear();
  put_json_string(cut, "ab张", 5);
  EXPECT_EQ(cut, "\"ab张\"");
  cut.clear();
  put_json_string(cut, "\xed\xa0\x80\xc0\xaf\xf5", 100);  // half a pair, two bytes for one, beyond Unicode
  EXPECT_EQ(cut.size(), 2 + 3 * 6U);
}

TEST_F(Logged, ARotatedFileIsLeftForANewOne) {
  const Path file = folder_ / "b.log";
  auto log = Log::open({.file = file});
  ASSERT_TRUE(log.has_value());
  log->write(Level::info, "one");
  log->flush();
  std::filesystem::rename(file, folder_ / "b.log.1");
  log->write(Level::info, "two");
  log->flush();
  log->reopen();
  log->write(Level::info, "three");
  log->flush();
  EXPECT_EQ(lines_of(folder_ / "b.log.1").size(), 2U);
  EXPECT_EQ(lines_of(file).size(), 1U);
  // A folder in the file's place cannot be opened: the old file goes on.
  std::filesystem::rename(file, folder_ / "b.log.2");
  std::filesystem::create_directory(file);
  log->reopen();
  log->write(Level::info, "four");
  log->flush();
  const auto lines = lines_of(folder_ / "b.log.2");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NE(lines[1].find("log_not_reopened"), std::string::npos);
  EXPECT_NE(lines[2].find("four"), std::string::npos);
}

TEST_F(Logged, WhatDoesNotFitIsCountedAndSaid) {
  const Path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string read;
  // Nobody reads for a while, so that the pipe fills and the writing thread stands.
  std::atomic<bool> may_read{false};
  std::thread reader([&] {
    const int handle = ::open(pipe.c_str(), O_RDONLY);
    while (!may_read) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    char buffer[65536];
    for (ssize_t count; (count = ::read(handle, buffer, sizeof buffer)) > 0;) {
      read.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(handle);
  });
  std::uint64_t lost = 0;
  {
    auto log = Log::open({.file = pipe, .waiting_most = 10});
    ASSERT_TRUE(log.has_value());
    const std::string value(4'000, 'x');
    for (int count = 0; count < 1'000; ++count) log->write(Level::info, "full", {{"value", value}});
    lost = log->lost();
    may_read = true;
    log->flush();
    log->write(Level::info, "last");
  }
  reader.join();
  EXPECT_GT(lost, 900U);
  EXPECT_NE(read.find("\"event\":\"log_lines_lost\",\"lines\":\""), std::string::npos);
  EXPECT_NE(read.find("\"event\":\"last\""), std::string::npos);
}

TEST_F(Logged, ThreadsKeepTheirLinesWhole) {
  const Path file = folder_ / "c.log";
  {
    auto log = Log::open({.file = file, .waiting_most = 100'000});
    ASSERT_TRUE(log.has_value());
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&log] {
        for (int count = 0; count < 500; ++count) log->write(Level::info, "e", {{"value", std::string(300, 'y')}});
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(log->lost(), 0U);
  }
  const auto lines = lines_of(file);
  EXPECT_EQ(lines.size(), 2'000U);
  for (const std::string& line : lines) EXPECT_TRUE(line.starts_with("{\"time\"") && line.ends_with("y\"}"));
}

TEST_F(Logged, AFileThatCannotBeWrittenIsNamed) {
  const auto log = Log::open({.file = folder_ / "none" / "a.log"});
  ASSERT_FALSE(log.has_value());
  EXPECT_EQ(log.error().code, "cannot_log");
  EXPECT_NE(log.error().text().find("a.log"), std::string::npos);
}

}  // namespace
}  // namespace qiuhao::http
