// Libraries put in place of each other while questions come: no request fails, and each answer is one library's, that
// which it names.
#include <fmt/format.h>

#include <atomic>
#include <map>
#include <thread>

#include "running_service.h"
#include "text/json_view.h"

namespace qiuhao::bench {
namespace {

// The two libraries' answers as the audit gives them.
class BothAnswers {
 public:
  BothAnswers(const RunningService& service, const audit::AuditResult& all, const audit::AuditResult& fewer)
      : rules_of_all_(fmt::format(" {} rules", service.plan().rules().size())),
        all_(all, service.tape()),
        fewer_(fewer, service.tape()) {}

  // From any thread.
  void look(const server::ReplayVisit& visit, const std::string& body) {
    thread_local text::JsonReader reader;
    const auto root = reader.read(body);
    const text::JsonView output = root ? root->find("output") : text::JsonView();
    const bool is_of_all = output.find("exp_content").find("edition").text().find(rules_of_all_) != std::string::npos;
    std::map<std::string, Cents> told;
    output.find("result").for_each_item([&](text::JsonView hit) {
      const auto money = parse_decimal(hit.find("vola_amt").text());
      told[hit.find("jr_id").text()] = money ? to_cents(*money).value_or(-1) : -1;
    });
    std::map<std::string, Cents> wanted;
    for (const audit::VisitFinding& finding :
         (is_of_all ? all_ : fewer_).of(visit.part, visit.person, visit.visit, kLiveMoments))
      wanted[finding.id.hex()] = finding.gross;
    ++(is_of_all ? of_all : of_fewer);
    if (told != wanted) ++mixed;
  }

  std::atomic<std::size_t> of_all{0}, of_fewer{0}, mixed{0};

 private:
  const std::string rules_of_all_;
  const audit::VisitFindings all_;
  const audit::VisitFindings fewer_;
};

}  // namespace

Result<std::vector<Measure>> live_swap(const Setting& setting) {
  ASSIGN(const auto service, RunningService::open(setting, {}, 2'000));
  server::ReplayChoice choice;
  choice.most = setting.small ? 1'000 : 20'000;
  const auto visits = server::choose_visits(service->tape(), service->schema(), choice);
  ASSIGN(const audit::AuditResult all, audit::run_audit(service->tape(), service->shared_plan(), {}));
  ASSIGN(const audit::AuditResult fewer, audit::run_audit(service->tape(), service->fewer(), {}));
  BothAnswers answers(*service, all, fewer);
  server::ReplayOptions options;
  options.url = service->url();
  options.run = "S";
  options.repeat = 3;
  options.observe = [&](const server::ReplayVisit& visit, const std::string& body) { answers.look(visit, body); };
  std::atomic<bool> is_over{false};
  std::thread swapping([&] {
    for (int state = 2; !is_over; ++state) {
      service->set_state(state);
      std::this_thread::sleep_for(std::chrono::milliseconds(150));
    }
  });
  const auto result =
      server::replay(service->tape(), service->schema(), visits, nullptr, service->plan(), kLiveMoments, options);
  is_over = true;
  swapping.join();
  const auto editions = service->service().desk().editions().current()->number;
  if (answers.of_all == 0 || answers.of_fewer == 0)
    return input_error("no_swap", "no library took the other's place while questions came; send more");
  return std::vector<Measure>{{"live-swap-failed", static_cast<double>(result.failed), "requests that failed",
                               fmt::format("{} requests, {} editions; {} answered by all rules, {} by some",
                                           result.sent, editions, answers.of_all.load(), answers.of_fewer.load()),
                               0},
                              {"live-swap-mixed", static_cast<double>(answers.mixed),
                               "answers that are not those of the library they name", "", 0}};
}

}  // namespace qiuhao::bench
