// Rows of mdtrt_d, setl_d and fee_list_d: the common columns filled, the rare ones empty as in real extracts.
#include <fmt/format.h>

#include "base/check.h"
#include "base/hash.h"
#include "simulate/city_files.h"
#include "simulate/columns.h"
#include "simulate/row_marks.h"

namespace qiuhao::simulate {
namespace {

std::string_view sex_text(const Person& person) { return person.sex == '1' ? "1" : person.sex == '2' ? "2" : "9"; }

std::string_view clearing_type(const Visit& visit) {
  if (visit.pharmacy()) return "41";
  return visit.inpatient() ? "21" : "11";
}

// Whom a row of mdtrt_d is about; an outdated row did not know the sex.
void put_person(TableWriter& row, const Visit& visit, bool outdated) {
  const Person& person = *visit.person;
  row.text(visit_column("psn_no"), person.number);
  row.text(visit_column("psn_insu_rlts_id"), person.relation);
  row.text(visit_column("psn_cert_type"), "01");
  row.text(visit_column("certno"), person.certificate);
  row.text(visit_column("psn_name"), person.name);
  row.text(visit_column("gend"), outdated ? "9" : sex_text(person));
  row.text(visit_column("naty"), "01");
  row.day(visit_column("brdy"), person.born);
  row.number(visit_column("age"), visit.age());
  row.text(visit_column("tel"), person.telephone);
  row.text(visit_column("addr"), person.address);
  row.text(visit_column("insutype"), visit.insurance);
  row.text(visit_column("psn_type"), person.person_type);
  row.text(visit_column("cvlserv_flag"), "0");
  row.text(visit_column("insu_admdvs"), person.district->code);
  row.text(visit_column("emp_name"), person.employer);
}

void put_money(TableWriter& row, const Settlement& money) {
  row.money(settlement_column("medfee_sumamt"), money.total);
  row.money(settlement_column("fulamt_ownpay_amt"), money.own);
  row.money(settlement_column("overlmt_selfpay"), money.over_limit);
  row.money(settlement_column("preselfpay_amt"), money.paid_first);
  row.money(settlement_column("inscp_amt"), money.in_scope);
  row.money(settlement_column("dedc_std"), money.deductible_standard);
  row.money(settlement_column("crt_dedc"), money.deductible);
  row.money(settlement_column("act_pay_dedc"), money.deductible);
  row.money(settlement_column("hifp_pay"), money.pool);
  row.money(settlement_column("pool_prop_selfpay"), money.share);
  row.money(settlement_column("hifmi_pay"), money.serious_resident);
  row.money(settlement_column("hifob_pay"), money.large_employee);
  row.money(settlement_column("maf_pay"), money.assistance);
  row.money(settlement_column("othfund_pay"), 0);
  row.money(settlement_column("fund_pay_sumamt"), money.fund);
  row.money(settlement_column("psn_pay"), money.person);
  row.money(settlement_column("acct_pay"), money.account);
  row.money(settlement_column("cash_payamt"), money.cash);
}

void put_item(TableWriter& row, const Item& item) {
  row.text(line_column("chrgitm_lv"), item.list_level == 1 ? "01" : item.list_level == 2 ? "02" : "03");
  row.text(line_column("hilist_code"), item.code);
  row.text(line_column("hilist_name"), item.name);
  row.text(line_column("list_type"), list_type(item));
  row.text(line_column("med_list_codg"), item.code);
  row.text(line_column("medins_list_codg"), item.code.substr(item.code.size() - 8));
  row.text(line_column("medins_list_name"), item.name);
  row.text(line_column("med_chrgitm_type"), charge_type(item));
  if (is_drug(item)) row.text(line_column("prodname"), item.name);
  row.text(line_column("spec"), item.spec);
  row.text(line_column("dosform_name"), item.form);
}

}  // namespace

std::string line_number(const Visit& visit, int index) {
  CHECK(index >= 0 && index < 9999);
  std::string key = visit.number;
  const int number = index + 1;
  for (const int unit : {1000, 100, 10, 1}) key.push_back(static_cast<char>('0' + number / unit % 10));
  return key;
}

std::string row_id(std::string_view key) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::uint64_t value = hash64(key);
  std::string text(16, '0');
  for (std::size_t place = text.size(); place-- > 0; value >>= 4) text[place] = kDigits[value & 15];
  return text;
}

// An outdated row, corrected later, did not know the sex and thought the visit a day shorter.
void CityFiles::write_visit_row(const Visit& visit, bool outdated) {
  const Provider& provider = *visit.provider;
  const Seconds end = outdated && visit.stay_days() > 1 ? visit.end - kSecondsPerDay : visit.end;
  TableWriter& row = visits_;
  row.begin_row();
  row.text(visit_column("mdtrt_id"), visit.number);
  row.text(visit_column("medins_setl_id"), settlement_number(visit));
  put_person(row, visit, outdated);
  row.text(visit_column("pay_loc"), "2");
  row.text(visit_column("fixmedins_code"), provider.code);
  row.text(visit_column("fixmedins_name"), provider.name);
  row.text(visit_column("hosp_lv"), provider.hospital_level);
  row.text(visit_column("fix_blng_admdvs"), provider.district->code);
  row.time(visit_column("begntime"), visit.begin);
  row.time(visit_column("endtime"), end);
  row.text(visit_column("mdtrt_cert_type"), "01");
  row.text(visit_column("med_type"), visit.medical_type);
  row.number(visit_column("year"), civil_from_day(visit.first_day()).year);
  row.text(visit_column("ipt_otp_no"), std::string_view(visit.number).substr(visit.number.size() - 12));
  if (!visit.pharmacy()) {
    const Doctor& doctor = provider.doctor(visit.department, visit.doctor);
    row.text(visit_column("chfpdr_code"), doctor.code);
    row.text(visit_column("adm_dept_codg"), department_code(visit.department));
    row.text(visit_column("adm_dept_name"), department_name(visit.department));
    row.text(visit_column("dscg_maindiag_code"), visit.diagnoses.front().code);
    row.text(visit_column("dscg_dept_codg"), department_code(visit.department));
    row.text(visit_column("dscg_dept_name"), department_name(visit.department));
    if (visit.inpatient()) row.text(visit_column("dscg_way"), visit.discharge_way);
    row.text(visit_column("dise_no"), visit.chronic_code);
    row.text(visit_column("dise_name"), visit.chronic_name);
    row.text(visit_column("oprn_oprt_code"), visit.operation.code);
    row.text(visit_column("oprn_oprt_name"), visit.operation.name);
    if (visit.inpatient()) row.text(visit_column("inhosp_stas"), "0");
    if (visit.medical_type == "52") row.text(visit_column("matn_type"), visit.operation.code[1] == '4' ? "3" : "1");
  }
  row.text(visit_column("vali_flag"), "1");
  row.text(visit_column("rid"), row_id(visit.number));
  row.time(visit_column("updt_time"), visit.end + (outdated ? kOutdatedAfter : kSettledAfter));
  row.text(visit_column("crter_id"), kOperatorCode);
  row.text(visit_column("crter_name"), kOperatorName);
  row.time(visit_column("crte_time"), visit.begin);
  row.text(visit_column("poolarea_no"), kPoolArea);
  if (!visit.pharmacy()) row.text(visit_column("chfpdr_name"), provider.doctor(visit.department, visit.doctor).name);
  row.text(visit_column("dscg_maindiag_name"), visit.diagnoses.front().name);
  row.end_row();
}

// A voided settlement is an earlier attempt under a number of its own.
void CityFiles::write_settlement_row(const Visit& visit, const Settlement& money, bool voided) {
  const Person& person = *visit.person;
  const Provider& provider = *visit.provider;
  const std::string number = settlement_number(visit) + (voided ? "V" : "");
  TableWriter& row = settlements_;
  row.begin_row();
  row.text(settlement_column("setl_id"), number);
  row.text(settlement_column("medins_setl_id"), settlement_number(visit));
  row.text(settlement_column("mdtrt_id"), visit.number);
  row.text(settlement_column("psn_no"), person.number);
  row.text(settlement_column("psn_insu_rlts_id"), person.relation);
  row.text(settlement_column("psn_name"), person.name);
  row.text(settlement_column("psn_cert_type"), "01");
  row.text(settlement_column("certno"), person.certificate);
  row.text(settlement_column("gend"), sex_text(person));
  row.text(settlement_column("naty"), "01");
  row.day(settlement_column("brdy"), person.born);
  row.number(settlement_column("age"), visit.age());
  row.text(settlement_column("insutype"), visit.insurance);
  row.text(settlement_column("psn_type"), person.person_type);
  row.text(settlement_column("cvlserv_flag"), "0");
  row.text(settlement_column("insu_admdvs"), person.district->code);
  row.text(settlement_column("emp_name"), person.employer);
  row.text(settlement_column("pay_loc"), "2");
  row.text(settlement_column("fixmedins_code"), provider.code);
  row.text(settlement_column("fixmedins_name"), provider.name);
  row.text(settlement_column("hosp_lv"), provider.hospital_level);
  row.text(settlement_column("fix_blng_admdvs"), provider.district->code);
  row.day(settlement_column("begndate"), visit.first_day());
  row.day(settlement_column("enddate"), day_of(visit.end));
  row.time(settlement_column("setl_time"), visit.end + (voided ? kOutdatedAfter : kSettledAfter));
  row.text(settlement_column("mdtrt_cert_type"), "01");
  row.text(settlement_column("med_type"), visit.medical_type);
  row.text(settlement_column("setl_type"), "2");
  row.text(settlement_column("clr_type"), clearing_type(visit));
  row.text(settlement_column("clr_way"), "1");
  row.text(settlement_column("psn_setlway"), "01");
  put_money(row, money);
  row.text(settlement_column("refd_setl_flag"), "0");
  row.number(settlement_column("year"), civil_from_day(visit.first_day()).year);
  row.text(settlement_column("dise_no"), visit.chronic_code);
  row.text(settlement_column("dise_name"), visit.chronic_name);
  row.text(settlement_column("vali_flag"), voided ? "0" : "1");
  row.text(settlement_column("rid"), row_id(number));
  row.time(settlement_column("updt_time"), visit.end + kSettledAfter);
  row.text(settlement_column("crter_id"), kOperatorCode);
  row.text(settlement_column("crter_name"), kOperatorName);
  row.time(settlement_column("crte_time"), visit.end);
  row.text(settlement_column("poolarea_no"), kPoolArea);
  row.text(settlement_column("mid_setl_flag"), "0");
  row.end_row();
}

// An outdated row, corrected later, charged one more than was given.
void CityFiles::write_line_row(const Visit& visit, int index, bool outdated) {
  Line line = visit.lines[static_cast<std::size_t>(index)];
  const Item& item = *line.item;
  if (outdated) {
    line.quantity += kWhole;
    line.total += line.price;
    (line.own != 0 ? line.own : line.in_scope) += line.price;
  }
  const std::string key = line_number(visit, index);
  TableWriter& row = lines_;
  row.begin_row();
  row.text(line_column("bkkp_sn"), key);
  row.text(line_column("mdtrt_id"), visit.number);
  row.time(line_column("fee_ocur_time"), line.time);
  row.text(line_column("setl_id"), settlement_number(visit));
  if (line.prescription > 0)
    row.text(line_column("rx_drord_no"), visit.number + "R" + std::to_string(line.prescription));
  row.text(line_column("fixmedins_code"), visit.provider->code);
  row.text(line_column("fixmedins_name"), visit.provider->name);
  row.text(line_column("psn_no"), visit.person->number);
  row.text(line_column("psn_insu_rlts_id"), visit.person->relation);
  row.text(line_column("insu_admdvs"), visit.person->district->code);
  row.text(line_column("pay_loc"), "2");
  row.text(line_column("med_type"), visit.medical_type);
  row.money(line_column("cnt"), line.quantity);  // hundredths, written like money
  row.money(line_column("pric"), line.price);
  row.money(line_column("det_item_fee_sumamt"), line.total);
  if (line.price_limit > 0) row.money(line_column("pric_uplmt_amt"), line.price_limit);
  row.money(line_column("selfpay_prop"), line.own != 0 ? 100 : item.percent_paid_first);
  row.money(line_column("fulamt_ownpay_amt"), line.own);
  row.money(line_column("overlmt_selfpay"), line.over_limit);
  row.money(line_column("preselfpay_amt"), line.paid_first);
  row.money(line_column("inscp_amt"), line.in_scope);
  put_item(row, item);
  if (!visit.pharmacy()) {
    const Doctor& doctor = visit.provider->doctor(visit.department, visit.doctor);
    row.text(line_column("bilg_dept_codg"), department_code(visit.department));
    row.text(line_column("bilg_dept_name"), department_name(visit.department));
    row.text(line_column("bilg_dr_code"), doctor.code);
    row.text(line_column("bilg_dr_name"), doctor.name);
  }
  row.text(line_column("hosp_appr_flag"), "1");
  if (is_herb(item)) row.text(line_column("tcmdrug_used_way"), "1");
  row.text(line_column("matn_fee_flag"), visit.maternity() ? "1" : "0");
  row.text(line_column("sin_dos_dscr"), line.dose);
  row.text(line_column("used_frqu_dscr"), line.frequency);
  if (line.days_supply > 0) row.number(line_column("prd_days"), line.days_supply);
  row.text(line_column("medc_way_dscr"), line.route);
  row.text(line_column("vali_flag"), line.voided ? "0" : "1");
  row.text(line_column("rid"), row_id(key));
  row.time(line_column("updt_time"), visit.end + (outdated ? kOutdatedAfter : kSettledAfter));
  row.text(line_column("crter_id"), kOperatorCode);
  row.text(line_column("crter_name"), kOperatorName);
  row.time(line_column("crte_time"), line.time + line.uploaded_after);
  row.text(line_column("poolarea_no"), kPoolArea);
  row.text(line_column("chrg_bchno"), settlement_number(visit));
  if (line.refund_of >= 0) row.text(line_column("init_feedetl_sn"), line_number(visit, line.refund_of));
  row.end_row();
}

}  // namespace qiuhao::simulate
