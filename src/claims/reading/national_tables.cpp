// The column names of the five national settlement tables, as an on-site audit is given them; of a table of licences;
// and of the messages about stock, with `rid` and the institution as tables have them.
#include "claims/reading/national_tables.h"

namespace qiuhao::claims::reading {
namespace {

constexpr std::string_view kMdtrtD =
    "mdtrt_id medins_setl_id psn_no psn_insu_rlts_id psn_cert_type certno psn_name gend naty brdy age "
    "coner_name tel addr insutype psn_type cvlserv_flag cvlserv_lv sp_psn_type sp_psn_type_lv clct_grde "
    "flxempe_flag nwb_flag insu_admdvs emp_no emp_name emp_type econ_type afil_indu afil_rlts emp_mgt_type "
    "pay_loc fixmedins_code fixmedins_name hosp_lv fix_blng_admdvs lmtpric_hosp_lv dedc_hosp_lv begntime "
    "endtime mdtrt_cert_type mdtrt_cert_no med_type rloc_type ars_year_ipt_flag pre_pay_flag year "
    "refl_old_mdtrt_id ipt_otp_no medrcdno chfpdr_code adm_diag_dscr adm_dept_codg adm_dept_name adm_bed "
    "wardarea_bed traf_dept_flag dscg_maindiag_code dscg_dept_codg dscg_dept_name dscg_bed dscg_way "
    "main_cond_dscr dise_no dise_name oprn_oprt_code oprn_oprt_name otp_diag_info inhosp_stas die_date "
    "ipt_days geso_val birctrl_type fetts fetus_cnt matn_type prey_time latechb_flag pret_flag fpsc_no "
    "birctrl_matn_date cop_flag trt_dcla_detl_sn vali_flag memo rid updt_time crter_id crter_name crte_time "
    "crte_optins_no opter_id opter_name opt_time optins_no poolarea_no chfpdr_name dscg_maindiag_name adm_caty "
    "dscg_caty ttp_pay_flag ttp_pay_prop dise_type_code same_dise_adm_flag quts_type pt";

constexpr std::string_view kFeeListD =
    "bkkp_sn mdtrt_id fee_ocur_time setl_id rx_drord_no fixmedins_code fixmedins_name psn_no psn_insu_rlts_id "
    "insu_admdvs pay_loc med_type cnt pric det_item_fee_sumamt pric_uplmt_amt selfpay_prop fulamt_ownpay_amt "
    "overlmt_selfpay preselfpay_amt inscp_amt cvlserv_bedfee_amt medins_disc_amt chrgitm_lv hilist_code "
    "hilist_name list_type med_list_codg medins_list_codg medins_list_name med_chrgitm_type prodname spec "
    "dosform_name bilg_dept_codg bilg_dept_name bilg_dr_code bilg_dr_name acord_dept_codg acord_dept_name "
    "acord_dr_code acord_dr_name lmt_used_flag hosp_prep_flag hosp_appr_flag tcmdrug_used_way prodplac_type "
    "bas_medn_flag hi_nego_drug_flag prcu_drug_flag chld_medc_flag etip_flag etip_hosp_code dscg_tkdrug_flag "
    "list_sp_item_flag matn_fee_flag drt_reim_flag reim_prop oprn_oprt_code sin_dos_dscr used_frqu_dscr "
    "prd_days medc_way_dscr memo vali_flag rid updt_time crter_id crter_name crte_time crte_optins_no opter_id "
    "opter_name opt_time optins_no poolarea_no rx_circ_flag dise_codg chrg_bchno init_feedetl_sn comb_no pt";

constexpr std::string_view kSetlD =
    "setl_id clr_optins medins_setl_id mdtrt_id init_setl_id psn_no psn_insu_rlts_id psn_name psn_cert_type "
    "certno gend naty brdy age insutype psn_type cvlserv_flag cvlserv_lv sp_psn_type sp_psn_type_lv clct_grde "
    "flxempe_flag nwb_flag insu_admdvs emp_no emp_name emp_type econ_type afil_indu afil_rlts emp_mgt_type "
    "pay_loc fixmedins_code fixmedins_name hosp_lv fix_blng_admdvs lmtpric_hosp_lv dedc_hosp_lv begndate "
    "enddate setl_time mdtrt_cert_type mdtrt_cert_no med_type setl_type clr_type clr_way psn_setlway "
    "medfee_sumamt fulamt_ownpay_amt overlmt_selfpay preselfpay_amt inscp_amt dedc_std crt_dedc act_pay_dedc "
    "hifp_pay pool_prop_selfpay hi_agre_sumfee cvlserv_pay hifes_pay hifmi_pay hifob_pay hifdm_pay maf_pay "
    "othfund_pay fund_pay_sumamt psn_pay acct_pay cash_payamt ownpay_hosp_part balc acct_mulaid_pay "
    "refd_setl_flag cal_ipt_cnt setl_cashpay_way year dise_no dise_name invono manl_reim_rea vali_flag memo "
    "rid updt_time crter_id crter_name crte_time crte_optins_no opter_id opter_name opt_time optins_no "
    "poolarea_no mid_setl_flag acct_used_flag quts_type bydise_setl_payamt exct_item_fund_payamt pt";

constexpr std::string_view kSetlListDiagD =
    "setl_list_diag_id setl_id mdtrt_id psn_no diag_type maindiag_flag diag_code diag_name adm_cond_type "
    "vali_flag rid updt_time crter_id crter_name crte_time crte_optins_no opter_id opter_name opt_time "
    "optins_no poolarea_no setl_list_sn pt";

constexpr std::string_view kSetlListOprnD =
    "setl_list_oprn_id setl_id psn_no mdtrt_id main_oprn_flag oprn_oprt_name oprn_oprt_code oprn_oprt_date "
    "anst_way oper_dr_name oper_dr_code anst_dr_name anst_dr_code vali_flag rid updt_time crter_id crter_name "
    "crte_time crte_optins_no opter_id opter_name opt_time optins_no poolarea_no anst_begntime anst_endtime "
    "oprn_oprt_begntime oprn_oprt_endtime setl_list_sn pt";

constexpr std::string_view kLicence =
    "rid dr_codg dr_name fixmedins_code begndate enddate drord_dr_profttl dept_codg antibiotic_grade memo vali_flag "
    "updt_time crte_time poolarea_no";

constexpr std::string_view kStock =
    "rid fixmedins_code evt_type evt_time med_list_codg fixmedins_hilist_id fixmedins_hilist_name fixmedins_bchno "
    "manu_lotnum inv_chg_type cnt pric memo vali_flag updt_time crte_time poolarea_no";

constexpr std::string_view k3501 =
    "rid fixmedins_code med_list_codg fixmedins_hilist_id fixmedins_hilist_name rx_flag invdate inv_cnt manu_lotnum "
    "fixmedins_bchno manu_date expy_end memo vali_flag updt_time crte_time poolarea_no";

constexpr std::string_view k3502 =
    "rid fixmedins_code med_list_codg inv_chg_type fixmedins_hilist_id fixmedins_hilist_name fixmedins_bchno pric cnt "
    "rx_flag inv_chg_time inv_chg_opter_name trdn_flag memo vali_flag updt_time crte_time poolarea_no";

constexpr std::string_view k3503 =
    "rid fixmedins_code med_list_codg fixmedins_hilist_id fixmedins_hilist_name dynt_no fixmedins_bchno spler_name "
    "spler_pmtno manu_lotnum prodentp_name prdr_name aprvno manu_date expy_end finl_trns_pric purc_retn_cnt "
    "purc_invo_codg purc_invo_no rx_flag purc_retn_stoin_time purc_retn_opter_name prod_geay_flag memo vali_flag "
    "updt_time crte_time poolarea_no";

constexpr std::string_view k3504 =
    "rid fixmedins_code med_list_codg fixmedins_hilist_id fixmedins_hilist_name fixmedins_bchno spler_name spler_pmtno "
    "manu_date expy_end finl_trns_pric purc_retn_cnt purc_invo_codg purc_invo_no rx_flag purc_retn_stoin_time "
    "purc_retn_opter_name medins_prod_purc_no memo vali_flag updt_time crte_time poolarea_no";

constexpr std::string_view k3505 =
    "rid fixmedins_code med_list_codg fixmedins_hilist_id fixmedins_hilist_name fixmedins_bchno prsc_dr_cert_type "
    "prsc_dr_certno prsc_dr_name phar_cert_type phar_certno phar_name phar_prac_cert_no hi_feesetl_type setl_id "
    "mdtrt_sn psn_no psn_cert_type certno psn_name manu_lotnum manu_date expy_end rx_flag trdn_flag finl_trns_pric "
    "rxno "
    "rx_circ_flag rtal_docno stoout_no bchno drug_prod_barc shelf_posi sel_retn_cnt sel_retn_time sel_retn_opter_name "
    "mdtrt_setl_type memo vali_flag updt_time crte_time poolarea_no";

constexpr std::string_view k3506 =
    "rid fixmedins_code med_list_codg fixmedins_hilist_id fixmedins_hilist_name fixmedins_bchno setl_id mdtrt_sn "
    "psn_no psn_cert_type certno psn_name manu_lotnum manu_date expy_end rx_flag trdn_flag finl_trns_pric sel_retn_cnt "
    "sel_retn_time sel_retn_opter_name medins_prod_sel_no memo vali_flag updt_time crte_time poolarea_no";

constexpr std::string_view kTrace =
    "rid fixmedins_code evt_type evt_time med_list_codg fixmedins_hilist_id fixmedins_hilist_name fixmedins_bchno "
    "manu_lotnum drug_trac_codg psn_no setl_id trdn_flag cnt pack_cnt memo vali_flag updt_time crte_time poolarea_no";

constexpr std::string_view kDeath =
    "rid psn_no psn_cert_type certno psn_name gend brdy die_date list_sorc memo vali_flag updt_time crte_time "
    "poolarea_no";

constexpr std::string_view kCustody =
    "rid psn_no psn_cert_type certno psn_name gend brdy begndate enddate list_sorc memo vali_flag updt_time crte_time "
    "poolarea_no";

constexpr std::string_view kAssistance =
    "rid psn_no psn_cert_type certno psn_name gend brdy psn_idet_type psn_type_lv begntime endtime memo vali_flag "
    "updt_time crte_time poolarea_no";

constexpr std::string_view kWorkInjury =
    "rid psn_no psn_cert_type certno psn_name gend brdy emp_no emp_name injury_date enddate decision_date decision_no "
    "diag_code memo vali_flag updt_time crte_time poolarea_no";

constexpr std::string_view kInstitution =
    "rid fixmedins_code fixmedins_name begndate enddate aprv_bed_cnt biz_natu memo vali_flag updt_time crte_time "
    "poolarea_no";

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    found.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return found;
}

// The columns of a message, a row for each tracing code of its rows.
std::vector<std::string_view> with_code(std::string_view message) {
  std::vector<std::string_view> columns = words(message);
  columns.emplace_back("drug_trac_codg");
  return columns;
}

}  // namespace

const std::vector<NationalTable>& national_tables() {
  static const std::vector<NationalTable> tables = {
      {"mdtrt_d", Entity::visit, words(kMdtrtD)},
      {"fee_list_d", Entity::line, words(kFeeListD)},
      {"setl_d", Entity::settlement, words(kSetlD)},
      {"setl_list_diag_d", Entity::diagnosis, words(kSetlListDiagD)},
      {"setl_list_oprn_d", Entity::operation, words(kSetlListOprnD)},
      {"licence", Register::licence, words(kLicence)},
      {"stock", Register::stock, words(kStock)},
      {"3501", Register::stock, words(k3501), "", "count"},
      {"3502", Register::stock, words(k3502), "", "change"},
      {"3503", Register::stock, words(k3503), "manu_lotnum", "purchase"},
      {"3504", Register::stock, words(k3504), "medins_prod_purc_no", "purchase_return"},
      {"3505", Register::stock, words(k3505), "rtal_docno", "sale"},
      {"3506", Register::stock, words(k3506), "medins_prod_sel_no", "sale_return"},
      {"trace", Register::trace, words(kTrace)},
      {"3501_trace", Register::trace, with_code(k3501), "", "count"},
      {"3502_trace", Register::trace, with_code(k3502), "", "change"},
      {"3503_trace", Register::trace, with_code(k3503), "manu_lotnum", "purchase"},
      {"3504_trace", Register::trace, with_code(k3504), "medins_prod_purc_no", "purchase_return"},
      {"3505_trace", Register::trace, with_code(k3505), "rtal_docno", "sale"},
      {"3506_trace", Register::trace, with_code(k3506), "medins_prod_sel_no", "sale_return"},
      {"death", Register::death, words(kDeath)},
      {"custody", Register::custody, words(kCustody)},
      {"assistance", Register::assistance, words(kAssistance)},
      {"work_injury", Register::work_injury, words(kWorkInjury)},
      {"institution", Register::institution, words(kInstitution)},
  };
  return tables;
}

}  // namespace qiuhao::claims::reading
