// kill -9 of a service under load: what was acknowledged is there, what was sent again counts once, and it is ready
// soon.
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "serving.h"
#include "text/json_view.h"

namespace qiuhao::bench {
namespace {

constexpr std::size_t kSenders = 8;
constexpr std::size_t kLines = 5;  // of a message
// An item for women, so that each line of a man's is a hit that names it.
constexpr const char* kItem = "XG03DAA087A001010190087";

// One message: its number, visit and the numbers of its lines.
struct Sent {
  std::string message;
  std::string visit;
  std::string body;
  std::vector<std::string> lines;
};

Sent make_message(std::size_t number) {
  Sent sent{fmt::format("K{:012}", number), fmt::format("KV{}", number % 400), "", {}};
  std::string details;
  for (std::size_t line = 0; line < kLines; ++line) {
    const std::string id = fmt::format("F{}-{}", number, line);
    details += fmt::format(
        R"({}{{"feedetl_sn":"{}","mdtrt_id":"{}","psn_no":"KP{}","chrg_bchno":"B","med_list_codg":"{}","cnt":"1",)"
        R"("fee_ocur_time":"2026-11-30 09:00:00","det_item_fee_sumamt":"2.00","pric":"2.00","inscp_amt":"2.00"}})",
        line == 0 ? "" : ",", id, sent.visit, number % 400, kItem);
    sent.lines.push_back(id);
  }
  sent.body =
      fmt::format(R"({{"infno":"2301","msgid":"{}","fixmedins_code":"H34060000001","input":{{"feedetail":[{}]}}}})",
                  sent.message, details);
  return sent;
}

std::string question(const std::string& visit) {
  const std::string person = "KP" + visit.substr(2);
  return fmt::format(
      R"({{"infno":"3102","msgid":"Q","fixmedins_code":"H34060000001","input":{{"data":{{"trig_scen":"8",)"
      R"("rule_ids":["R0101"],"patient_dtos":[{{"patn_id":"{}","gend":"1","brdy":"1980-01-01","curr_mdtrt_id":"{}",)"
      R"("fsi_encounter_dtos":[{{"mdtrt_id":"{}","medins_id":"H34060000001","med_type":"21","insutype":"310",)"
      R"("adm_date":"2026-11-29 09:00:00","fsi_order_dtos":[]}}]}}]}}}}}})",
      person, visit, visit);
}

class Trial {
 public:
  Trial(const Setting& setting, Path workspace) : setting_(setting), workspace_(std::move(workspace)) {}

  Result<std::vector<Measure>> run(std::size_t kills) {
    for (std::size_t round = 0; round <= kills; ++round) {
      ASSIGN(Serving serving, Serving::start(setting_, workspace_, {}));
      longest_ready_ = std::max(longest_ready_, serving.ready_seconds());
      TRY(send_again(serving));
      TRY(look(serving, round == kills ? visits_.size() : 20));
      if (round == kills) break;
      load(serving);
    }
    return std::vector<Measure>{
        {"live-kill-times", static_cast<double>(kills), "kills",
         fmt::format("{} messages acknowledged, {} sent again, {} lines looked at", acknowledged_.size(), again_,
                     looked_),
         0},
        {"live-kill-lost", static_cast<double>(lost_), "lines acknowledged and not there", "", 0},
        {"live-kill-twice", static_cast<double>(twice_), "lines or records that count twice", "", 0},
        {"live-kill-ready", longest_ready_, "seconds, the longest until ready", workspace_.string(), 0}};
  }

 private:
  // Senders until the process is gone under them.
  void load(Serving& serving) {
    std::vector<std::thread> threads;
    std::atomic<bool> stop{false};
    for (std::size_t sender = 0; sender < kSenders; ++sender) {
      threads.emplace_back([&] {
        http::Client client(serving.url("/fsi"));
        while (!stop) {
          Sent sent = make_message(next_.fetch_add(1));
          const auto answer = client.post(sent.body);
          const bool is_taken = answer && answer->body.find("\"infcode\":0") != std::string::npos;
          const std::lock_guard lock(mutex_);
          (is_taken ? acknowledged_ : open_)[sent.message] = std::move(sent);
          if (!answer) break;  // it is gone
        }
      });
    }
    std::uniform_int_distribution<int> milliseconds(20, 400);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds(random_)));
    serving.kill();
    stop = true;
    for (std::thread& thread : threads) thread.join();
  }

  // As a hospital's system does with what it had no answer to; and some that it had one to.
  Status send_again(const Serving& serving) {
    http::Client client(serving.url("/fsi"));
    std::size_t more = 20;
    for (auto& [message, sent] : open_) {
      ++again_;
      const auto answer = client.post(sent.body);
      if (!answer || answer->body.find("\"infcode\":0") == std::string::npos)
        return system_error("not_taken",
                            fmt::format("{}: {}", message, answer ? answer->body : answer.error().message));
      acknowledged_[message] = std::move(sent);
    }
    open_.clear();
    for (auto at = acknowledged_.rbegin(); at != acknowledged_.rend() && more > 0; ++at, --more) {
      ++again_;
      if (const auto answer = client.post(at->second.body); !answer) return fail(answer.error());
    }
    const double records = serving.metric("qiuhao_journal_records");
    if (records > static_cast<double>(acknowledged_.size()))
      twice_ += static_cast<std::size_t>(records) - acknowledged_.size();
    if (records < static_cast<double>(acknowledged_.size()))
      lost_ += acknowledged_.size() - static_cast<std::size_t>(records);
    for (const auto& [message, sent] : acknowledged_) visits_.insert(sent.visit);
    return {};
  }

  Status look(const Serving& serving, std::size_t visits) {
    http::Client client(serving.url("/fsi"));
    text::JsonReader reader;
    std::map<std::string, std::set<std::string>> wanted;
    for (const auto& [message, sent] : acknowledged_) wanted[sent.visit].insert(sent.lines.begin(), sent.lines.end());
    for (const auto& [visit, lines] : wanted) {
      if (visits-- == 0) break;
      const auto answer = client.post(question(visit));
      if (!answer) return fail(answer.error());
      ASSIGN(const text::JsonView root, reader.read(answer->body));
      std::multiset<std::string> there;
      root.find("output").find("result").for_each_item([&](text::JsonView hit) {
        hit.find("judge_result_detail_dtos").for_each_item([&](text::JsonView detail) {
          there.insert(detail.find("rx_id").text());
        });
      });
      looked_ += lines.size();
      for (const std::string& line : lines) {
        const std::size_t count = there.count(line);
        lost_ += count == 0;
        twice_ += count > 1;
      }
    }
    return {};
  }

  const Setting& setting_;
  const Path workspace_;
  std::mt19937 random_{7};
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::map<std::string, Sent> acknowledged_;
  std::map<std::string, Sent> open_;  // sent without an answer
  std::set<std::string> visits_;
  std::size_t again_ = 0, looked_ = 0, lost_ = 0, twice_ = 0;
  double longest_ready_ = 0;
};

}  // namespace

// QIUHAO_BENCH_TAPES names another workspace; its live journal is removed before and afterwards.
Result<std::vector<Measure>> live_kill(const Setting& setting) {
  Path workspace;
  if (const char* named = std::getenv("QIUHAO_BENCH_TAPES"); named != nullptr) {
    workspace = named;
  } else {
    ASSIGN(workspace, workspace_of(setting, 2'000));
  }
  std::filesystem::remove_all(workspace / "live");
  auto measures = Trial(setting, workspace).run(setting.small ? 4 : 100);
  std::filesystem::remove_all(workspace / "live");
  return measures;
}

}  // namespace qiuhao::bench
