// For tests of whatever stands on the records database: each runs on SQLite and on a PostgreSQL server of its own,
// which listens on a socket in a temporary folder, is started by the first test that wants it and ends with the
// program.
#pragma once

#include <fmt/format.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/check.h"
#include "base/files.h"
#include "database/database.h"

namespace qiuhao::database {

class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "qiuhao-database-XXXXXX").string();
    CHECK(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TestFolder() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const Path& path() const { return path_; }

 private:
  Path path_;
};

class TestServer {
 public:
  static TestServer& instance() {
    static TestServer server;
    return server;
  }

  // The URL of a new, empty database.
  std::string new_database() {
    const std::string name = fmt::format("test_{}", ++databases_);
    CHECK(run({"createdb", "-h", folder_.path().string(), "-U", "qiuhao", "-T", "template0", name}) == 0);
    return fmt::format("postgresql://qiuhao@/{}?host={}", name, folder_.path().string());
  }

  // Tests survive no loss of power, so the server need not sync; for figures it has to.
  static bool is_synced() { return std::getenv("QIUHAO_TEST_SYNCED") != nullptr; }

 private:
  TestServer() {
    // The server refuses to run as root; then it runs as the user that Debian's package made.
    if (const passwd* user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr; user != nullptr) {
      user_ = user->pw_uid;
      group_ = user->pw_gid;
      CHECK(::chown(folder_.path().c_str(), user_, group_) == 0);
    }
    const std::string data = (folder_.path() / "data").string();
    CHECK_NOTE(run({"initdb", "-D", data, "-U", "qiuhao", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"}) == 0,
               "initdb failed; install the package postgresql-15");
    server_ = start({"postgres", "-D", data, "-k", folder_.path().string(), "-c", "listen_addresses=", "-c",
                     is_synced() ? "fsync=on" : "fsync=off", "-c", "max_connections=50", "-c", "shared_buffers=32MB"});
    for (int tries = 0; run({"pg_isready", "-q", "-h", folder_.path().string()}) != 0; ++tries) {
      CHECK_NOTE(tries < 600, "the server does not answer");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  ~TestServer() {
    ::kill(server_, SIGINT);  // its fast stop: clients are cut off
    ::waitpid(server_, nullptr, 0);
  }

  pid_t start(const std::vector<std::string>& words) const {
    const char* folder = std::getenv("QIUHAO_POSTGRESQL_BIN");
    std::vector<std::string> owned = words;
    owned[0] = fmt::format("{}/{}", folder != nullptr ? folder : "/usr/lib/postgresql/15/bin", owned[0]);
    std::vector<char*> arguments;
    for (std::string& word : owned) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::string log = (folder_.path() / "log").string();
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (user_ != 0 && (::setgroups(0, nullptr) != 0 || ::setgid(group_) != 0 || ::setuid(user_) != 0)) ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGINT);  // after the user changed, which clears it
    if (::chdir("/") != 0 || std::freopen(log.c_str(), "a", stdout) == nullptr ||
        std::freopen(log.c_str(), "a", stderr) == nullptr)
      ::_exit(126);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  int run(const std::vector<std::string>& words) const {
    int status = 0;
    ::waitpid(start(words), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  TestFolder folder_;
  uid_t user_ = 0;
  gid_t group_ = 0;
  pid_t server_ = 0;
  int databases_ = 0;
};

inline std::string name_of(Engine engine) { return engine == Engine::sqlite ? "sqlite" : "postgresql"; }

// A test on an engine: a fresh database, of which any number of Database may be opened.
class EngineTest : public testing::TestWithParam<Engine> {
 protected:
  EngineTest()
      : place_(GetParam() == Engine::sqlite ? (folder_.path() / "records.db").string()
                                            : TestServer::instance().new_database()) {}

  std::unique_ptr<Database> open(const DatabaseOptions& options = {}) const {
    auto database = Database::open(place_, options);
    CHECK_NOTE(database.has_value(), database ? "" : database.error().text());
    return std::move(*database);
  }

  TestFolder folder_;
  std::string place_;
};

inline std::string told(const Status& status) { return status ? "" : status.error().code; }
template <typename T>
std::string told(const Result<T>& result) {
  return result ? "" : result.error().code;
}

// Runs one statement in a transaction of its own; it has to go well.
inline void run(Database& database, std::string_view sql, const std::vector<Parameter>& parameters = {}) {
  const Status status = database.write([&](Transaction& transaction) -> Status {
    TRY(transaction.execute(sql, parameters));
    return {};
  });
  ASSERT_TRUE(status.has_value()) << status.error().text();
}

// The number that a query gives.
inline std::int64_t number(Database& database, std::string_view sql) {
  std::int64_t answer = -1;
  const Status status = database.read([&](Transaction& transaction) -> Status {
    ASSIGN(const auto row, transaction.query_first(sql, {}, {Kind::number}));
    if (row) answer = row->number(0);
    return {};
  });
  EXPECT_TRUE(status.has_value()) << status.error().text();
  return answer;
}

}  // namespace qiuhao::database

// For each source of tests: `QIUHAO_ON_BOTH_ENGINES(DatabaseTest);`
#define QIUHAO_ON_BOTH_ENGINES(fixture)                                                                              \
  INSTANTIATE_TEST_SUITE_P(                                                                                          \
      engines, fixture, testing::Values(::qiuhao::database::Engine::sqlite, ::qiuhao::database::Engine::postgresql), \
      [](const auto& info) { return ::qiuhao::database::name_of(info.param); })
