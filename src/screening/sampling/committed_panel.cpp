// Commit, draw, verify.
#include "screening/sampling/committed_panel.h"

#include "screening/sampling/panel_record.h"
#include "screening/sampling/sample_list.h"

namespace qiuhao::screening {
namespace {

constexpr std::size_t kShownDifferences = 20;
constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 30;

Result<DrawHistory> history_of(const PanelFiles& files, const PanelPlan& plan) {
  if (!plan.has_history) return DrawHistory();
  if (!files.history.empty()) return read_history(files.history, plan.history_id, plan.history_date);
  return usage_error("history_missing", Sentence{"a history was committed; name it with --history",
                                                 "承诺时使用了历史记录；请用 --history 写明"});
}

Result<DrawnPanel> draw_with(const PanelFiles& files, const PanelPlan& plan, const Digest& key) {
  DrawnPanel panel;
  panel.plan = plan;
  ASSIGN(panel.roster, read_roster(files.roster, plan.columns));
  ASSIGN(const DrawHistory history, history_of(files, plan));
  ASSIGN(panel.members, draw_panel(panel.roster, history, plan, key));
  return panel;
}

}  // namespace

Result<std::string> commit_panel(const PanelFiles& files, const PanelPlan& plan, const std::string& public_value,
                                 Seconds now) {
  TRY(check_plan(plan));
  // Which people can be drawn does not hang on the seed, so a draw with any key tells whether the rules leave enough.
  ASSIGN(const DrawnPanel any, draw_with(files, plan, Digest{}));
  PromiseWish promise;
  promise.kind = "people";
  promise.files = {{"roster", files.roster}};
  if (plan.has_history) promise.files.emplace_back("history", files.history);
  promise.parameters = parameters_of(plan);
  promise.public_value = public_value;
  promise.commitment = files.commitment;
  promise.seed = files.seed;
  promise.now = now;
  return make_promise(promise);
}

Result<DrawnPanel> draw_committed_panel(const PanelFiles& files, const std::string& public_value) {
  TRY(check_outputs({files.roster, files.history, files.commitment, files.seed}, {files.record, files.reveal}));
  ASSIGN(const OpenPromise promise, open_promise(files.commitment, files.seed, public_value));
  ASSIGN(const PanelPlan plan, panel_plan_of(promise.commitment));
  TRY(check_file(promise.commitment, "roster", files.roster));
  if (plan.has_history && !files.history.empty()) TRY(check_file(promise.commitment, "history", files.history));
  ASSIGN(DrawnPanel panel, draw_with(files, plan, promise.key));
  TRY(write_file_atomically(files.record, record_of(panel.roster, panel.members, plan)));
  TRY(write_file_atomically(files.reveal, text_of(promise.reveal)));
  return panel;
}

Result<std::vector<Sentence>> verify_panel(const PanelFiles& files, const std::string& published) {
  std::vector<Sentence> troubles;
  ASSIGN(const OpenPromise promise, check_promise(files.commitment, files.reveal, published, troubles));
  ASSIGN(const PanelPlan plan, panel_plan_of(promise.commitment));
  TRY(check_committed_file(promise.commitment, "roster", files.roster, troubles));
  if (plan.has_history && !files.history.empty())
    TRY(check_committed_file(promise.commitment, "history", files.history, troubles));
  ASSIGN(const std::string found, read_file(files.record, kMaxRecordBytes));
  const auto panel = draw_with(files, plan, promise.key);
  if (!panel && panel.error().code == "history_missing") return fail(panel.error());
  if (!panel) {
    troubles.push_back(panel.error().sentence());
    return troubles;
  }
  const std::string right = record_of(panel->roster, panel->members, plan);
  for (Sentence& difference : differences_of(right, found, kShownDifferences))
    troubles.push_back(std::move(difference));
  return troubles;
}

}  // namespace qiuhao::screening
