// Malformed messages: whatever comes is answered by an infcode and a sentence, and nobody is told of another.
// QIUHAO_MUTATIONS=N sends more, QIUHAO_SEED=N begins elsewhere.
#include <gtest/gtest.h>

#include <cstdlib>
#include <future>

#include "answer_check.h"
#include "barrage.h"
#include "city_folder.h"
#include "national/replay_message.h"
#include "shipped_world.h"
#include "simulate/city.h"

namespace qiuhao::malformed {
namespace {

constexpr std::size_t kReplays = 40;  // visits of the city among the samples

std::uint64_t number_of(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// A small city imported, with all rules that are shipped.
class Malformed : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<oracle::CityFolder>("malformed");
    simulate::CityOptions options;
    options.directory = folder_->path / "tables";
    options.people = 300;
    options.seed = 5;
    CHECK(simulate::simulate_city(options).has_value());
    auto world = oracle::make_world(folder_->path);
    CHECK_NOTE(world.has_value(), world.error().text());
    world_ = std::make_unique<oracle::World>(std::move(*world));
  }
  static void TearDownTestSuite() {
    world_.reset();
    folder_.reset();
  }

  static std::vector<std::string> samples() { return read_samples(QIUHAO_SOURCE_DIR "/tests/national/samples"); }

  // Visits of the city as their hospitals would have sent them.
  static std::vector<std::string> replays() {
    std::vector<std::string> messages;
    const claims::Part& part = world_->tape.parts().front();
    for (RowIndex person = 0; person < part.rows(claims::Entity::person) && messages.size() < kReplays; person += 5) {
      const claims::Range visits = part.range(claims::Link::person_visits, person);
      if (visits.begin == visits.end || part.is_gone(person)) continue;
      const RowIndex last = visits.end - 1;
      messages.push_back(national::analysis_message(
          *world_->schema, claims::loosen(part, *world_->schema, person, {&last, 1}),
          {messages.size() % 2 == 0 ? "3101" : "3102", "MARK-SERIAL", messages.size() % 3 == 0 ? "8" : "", ""}));
    }
    return messages;
  }

  static void expect_answers(const Path& workspace, const std::vector<std::string>& samples, std::uint64_t count) {
    const auto shared = share(world_->schema, world_->plan, workspace);
    ASSERT_TRUE(shared.has_value()) << shared.error().text();
    const Tally tally =
        send_malformed(*shared, samples, number_of("QIUHAO_SEED", 1), count, folder_->path / "endpoint");
    for (const Tally::Fault& fault : tally.faults) {
      const Path file = std::filesystem::temp_directory_path() / fmt::format("qiuhao-malformed-{}.json", fault.seed);
      EXPECT_TRUE(write_file_atomically(file, fault.message).has_value());
      ADD_FAILURE() << "message " << fault.seed << " (" << file << "): " << fault.sentence;
    }
    fmt::print("{}\n", tally.text());
    // Otherwise the changes are too wild, or too tame.
    EXPECT_GT(tally.good, count / 20);
    EXPECT_GT(tally.bad(), count / 20);
  }

  static inline std::unique_ptr<oracle::CityFolder> folder_;
  static inline std::unique_ptr<oracle::World> world_;
};

TEST_F(Malformed, SamplesAsTheyAreAreGood) {
  const auto shared = share(world_->schema, world_->plan, "");
  ASSERT_TRUE(shared.has_value()) << shared.error().text();
  const auto stand = Stand::open(*shared, folder_->path / "endpoint");
  ASSERT_TRUE(stand.has_value()) << stand.error().text();
  std::size_t number = 0;
  for (const std::string& sample : samples()) {
    std::string message = sample;
    message.replace(message.find("SERIAL"), 6, std::to_string(++number));
    std::promise<national::Exchanged> told;
    (*stand)->answer(message, [&](national::Exchanged answer) { told.set_value(std::move(answer)); });
    const national::Exchanged answer = told.get_future().get();
    EXPECT_EQ(answer_fault(answer, "MARK", "BRAVO"), "") << answer.answer;
    const bool is_sign_out = answer.transaction == "9002";  // nobody has signed in by that number
    EXPECT_EQ(answer.error, is_sign_out ? "bad_field" : "") << answer.answer << sample;
  }
  EXPECT_GE(number, 17U);
}

TEST_F(Malformed, TheSameSeedIsTheSameMessage) {
  const Mutator one(samples(), {"ALPHA7"});
  const Mutator other(samples(), {"ALPHA7"});
  for (std::uint64_t seed = 0; seed < 200; ++seed) ASSERT_EQ(one.message(seed), other.message(seed));
}

// What the checks below would say if something were wrong.
TEST_F(Malformed, FaultsOfAnswersAreSeen) {
  const auto fault = [](const std::string& code, const std::string& error, const std::string& output,
                        const std::string& reference = std::string(30, '1')) {
    national::Exchanged exchanged;
    exchanged.error = code == "0" ? "" : "bad_field";
    const std::string time(17, '2');
    exchanged.answer = fmt::format(
        R"({{"infcode":{},"inf_refmsgid":"{}","refmsg_time":"{}","respond_time":"{}","err_msg":"{}","output":{}}})",
        code, reference, time, time, error, output);
    return answer_fault(exchanged, "ALPHA7", "BRAVO9");
  };
  EXPECT_EQ(fault("0", "", "{}"), "");
  EXPECT_EQ(fault("-1", "缺少 infno", "{}"), "");
  EXPECT_NE(fault("1", "", "{}"), "");
  EXPECT_NE(fault("0", "缺少 infno", "{}"), "");
  EXPECT_NE(fault("-1", "", "{}"), "");
  EXPECT_NE(fault("-1", "\xe9\xbb", "{}"), "");
  EXPECT_NE(fault("-1", std::string(201, 'x'), "{}"), "");
  EXPECT_NE(fault("0", "", "[]"), "");
  EXPECT_NE(fault("0", "", "{}", "34\\n"), "");
  EXPECT_NE(fault("-1", "报文ID BRAVO9-1", "{}"), "");
  EXPECT_NE(fault("0", "", R"({"result":[{"feedetl_sn":"BRAVO9-F1"}]})"), "");
  EXPECT_NE(fault("0", "", R"({"result":[{"patn_id":"ALPHA7-P1","d":[{"rx_id":"BRAVO9"}]}]})"), "");
  EXPECT_EQ(fault("0", "", R"({"result":[{"patn_id":"ALPHA7-P1","d":[{"rx_id":"ALPHA7"}]}]})"), "");
  EXPECT_EQ(fault("0", "", R"({"result":[{"patn_id":"1","d":[{"rx_id":"BRAVO9"}]}]})"), "");
}

TEST_F(Malformed, EachIsAnsweredOverAnEmptyTape) {
  expect_answers("", samples(), number_of("QIUHAO_MUTATIONS", 20'000) / 4 * 3);
}

TEST_F(Malformed, EachIsAnsweredOverACity) {
  std::vector<std::string> all = samples();
  std::ranges::move(replays(), std::back_inserter(all));
  expect_answers(folder_->path / "workspace", all, number_of("QIUHAO_MUTATIONS", 20'000) / 4);
}

}  // namespace
}  // namespace qiuhao::malformed
