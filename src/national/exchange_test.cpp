// The envelope, the transactions beside 3101 and 3102, and variants of the interface.
#include "national/test_world.h"

namespace qiuhao::national {
namespace {

using text::Node;

const std::string kHit = "0123456789abcdef0123456789abcdef";

class ExchangeTest : public NationalTest {
 protected:
  std::string error(const std::string& body) { return answer(body).text_of("err_msg"); }
  std::string details(const std::string& visit, const std::string& person, const std::string& count = "1",
                      const std::string& more = "") {
    return fmt::format(
        R"({{"feedetail":[{{"feedetl_sn":"F1","mdtrt_id":"{}","psn_no":"{}","chrg_bchno":"B1",)"
        R"("fee_ocur_time":"2026-11-30 09:00:00","med_list_codg":"A1","det_item_fee_sumamt":"3.00","cnt":"{}",)"
        R"("pric":"3"{}}}]}})",
        visit, person, count, more);
  }
  std::size_t held(const std::string& person) {
    const auto visits = intake_->held().of(exchange_->service().person_of(person));
    std::size_t lines = 0;
    for (const live::HeldVisit& visit : *visits) lines += visit.lines.size();
    return lines;
  }
};

TEST_F(ExchangeTest, WhatIsNoMessageIsToldSo) {
  EXPECT_NE(error("").find("不是 JSON"), std::string::npos);
  EXPECT_NE(error("{").find("不是 JSON"), std::string::npos);
  EXPECT_NE(error("[]").find("JSON 对象"), std::string::npos);
  EXPECT_NE(error("{}").find("infno"), std::string::npos);
  EXPECT_NE(error(R"({"infno":"3101"})").find("msgid"), std::string::npos);
  EXPECT_NE(error(R"({"infno":"3101","msgid":"1"})").find("fixmedins_code"), std::string::npos);
  EXPECT_NE(error(message("9999", "{}")).find("没有交易 9999"), std::string::npos);
  EXPECT_NE(error(message("3101", "\"{\"")).find("不是 JSON"), std::string::npos);
  EXPECT_NE(error(message("3101", "[1]")).find("input"), std::string::npos);
  EXPECT_NE(error(std::string(100, '[') + std::string(100, ']')).find("嵌套"), std::string::npos);
  EXPECT_EQ(answer("{").text_of("infcode"), "-1");
}

TEST_F(ExchangeTest, TransactionsWithALetterAreTheSame) {
  EXPECT_EQ(answer(message("2204A", details("V1", "P1"))).text_of("infcode"), "0");
  EXPECT_EQ(held("P1"), 1u);
}

TEST_F(ExchangeTest, DetailsAreKeptOnceAndCancelled) {
  const std::string sent = message("2204", details("V1", "P1"));
  const Node told = answer(sent);
  EXPECT_EQ(told.find("output")->find("result")->items[0].text_of("feedetl_sn"), "F1");
  EXPECT_EQ(answer(sent).text_of("infcode"), "0");
  EXPECT_EQ(held("P1"), 1u);
  EXPECT_NE(error(message("2204", details("V1", "P1", "2"))).find("M1"), std::string::npos);
  EXPECT_EQ(
      answer(message("2205", R"({"data":{"mdtrt_id":"V1","chrg_bchno":"B2","psn_no":"P1"}})", "M2")).text_of("infcode"),
      "0");
  EXPECT_EQ(held("P1"), 1u);
  EXPECT_EQ(answer(message("2205", R"({"data":{"mdtrt_id":"V1","chrg_bchno":"0000","psn_no":"P1"}})", "M3"))
                .text_of("infcode"),
            "0");
  EXPECT_EQ(held("P1"), 0u);
}

TEST_F(ExchangeTest, ARefundIsTakenOffTheLine) {
  ASSERT_EQ(answer(message("2301", details("V1", "P1", "3"), "M1")).text_of("infcode"), "0");
  std::string refund = details("V1", "P1", "-3", R"(,"init_feedetl_sn":"F1")");
  refund.replace(refund.find("\"F1\",\"mdtrt"), 4, "\"F9\"");
  ASSERT_EQ(answer(message("2301", refund, "M2")).text_of("infcode"), "0");
  const auto visits = intake_->held().of(exchange_->service().person_of("P1"));
  const claims::FieldIndex quantity = schema_->of(claims::Entity::line).find("quantity");
  ASSERT_EQ(visits->front().lines.size(), 1u);
  EXPECT_EQ(visits->front().lines[0].values[quantity]->number, 0);
}

TEST_F(ExchangeTest, AMessageIsAboutOneVisitOfOnePerson) {
  std::string two = details("V1", "P1");
  two.replace(two.find("}]}"), 3, "}," + details("V2", "P1").substr(14));
  EXPECT_NE(error(message("2204", two)).find("就诊"), std::string::npos);
  EXPECT_EQ(held("P1"), 0u);
}

TEST_F(ExchangeTest, FeedbackNeedsAReasonToGoOn) {
  const auto feedback = [](const std::string& id, const std::string& way, const std::string& reason) {
    return fmt::format(
        R"({{"data":{{"warn_type":"1","warns":[{{"warn_rslt_id":"{}","dspo_way":"{}","dspo_way_rea":"{}"}}]}}}})", id,
        way, reason);
  };
  EXPECT_EQ(answer(message("3103", feedback(kHit, "1", "病情需要"), "M1")).text_of("infcode"), "0");
  EXPECT_EQ(answer(message("3103", feedback(kHit, "2", ""), "M2")).text_of("infcode"), "0");
  EXPECT_NE(error(message("3103", feedback(kHit, "1", " "), "M3")).find("处理原因"), std::string::npos);
  EXPECT_NE(error(message("3103", feedback(kHit, "3", "x"), "M4")).find("dspo_way"), std::string::npos);
  EXPECT_NE(error(message("3103", feedback("J1", "2", ""), "M5")).find("jr_id"), std::string::npos);
  const auto told = intake_->feedback();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].reason, "病情需要");
}

TEST_F(ExchangeTest, SignsInAndOut) {
  const std::string in = message("9001", R"({"signIn":{"opter_no":"01","mac":"","ip":""}})", "M1");
  const std::string number = answer(in).find("output")->find("signinoutb")->text_of("sign_no");
  EXPECT_EQ(number.size(), 30u);
  EXPECT_EQ(answer(in).find("output")->find("signinoutb")->text_of("sign_no"), number);
  const std::string out = fmt::format(R"({{"signOut":{{"opter_no":"01","sign_no":"{}"}}}})", number);
  EXPECT_NE(error(message("9002", out, "M2", "H34060000002")), "");  // another's
  EXPECT_EQ(answer(message("9002", out, "M3")).text_of("infcode"), "0");
  EXPECT_NE(error(message("9002", out, "M4")), "");
}

TEST_F(ExchangeTest, StockIsKeptAsSent) {
  const std::string row = R"({"med_list_codg":"A1","fixmedins_bchno":"B1","inv_cnt":"12.5","invdate":"2026-11-30",)"
                          R"("drugtracinfo":{"drug_trac_codg":"81"}})";
  EXPECT_EQ(
      answer(message("3501", R"({"invinfo":)" + row + "}", "M1")).find("output")->find("result")->text_of("retRslt"),
      "1");
  EXPECT_EQ(answer(message("3501A", R"({"invinfoDetail":[)" + row + "," + row + "]}", "M2")).text_of("infcode"), "0");
  EXPECT_NE(error(message("3501", R"({"invinfo":{"med_list_codg":"A1","fixmedins_bchno":"B","inv_cnt":"x"}})", "M3"))
                .find("inv_cnt"),
            std::string::npos);
  EXPECT_NE(error(message("3501", "{}", "M4")), "");
  EXPECT_NE(error(message("3507", R"({"data":{"fixmedins_bchno":"B1","inv_data_type":"9"}})", "M5")), "");
  EXPECT_EQ(
      answer(message("3507", R"({"data":{"fixmedins_bchno":"B1","inv_data_type":"1"}})", "M6")).text_of("infcode"),
      "0");
  ASSERT_EQ(intake_->stock().size(), 4u);
  EXPECT_NE(intake_->stock()[0].row.find("drugtracinfo"), std::string::npos);
}

TEST_F(ExchangeTest, CodeTablesAreTheDictionarys) {
  const Node told = answer(message("1901", R"({"data":{"type":"med_type"}})"));
  const Node* list = told.find("output")->find("list");
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->items[0].text_of("value"), "11");
  EXPECT_EQ(list->items[0].text_of("label"), "普通门诊");
  EXPECT_NE(error(message("1901", R"({"data":{"type":"nothing"}})")).find("nothing"), std::string::npos);
}

TEST_F(ExchangeTest, AProvinceHasItsOwnNamesAndCodes) {
  // 北京：状态码为文本，反馈用 1703。
  const Node told = answer(message("1703", fmt::format(R"({{"data":{{"warns":{{"jrid":"{}","dspoway":"2"}}}}}})", kHit),
                                   "M1", "H11010000001"));
  EXPECT_EQ(told.text_of("infcode"), "0") << told.text_of("err_msg");
  EXPECT_TRUE(told.find("infcode")->quoted);
  // 海南：节点不带前缀。
  const std::string input =
      R"({"data":{"trig_scen":"2","patientDtos":[{"patn_id":"P1","gend":"1","curr_mdtrt_id":"V1","encounterDtos":[)"
      R"({"mdtrt_id":"V1","medins_code":"H46010000001","adm_date":"2026-11-30 08:00:00","med_type":"11","orderDtos":[)"
      R"({"rx_id":"R1","hilist_code":"XG03DAA087A001010190087","cnt":1,"sumamt":2,"ownpay_amt":0,"selfpay_amt":0,)"
      R"("drord_begn_date":"2026-11-30 09:00:00"}]}]}]}})";
  const Node hainan = answer(message("3101", input, "M2", "H46010000001"));
  ASSERT_EQ(hainan.text_of("infcode"), "0") << hainan.text_of("err_msg");
  EXPECT_FALSE(hainan.find("infcode")->quoted);
  EXPECT_EQ(hainan.find("output")->find("result")->items.size(), 1u);
  EXPECT_NE(error(message("3101", input, "M3")).find("至少应有一名参保人"), std::string::npos);
}

TEST_F(ExchangeTest, NothingOfAPersonIsTold) {
  const Exchanged told = exchanged(message("2204", details("V1", "P-SECRET-1")));
  for (const std::string& text : {told.transaction, told.message, told.institution, told.error})
    EXPECT_EQ(text.find("SECRET"), std::string::npos);
}

TEST_F(ExchangeTest, ANewLibraryTakesPlaceBetweenTwoQuestions) {
  EXPECT_EQ(editions_->current()->number, 1u);
  EXPECT_EQ(editions_->renew(), false);
  state_ = "2";
  EXPECT_EQ(editions_->renew(), true);
  EXPECT_EQ(editions_->current()->number, 2u);
}

TEST(VariantFiles, MistakesHaveAPlace) {
  const Path folder = std::filesystem::temp_directory_path() / ("qiuhao-variant-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto wrong = [&](const std::string& content) {
    EXPECT_TRUE(write_file_atomically(folder / "a.yaml", content).has_value());
    const auto loaded = Variants::load({folder.string()});
    return loaded ? "" : loaded.error().text();
  };
  EXPECT_NE(wrong("name: x\n").find("interface: NAME"), std::string::npos);
  EXPECT_NE(wrong("interface: x\n").find("interface: national"), std::string::npos);
  EXPECT_NE(wrong("interface: national\ninfcode: 7\n").find("a.yaml:2:"), std::string::npos);
  EXPECT_NE(wrong("interface: national\nscenes: {\"1\": {name: x, moments: [soon]}}\n").find("unknown moment soon"),
            std::string::npos);
  EXPECT_NE(wrong("interface: national\nwhatever: 1\n").find("unknown key whatever"), std::string::npos);
  EXPECT_NE(wrong("interface: national\ndeadline_ms: 0\n").find("1 to 60000"), std::string::npos);
  EXPECT_EQ(wrong("interface: national\n"), "");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace qiuhao::national
