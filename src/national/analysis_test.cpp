// 3101 and 3102 in the shapes that clients send, and what they get.
#include "national/test_world.h"

namespace qiuhao::national {
namespace {

using text::Node;

constexpr const char* kProgesterone = "XG03DAA087A001010190087";  // 限女性

std::string order(const std::string& more = "") {
  return fmt::format(
      R"({{"rx_id":"RX1","rxno":"P1","hilist_code":"{}","hilist_name":"黄体酮胶囊","cnt":2,"pric":"17.60",)"
      R"("sumamt":35.20,"ownpay_amt":0,"selfpay_amt":"0.00","drord_begn_date":"2026-11-30 09:00:00",)"
      R"("curr_drord_flag":"1"{}}})",
      kProgesterone, more);
}

std::string encounter(const std::string& orders, const std::string& more = "") {
  return fmt::format(
      R"({{"mdtrt_id":"V1","medins_id":"H34060000001","medins_lv":"05","adm_date":"2026-11-30 08:00:00",)"
      R"("dscg_date":"2026-11-30 10:00:00","med_type":"11","insutype":"390","fsi_order_dtos":{}{}}})",
      orders, more);
}

std::string data(const std::string& encounters, const std::string& more = "") {
  return fmt::format(
      R"({{"data":{{"syscode":"HIS","task_id":"T1","trig_scen":"2","patient_dtos":{{"patn_id":"P0001",)"
      R"("patn_name":"某某",)"
      R"("gend":"1","brdy":"1980-02-03","poolarea":"340600","curr_mdtrt_id":"V1","fsi_encounter_dtos":{}{}}}}}}})",
      encounters, more);
}

class Analysis : public NationalTest {
 protected:
  const Node* hit(const Node& answer) {
    const Node* output = answer.find("output");
    const Node* result = output == nullptr ? nullptr : output->find("result");
    if (result == nullptr || result->items.size() != 1) return nullptr;
    return &result->items[0];
  }
};

TEST_F(Analysis, TellsWhatIsWrongWithTheOrder) {
  const Node told = answer(message("3101", data(encounter("[" + order() + "]"))));
  EXPECT_EQ(told.text_of("infcode"), "0") << told.text_of("err_msg");
  EXPECT_EQ(told.text_of("inf_refmsgid").substr(0, 6), "340600");
  EXPECT_EQ(told.text_of("inf_refmsgid").size(), 30u);
  EXPECT_EQ(told.text_of("refmsg_time").size(), 17u);
  const Node* result = hit(told);
  ASSERT_NE(result, nullptr);
  EXPECT_EQ(result->text_of("rule_id"), "R0101");
  EXPECT_EQ(result->text_of("rule_name"), "药品区分性别使用");
  EXPECT_EQ(result->text_of("vola_amt"), "35.2");
  EXPECT_EQ(result->text_of("vola_amt_stas"), "1");
  EXPECT_EQ(result->text_of("sev_deg"), "2");
  EXPECT_EQ(result->text_of("patn_id"), "P0001");
  EXPECT_EQ(result->text_of("mdtrt_id"), "V1");
  EXPECT_EQ(result->text_of("task_id"), "T1");
  EXPECT_NE(result->text_of("vola_evid").find("第十五条"), std::string::npos);
  EXPECT_TRUE(result->text_of("vola_cont").starts_with("限女性使用的药品 黄体酮胶囊 用于男性参保人"))
      << result->text_of("vola_cont");
  EXPECT_NE(result->text_of("vola_cont").find("改法：不收费用 RX1"), std::string::npos) << result->text_of("vola_cont");
  EXPECT_EQ(result->text_of("jr_id").size(), 32u);
  const Node* details = result->find("judge_result_detail_dtos");
  ASSERT_TRUE(details != nullptr && details->items.size() == 1);
  EXPECT_EQ(details->items[0].text_of("rx_id"), "RX1");
  EXPECT_EQ(details->items[0].text_of("vola_item_type"), "1");
  EXPECT_EQ(details->items[0].text_of("vola_amt"), "35.2");
}

// Each of these says the same as the one before.
TEST_F(Analysis, TakesEveryShapeThatClientsSend) {
  const std::string whole = data(encounter("[" + order() + "]"));
  const std::vector<std::string> inputs = {
      whole,
      data(encounter(order())),                          // an object in place of a list
      data("[" + encounter("[" + order() + "]") + "]"),  // a list in place of an object
      text::json_quote(whole),                           // the input as a text
      data(encounter("[" + order(R"(,"新字段":{"a":[1]},"lv1_hosp_item_pric":"-")") + "]")),
      data(encounter("[" + order() + "]", R"(,"fsi_diagnose_dtos":"","fsi_operation_dtos":null)"),
           R"(,"fsi_his_data_dto":"")"),
      data(encounter("[" + order(R"(,"expContent":"不是JSON")") + "]")),
      data(encounter("[" + order(R"(,"exp_content":{"sin_dos_dscr":"100mg"})") + "]")),
  };
  std::string id;
  for (std::size_t number = 0; number < inputs.size(); ++number) {
    const Node told = answer(message("3101", inputs[number]));
    const Node* result = hit(told);
    ASSERT_NE(result, nullptr) << number << ": " << told.text_of("err_msg");
    if (id.empty()) id = result->text_of("jr_id");
    EXPECT_EQ(result->text_of("jr_id"), id) << number;
  }
}

TEST_F(Analysis, OldOrdersAreHistory) {
  std::string old = order();
  old.replace(old.find(R"("curr_drord_flag":"1")"), 21, R"("curr_drord_flag":"0")");
  const Node told = answer(message("3101", data(encounter("[" + old + "]"))));
  EXPECT_EQ(told.text_of("infcode"), "0");
  EXPECT_TRUE(told.find("output")->find("result")->items.empty());
  EXPECT_TRUE(told.find("output")->find("result")->is_sequence());
}

TEST_F(Analysis, SaysWhichFieldIsWrongAndWhatWouldBeRight) {
  const auto error = [&](const std::string& input) { return answer(message("3101", input)).text_of("err_msg"); };
  std::string bad = order();
  bad.replace(bad.find("\"cnt\":2"), 7, "\"cnt\":\"two\"");
  EXPECT_EQ(
      error(data(encounter("[" + bad + "]"))),
      "input.data.patient_dtos.fsi_encounter_dtos.fsi_order_dtos[0].cnt：数量“two”不是数，请写成 12.50 这样的数字");
  bad = order();
  bad.replace(bad.find("2026-11-30 09"), 13, "2026-02-30 09");
  EXPECT_NE(error(data(encounter(bad))).find("drord_begn_date"), std::string::npos);
  EXPECT_NE(error(R"({"data":{"trig_scen":"2","patient_dtos":[]}})").find("至少应有一名参保人"), std::string::npos);
  EXPECT_NE(error(R"({"data":{"trig_scen":"77","patient_dtos":[]}})").find("没有触发场景“77”"), std::string::npos);
  EXPECT_NE(error(R"({"data":[]})").find("patient_dtos"), std::string::npos);
  EXPECT_NE(error(R"({"data":{"trig_scen":"2","patient_dtos":[5]}})").find("应为对象"), std::string::npos);
  bad = order();
  bad.replace(bad.find("\"rx_id\":\"RX1\","), 14, "");
  EXPECT_NE(error(data(encounter(bad))).find("rx_id"), std::string::npos);
}

TEST_F(Analysis, WhatIsHeldCountsInTheBillAndOnce) {
  // Two uploaded lines of the visit; one of them is the order that 3102 sends.
  const std::string details = fmt::format(
      R"({{"feedetail":[{{"feedetl_sn":"F1","mdtrt_id":"V1","psn_no":"P0001","chrg_bchno":"B1","rxno":"RX1",)"
      R"("fee_ocur_time":"2026-11-30 09:00:00","med_list_codg":"{0}","det_item_fee_sumamt":"35.20","cnt":"2",)"
      R"("pric":"17.6","inscp_amt":"35.20"}},{{"feedetl_sn":"F2","mdtrt_id":"V1","psn_no":"P0001","chrg_bchno":"B1",)"
      R"("fee_ocur_time":"2026-11-30 09:30:00","med_list_codg":"{0}","det_item_fee_sumamt":"17.60","cnt":"1",)"
      R"("pric":"17.6","inscp_amt":"17.60"}}]}})",
      kProgesterone);
  ASSERT_EQ(answer(message("2204", details, "M2")).text_of("infcode"), "0");
  std::string settling = data(encounter("[" + order() + "]"));
  settling.replace(settling.find(R"("trig_scen":"2")"), 15, R"("trig_scen":"6")");
  const Node told = answer(message("3102", settling));
  const Node* result = told.find("output")->find("result");
  ASSERT_EQ(result->items.size(), 2u) << told.text_of("err_msg");
  EXPECT_EQ(result->items[0].text_of("vola_amt"), "35.2");
  EXPECT_EQ(result->items[1].text_of("vola_amt"), "17.6");
  // A doctor who prescribes is told of the order alone.
  EXPECT_NE(hit(answer(message("3101", data(encounter("[" + order() + "]"))))), nullptr);
}

TEST_F(Analysis, ALateMessageIsLetThroughAndKept) {
  // A question of a few lines is judged between two looks at the clock; a long one is not.
  std::string orders = "[";
  for (int number = 0; number < 300; ++number) {
    std::string one = order();
    one.replace(one.find("RX1"), 3, fmt::format("RX{}", number));
    orders += (number == 0 ? "" : ",") + one;
  }
  const Exchanged late = exchanged(message("3101", data(encounter(orders + "]")), "M9"), std::chrono::seconds(2));
  EXPECT_TRUE(late.told.is_late);
  const auto node = text::parse_json(late.answer, "answer");
  EXPECT_EQ(node->text_of("infcode"), "0");
  EXPECT_TRUE(node->find("output")->find("result")->items.empty());
  EXPECT_EQ(node->find("output")->find("exp_content")->text_of("unjudged"), "true");
  while (intake_->counts().records == 0) std::this_thread::yield();
  EXPECT_EQ(intake_->counts().records, 1u);
}

TEST_F(Analysis, TheSmallestChangeIsInTheSentence) {
  const std::string item = "001102000010000";  // 门诊诊查费，每日1次
  const std::string many = fmt::format(
      R"({{"rx_id":"RX5","hilist_code":"{}","hilist_name":"某项目","cnt":5,"pric":"3.00","sumamt":15,"ownpay_amt":0,)"
      R"("selfpay_amt":0,"drord_begn_date":"2026-11-30 09:00:00","curr_drord_flag":"1"}})",
      item);
  const Node told = answer(message("3101", data(encounter("[" + many + "]"))));
  const Node* result = hit(told);
  ASSERT_NE(result, nullptr) << told.text_of("err_msg");
  EXPECT_NE(result->text_of("vola_cont").find("数量由 5 减为 1"), std::string::npos) << result->text_of("vola_cont");
}

}  // namespace
}  // namespace qiuhao::national
