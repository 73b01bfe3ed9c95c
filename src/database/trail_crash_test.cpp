// A process that changes and appends is killed again and again, at any moment: no half act stands, nothing that was
// committed is lost, and the trail is whole.
#include <signal.h>
#include <sys/wait.h>

#include <random>
#include <thread>

#include "database/test_trail.h"

namespace qiuhao::database {
namespace {

constexpr int kRounds = 15;

class TrailCrashTest : public TrailTestBase {
 protected:
  [[noreturn]] void write_until_killed(int reports, int round) const {
    const auto database = Database::open(place_);
    if (!database) ::_exit(1);
    const auto trail = Trail::open(**database);
    if (!trail) ::_exit(2);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
      threads.emplace_back([&, thread] {
        for (std::int64_t number = 1;; ++number) {
          const std::int64_t id = round * 1'000'000LL + thread * 100'000 + number;
          const Status status = (*database)->write([&](Transaction& transaction) -> Status {
            TRY(transaction.execute("insert into changes (id) values (?)", {id}));
            Act act = sample_act(static_cast<int>(number));
            act.subject = std::to_string(id);
            TRY(trail->append(transaction, std::vector<Act>(static_cast<std::size_t>(1 + number % 3), act)));
            TRY(transaction.execute("update changes set is_told = 1 where id = ?", {id}));
            return {};
          });
          if (!status || ::write(reports, &id, sizeof id) != static_cast<ssize_t>(sizeof id)) ::_exit(3);
        }
      });
    }
    while (true) ::pause();
  }

  // Gives how many commits it heard of.
  int run_and_kill(int round, int reports_before_kill) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) write_until_killed(pipe[1], round);
    ::close(pipe[1]);
    int reports = 0;
    for (std::int64_t id = 0; ::read(pipe[0], &id, sizeof id) == static_cast<ssize_t>(sizeof id);) {
      acknowledged_.push_back(id);
      if (++reports == reports_before_kill) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "exit code " << WEXITSTATUS(status);
    return reports;
  }

  std::vector<std::int64_t> acknowledged_;
};

TEST_P(TrailCrashTest, kill_at_any_moment) {
  make_trail(1);
  run(*database_, "create table changes (id bigint primary key, is_told bigint)");
  database_.reset();  // a child must not inherit connections in use
  std::mt19937 random(20'261'130);
  for (int round = 1; round <= kRounds; ++round) {
    EXPECT_GT(run_and_kill(round, 1 + static_cast<int>(random() % 40)), 0);
    database_ = open({.wait = std::chrono::milliseconds(60'000)});
    append(sample_act(round));  // goes on where the killed one ended
    EXPECT_EQ(fault(), "whole");
    EXPECT_EQ(number(*database_, "select count(*) from changes where is_told is null"), 0);
    const std::string pairs =
        "from changes c where not exists (select 1 from audit_acts a "
        "where a.subject = cast(c.id as text))";
    EXPECT_EQ(number(*database_, "select count(*) " + pairs), 0);
    EXPECT_EQ(number(*database_,
                     "select count(*) from audit_acts a where a.subject not like 'recovery%' and not exists "
                     "(select 1 from changes c where a.subject = cast(c.id as text))"),
              0);
    for (const std::int64_t id : acknowledged_)
      EXPECT_EQ(number(*database_, fmt::format("select count(*) from changes where id = {}", id)), 1) << "is lost";
    acknowledged_.clear();
    database_.reset();
  }
}

QIUHAO_ON_BOTH_ENGINES(TrailCrashTest);

}  // namespace
}  // namespace qiuhao::database
