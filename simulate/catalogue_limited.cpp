// Drugs, services and materials that are paid within limits of insurance, age, sex, place and way of care; codes have
// the national shape and belong to nobody.
#include "simulate/catalogue.h"

namespace qiuhao::simulate {
namespace {

// group, code, name, price in 分, list level, percent paid first, specification or unit, form, limit low, limit high
// clang-format off
constexpr Item kLimitedItems[] = {
    {Group::kNewbornDrug, "XR07AAA179A010010190179", "猪肺磷脂注射液", 398000, 2, 10, "3ml:240mg", "注射液", 0, 28},
    {Group::kNewbornDrug, "XN06BCA180A010010190180", "枸橼酸咖啡因注射液", 29600, 2, 10, "1ml:20mg", "注射液", 0, 28},
    {Group::kNewbornDrug, "XR07AAA181A019010190181", "注射用牛肺表面活性剂", 358000, 2, 10, "70mg", "注射用无菌粉末", 0, 28},
    {Group::kInjuryService, "009917000000100", "工伤职工劳动能力康复评定", 18000, 1, 0, "次", "", 0, 0},
    {Group::kInjuryService, "009917000000200", "职业性尘肺病大容量肺灌洗术", 680000, 1, 0, "次", "", 0, 0},
    {Group::kInjuryService, "009917000000300", "工伤职业能力康复训练", 6000, 1, 0, "次", "", 0, 0},
    {Group::kMaternityService, "009918000000100", "产前检查", 4600, 1, 0, "次", "", 0, 0},
    {Group::kMaternityService, "009918000000200", "无应激试验（NST）", 2400, 1, 0, "次", "", 0, 0},
    {Group::kMaternityService, "009918000000300", "引产术", 48000, 1, 0, "次", "", 0, 0},
    {Group::kNewbornService, "009919000000100", "新生儿暖箱", 3600, 1, 0, "日", "", 0, 28},
    {Group::kNewbornService, "009919000000200", "新生儿蓝光治疗", 4200, 1, 0, "日", "", 0, 28},
    {Group::kNewbornService, "009919000000300", "新生儿听力筛查", 8000, 1, 0, "次", "", 0, 28},
    {Group::kChildPaidService, "009920000000100", "儿童孤独症行为训练", 9600, 1, 0, "次", "", 0, 6},
    {Group::kChildPaidService, "009920000000200", "儿童感觉统合治疗", 7800, 1, 0, "次", "", 3, 12},
    {Group::kChildPaidService, "009920000000300", "儿童弱视训练", 4600, 1, 0, "次", "", 0, 17},
    {Group::kModeService, "009921000000100", "住院病人营养评估", 5200, 1, 0, "次", "", 1, 0},
    {Group::kModeService, "009921000000200", "院内会诊", 6000, 1, 0, "次", "", 1, 0},
    {Group::kModeService, "009921000000300", "急救绿色通道监护", 12000, 1, 0, "次", "", 3, 0},
    {Group::kLevelService, "009922000000100", "机器人辅助操作", 860000, 1, 0, "次", "", 3, 0},
    {Group::kLevelService, "009922000000200", "正电子发射计算机断层显像", 598000, 1, 0, "次", "", 3, 0},
    {Group::kLevelService, "009922000000300", "血管内超声检查", 420000, 1, 0, "次", "", 2, 0},
    {Group::kAgeService, "009923000000100", "职业功能训练", 5600, 1, 0, "次", "", 16, 60},
    {Group::kAgeService, "009923000000200", "骨龄测定", 4800, 1, 0, "次", "", 0, 18},
    {Group::kAgeService, "009923000000300", "老年综合评估", 9800, 1, 0, "次", "", 60, 120},
    {Group::kNewbornMaterial, "C1400934100000000011", "新生儿脐静脉导管", 26800, 2, 10, "根", "", 0, 28},
    {Group::kNewbornMaterial, "C1400937200000000012", "新生儿鼻塞式呼吸管路", 19800, 2, 10, "套", "", 0, 28},
    {Group::kNewbornMaterial, "C1400940300000000013", "新生儿光疗眼罩", 1600, 2, 10, "个", "", 0, 28},
    {Group::kChildMaterial, "C1400943400000000014", "儿童型喉罩", 18600, 2, 10, "个", "", 0, 17},
    {Group::kChildMaterial, "C1400946500000000015", "儿童型中心静脉导管", 42800, 2, 10, "套", "", 0, 17},
    {Group::kChildMaterial, "C1400949600000000016", "小儿尿袋", 800, 2, 10, "个", "", 0, 3},
    {Group::kSexMaterial, "C1400952700000000017", "宫内节育器", 12800, 2, 10, "个", "", 2, 0},
    {Group::kSexMaterial, "C1400955800000000018", "一次性阴道扩张器", 600, 2, 10, "个", "", 2, 0},
    {Group::kSexMaterial, "C1400958900000000019", "男性外用集尿套", 1500, 2, 10, "个", "", 1, 0},
    {Group::kIndicationService, "009927000000100", "动态血糖监测", 26000, 1, 0, "次", "", 0, 0},
    {Group::kIndicationService, "009927000000200", "高压氧治疗", 8800, 1, 0, "次", "", 1, 0},
    {Group::kIndicationService, "009927000000300", "体外反搏治疗", 7200, 1, 0, "次", "", 2, 0},
    {Group::kLabelDrug, "XN28ZZA185A003010190185", "孟鲁司特钠片", 5200, 2, 10, "10mg*5片", "片剂", 3, 0},
    {Group::kLabelDrug, "XN28ZZA186A003010190186", "双环醇片", 6600, 2, 10, "25mg*18片", "片剂", 4, 0},
    {Group::kLabelDrug, "XN28ZZA187A003010190187", "盐酸氨基葡萄糖片", 3900, 2, 10, "0.24g*30片", "片剂", 5, 0},
    {Group::kExam, "009929000000100", "糖化白蛋白测定", 4200, 1, 0, "次", "", 0, 0},
    {Group::kExam, "009929000000200", "游离前列腺特异抗原测定", 6800, 1, 0, "次", "", 6, 0},
    {Group::kExam, "009929000000300", "甲状旁腺激素测定", 7600, 1, 0, "次", "", 7, 0},
    {Group::kTreatment, "009930000000100", "腰椎牵引治疗", 3600, 1, 0, "次", "", 8, 0},
    {Group::kTreatment, "009930000000200", "振动排痰治疗", 2800, 1, 0, "次", "", 9, 0},
    {Group::kTreatment, "009930000000300", "窄谱紫外线治疗", 5200, 1, 0, "次", "", 10, 0},
    {Group::kBeyondService, "009931000000100", "心脏康复训练", 6800, 1, 0, "次", "", 11, 0},
    {Group::kBeyondService, "009931000000200", "视网膜光凝术", 38000, 1, 0, "次", "", 12, 0},
    {Group::kBeyondService, "009931000000300", "经颅磁刺激治疗", 9800, 1, 0, "次", "", 13, 0},
    {Group::kDiseaseMaterial, "C1400932000000000035", "冠状动脉药物洗脱支架", 81800, 2, 10, "个", "", 2, 0},
    {Group::kDiseaseMaterial, "C1400932100000000036", "胰岛素泵用储药器", 4200, 2, 10, "个", "", 0, 0},
    {Group::kDiseaseMaterial, "C1400932200000000037", "椎体成形骨水泥", 168000, 2, 10, "套", "", 14, 0},
    {Group::kForbiddenDrug, "XN33ZZA200A003010190200", "盐酸普萘洛尔片", 1200, 2, 10, "10mg*100片", "片剂", 15, 0},
    {Group::kForbiddenDrug, "XN33ZZA201A003010190201", "格列本脲片", 900, 2, 10, "2.5mg*100片", "片剂", 16, 0},
    {Group::kForbiddenDrug, "XN33ZZA202A003010190202", "硫酸阿托品片", 800, 2, 10, "0.3mg*100片", "片剂", 17, 0},
    {Group::kForbiddenService, "009934000000100", "运动平板试验", 16000, 1, 0, "次", "", 18, 0},
    {Group::kForbiddenService, "009934000000200", "磁共振平扫（1.5T）", 48000, 1, 0, "次", "", 19, 0},
    {Group::kForbiddenService, "009934000000300", "散瞳验光", 2600, 1, 0, "次", "", 17, 0},
    {Group::kPregnancyDrug, "XN35ZZA206A003010190206", "甲氨蝶呤片", 3800, 2, 10, "2.5mg*16片", "片剂", 20, 0},
    {Group::kPregnancyDrug, "XN35ZZA207A003010190207", "利巴韦林胶囊", 1500, 2, 10, "0.1g*24粒", "胶囊剂", 20, 0},
    {Group::kPregnancyDrug, "XN35ZZA208A003010190208", "异维A酸软胶囊", 6900, 2, 10, "10mg*20粒", "软胶囊", 20, 0},
    {Group::kElderlyDrug, "XN36ZZA209A003010190209", "地西泮片", 600, 2, 10, "2.5mg*100片", "片剂", 0, 64},
    {Group::kElderlyDrug, "XN36ZZA210A003010190210", "盐酸阿米替林片", 900, 2, 10, "25mg*100片", "片剂", 0, 64},
    {Group::kElderlyDrug, "XN36ZZA211A003010190211", "盐酸苯海拉明片", 500, 2, 10, "25mg*100片", "片剂", 0, 64},
    {Group::kChildForbiddenDrug, "XN37ZZA212A003010190212", "诺氟沙星胶囊", 1100, 2, 10, "0.1g*24粒", "胶囊剂", 18, 150},
    {Group::kChildForbiddenDrug, "XN37ZZA213A003010190213", "四环素片", 700, 2, 10, "0.25g*100片", "片剂", 9, 150},
    {Group::kChildForbiddenDrug, "XN37ZZA214A003010190214", "尼美舒利分散片", 1600, 2, 10, "0.1g*20片", "分散片", 13, 150},
};
// clang-format on

}  // namespace

std::span<const Item> limited_items() { return kLimitedItems; }

const DiagnosisSet& diagnosis_set(int number) {
  static constexpr std::string_view kCodes0[] = {"E10", "E11", "E12", "E13", "E14"};
  static constexpr std::string_view kCodes1[] = {"H91.2"};
  static constexpr std::string_view kCodes2[] = {"I20", "I21", "I22", "I23", "I24", "I25"};
  static constexpr std::string_view kCodes3[] = {"J45", "J46", "J30"};
  static constexpr std::string_view kCodes4[] = {"B18"};
  static constexpr std::string_view kCodes5[] = {"M15", "M16", "M17", "M18", "M19"};
  static constexpr std::string_view kCodes6[] = {"N40", "C61"};
  static constexpr std::string_view kCodes7[] = {"E21", "N25.8", "M80", "M81", "M82"};
  static constexpr std::string_view kCodes8[] = {"M51"};
  static constexpr std::string_view kCodes9[] = {"J47", "J45", "J46"};
  static constexpr std::string_view kCodes10[] = {"L40", "L80"};
  static constexpr std::string_view kCodes11[] = {"I20", "I21", "I22",   "I23",   "I24",
                                                  "I25", "I50", "I11.0", "I13.0", "I13.2"};
  static constexpr std::string_view kCodes12[] = {"E10", "E11", "E12", "E13", "E14", "H36.0"};
  static constexpr std::string_view kCodes13[] = {"F32", "F33", "F51.0", "G47.0"};
  static constexpr std::string_view kCodes14[] = {"M80", "M81", "M82"};
  static constexpr std::string_view kCodes15[] = {"J45", "J46"};
  static constexpr std::string_view kCodes16[] = {"E10"};
  static constexpr std::string_view kCodes17[] = {"H40", "H41", "H42"};
  static constexpr std::string_view kCodes18[] = {"I21", "I22"};
  static constexpr std::string_view kCodes19[] = {"Z95.0"};
  static constexpr std::string_view kCodes20[] = {"O", "Z33", "Z34", "Z35", "Z39"};
  static constexpr DiagnosisSet kSets[] = {
      {kCodes0, "E11.900", "2型糖尿病"},
      {kCodes1, "H91.200", "突发性耳聋"},
      {kCodes2, "I25.103", "冠状动脉粥样硬化性心脏病"},
      {kCodes3, "J45.900", "支气管哮喘"},
      {kCodes4, "B18.100", "慢性乙型病毒性肝炎"},
      {kCodes5, "M17.900", "膝关节病"},
      {kCodes6, "N40.x00", "前列腺增生"},
      {kCodes7, "M81.900", "骨质疏松"},
      {kCodes8, "M51.202", "腰椎间盘突出"},
      {kCodes9, "J45.900", "支气管哮喘"},
      {kCodes10, "L40.000x001", "寻常型银屑病"},
      {kCodes11, "I50.900", "心力衰竭"},
      {kCodes12, "H36.000", "糖尿病性视网膜病变"},
      {kCodes13, "G47.000", "失眠"},
      {kCodes14, "M81.900", "骨质疏松"},
      {kCodes15, "J45.900", "支气管哮喘"},
      {kCodes16, "E10.900", "1型糖尿病"},
      {kCodes17, "H40.900", "青光眼"},
      {kCodes18, "I21.900", "急性心肌梗死"},
      {kCodes19, "Z95.000", "具有心脏起搏器"},
      {kCodes20, "Z33.x00", "妊娠状态"},
  };
  return kSets[number];
}

}  // namespace qiuhao::simulate
