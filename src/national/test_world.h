// A service over an empty tape, with shipped rules and starter knowledge, whose answers tests read.
#pragma once

#include <future>

#include "knowledge/import.h"
#include "live/test_rows.h"
#include "national/exchange.h"
#include "text/document.h"

namespace qiuhao::national {

inline const Path kTestSource = QIUHAO_SOURCE_DIR;

class NationalTest : public live::LiveFolder {
 protected:
  void SetUp() override { open({(kTestSource / "policy/interface").string()}); }

  void open(const std::vector<std::string>& interface_folders) {
    exchange_.reset();
    intake_.reset();
    schema_ = std::make_shared<const claims::Schema>(live::test_schema());
    auto intake = live::Intake::open(path_, *schema_);
    ASSERT_TRUE(intake.has_value()) << intake.error().text();
    intake_ = std::move(*intake);
    auto editions = live::Editions::open({[this] { return load(); }, [this] { return state_; }});
    ASSERT_TRUE(editions.has_value()) << editions.error().text();
    editions_ = std::move(*editions);
    auto pseudonyms = claims::assembly::Pseudonyms::open(path_);
    ASSERT_TRUE(pseudonyms.has_value());
    auto variants = Variants::load(interface_folders);
    ASSERT_TRUE(variants.has_value()) << variants.error().text();
    auto keys = signing::Keyring::load(path_ / "secret/institutions");
    ASSERT_TRUE(keys.has_value()) << keys.error().text();
    const auto desk = std::make_shared<live::Desk>(editions_, intake_);
    exchange_ = std::make_shared<Exchange>(
        std::make_shared<const Service>(Service{desk, schema_, Names(*schema_), std::move(*pseudonyms), false}),
        std::make_shared<const Variants>(std::move(*variants)),
        std::make_shared<const signing::Keyring>(std::move(*keys)));
  }

  Result<std::unique_ptr<live::Edition>> load() const {
    auto edition = std::make_unique<live::Edition>();
    edition->schema = schema_;
    ASSIGN(knowledge::Kinds kinds, knowledge::read_kinds(kTestSource / "policy/knowledge/kinds.yaml"));
    ASSIGN(auto points, knowledge::read_points(kinds, {kTestSource / "policy/knowledge/starter.csv"}, {}));
    auto library = knowledge::Library::make(std::move(kinds), std::move(points), day_from_civil({2026, 11, 1}));
    ASSIGN(auto rules, rules::load_rules({(kTestSource / "policy/rules").string()}, {"R0101", "R0112"}, *schema_));
    ASSIGN(edition->plan, rules::Plan::make(schema_, std::move(rules), std::move(library)));
    return edition;
  }

  Exchanged exchanged(const std::string& body, std::chrono::milliseconds waited = {}) const {
    std::promise<Exchanged> told;
    exchange_->answer(body, {std::chrono::steady_clock::now() - waited, std::chrono::system_clock::now()},
                      [&](Exchanged answer) { told.set_value(std::move(answer)); });
    return told.get_future().get();
  }
  // The answer's JSON; it must be JSON.
  text::Node answer(const std::string& body) const {
    const Exchanged told = exchanged(body);
    auto node = text::parse_json(told.answer, "answer");
    EXPECT_TRUE(node.has_value()) << told.answer;
    return node ? *node : text::Node{};
  }

  static std::string message(const std::string& infno, const std::string& input, const std::string& msgid = "M1",
                             const std::string& institution = "H34060000001") {
    return fmt::format(
        R"({{"infno":"{}","msgid":"{}","mdtrtarea_admvs":"340600","fixmedins_code":"{}","infver":"V1.0",)"
        R"("opter_type":"1","opter":"01","opter_name":"张","recer_sys_code":"HIS","inf_time":"2026-11-30 10:00:00",)"
        R"("input":{}}})",
        infno, msgid, institution, input);
  }

  std::shared_ptr<const claims::Schema> schema_;
  std::string state_ = "1";
  std::shared_ptr<live::Intake> intake_;
  std::shared_ptr<live::Editions> editions_;
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace qiuhao::national
