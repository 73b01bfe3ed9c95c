// A year of casework: people open findings by the dozen and act, right and wrong; the process is killed again and again
// and goes on with the requests that it heard no reply of. In the end the records hold, to the last field, 分 and act
// of the trail, what the model holds, which knows the seed alone. QIUHAO_SIM_STEPS and QIUHAO_SEED make it longer, or
// another year.
#include "casework/findings.h"
#include "casework/test_store.h"
#include "model.h"

namespace qiuhao::sim {
namespace {

using casework::MatterStore;

int from_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::atoi(text) : otherwise;
}

struct Report {
  int step = 0;
  int told = 0;
};

class MattersSim : public database::EngineTest {
 protected:
  void draw_year(unsigned seed, int steps) {
    Chance chance(seed, static_cast<std::size_t>(users_), static_cast<std::size_t>(findings_));
    Seconds at = *parse_time("2026-01-05 08:00");
    const Seconds stride = 2 * 365 * 86'400LL / steps;
    for (int place = 0; place < steps; ++place) {
      at += static_cast<Seconds>(chance.draw(static_cast<std::size_t>(stride)));
      Step step;
      step.at = at;
      step.request = fmt::format("r{}", place);
      const std::size_t kind = chance.draw(10);
      if (kind == 0) {
        step.what = What::pass_time;
      } else if (kind == 1 || model_.matters.empty()) {
        step.what = What::open_many;
        step.kind = "finding_review";
        for (int more = 0; more < 3; ++more) step.acts.push_back(chance.act(model_.kind(step.kind), nullptr, at));
        for (workflow::Act& act : step.acts) act.in_bulk = true;
      } else if (kind == 2) {
        step.what = What::open;
        step.kind = chance.draw(2) == 0 ? "recovery" : kinds_[chance.draw(kinds_.size())].name;
        step.acts.push_back(chance.act(model_.kind(step.kind), nullptr, at));
      } else {
        const workflow::Matter& matter = some_matter(chance);
        step.number = matter.number;
        step.acts.push_back(chance.act(model_.kind(matter.kind), &matter, at));
      }
      expected_.push_back(model_.apply(step));
      steps_.push_back(std::move(step));
    }
  }
  // Rather one that goes on.
  const workflow::Matter& some_matter(Chance& chance) {
    auto found = model_.matters.begin();
    for (int attempt = 0; attempt < 5; ++attempt) {
      found = std::next(model_.matters.begin(), static_cast<std::ptrdiff_t>(chance.draw(model_.matters.size())));
      const workflow::Kind& kind = model_.kind(found->second.kind);
      if (!kind.states[*workflow::find_named(kind.states, found->second.state)].is_final) break;
    }
    return found->second;
  }

  int run_step(const MatterStore& store, const Step& step) const {
    const casework::Origin origin{"sim", step.request};
    std::vector<Result<casework::Reply>> replies;
    if (step.what == What::pass_time) {
      const auto passed = store.pass_time(step.at);
      return passed && passed->errors.empty() ? 0 : -1;
    }
    if (step.what == What::perform) {
      replies.push_back(store.perform(step.number, step.acts[0], origin));
    } else {
      std::vector<casework::Opening> openings;
      for (const workflow::Act& act : step.acts) openings.push_back({step.kind, "S", "340602", act});
      if (step.what == What::open)
        replies.push_back(store.open_matter(openings[0], origin));
      else
        replies = store.open_many(openings, origin);
    }
    int told = 0;
    for (std::size_t place = 0; place < replies.size(); ++place) {
      const bool is_taken = !replies[place] && replies[place].error().code == "finding_in_review";
      if (!replies[place] && !is_taken) return -1;
      told += (is_taken ? kFindingIsTaken : static_cast<int>(replies[place]->outcome)) * static_cast<int>(place + 1);
    }
    return told;
  }

  // Of an audit, before the year begins.
  void keep_findings() {
    const auto database = open();
    const auto trail = database::Trail::open(*database);
    const auto kinds = casework::Kinds::make(casework::shipped_kinds());
    ASSERT_TRUE(trail && kinds);
    ASSERT_TRUE(MatterStore::open(*database, *trail, ring_, *kinds, calendar_).has_value());
    for (int begin = 0; begin < findings_; begin += 5'000) {
      std::vector<casework::KeptFinding> some;
      for (int number = begin; number < std::min(findings_, begin + 5'000); ++number) {
        const std::string id = Chance::finding_named(static_cast<std::size_t>(number));
        model_.findings[id];
        some.push_back({id, "R0101", "限性别", true, "H001", "某医院", "340602", "P1", "V1", 20'400, "C01", "检查", 100,
                        100, "说明", "audit-000001"});
      }
      const Status kept = database->write(
          [&](database::Transaction& transaction) { return casework::keep_findings(transaction, some); });
      ASSERT_TRUE(kept.has_value()) << kept.error().text();
    }
  }

  // In a process of its own: steps from `first` on, each told when it is done.
  [[noreturn]] void work(int first, int reports) const {
    const auto database = database::Database::open(place_);
    if (!database) ::_exit(1);
    const auto trail = database::Trail::open(**database);
    const auto kinds = casework::Kinds::make(casework::shipped_kinds());
    if (!trail || !kinds) ::_exit(2);
    const auto store = MatterStore::open(**database, *trail, ring_, *kinds, calendar_);
    if (!store) ::_exit(3);
    for (std::size_t step = static_cast<std::size_t>(first); step < steps_.size(); ++step) {
      const Report report{static_cast<int>(step), run_step(*store, steps_[step])};
      if (::write(reports, &report, sizeof report) != static_cast<ssize_t>(sizeof report)) ::_exit(4);
    }
    ::_exit(0);
  }

  // Gives the step to go on with.
  int work_and_kill(int first, int reports_before_kill) {
    int pipe[2];
    CHECK(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    if (child == 0) work(first, pipe[1]);
    ::close(pipe[1]);
    int heard = 0;
    int next = first;
    for (Report report; ::read(pipe[0], &report, sizeof report) == static_cast<ssize_t>(sizeof report);) {
      EXPECT_EQ(report.told, expected_[static_cast<std::size_t>(report.step)]) << "step " << report.step;
      next = report.step + 1;
      if (++heard == reports_before_kill) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "exit code " << WEXITSTATUS(status);
    return next;
  }

  void expect_findings(database::Database& database) const {
    std::int64_t worked_on = 0;
    const Status status = database.read([&](database::Transaction& transaction) -> Status {
      for (const auto& [id, finding] : model_.findings) {
        if (finding.state == "open") continue;
        ++worked_on;
        ASSIGN(const auto kept, casework::find_finding(transaction, {true, {}, ""}, id));
        EXPECT_EQ(casework::name_of(kept->state), finding.state) << id;
        EXPECT_EQ(kept->matter, finding.matter) << id;
      }
      return {};
    });
    ASSERT_TRUE(status.has_value()) << status.error().text();
    EXPECT_EQ(database::number(database, "select count(*) from casework_findings where state <> 1"), worked_on);
    EXPECT_GT(worked_on, 0);
  }

  void expect_agreement() const {
    const auto database = open();
    const auto trail = database::Trail::open(*database);
    const auto kinds = casework::Kinds::make(casework::shipped_kinds());
    ASSERT_TRUE(trail && kinds);
    const auto store = MatterStore::open(*database, *trail, ring_, *kinds, calendar_);
    ASSERT_TRUE(store.has_value());
    for (const auto& [number, matter] : model_.matters) {
      const auto kept = store->find(number);
      ASSERT_TRUE(kept.has_value()) << kept.error().text();
      ASSERT_EQ(*kept, matter) << number;
    }
    const auto count = [&](const std::string& table) {
      return database::number(*database, "select count(*) from casework_" + table);
    };
    EXPECT_EQ(count("matters"), std::ssize(model_.matters));
    EXPECT_EQ(count("notices"), model_.books.notices);
    EXPECT_EQ(count("suspensions"), model_.books.suspensions);
    EXPECT_EQ(count("documents"), model_.books.documents);
    EXPECT_EQ(count("publications"), model_.books.publications);
    for (const auto& [scheme, cents] : model_.books.cents)
      EXPECT_EQ(database::number(*database,
                                 fmt::format("select sum(cents) from casework_postings where scheme = '{}'", scheme)),
                cents);
    expect_findings(*database);
    EXPECT_EQ(database::number(*database, "select count(*) from audit_acts"), model_.books.acts);
    const auto verdict = database::verify_trail(*database, "");
    ASSERT_TRUE(verdict.has_value());
    EXPECT_TRUE(verdict->is_whole()) << verdict->sentence().english;
  }

  const int users_ = from_environment("QIUHAO_SIM_USERS", 12);
  const int findings_ = from_environment("QIUHAO_SIM_FINDINGS", 300);
  std::vector<workflow::Kind> kinds_ = casework::shipped_kinds();
  workflow::Calendar calendar_ = casework::test_calendar();
  database::KeyRing ring_ = database::test_ring();
  Model model_{kinds_, calendar_};
  std::vector<Step> steps_;
  std::vector<int> expected_;
};

TEST_P(MattersSim, a_year_with_kills_agrees_with_the_model) {
  const auto seed = static_cast<unsigned>(from_environment("QIUHAO_SEED", 20'261'201));
  keep_findings();
  draw_year(seed, from_environment("QIUHAO_SIM_STEPS", 600));
  Chance chance(seed + 1);
  int rounds = 0;
  for (int step = 0; step < static_cast<int>(steps_.size()) && !HasFailure(); ++rounds)
    step = work_and_kill(step, 2 + static_cast<int>(chance.draw(std::max<std::size_t>(80, steps_.size() / 50))));
  EXPECT_GT(rounds, 3);
  expect_agreement();
  GTEST_LOG_(INFO) << model_.matters.size() << " matters, " << model_.books.acts << " acts, " << rounds << " processes";
  // The year was one in which things happened.
  EXPECT_GT(std::ssize(model_.matters), std::ssize(steps_) / 10);
  EXPECT_GT(model_.books.acts, std::ssize(steps_) / 4);
  EXPECT_FALSE(model_.books.cents.empty());
}

QIUHAO_ON_BOTH_ENGINES(MattersSim);

}  // namespace
}  // namespace qiuhao::sim
