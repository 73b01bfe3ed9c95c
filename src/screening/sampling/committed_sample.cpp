// Commit, draw, verify.
#include "screening/sampling/committed_sample.h"

#include "screening/sampling/sample_list.h"

namespace qiuhao::screening {
namespace {

constexpr std::size_t kShownDifferences = 20;
constexpr std::size_t kMaxListBytes = std::size_t{1} << 30;

}  // namespace

Result<CommittedSample> commit_sample(const SampleFiles& files, const SampleWish& wish, const std::string& public_value,
                                      Seconds now) {
  ASSIGN(const Frame frame, read_frame(files.frame, wish.columns));
  CommittedSample committed;
  ASSIGN(committed.plan, plan_sample(frame, wish));
  const PromiseWish promise{"sample",     {{"frame", files.frame}}, parameters_of(committed.plan),
                            public_value, files.commitment,         files.seed,
                            now};
  ASSIGN(committed.published, make_promise(promise));
  return committed;
}

Result<DrawnSample> draw_committed_sample(const SampleFiles& files, const std::string& public_value) {
  TRY(check_outputs({files.frame, files.commitment, files.seed}, {files.list, files.reveal}));
  ASSIGN(const OpenPromise promise, open_promise(files.commitment, files.seed, public_value));
  TRY(check_file(promise.commitment, "frame", files.frame));
  DrawnSample sample;
  ASSIGN(sample.plan, plan_of(promise.commitment));
  ASSIGN(const Frame frame, read_frame(files.frame, sample.plan.columns));
  TRY(same_frame(frame, sample.plan));
  sample.drawn = draw_sample(frame, sample.plan, promise.key);
  TRY(write_file_atomically(files.list, list_of(frame, sample.plan, sample.drawn)));
  TRY(write_file_atomically(files.reveal, text_of(promise.reveal)));
  return sample;
}

Result<std::vector<Sentence>> verify_sample(const SampleFiles& files, const std::string& published) {
  std::vector<Sentence> troubles;
  ASSIGN(const OpenPromise promise, check_promise(files.commitment, files.reveal, published, troubles));
  TRY(check_committed_file(promise.commitment, "frame", files.frame, troubles));
  ASSIGN(const SamplePlan plan, plan_of(promise.commitment));
  ASSIGN(const Frame frame, read_frame(files.frame, plan.columns));
  if (const auto same = same_frame(frame, plan); !same) {
    troubles.push_back(same.error().sentence());
    return troubles;  // of another frame nothing can be drawn
  }
  ASSIGN(const std::string found, read_file(files.list, kMaxListBytes));
  const std::string right = list_of(frame, plan, draw_sample(frame, plan, promise.key));
  for (Sentence& difference : differences_of(right, found, kShownDifferences))
    troubles.push_back(std::move(difference));
  return troubles;
}

}  // namespace qiuhao::screening
