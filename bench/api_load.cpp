// Fifty people at the web API: lists of a million findings, findings, matters.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <random>

#include "bench.h"
#include "casework/findings.h"
#include "database/digest.h"
#include "database/test_ring.h"
#include "running_service.h"
#include "server/api/handler.h"

namespace qiuhao::bench {
namespace {

using database::Database;
using database::Transaction;
using Clock = std::chrono::steady_clock;

constexpr int kUsers = 50;
constexpr int kRules = 150;
constexpr int kProviders = 800;
constexpr const char* kRegions[] = {"340602", "340603", "340604", "340621", "340600"};

// Few have much, as in a city: of numbers below `count`, the small ones often.
int drawn(std::mt19937& random, int count) {
  const double share = std::uniform_real_distribution<double>(0, 1)(random);
  return static_cast<int>(share * share * share * count);
}

std::string provider_named(int number) { return fmt::format("H{:05}", number); }
std::string rule_named(int number) { return fmt::format("R{:04}", number); }

casework::KeptFinding drawn_finding(std::mt19937& random, int number) {
  const int provider = drawn(random, kProviders);
  const auto cents = static_cast<Cents>(std::lognormal_distribution<double>(9, 1.2)(random));
  return {database::to_hex(database::digest(database::Digest::sha256, std::to_string(number))).substr(0, 32),
          rule_named(drawn(random, kRules)),
          "规则名称",
          random() % 4 != 0,
          provider_named(provider),
          fmt::format("第{}人民医院", provider),
          kRegions[static_cast<std::size_t>(provider) % std::size(kRegions)],
          fmt::format("{:016x}", random() % 400'000),
          fmt::format("V{:010}", number / 2),
          static_cast<Day>(20'000 + random() % 1'000),
          "C01",
          "彩色多普勒超声常规检查",
          cents,
          cents,
          "该项目限定支付条件：同一部位当日重复收费 2 次，至多 1 次，多收 85.00 元",
          "audit-000001"};
}

Result<server::ApiSources> sources_of(const Path& place) {
  ASSIGN(auto database, Database::open(place.string(), {8}));
  ASSIGN(auto trail, database::Trail::open(*database));
  ASSIGN(auto policy, identity::RolePolicy::read(QIUHAO_SOURCE_DIR "/policy/roles.yaml"));
  std::vector<workflow::Kind> kinds;
  for (const char* name : {"finding-review", "recovery", "penalty-case", "tip-off"}) {
    ASSIGN(auto kind, workflow::load_kind(fmt::format("{}/policy/workflows/{}.yaml", QIUHAO_SOURCE_DIR, name)));
    kinds.push_back(std::move(kind));
  }
  ASSIGN(auto calendar, workflow::Calendar::read(QIUHAO_SOURCE_DIR "/policy/calendar/china.yaml"));
  return server::ApiSources{
      std::move(database), std::move(trail),    database::test_ring(),           std::move(policy),
      std::move(kinds),    std::move(calendar), place.parent_path() / "evidence"};
}

// Fifty auditors and readers, of the city and of counties.
Status make_people(const server::ApiDesk& desk) {
  const database::Micros now = desk.now();
  const identity::By root{{"root", now}, "bench", now, std::nullopt};
  const identity::By guard{{"guard", now}, "bench", now, std::nullopt};
  return desk.database().write([&](Transaction& transaction) -> Status {
    TRY(desk.people().found(transaction, root, {"B1", "医保局", identity::OrganisationKind::bureau, "340600", false},
                            {"root", "张三", "", "", "", ""}, {"guard", "李四", "", "", "", ""}));
    for (int user = 0; user < kUsers; ++user) {
      const std::string login = fmt::format("user{}", user);
      TRY(desk.people().add_user(transaction, root, {login, "王五", "", "", "B1", ""}));
      identity::Grant grant{
          0, login, user % 2 == 0 ? "auditor" : "assigner", "340600", "", day_of(now / 1'000'000), kNoDay, {}, "", ""};
      if (user % 5 == 4) grant.region = "340602";
      ASSIGN(const auto id, desk.people().propose_role(transaction, root, grant));
      TRY(desk.people().decide_role(transaction, guard, id, true, "bench"));
      TRY(
          transaction.execute("insert into identity_credentials (login, password, must_change, code_is_confirmed, "
                              "code_step) values (?, 'none', 0, 0, 0)",
                              {login}));
    }
    return {};
  });
}

// Sessions end, so they are made anew for each call; gives tokens.
Result<std::vector<std::string>> make_sessions(const server::ApiDesk& desk) {
  std::vector<std::string> tokens;
  TRY(desk.database().write([&](Transaction& transaction) -> Status {
    tokens.clear();
    for (int user = 0; user < kUsers; ++user) {
      tokens.push_back(database::to_hex(database::random_bytes(32)));
      TRY(transaction.execute(
          "insert into identity_sessions (token_hash, login, began_at, seen_at, code_at, where_from) values "
          "(?, ?, ?, ?, ?, 'bench')",
          {database::Bytes{database::digest(database::Digest::sha256, tokens.back())}, fmt::format("user{}", user),
           desk.now(), desk.now(), desk.now()}));
    }
    return {};
  }));
  return tokens;
}

Status make_matters(const server::ApiDesk& desk, int count) {
  std::vector<casework::Opening> openings;
  for (int number = 0; number < count; ++number) {
    casework::Opening opening{"recovery", provider_named(number % kProviders), kRegions[number % 4], {}};
    opening.act.action = "open";
    opening.act.by = {"clerk", {"clerk"}, ""};
    opening.act.at = desk.now() / database::kMicrosASecond;
    opening.act.fields["debtor"] = workflow::FieldValue(opening.subject);
    opening.act.fields["amount"] = workflow::FieldValue(std::int64_t{100'000 + number});
    opening.act.fields["source"] = workflow::FieldValue(fmt::format("F{}", number));
    openings.push_back(std::move(opening));
  }
  for (const auto& reply : desk.store().open_many(openings, {"bench", ""})) {
    if (!reply) return std::unexpected(reply.error());
    if (!reply->is_done()) return system_error("refused", reply->sentence.english);
  }
  return {};
}

// Made once and kept between calls.
Result<std::shared_ptr<const server::ApiDesk>> desk_with(const Setting& setting, int findings, int matters) {
  TRY(make_folder(setting.data));
  const Path place = setting.data / fmt::format("records-{}-{}.db", findings, matters);
  const bool is_there = std::filesystem::exists(place);
  ASSIGN(auto sources, sources_of(is_there ? place : Path(place.string() + ".new")));
  ASSIGN(std::shared_ptr<const server::ApiDesk> desk, server::ApiDesk::open(std::move(sources)));
  if (is_there) return desk;
  TRY(make_people(*desk));
  std::mt19937 random(1);
  TRY(desk->database().write([&](Transaction& transaction) {
    return casework::keep_in_bulk(transaction, [&]() -> Status {
      for (int begin = 0; begin < findings; begin += 10'000) {
        std::vector<casework::KeptFinding> some;
        for (int number = begin; number < std::min(findings, begin + 10'000); ++number)
          some.push_back(drawn_finding(random, number));
        TRY(casework::keep_findings(transaction, some));
      }
      return {};
    });
  }));
  TRY(make_matters(*desk, matters));
  TRY(desk->database().write([&](Transaction& transaction) -> Status {
    TRY(transaction.execute("analyze"));
    return {};
  }));
  desk.reset();
  std::filesystem::rename(place.string() + ".new", place);
  return desk_with(setting, findings, matters);
}

struct Asked {
  std::string what;
  double milliseconds = 0;
};

// What one person does: looks at lists, turns pages, opens what is there.
class Person {
 public:
  Person(const http::Url& url, const std::string& token, unsigned seed, bool is_large)
      : client_(url), fields_({{"authorization", "Bearer " + token}}), random_(seed), is_large_(is_large) {}

  Result<Asked> ask() {
    switch (random_() % 8) {
      case 0:
      case 1: return list("findings by money", "/api/findings?");
      case 2:
        return list("findings of a rule", fmt::format("/api/findings?rule={}&", rule_named(drawn(random_, kRules))));
      case 3:
        return list("findings of a provider",
                    fmt::format("/api/findings?provider={}&sort=day&", provider_named(drawn(random_, kProviders))));
      case 4:
        return list("findings of a rule and provider, counted",
                    fmt::format("/api/findings?rule={}&provider={}&count=true&", rule_named(drawn(random_, kRules)),
                                provider_named(drawn(random_, kProviders))));
      case 5:
        return list("open findings of a month", fmt::format("/api/findings?state=open&sort=day&from={}&to={}&",
                                                            format_day(20'100), format_day(20'130)));
      case 6: return list("matters", "/api/matters?");
      default: return one();
    }
  }

 private:
  Result<Asked> list(const std::string& what, const std::string& front) {
    const bool goes_on = !next_.empty() && front == front_ && random_() % 2 == 0;
    ASSIGN(Asked asked, send(what, front + "limit=50" + (goes_on ? "&cursor=" + next_ : "")));
    front_ = front;
    next_.clear();
    const std::size_t at = body_.rfind("\"next\":\"");
    if (at != std::string::npos) next_ = body_.substr(at + 8, body_.find('"', at + 8) - at - 8);
    if (const std::size_t id = body_.find("\"id\":\""); id != std::string::npos) finding_ = body_.substr(id + 6, 32);
    if (const std::size_t number = body_.find("\"number\":\""); number != std::string::npos)
      matter_ = body_.substr(number + 10, body_.find('"', number + 10) - number - 10);
    return asked;
  }
  Result<Asked> one() {
    if (!matter_.empty() && random_() % 2 == 0) return send("a matter", "/api/matters/" + matter_);
    return finding_.empty() ? list("findings by money", "/api/findings?")
                            : send("a finding", "/api/findings/" + finding_);
  }
  Result<Asked> send(const std::string& what, const std::string& target) {
    const auto begin = Clock::now();
    ASSIGN(http::ClientAnswer answer, client_.get(target, fields_));
    const std::chrono::duration<double, std::milli> passed = Clock::now() - begin;
    if (answer.status != 200) return system_error("refused", fmt::format("{}: {}", target, answer.body));
    if (is_large_ && what.starts_with("findings by") && answer.body.size() < 5'000)
      return system_error("too_few", "a page of a large list should be full");
    body_ = std::move(answer.body);
    return Asked{what, passed.count()};
  }

  http::Client client_;
  std::vector<std::pair<std::string, std::string>> fields_;
  std::mt19937 random_;
  bool is_large_;
  std::string front_;
  std::string next_;
  std::string finding_;
  std::string matter_;
  std::string body_;
};

struct Load {
  std::map<std::string, std::vector<double>> times;  // milliseconds by what was asked
  std::size_t count = 0;
  double seconds = 0;
};

double share_of(std::vector<double>& times, double share) {
  if (times.empty()) return 0;
  std::ranges::sort(times);
  return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
}

// Everybody asks `each` times; `pause` between an answer and the next question, half to one and a half of it.
Result<Load> load(const http::Url& url, const std::vector<std::string>& tokens, int each,
                  std::chrono::milliseconds pause, bool is_large) {
  Load load;
  std::mutex mutex;
  std::optional<Error> failed;
  const auto begin = Clock::now();
  std::vector<std::thread> people;
  for (int user = 0; user < kUsers; ++user) {
    people.emplace_back([&, user] {
      Person person(url, tokens[static_cast<std::size_t>(user)], static_cast<unsigned>(user), is_large);
      std::mt19937 random(static_cast<unsigned>(user) + 1'000);
      for (int round = 0; round < each; ++round) {
        if (pause.count() > 0) std::this_thread::sleep_for(pause * (50 + static_cast<int>(random() % 101)) / 100);
        const auto asked = person.ask();
        const std::lock_guard lock(mutex);
        if (!asked) {
          failed = asked.error();
          return;
        }
        load.times[asked->what].push_back(asked->milliseconds);
        ++load.count;
      }
    });
  }
  for (std::thread& person : people) person.join();
  if (failed) return fail(*failed);
  load.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return load;
}

Measure measure_of(const std::string& name, Load& load, const std::string& how) {
  std::vector<double> all;
  std::string each;
  for (auto& [what, times] : load.times) {
    all.insert(all.end(), times.begin(), times.end());
    each += fmt::format("; {} {:.1f}", what, share_of(times, 0.99));
  }
  return {name, share_of(all, 0.99), "milliseconds, 99 of 100",
          fmt::format("{}: {} requests, {:.0f} a second, half in {:.1f} ms{}", how, load.count,
                      static_cast<double>(load.count) / load.seconds, share_of(all, 0.5), each),
          0};
}

}  // namespace

Result<std::vector<Measure>> api_load(const Setting& setting) {
  ASSIGN(const auto desk, desk_with(setting, setting.small ? 20'000 : 1'000'000, setting.small ? 200 : 5'000));
  ASSIGN(const auto tokens, make_sessions(*desk));
  ASSIGN(auto log, http::Log::open({setting.data / "api-load.log"}));
  ASSIGN(auto handler, server::ApiHandler::open(desk, std::make_shared<http::Log>(std::move(log)), nullptr));
  ASSIGN(const auto running, Running::open({}, handler));
  const bool is_large = !setting.small;
  TRY(load(running->url(), tokens, 2, std::chrono::milliseconds(0), is_large));  // caches
  ASSIGN(Load paced, load(running->url(), tokens, setting.small ? 3 : 60, std::chrono::milliseconds(500), is_large));
  ASSIGN(Load pressed, load(running->url(), tokens, setting.small ? 3 : 200, std::chrono::milliseconds(0), is_large));
  return std::vector<Measure>{
      measure_of("api-load-p99", paced, "fifty people, half a second between an answer and the next question"),
      measure_of("api-load-pressed-p99", pressed, "fifty that ask again at once")};
}

}  // namespace qiuhao::bench
