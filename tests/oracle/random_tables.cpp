// Random national tables: unlike the simulated city nothing here is plausible, so that every branch is met often.
#include <fmt/format.h>

#include <array>
#include <fstream>
#include <map>
#include <random>

#include "oracle.h"
#include "simulate/columns.h"

namespace qiuhao::oracle {
namespace {

using Fields = std::map<std::string_view, std::string>;

// One table: rows given as maps, written with every national column.
class Table {
 public:
  Table(const Path& file, std::span<const std::string_view> columns) : columns_(columns), out_(file, std::ios::binary) {
    for (std::size_t index = 0; index < columns.size(); ++index) out_ << (index == 0 ? "" : ",") << columns[index];
    out_ << "\n";
  }
  void row(const Fields& fields) {
    for (std::size_t index = 0; index < columns_.size(); ++index) {
      if (index > 0) out_ << ',';
      const auto found = fields.find(columns_[index]);
      if (found != fields.end()) out_ << found->second;
    }
    out_ << "\n";
  }
  bool good() const { return out_.good(); }

 private:
  std::span<const std::string_view> columns_;
  std::ofstream out_;
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  int below(int limit) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(limit)); }
  bool one_in(int count) { return below(count) == 0; }
  template <std::size_t N>
  std::string pick(const std::array<const char*, N>& words) {
    return words[static_cast<std::size_t>(below(static_cast<int>(N)))];
  }

 private:
  std::mt19937_64 engine_;
};

std::string time_text(Day day, int second) {
  return format_time(static_cast<Seconds>(day) * 86'400 - kShanghaiOffset + second);
}

// Of herbal pieces, drugs and services.
std::string class_of(const std::string& item) {
  if (item.starts_with("T")) return "102";
  return item.starts_with("X") || item.starts_with("Z") ? "101" : "201";
}

class Writer {
 public:
  Writer(const Path& folder, const std::vector<std::string>& items, std::uint64_t seed, const RandomShape& shape)
      : items_(items),
        shape_(shape),
        random_(seed),
        stay_random_(seed + 1'000'000),
        policy_random_(seed + 2'000'000),
        order_random_(seed + 3'000'000),
        register_random_(seed + 4'000'000),
        visits_(folder / "mdtrt_d.csv", simulate::kVisitColumns),
        lines_(folder / "fee_list_d.csv", simulate::kLineColumns),
        settlements_(folder / "setl_d.csv", simulate::kSettlementColumns),
        diagnoses_(folder / "setl_list_diag_d.csv", simulate::kDiagnosisColumns),
        operations_(folder / "setl_list_oprn_d.csv", simulate::kOperationColumns),
        licences_(folder / "licence.csv", simulate::kLicenceColumns) {}

  void person(int number);
  void licences();
  bool good() const {
    return visits_.good() && lines_.good() && settlements_.good() && diagnoses_.good() && operations_.good() &&
           licences_.good();
  }

 private:
  void visit(const std::string& person, Day born);
  void diagnoses(const Fields& visit);
  void line(const Fields& visit, Day start, int days);
  void order(Fields& fields);
  void operations(const Fields& visit, Day start, int days);
  void refund(Fields fields, int quantity, int price_cents);

  const std::vector<std::string>& items_;
  RandomShape shape_;
  Random random_;
  Random stay_random_;      // of its own, so that what is drawn for stays changes nothing else
  Random policy_random_;    // the same, for what the kinds of policy.sql read
  Random order_random_;     // the same, for those of medical.sql
  Random register_random_;  // the same, for those of registers.sql
  Table visits_;
  Table lines_;
  Table settlements_;
  Table diagnoses_;
  Table operations_;
  Table licences_;
  int next_visit_ = 0;
  int next_line_ = 0;
  int only_item_ = -1;
  Day born_ = 0;
  std::string sex_;
};

// Periods that overlap, end, or say nothing; doctors from D10 on have none.
void Writer::licences() {
  Random& random = register_random_;
  for (int doctor = 0; doctor < 10; ++doctor) {
    for (int number = 0; number <= random.below(4); ++number) {
      const Day begin = day_from_civil({2024, 9, 1}) + number * 160 + random.below(150);
      Fields fields{{"dr_codg", fmt::format("D{:02}", doctor)},
                    {"begndate", format_day(begin)},
                    {"enddate", random.one_in(2) ? "" : format_day(begin + random.below(400))},
                    {"antibiotic_grade", random.pick(std::array{"0", "1", "1", "2", "3", ""})},
                    {"vali_flag", random.one_in(12) ? "0" : "1"},
                    {"updt_time", "2027-06-01 10:00:00"}};
      licences_.row(fields);
      if (random.one_in(3)) licences_.row(fields);
      if (fields["vali_flag"] == "0" || random.one_in(2)) continue;
      fields["antibiotic_grade"] = "3";
      fields["updt_time"] = "2027-05-01 10:00:00";
      licences_.row(fields);
    }
  }
}

void Writer::person(int number) {
  born_ = day_from_civil({1940 + random_.below(86), 1 + random_.below(12), 1 + random_.below(28)});
  if (random_.one_in(20)) born_ = day_from_civil({2008, 2, 29});
  sex_ = random_.pick(std::array{"1", "2", "1", "2", "9", ""});
  const int visits = 1 + random_.below(4);
  for (int visit_number = 0; visit_number < visits; ++visit_number) visit(fmt::format("N{:06}", number), born_);
}

void Writer::visit(const std::string& person, Day born) {
  const Day start = day_from_civil({2025, 1, 1}) + random_.below(shape_.days);
  const int days = random_.one_in(2) ? 1 : 1 + random_.below(20);
  const int provider = random_.below(shape_.providers);
  Fields fields{
      {"mdtrt_id", fmt::format("V{:07}", next_visit_++)},
      {"psn_no", person},
      {"gend", random_.one_in(15) ? "" : sex_},
      {"brdy", random_.one_in(15) ? "" : format_day(born)},
      {"insutype", random_.pick(std::array{"310", "390", "510", "340"})},
      {"med_type", random_.pick(std::array{"11", "13", "14", "21", "2101", "41", "51", "52", "28", "99"})},
      {"hosp_lv", random_.pick(std::array{"01", "02", "05", "07", "08", "10", "11", ""})},
      {"fixmedins_code", fmt::format("H3499{:07}", provider)},
      {"fixmedins_name", provider % 7 == 0   ? "互联网医院"
                         : provider % 7 == 1 ? ""
                                             : "医院"},
      {"dise_no", policy_random_.pick(std::array{"M03900", "M01600", "M04600", ""})},
      {"adm_dept_name", policy_random_.pick(std::array{"内科", "内科", "互联网门诊", ""})},
      {"begntime", time_text(start, random_.below(86'400))},
      {"endtime", random_.one_in(12) ? "" : time_text(start + days - 1, 86'399)},
      {"dscg_maindiag_code", stay_random_.pick(std::array{"J18.900", "J18.100", "J18.900", "I10.x00", "Z51.000", ""})},
      {"dscg_way", stay_random_.pick(std::array{"1", "1", "1", "2", ""})},
      {"vali_flag", random_.one_in(30) ? "0" : "1"},
      {"updt_time", "2027-06-01 10:00:00"}};
  if (!random_.one_in(25)) visits_.row(fields);
  if (random_.one_in(20)) {  // an older version of the same visit
    Fields older = fields;
    older["hosp_lv"] = "11";
    older["updt_time"] = "2027-05-01 10:00:00";
    visits_.row(older);
  }
  settlements_.row({{"setl_id", "S" + fields["mdtrt_id"]},
                    {"mdtrt_id", fields["mdtrt_id"]},
                    {"psn_no", person},
                    {"setl_time", time_text(start + days - 1, 86'399)},
                    {"medfee_sumamt", "10.00"},
                    {"fund_pay_sumamt", stay_random_.pick(std::array{"7.00", "6.00", ""})},
                    {"psn_pay", "3.00"},
                    {"vali_flag", "1"},
                    {"updt_time", "2027-06-01 10:00:00"}});
  diagnoses(fields);
  operations(fields, start, days);
  // Now and then one item every day of the stay, so that courses run out.
  const bool is_course = random_.one_in(4);
  only_item_ = is_course ? random_.below(static_cast<int>(items_.size())) : -1;
  const int lines = is_course ? 3 * days : 1 + random_.below(shape_.lines);
  for (int number = 0; number < lines; ++number) line(fields, start, days);
}

void Writer::diagnoses(const Fields& visit) {
  const int count = stay_random_.below(4);
  for (int number = 0; number < count; ++number) {
    diagnoses_.row({{"setl_list_diag_id", fmt::format("D{}-{}", visit.at("mdtrt_id"), number)},
                    {"mdtrt_id", visit.at("mdtrt_id")},
                    {"psn_no", visit.at("psn_no")},
                    {"diag_code", stay_random_.pick(std::array{
                                      "I10.x00", "C34.900x001", "C50",     "E11.9",   "E10.900", "H35.301", "H35",
                                      "I25.103", "J45.900",     "M45.x00", "Z33.x00", "O80.900", "H40.9",   "I21",
                                      "Z95.000", "B18.1",       "J06.900", "E87.600", "N17",     "N40.x00", "H25.9",
                                      "P59.900", "K35.900",     "d07.3",   "Z88.0",   "T88.7",   "T88.5"})},
                    {"diag_type", stay_random_.pick(std::array{"1", "1", "2", ""})},
                    {"maindiag_flag", number == 0 ? "1" : stay_random_.pick(std::array{"0", "0", "0", "1", ""})},
                    {"vali_flag", stay_random_.one_in(20) ? "0" : "1"},
                    {"updt_time", "2027-06-01 10:00:00"}});
  }
}

void Writer::operations(const Fields& visit, Day start, int days) {
  const int count = order_random_.below(3);
  for (int number = 0; number < count; ++number) {
    const Day day = start + order_random_.below(days);
    operations_.row(
        {{"setl_list_oprn_id", fmt::format("O{}-{}", visit.at("mdtrt_id"), number)},
         {"mdtrt_id", visit.at("mdtrt_id")},
         {"psn_no", visit.at("psn_no")},
         {"oprn_oprt_code",
          order_random_.pick(std::array{"47.0901", "53.0000", "13.4100", "13.4100", "36.1000", "88.5500", "03.0900",
                                        "68.4900", "60.2900", "51.2200", "74.1x00", "64.5", "99"})},
         {"main_oprn_flag", stay_random_.pick(std::array{"1", "1", "0", ""})},
         {"oprn_oprt_date", order_random_.one_in(8) ? "" : format_day(day)},
         {"oprn_oprt_endtime", order_random_.one_in(3) ? "" : time_text(day, 20'000 * order_random_.below(4))},
         {"vali_flag", order_random_.one_in(20) ? "0" : "1"},
         {"updt_time", "2027-06-01 10:00:00"}});
  }
}

// What the order of a line says; every word now and then.
void Writer::order(Fields& fields) {
  Random& random = order_random_;
  const std::string item = fields["hilist_code"];
  if (fields["hilist_name"] == "项目") fields["hilist_name"] += item;
  fields["spec"] = item[0] == 'T' ? random.pick(std::array{"g", "g", "克", "10g", "1kg", "统货", ""})
                                  : random.pick(std::array{"0.5g*12片", "20mg*14片", "10mg*6粒", "12片", "100ml", ""});
  fields["sin_dos_dscr"] = random.pick(std::array{"1g", "500mg", "0.3g", "10mg", "2片", "3粒", "1-2片", "适量", ""});
  fields["used_frqu_dscr"] =
      random.pick(std::array{"qd", "bid", "tid", "q8h", "一日三次", "2次/日", "st", "必要时", ""});
  fields["medc_way_dscr"] = random.pick(std::array{"口服", "煎服", "外用", "熏洗", ""});
  fields["bilg_dept_name"] = random.pick(std::array{"内科", "口腔颌面外科", "眼科", "手术室", ""});
}

void Writer::line(const Fields& visit, Day start, int days) {
  const int quantity = random_.one_in(4) ? 1 + random_.below(5) : 1;
  const int price_cents = 1 + random_.below(90'000);
  const int in_scope = random_.one_in(6) ? 0 : random_.below(price_cents * quantity + 1);
  // A few items come again and again within a visit, so that pairs, courses and counts meet.
  const std::size_t few = static_cast<std::size_t>(next_visit_) * 7 % items_.size();
  std::size_t item = (few + static_cast<std::size_t>(random_.below(4))) % items_.size();
  if (random_.one_in(3)) item = static_cast<std::size_t>(random_.below(static_cast<int>(items_.size())));
  if (only_item_ >= 0) item = static_cast<std::size_t>(only_item_);
  const Day day = start + random_.below(days + 1);
  const int second = random_.below(4) * 20'000;
  const int own = stay_random_.one_in(3) ? stay_random_.below(price_cents * quantity + 1) : 0;
  const int late = stay_random_.one_in(4) ? stay_random_.below(80) * 3'600 + stay_random_.below(3'600) : 0;
  Fields fields{
      {"bkkp_sn", fmt::format("L{:08}", next_line_++)},
      {"mdtrt_id", visit.at("mdtrt_id")},
      {"psn_no", visit.at("psn_no")},
      {"fee_ocur_time", time_text(day, second)},
      {"crte_time", stay_random_.one_in(5) ? "" : time_text(day, second + late)},
      {"fulamt_ownpay_amt", stay_random_.one_in(6) ? "" : fmt::format("{}.{:02}", own / 100, own % 100)},
      {"med_chrgitm_type", stay_random_.pick(std::array{"03", "04", "03", "09"})},
      {"hilist_code", items_[item]},
      {"hilist_name", policy_random_.one_in(60)   ? "互联网复诊诊查费"
                      : policy_random_.one_in(10) ? ""
                                                  : "项目"},
      {"pric_uplmt_amt", policy_random_.one_in(3) ? fmt::format("{}.50", policy_random_.below(2'000)) : ""},
      {"bilg_dept_codg", policy_random_.pick(std::array{"A15", "A21.01", "A03", "A10", "A5", ""})},
      {"prd_days", policy_random_.pick(std::array{"3", "7", "8", "14", "84", "85", ""})},
      {"dscg_tkdrug_flag", policy_random_.pick(std::array{"0", "1", ""})},
      {"bilg_dr_code", register_random_.one_in(15) ? "" : fmt::format("D{:02}", register_random_.below(12))},
      {"list_type", class_of(items_[item])},
      {"cnt", fmt::format("{}.{}", quantity, random_.one_in(5) ? "5" : "0")},
      {"pric", fmt::format("{}.{:02}", price_cents / 100, price_cents % 100)},
      {"det_item_fee_sumamt", fmt::format("{}.{:02}", price_cents * quantity / 100, price_cents * quantity % 100)},
      {"inscp_amt", fmt::format("{}.{:02}", in_scope / 100, in_scope % 100)},
      {"rx_drord_no", random_.one_in(8) ? "" : fmt::format("R{}-{}", visit.at("mdtrt_id"), random_.below(4))},
      {"vali_flag", random_.one_in(40) ? "0" : "1"},
      {"updt_time", "2027-06-01 10:00:00"}};
  order(fields);
  lines_.row(fields);
  if (random_.one_in(25)) lines_.row(fields);  // the same once more
  if (random_.one_in(25)) {                    // an older version
    Fields older = fields;
    older["cnt"] = "9.0";
    older["updt_time"] = "2027-04-01 10:00:00";
    older["vali_flag"] = "1";
    if (fields["vali_flag"] == "1") lines_.row(older);
  }
  if (random_.one_in(12) && fields["vali_flag"] == "1") refund(fields, quantity, in_scope);
}

// Takes back the whole line, or one unit of it.
void Writer::refund(Fields fields, int quantity, int in_scope) {
  const bool whole = random_.one_in(2) || quantity < 2;
  const int back = whole ? in_scope : in_scope / quantity;
  fields["init_feedetl_sn"] = fields["bkkp_sn"];
  fields["bkkp_sn"] = fmt::format("L{:08}", next_line_++);
  fields["cnt"] = whole ? "-" + fields["cnt"] : "-1.0";
  fields["det_item_fee_sumamt"] = "-" + fields["det_item_fee_sumamt"];
  fields["inscp_amt"] = fmt::format("{}{}.{:02}", back == 0 ? "" : "-", back / 100, back % 100);
  lines_.row(fields);
}

// One person in four stands on a list, some on several; the diagnosis is one that visits have.
bool write_lists(const Path& folder, std::uint64_t seed, int people) {
  Random random(seed + 5'000'000);
  Table deaths(folder / "death.csv", simulate::kDeathColumns);
  Table custody(folder / "custody.csv", simulate::kCustodyColumns);
  Table assistance(folder / "assistance.csv", simulate::kAssistanceColumns);
  Table injuries(folder / "work_injury.csv", simulate::kWorkInjuryColumns);
  for (int number = 0; number < people; ++number) {
    const std::string person = fmt::format("N{:06}", number);
    const Day from = day_from_civil({2024, 12, 1}) + random.below(300);
    const std::string first = format_day(from);
    const std::string last = random.one_in(2) ? "" : format_day(from + random.below(120));
    if (random.one_in(8)) deaths.row({{"psn_no", person}, {"die_date", first}});
    if (random.one_in(8)) custody.row({{"psn_no", person}, {"begndate", first}, {"enddate", last}});
    if (random.one_in(8)) {
      assistance.row({{"psn_no", person}, {"psn_idet_type", "1"}, {"begntime", first}, {"endtime", last}});
    }
    if (random.one_in(4)) {
      injuries.row({{"psn_no", person},
                    {"injury_date", first},
                    {"enddate", last},
                    {"diag_code", random.pick(std::array{"J18", "I10", "Z51", "S82"})}});
    }
  }
  return deaths.good() && custody.good() && assistance.good() && injuries.good();
}

}  // namespace

Status write_random_tables(const Path& folder, const std::vector<std::string>& items, std::uint64_t seed, int people,
                           const RandomShape& shape) {
  TRY(make_folder(folder));
  Writer writer(folder, items, seed, shape);
  writer.licences();
  for (int person = 0; person < people; ++person) writer.person(person);
  if (!writer.good() || !write_lists(folder, seed, people))
    return system_error("cannot_write", "cannot write the random tables", {folder.string(), 0, 0, ""});
  return {};
}

}  // namespace qiuhao::oracle
