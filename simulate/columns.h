// The columns of the national settlement tables in their order, and of the simulated truth; a column is addressed by
// name, and a name that does not exist fails the build.
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace qiuhao::simulate {

// clang-format off
inline constexpr std::string_view kVisitColumns[] = {
    "mdtrt_id", "medins_setl_id", "psn_no", "psn_insu_rlts_id", "psn_cert_type", "certno", "psn_name", "gend",
    "naty", "brdy", "age", "coner_name", "tel", "addr", "insutype", "psn_type", "cvlserv_flag", "cvlserv_lv",
    "sp_psn_type", "sp_psn_type_lv", "clct_grde", "flxempe_flag", "nwb_flag", "insu_admdvs", "emp_no",
    "emp_name", "emp_type", "econ_type", "afil_indu", "afil_rlts", "emp_mgt_type", "pay_loc", "fixmedins_code",
    "fixmedins_name", "hosp_lv", "fix_blng_admdvs", "lmtpric_hosp_lv", "dedc_hosp_lv", "begntime", "endtime",
    "mdtrt_cert_type", "mdtrt_cert_no", "med_type", "rloc_type", "ars_year_ipt_flag", "pre_pay_flag", "year",
    "refl_old_mdtrt_id", "ipt_otp_no", "medrcdno", "chfpdr_code", "adm_diag_dscr", "adm_dept_codg",
    "adm_dept_name", "adm_bed", "wardarea_bed", "traf_dept_flag", "dscg_maindiag_code", "dscg_dept_codg",
    "dscg_dept_name", "dscg_bed", "dscg_way", "main_cond_dscr", "dise_no", "dise_name", "oprn_oprt_code",
    "oprn_oprt_name", "otp_diag_info", "inhosp_stas", "die_date", "ipt_days", "geso_val", "birctrl_type",
    "fetts", "fetus_cnt", "matn_type", "prey_time", "latechb_flag", "pret_flag", "fpsc_no", "birctrl_matn_date",
    "cop_flag", "trt_dcla_detl_sn", "vali_flag", "memo", "rid", "updt_time", "crter_id", "crter_name",
    "crte_time", "crte_optins_no", "opter_id", "opter_name", "opt_time", "optins_no", "poolarea_no",
    "chfpdr_name", "dscg_maindiag_name", "adm_caty", "dscg_caty", "ttp_pay_flag", "ttp_pay_prop",
    "dise_type_code", "same_dise_adm_flag", "quts_type", "pt"};
inline constexpr std::string_view kSettlementColumns[] = {
    "setl_id", "clr_optins", "medins_setl_id", "mdtrt_id", "init_setl_id", "psn_no", "psn_insu_rlts_id",
    "psn_name", "psn_cert_type", "certno", "gend", "naty", "brdy", "age", "insutype", "psn_type",
    "cvlserv_flag", "cvlserv_lv", "sp_psn_type", "sp_psn_type_lv", "clct_grde", "flxempe_flag", "nwb_flag",
    "insu_admdvs", "emp_no", "emp_name", "emp_type", "econ_type", "afil_indu", "afil_rlts", "emp_mgt_type",
    "pay_loc", "fixmedins_code", "fixmedins_name", "hosp_lv", "fix_blng_admdvs", "lmtpric_hosp_lv",
    "dedc_hosp_lv", "begndate", "enddate", "setl_time", "mdtrt_cert_type", "mdtrt_cert_no", "med_type",
    "setl_type", "clr_type", "clr_way", "psn_setlway", "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay",
    "preselfpay_amt", "inscp_amt", "dedc_std", "crt_dedc", "act_pay_dedc", "hifp_pay", "pool_prop_selfpay",
    "hi_agre_sumfee", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "hifdm_pay", "maf_pay",
    "othfund_pay", "fund_pay_sumamt", "psn_pay", "acct_pay", "cash_payamt", "ownpay_hosp_part", "balc",
    "acct_mulaid_pay", "refd_setl_flag", "cal_ipt_cnt", "setl_cashpay_way", "year", "dise_no", "dise_name",
    "invono", "manl_reim_rea", "vali_flag", "memo", "rid", "updt_time", "crter_id", "crter_name", "crte_time",
    "crte_optins_no", "opter_id", "opter_name", "opt_time", "optins_no", "poolarea_no", "mid_setl_flag",
    "acct_used_flag", "quts_type", "bydise_setl_payamt", "exct_item_fund_payamt", "pt"};
inline constexpr std::string_view kLineColumns[] = {
    "bkkp_sn", "mdtrt_id", "fee_ocur_time", "setl_id", "rx_drord_no", "fixmedins_code", "fixmedins_name",
    "psn_no", "psn_insu_rlts_id", "insu_admdvs", "pay_loc", "med_type", "cnt", "pric", "det_item_fee_sumamt",
    "pric_uplmt_amt", "selfpay_prop", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_amt",
    "cvlserv_bedfee_amt", "medins_disc_amt", "chrgitm_lv", "hilist_code", "hilist_name", "list_type",
    "med_list_codg", "medins_list_codg", "medins_list_name", "med_chrgitm_type", "prodname", "spec",
    "dosform_name", "bilg_dept_codg", "bilg_dept_name", "bilg_dr_code", "bilg_dr_name", "acord_dept_codg",
    "acord_dept_name", "acord_dr_code", "acord_dr_name", "lmt_used_flag", "hosp_prep_flag", "hosp_appr_flag",
    "tcmdrug_used_way", "prodplac_type", "bas_medn_flag", "hi_nego_drug_flag", "prcu_drug_flag",
    "chld_medc_flag", "etip_flag", "etip_hosp_code", "dscg_tkdrug_flag", "list_sp_item_flag", "matn_fee_flag",
    "drt_reim_flag", "reim_prop", "oprn_oprt_code", "sin_dos_dscr", "used_frqu_dscr", "prd_days",
    "medc_way_dscr", "memo", "vali_flag", "rid", "updt_time", "crter_id", "crter_name", "crte_time",
    "crte_optins_no", "opter_id", "opter_name", "opt_time", "optins_no", "poolarea_no", "rx_circ_flag",
    "dise_codg", "chrg_bchno", "init_feedetl_sn", "comb_no", "pt"};
inline constexpr std::string_view kDiagnosisColumns[] = {
    "setl_list_diag_id", "setl_id", "mdtrt_id", "psn_no", "diag_type", "maindiag_flag", "diag_code",
    "diag_name", "adm_cond_type", "vali_flag", "rid", "updt_time", "crter_id", "crter_name", "crte_time",
    "crte_optins_no", "opter_id", "opter_name", "opt_time", "optins_no", "poolarea_no", "setl_list_sn", "pt"};
inline constexpr std::string_view kOperationColumns[] = {
    "setl_list_oprn_id", "setl_id", "psn_no", "mdtrt_id", "main_oprn_flag", "oprn_oprt_name", "oprn_oprt_code",
    "oprn_oprt_date", "anst_way", "oper_dr_name", "oper_dr_code", "anst_dr_name", "anst_dr_code", "vali_flag",
    "rid", "updt_time", "crter_id", "crter_name", "crte_time", "crte_optins_no", "opter_id", "opter_name",
    "opt_time", "optins_no", "poolarea_no", "anst_begntime", "anst_endtime", "oprn_oprt_begntime",
    "oprn_oprt_endtime", "setl_list_sn", "pt"};
inline constexpr std::string_view kLicenceColumns[] = {
    "dr_codg", "begndate", "enddate", "fixmedins_code", "drord_dr_profttl", "dept_codg", "antibiotic_grade",
    "vali_flag", "updt_time"};
inline constexpr std::string_view kTruthColumns[] = {
    "kind", "kind_name", "visit", "line", "psn_no", "item", "day", "amount", "note"};
inline constexpr std::string_view kSubjectTruthColumns[] = {
    "kind", "kind_name", "about", "subject", "visit", "psn_no", "amount", "note"};
// One event of a provider's stock, of the kind that evt_type says: messages 3501 to 3506.
inline constexpr std::string_view kStockColumns[] = {
    "fixmedins_code", "evt_type", "rid", "med_list_codg", "fixmedins_hilist_name", "evt_time", "inv_chg_type", "cnt",
    "pric", "fixmedins_bchno"};
// One use of a tracing code: drugtracinfo of messages 3501 to 3506.
inline constexpr std::string_view kTraceColumns[] = {
    "fixmedins_code", "evt_type", "rid", "drug_trac_codg", "med_list_codg", "evt_time", "psn_no", "setl_id",
    "trdn_flag", "cnt", "pack_cnt"};
inline constexpr std::string_view kInstitutionColumns[] = {"fixmedins_code", "begndate", "enddate", "aprv_bed_cnt",
                                                           "biz_natu"};
inline constexpr std::string_view kProviderTruthColumns[] = {"model", "name", "provider", "from"};
// The person stands at the same places in all lists.
inline constexpr std::string_view kDeathColumns[] = {"psn_no", "psn_name", "die_date", "list_sorc"};
inline constexpr std::string_view kCustodyColumns[] = {"psn_no", "psn_name", "begndate", "enddate", "list_sorc"};
inline constexpr std::string_view kAssistanceColumns[] = {"psn_no", "psn_name", "psn_idet_type", "begntime", "endtime"};
inline constexpr std::string_view kWorkInjuryColumns[] = {
    "psn_no", "psn_name", "injury_date", "enddate", "decision_date", "diag_code"};
inline constexpr std::string_view kMonthTruthColumns[] = {"kind_name", "provider", "month", "item", "amount", "note"};
// `person` is the number of the player's first visit, for a tape knows nobody's number.
inline constexpr std::string_view kSchemeTruthColumns[] = {
    "model", "name", "certain", "group", "intensity", "claimed",
    "person", "psn_no", "visit", "provider", "day", "amount"};
inline constexpr std::string_view kVisitTruthColumns[] = {"kind", "visit", "earlier", "psn_no", "day", "earlier_end"};
// clang-format on

template <std::size_t count>
consteval int column_of(const std::string_view (&columns)[count], std::string_view name) {
  for (std::size_t index = 0; index < count; ++index) {
    if (columns[index] == name) return static_cast<int>(index);
  }
  throw "no such column";  // never at run time: a consteval function that throws does not compile
}

consteval int visit_column(std::string_view name) { return column_of(kVisitColumns, name); }
consteval int settlement_column(std::string_view name) { return column_of(kSettlementColumns, name); }
consteval int line_column(std::string_view name) { return column_of(kLineColumns, name); }
consteval int diagnosis_column(std::string_view name) { return column_of(kDiagnosisColumns, name); }
consteval int operation_column(std::string_view name) { return column_of(kOperationColumns, name); }
consteval int licence_column(std::string_view name) { return column_of(kLicenceColumns, name); }
consteval int truth_column(std::string_view name) { return column_of(kTruthColumns, name); }
consteval int subject_truth_column(std::string_view name) { return column_of(kSubjectTruthColumns, name); }
consteval int stock_column(std::string_view name) { return column_of(kStockColumns, name); }
consteval int trace_column(std::string_view name) { return column_of(kTraceColumns, name); }
consteval int institution_column(std::string_view name) { return column_of(kInstitutionColumns, name); }
consteval int provider_truth_column(std::string_view name) { return column_of(kProviderTruthColumns, name); }
consteval int death_column(std::string_view name) { return column_of(kDeathColumns, name); }
consteval int custody_column(std::string_view name) { return column_of(kCustodyColumns, name); }
consteval int assistance_column(std::string_view name) { return column_of(kAssistanceColumns, name); }
consteval int work_injury_column(std::string_view name) { return column_of(kWorkInjuryColumns, name); }
consteval int month_truth_column(std::string_view name) { return column_of(kMonthTruthColumns, name); }
consteval int scheme_truth_column(std::string_view name) { return column_of(kSchemeTruthColumns, name); }
consteval int visit_truth_column(std::string_view name) { return column_of(kVisitTruthColumns, name); }

}  // namespace qiuhao::simulate
