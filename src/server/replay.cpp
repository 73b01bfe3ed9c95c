// Senders share one list of visits; each keeps its own figures until the end.
#include "server/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include "claims/loose_rows.h"
#include "national/replay_message.h"
#include "text/json_view.h"

namespace qiuhao::server {
namespace {

using Clock = std::chrono::steady_clock;
using claims::Entity;
using claims::Link;

struct LiveFinding {
  std::string rule;
  std::string money;
};

class Sender {
 public:
  Sender(const claims::Tape& tape, const claims::Schema& schema, const std::vector<ReplayVisit>& visits,
         const audit::VisitFindings* expected, const rules::Plan& plan, unsigned moments, const ReplayOptions& options)
      : tape_(tape),
        schema_(schema),
        visits_(visits),
        expected_(expected),
        plan_(plan),
        moments_(moments),
        options_(options) {}

  ReplayResult run() {
    if (options_.is_prepared)
      for (std::size_t visit = 0; visit < visits_.size(); ++visit) prepared_.push_back(make(visit, visit));
    start_ = Clock::now();
    std::vector<std::thread> threads;
    for (int number = 0; number < options_.connections; ++number) threads.emplace_back([this] { send_all(); });
    for (std::thread& thread : threads) thread.join();
    total_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    std::ranges::sort(total_.latencies);
    return std::move(total_);
  }

 private:
  std::size_t all() const { return visits_.size() * options_.repeat; }

  std::string make(std::size_t of, std::size_t number) const {
    const ReplayVisit& visit = visits_[of];
    const claims::LooseTape rows = claims::loosen(tape_.parts()[visit.part], schema_, visit.person, {&visit.visit, 1});
    return national::analysis_message(
        schema_, rows,
        {options_.transaction, fmt::format("{}{:010}", options_.run, number), options_.scene, options_.sign_no});
  }
  std::string id_of(const ReplayVisit& visit) const {
    std::string id;
    const Column* ids = tape_.parts()[visit.part].column(Entity::visit, schema_.of(Entity::visit).find("id"));
    if (ids != nullptr && ids->has(visit.visit)) ids->append_text(visit.visit, id);
    return id;
  }

  void send_all() {
    http::Client client(options_.url, options_.client);
    text::JsonReader reader;
    ReplayResult own;
    for (std::size_t number; (number = next_.fetch_add(1)) < all();) {
      if (options_.stop != nullptr && *options_.stop) break;
      send(number, client, reader, own);
      if (options_.progress && number % 256 == 0) options_.progress(number, all());
    }
    const std::lock_guard lock(mutex_);
    add(own);
  }

  Clock::time_point due(std::size_t number) const {
    if (options_.rate > 0)
      return start_ + std::chrono::duration_cast<Clock::duration>(
                          std::chrono::duration<double>(static_cast<double>(number) / options_.rate));
    if (options_.speed > 0) {
      const auto passed = static_cast<double>(visits_[number % visits_.size()].start - visits_.front().start);
      return start_ +
             std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(passed / options_.speed));
    }
    return Clock::now();
  }

  void send(std::size_t number, http::Client& client, text::JsonReader& reader, ReplayResult& own) {
    const ReplayVisit& visit = visits_[number % visits_.size()];
    std::string made;
    if (!options_.is_prepared) made = make(number % visits_.size(), number);
    const std::string& message = options_.is_prepared ? prepared_[number % visits_.size()] : made;
    // An open loop: a service that falls behind makes every later message late, as it would a waiting doctor.
    const Clock::time_point at = due(number);
    std::this_thread::sleep_until(at);
    const auto answer = client.post(message);
    const auto passed = std::chrono::duration<float>(Clock::now() - at).count();
    ++own.sent;
    own.bytes_sent += message.size();
    if (!answer) return fail(own, answer.error().message);
    own.latencies.push_back(passed);
    own.bytes_answered += answer->body.size();
    if (answer->status != 200)
      return fail(own, fmt::format("HTTP {}: {}", answer->status, answer->body.substr(0, 200)));
    if (options_.observe) options_.observe(visit, answer->body);
    read(answer->body, visit, id_of(visit), reader, own);
  }

  void read(const std::string& body, const ReplayVisit& visit, const std::string& id, text::JsonReader& reader,
            ReplayResult& own) {
    const auto root = reader.read(body);
    if (!root) return fail(own, root.error().message);
    if (root->find("infcode").text() != "0") return fail(own, fmt::format("{}: {}", id, root->find("err_msg").text()));
    ++own.answered;
    const text::JsonView output = root->find("output");
    if (output.find("exp_content").find("unjudged").text() == "true") {
      ++own.unjudged;
      return;
    }
    std::map<std::string, LiveFinding> live;
    output.find("result").for_each_item([&](text::JsonView hit) {
      live[hit.find("jr_id").text()] = {hit.find("rule_id").text(), hit.find("vola_amt").text()};
    });
    own.findings += live.size();
    if (expected_ != nullptr) compare(visit, id, live, own);
  }

  void compare(const ReplayVisit& visit, const std::string& id, std::map<std::string, LiveFinding>& live,
               ReplayResult& own) {
    bool differs = false;
    const auto tell = [&](ReplayDifference difference) {
      differs = true;
      if (own.differences.size() < kDifferencesShown) own.differences.push_back(std::move(difference));
    };
    using Kind = ReplayDifference::Kind;
    for (const audit::VisitFinding& finding : expected_->of(visit.part, visit.person, visit.visit, moments_)) {
      const std::string& rule = plan_.rules()[finding.rule].code;
      const std::string money = format_cents(finding.gross);
      const auto found = live.find(finding.id.hex());
      if (found == live.end()) {
        tell({id, finding.id.hex(), rule, Kind::only_batch, money, ""});
        continue;
      }
      // Money comes as a JSON number: 12.50 is 12.5.
      const auto told = parse_decimal(found->second.money);
      if (!told || to_cents(*told) != finding.gross)
        tell({id, finding.id.hex(), rule, Kind::other_money, money, found->second.money});
      live.erase(found);
    }
    for (const auto& [hit, said] : live) tell({id, hit, said.rule, Kind::only_live, "", said.money});
    if (differs) ++own.differing;
  }

  static void fail(ReplayResult& own, std::string why) {
    ++own.failed;
    if (own.errors.size() < kDifferencesShown) own.errors.push_back(std::move(why));
  }

  void add(ReplayResult& own) {
    total_.sent += own.sent;
    total_.answered += own.answered;
    total_.findings += own.findings;
    total_.unjudged += own.unjudged;
    total_.differing += own.differing;
    total_.failed += own.failed;
    total_.bytes_sent += own.bytes_sent;
    total_.bytes_answered += own.bytes_answered;
    total_.latencies.insert(total_.latencies.end(), own.latencies.begin(), own.latencies.end());
    const auto take = [](auto& to, auto& from) {
      for (auto& one : from)
        if (to.size() < kDifferencesShown) to.push_back(std::move(one));
    };
    take(total_.differences, own.differences);
    take(total_.errors, own.errors);
  }

  const claims::Tape& tape_;
  const claims::Schema& schema_;
  const std::vector<ReplayVisit>& visits_;
  const audit::VisitFindings* expected_;
  const rules::Plan& plan_;
  const unsigned moments_;
  const ReplayOptions& options_;
  std::vector<std::string> prepared_;  // by visit
  Clock::time_point start_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  ReplayResult total_;
};

}  // namespace

std::vector<ReplayVisit> choose_visits(const claims::Tape& tape, const claims::Schema& schema,
                                       const ReplayChoice& choice) {
  std::vector<ReplayVisit> all;
  const claims::FieldIndex start = schema.of(Entity::visit).find("start");
  for (std::size_t number = 0; number < tape.parts().size(); ++number) {
    const claims::Part& part = tape.parts()[number];
    const Column* starts = part.column(Entity::visit, start);
    if (starts == nullptr) continue;
    for (RowIndex person = 0; person < part.rows(Entity::person); ++person) {
      if (part.is_gone(person)) continue;
      const claims::Range visits = part.range(Link::person_visits, person);
      for (RowIndex visit = visits.begin; visit < visits.end; ++visit) {
        if (!starts->has(visit)) continue;
        const Seconds time = starts->number(visit);
        const Day day = day_of(time);
        if ((choice.from != kNoDay && day < choice.from) || (choice.to != kNoDay && day > choice.to)) continue;
        all.push_back({static_cast<std::uint16_t>(number), person, visit, time});
      }
    }
  }
  if (choice.lines_least > 0 || choice.lines_most < SIZE_MAX) {
    std::erase_if(all, [&](const ReplayVisit& visit) {
      const claims::Part& part = tape.parts()[visit.part];
      const claims::Range lines = part.range(Link::person_lines, visit.person);
      std::size_t count = 0;
      for (RowIndex line = lines.begin; line < lines.end; ++line)
        count += part.link(Link::line_visit, line) == visit.visit;
      return count < choice.lines_least || count > choice.lines_most;
    });
  }
  std::ranges::stable_sort(all, {}, &ReplayVisit::start);
  if (all.size() <= choice.most) return all;
  std::vector<ReplayVisit> chosen;
  for (std::size_t at = 0; at < choice.most; ++at) chosen.push_back(all[at * all.size() / choice.most]);
  return chosen;
}

double ReplayResult::latency(double share) const {
  if (latencies.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(latencies.size()));
  return latencies[std::min(at, latencies.size() - 1)];
}

ReplayResult replay(const claims::Tape& tape, const claims::Schema& schema, const std::vector<ReplayVisit>& visits,
                    const audit::VisitFindings* expected, const rules::Plan& plan, unsigned moments,
                    const ReplayOptions& options) {
  return Sender(tape, schema, visits, expected, plan, moments, options).run();
}

}  // namespace qiuhao::server
