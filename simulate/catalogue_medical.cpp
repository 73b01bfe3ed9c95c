// Items of the kinds that look at several lines: herbs that must not meet, drugs that interact, what needs a service,
// a department or a number. Codes have the national shape and belong to nobody.
#include "simulate/catalogue.h"

namespace qiuhao::simulate {
namespace {

// group, code, name, price in 分, list level, percent paid first, specification or unit, form, limit low, limit high
// clang-format off
constexpr Item kMedicalItems[] = {
    {Group::kHerbOpposed, "T009000701", "甘遂", 60, 1, 0, "g", "饮片", 1, 1},
    {Group::kHerbOpposed, "T009000702", "京大戟", 40, 1, 0, "g", "饮片", 1, 3},
    {Group::kHerbOpposed, "T009000703", "海藻", 12, 1, 0, "g", "饮片", 6, 12},
    {Group::kHerbOpposed, "T009000704", "芫花", 18, 1, 0, "g", "饮片", 1, 3},
    {Group::kHerbOpposed, "T009000705", "制川乌", 24, 1, 0, "g", "饮片", 1, 3},
    {Group::kHerbOpposed, "T009000706", "制草乌", 26, 1, 0, "g", "饮片", 1, 3},
    {Group::kHerbOpposed, "T009000707", "附片", 22, 1, 0, "g", "饮片", 3, 15},
    {Group::kHerbOpposed, "T009000708", "瓜蒌", 12, 1, 0, "g", "饮片", 9, 15},
    {Group::kHerbOpposed, "T009000709", "天花粉", 14, 1, 0, "g", "饮片", 10, 15},
    {Group::kHerbOpposed, "T009000710", "浙贝母", 36, 1, 0, "g", "饮片", 5, 10},
    {Group::kHerbOpposed, "T009000711", "白及", 48, 1, 0, "g", "饮片", 6, 15},
    {Group::kHerbOpposed, "T009000712", "白蔹", 20, 1, 0, "g", "饮片", 5, 10},
    {Group::kHerbOpposed, "T009000713", "藜芦", 30, 1, 0, "g", "饮片", 1, 1},
    {Group::kHerbOpposed, "T009000714", "玄参", 9, 1, 0, "g", "饮片", 9, 15},
    {Group::kHerbOpposed, "T009000715", "北沙参", 18, 1, 0, "g", "饮片", 5, 12},
    {Group::kHerbOpposed, "T009000716", "苦参", 10, 1, 0, "g", "饮片", 5, 9},
    {Group::kHerbOpposed, "T009000717", "细辛", 42, 1, 0, "g", "饮片", 1, 3},
    {Group::kHerbOpposed, "T009000718", "赤芍", 12, 1, 0, "g", "饮片", 6, 12},
    {Group::kHerbOpposed, "T009000719", "芒硝", 5, 1, 0, "g", "饮片", 6, 12},
    {Group::kHerbOpposed, "T009000720", "三棱", 11, 1, 0, "g", "饮片", 5, 10},
    {Group::kHerbOpposed, "T009000721", "郁金", 14, 1, 0, "g", "饮片", 3, 10},
    {Group::kHerbOpposed, "T009000722", "肉桂", 16, 1, 0, "g", "饮片", 1, 5},
    {Group::kHerbOpposed, "T009000723", "赤石脂", 6, 1, 0, "g", "饮片", 9, 12},
    {Group::kHerbOpposed, "T009000724", "五灵脂", 26, 1, 0, "g", "饮片", 3, 9},
    {Group::kHerbOpposed, "T009000725", "牵牛子", 12, 1, 0, "g", "饮片", 3, 6},
    {Group::kHerbOpposed, "T009000726", "巴豆霜", 80, 1, 0, "g", "饮片", 1, 1},
    {Group::kInteractingDrug, "XJ01FAA701A004010190701", "克拉霉素分散片", 1980, 2, 10, "0.25g*12片", "分散片", 0, 0},
    {Group::kInteractingDrug, "XC10AAA702A003010190702", "辛伐他汀片", 920, 2, 10, "20mg*14片", "片剂", 0, 0},
    {Group::kInteractingDrug, "XG04BEA703A003010190703", "枸橼酸西地那非片", 5600, 2, 10, "20mg*30片", "片剂", 0, 0},
    {Group::kInteractingDrug, "XN04BDA704A003010190704", "盐酸司来吉兰片", 8800, 2, 10, "5mg*10片", "片剂", 0, 0},
    {Group::kInteractingDrug, "XA12AAA705A010010190705", "葡萄糖酸钙注射液", 260, 2, 10, "10ml:1g", "注射液", 0, 0},
    {Group::kServiceDrug, "XV08ABA711A010010190711", "碘海醇注射液", 16800, 2, 10, "100ml:35g", "注射液", 0, 0},
    {Group::kServiceDrug, "XV08CAA712A010010190712", "钆喷酸葡胺注射液", 9800, 2, 10, "15ml:7.04g", "注射液", 1, 0},
    {Group::kServiceDrug, "XN01ABA713A027010190713", "吸入用七氟烷", 32800, 2, 10, "120ml", "吸入剂", 2, 0},
    {Group::kServiceDrug, "XB05DAA714A010010190714", "腹膜透析液（乳酸盐）", 4200, 2, 10, "2L", "注射液", 3, 0},
    {Group::kNeededService, "009964000000100", "CT增强扫描", 32000, 1, 0, "次", "", 0, 0},
    {Group::kNeededService, "009964000000200", "磁共振增强扫描", 68000, 1, 0, "次", "", 0, 0},
    {Group::kNeededService, "009964000000300", "腹膜透析换液", 3600, 1, 0, "次", "", 0, 0},
    {Group::kServiceMaterial, "C1400984000000008401", "后房型人工晶体", 88000, 2, 10, "枚", "", 4, 0},
    {Group::kServiceMaterial, "C1400984000000008402", "血液透析器", 16800, 2, 10, "支", "", 5, 0},
    {Group::kServiceMaterial, "C1400984000000008403", "关节镜刨削刀头", 86000, 2, 10, "支", "", 6, 0},
    {Group::kServiceMaterial, "C1400984000000008404", "椎管内麻醉穿刺包", 4800, 2, 10, "套", "", 7, 0},
    {Group::kDepartmentMaterial, "C1400985000000008501", "齿科藻酸盐印模材料", 2600, 2, 10, "份", "", 0, 0},
    {Group::kDepartmentMaterial, "C1400985000000008502", "角膜绷带镜", 12800, 2, 10, "片", "", 1, 0},
    {Group::kDepartmentMaterial, "C1400985000000008503", "一次性宫腔组织吸引管", 3800, 2, 10, "支", "", 2, 0},
    {Group::kDepartmentMaterial, "C1400985000000008504", "鼻用膨胀止血海绵", 5200, 2, 10, "块", "", 3, 0},
    {Group::kCountedMaterial, "C1400986000000008601", "自粘弹力绷带", 1800, 2, 10, "卷", "", 4, 2},
    {Group::kCountedMaterial, "C1400986000000008602", "负压引流护创材料", 68000, 2, 10, "套", "", 1, 1},
    {Group::kCountedMaterial, "C1400986000000008603", "可吸收止血纱", 12600, 2, 10, "片", "", 2, 3},
    {Group::kCountedMaterial, "C1400986000000008604", "医用胶体敷料", 3200, 2, 10, "片", "", 6, 2},
    {Group::kProphylaxis, "XJ01DBA721A019010190721", "注射用头孢唑林钠", 480, 1, 0, "1g", "注射用无菌粉末", 0, 0},
    {Group::kProphylaxis, "XJ01DCA722A019010190722", "注射用头孢呋辛钠", 760, 1, 0, "0.75g", "注射用无菌粉末", 0, 0},
    {Group::kGradedAntibiotic, "XJ01CAA731A019010190731", "注射用青霉素钠", 120, 1, 0, "80万单位", "注射用无菌粉末", 1, 0},
    {Group::kGradedAntibiotic, "XJ01GBA732A010010190732", "硫酸庆大霉素注射液", 90, 1, 0, "2ml:8万单位", "注射液", 1, 0},
    {Group::kGradedAntibiotic, "XJ01DDA733A019010190733", "注射用头孢他啶", 1460, 1, 0, "1g", "注射用无菌粉末", 2, 0},
    {Group::kGradedAntibiotic, "XJ01MAA734A003010190734", "盐酸莫西沙星片", 4680, 2, 10, "0.4g*3片", "片剂", 2, 0},
    {Group::kGradedAntibiotic, "XJ01DHA735A019010190735", "注射用亚胺培南西司他丁钠", 9860, 2, 10, "0.5g", "注射用无菌粉末", 3, 0},
    {Group::kGradedAntibiotic, "XJ01AAA736A019010190736", "注射用替加环素", 38600, 2, 10, "50mg", "注射用无菌粉末", 3, 0},
    {Group::kGradedAntibiotic, "XJ01XXA737A010010190737", "利奈唑胺葡萄糖注射液", 26800, 2, 10, "100ml:0.2g", "注射液", 3, 0},
};

// Of two names the second is blamed.
constexpr Opposed kInteractions[] = {
    {"克拉霉素分散片", "辛伐他汀片"},
    {"克拉霉素分散片", "多潘立酮片"},
    {"单硝酸异山梨酯缓释片", "枸橼酸西地那非片"},
    {"盐酸司来吉兰片", "盐酸舍曲林片"},
    {"奥美拉唑肠溶胶囊", "硫酸氢氯吡格雷片"},
    {"注射用头孢曲松钠", "葡萄糖酸钙注射液"},
};
constexpr Opposed kOpposedHerbs[] = {
    {"甘草", "甘遂"}, {"甘草", "京大戟"}, {"甘草", "海藻"}, {"甘草", "芫花"},
    {"法半夏", "制川乌"}, {"法半夏", "制草乌"}, {"法半夏", "附片"},
    {"瓜蒌", "制川乌"}, {"瓜蒌", "制草乌"}, {"瓜蒌", "附片"},
    {"天花粉", "制川乌"}, {"天花粉", "制草乌"}, {"天花粉", "附片"},
    {"浙贝母", "制川乌"}, {"浙贝母", "制草乌"}, {"浙贝母", "附片"},
    {"白及", "制川乌"}, {"白及", "制草乌"}, {"白及", "附片"},
    {"白蔹", "制川乌"}, {"白蔹", "制草乌"}, {"白蔹", "附片"},
    {"红参", "藜芦"}, {"丹参", "藜芦"}, {"玄参", "藜芦"}, {"北沙参", "藜芦"}, {"苦参", "藜芦"},
    {"细辛", "藜芦"}, {"白芍", "藜芦"}, {"赤芍", "藜芦"},
    {"丁香", "郁金"}, {"红参", "五灵脂"}, {"三棱", "芒硝"}, {"赤石脂", "肉桂"}, {"牵牛子", "巴豆霜"},
};

constexpr std::string_view kPumpInhibitors[] = {"奥美拉唑肠溶胶囊", "雷贝拉唑钠肠溶片"};
constexpr std::string_view kProkinetics[] = {"多潘立酮片", "枸橼酸莫沙必利片"};
constexpr std::string_view kStatins[] = {"阿托伐他汀钙片", "瑞舒伐他汀钙片", "辛伐他汀片"};
constexpr std::string_view kSartans[] = {"缬沙坦胶囊", "厄贝沙坦片"};
constexpr std::string_view kDipines[] = {"苯磺酸氨氯地平片", "硝苯地平控释片"};
constexpr std::string_view kBetaBlockers[] = {"酒石酸美托洛尔片", "富马酸比索洛尔片"};
constexpr std::string_view kBenzodiazepines[] = {"阿普唑仑片", "艾司唑仑片"};
constexpr std::string_view kAntihistamines[] = {"氯雷他定片", "盐酸西替利嗪片"};
constexpr std::string_view kPainkillers[] = {"布洛芬缓释胶囊", "双氯芬酸钠缓释片", "塞来昔布胶囊"};
constexpr std::string_view kMacrolides[] = {"阿奇霉素片", "罗红霉素分散片", "克拉霉素分散片"};
constexpr std::string_view kCephalosporins[] = {"头孢克洛缓释片", "头孢呋辛酯片", "头孢克肟分散片"};
constexpr std::string_view kParacetamol[] = {"对乙酰氨基酚片", "复方氨酚烷胺片"};
constexpr Pharmacology kPharmacologies[] = {
    {kPumpInhibitors}, {kProkinetics}, {kStatins}, {kSartans}, {kDipines}, {kBetaBlockers},
    {kBenzodiazepines}, {kAntihistamines}, {kPainkillers}, {kMacrolides}, {kCephalosporins}, {kParacetamol},
};
// clang-format on

}  // namespace

std::span<const Item> medical_items() { return kMedicalItems; }
std::span<const Opposed> interactions() { return kInteractions; }
std::span<const Opposed> opposed_herbs() { return kOpposedHerbs; }
std::span<const Pharmacology> pharmacologies() { return kPharmacologies; }

std::span<const std::string_view> needs_of(const Item& item) {
  static constexpr std::string_view kContrast[] = {"CT增强扫描", "冠状动脉造影术"};
  static constexpr std::string_view kMagnet[] = {"磁共振增强扫描"};
  static constexpr std::string_view kSleep[] = {"全身麻醉"};
  static constexpr std::string_view kBelly[] = {"腹膜透析换液"};
  static constexpr std::string_view kLens[] = {"白内障超声乳化摘除术加人工晶体植入术", "人工晶体植入术"};
  static constexpr std::string_view kBlood[] = {"血液透析滤过", "血液透析"};
  static constexpr std::string_view kKnee[] = {"膝关节清理术", "关节镜检查"};
  static constexpr std::string_view kSpine[] = {"椎管内麻醉"};
  static constexpr std::span<const std::string_view> kAll[] = {kContrast, kMagnet, kSleep, kBelly,
                                                               kLens,     kBlood,  kKnee,  kSpine};
  return kAll[item.low];
}

Department department_of(const Item& material) {
  static constexpr Department kAll[] = {Department::kTeeth, Department::kEyes, Department::kObstetrics,
                                        Department::kEars};
  return kAll[material.low];
}

}  // namespace qiuhao::simulate
