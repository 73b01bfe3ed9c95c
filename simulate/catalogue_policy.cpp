// Items that policies limit by price, department, prescription, disease, history, sums and bundles; codes have the
// national shape and belong to nobody. What low and high mean stands beside the groups in catalogue.h.
#include "simulate/catalogue.h"

namespace qiuhao::simulate {
namespace {

// group, code, name, price in 分, list level, percent paid first, specification or unit, form, limit low, limit high
// clang-format off
constexpr Item kPolicyItems[] = {
    {Group::kFirstLineDrug, "XS01EDA301A017010190301", "马来酸噻吗洛尔滴眼液", 880, 1, 0, "5ml:25mg", "滴眼剂", 0, 0},
    {Group::kOnlineFee, "009950000000100", "互联网复诊诊查费", 1000, 1, 0, "次", "", 0, 0},
    {Group::kSecondLineDrug, "XA10BKA302A003010190302", "艾托格列净片", 6120, 2, 10, "5mg*30片", "片剂", 0, 0},
    {Group::kSecondLineDrug, "XS01EEA303A017010190303", "拉坦前列素滴眼液", 9860, 2, 10, "2.5ml:0.125mg", "滴眼剂", 1, 0},
    {Group::kSecondLineDrug, "XD11AHA304A016010190304", "他克莫司软膏", 7450, 2, 10, "0.03%*10g", "软膏剂", 2, 0},
    {Group::kQuantityDrug, "XJ01DDA305A001010190305", "头孢地尼胶囊", 2380, 2, 10, "0.1g*10粒", "胶囊剂", 7, 0},
    {Group::kQuantityDrug, "XN05CFA306A003010190306", "酒石酸唑吡坦片", 3960, 2, 10, "10mg*20片", "片剂", 7, 2},
    {Group::kQuantityDrug, "XN02AXA307A002010190307", "盐酸曲马多缓释片", 2740, 2, 10, "0.1g*10片", "缓释片", 0, 3},
    {Group::kDiseaseDrug, "XC09DXA308A003010190308", "沙库巴曲缬沙坦钠片", 13420, 2, 10, "100mg*14片", "片剂", 5, 0},
    {Group::kDiseaseDrug, "XA10BHA309A003010190309", "利格列汀片", 4880, 2, 10, "5mg*7片", "片剂", 2, 0},
    {Group::kDiseaseDrug, "XB01ACA310A003010190310", "替格瑞洛片", 9150, 2, 10, "90mg*14片", "片剂", 4, 0},
    {Group::kPricedService, "009941000000100", "普通透析器复用处理", 6000, 1, 0, "次", "", 0, 0},
    {Group::kPricedService, "009941000000200", "经皮穴位电刺激治疗", 4200, 1, 0, "次", "", 1, 0},
    {Group::kPricedService, "009941000000300", "超声引导下穿刺定位", 18000, 1, 0, "次", "", 1, 0},
    {Group::kGroupedOperation, "009942000000100", "胃部分切除术", 286000, 1, 0, "次", "", 1, 50},
    {Group::kGroupedOperation, "009942000000200", "小肠部分切除术", 198000, 1, 0, "次", "", 1, 50},
    {Group::kGroupedOperation, "009942000000300", "肠造瘘术", 96000, 1, 0, "次", "", 1, 50},
    {Group::kGroupedOperation, "009942000000400", "肝局部切除术", 268000, 1, 0, "次", "", 2, 75},
    {Group::kGroupedOperation, "009942000000500", "胆总管探查引流术", 158000, 1, 0, "次", "", 2, 75},
    {Group::kGroupedOperation, "009942000000600", "脾切除术", 176000, 1, 0, "次", "", 2, 75},
    {Group::kDepartmentService, "009943000000100", "心理治疗", 8000, 1, 0, "次", "", 0, 0},
    {Group::kDepartmentService, "009943000000200", "作业疗法", 5600, 1, 0, "次", "", 1, 0},
    {Group::kDepartmentService, "009943000000300", "微通道眼底激光治疗", 26000, 1, 0, "次", "", 2, 0},
    {Group::kCourseService, "009944000000100", "气压治疗", 2600, 1, 0, "次", "", 5, 0},
    {Group::kCourseService, "009944000000200", "神经肌肉电刺激治疗", 3800, 1, 0, "次", "", 7, 0},
    {Group::kCourseService, "009944000000300", "吞咽功能评定", 6600, 1, 0, "次", "", 30, 14},
    {Group::kBundlePart, "009945000000100", "凝血酶原时间测定", 1800, 1, 0, "项", "", 0, 0},
    {Group::kBundlePart, "009945000000200", "活化部分凝血活酶时间测定", 1800, 1, 0, "项", "", 0, 0},
    {Group::kBundlePart, "009945000000300", "凝血酶时间测定", 1800, 1, 0, "项", "", 0, 0},
    {Group::kBundlePart, "009945000000400", "纤维蛋白原测定", 1800, 1, 0, "项", "", 0, 0},
    {Group::kBundlePart, "009945000000500", "促甲状腺激素测定", 5200, 1, 0, "项", "", 1, 0},
    {Group::kBundlePart, "009945000000600", "游离三碘甲状腺原氨酸测定", 5200, 1, 0, "项", "", 1, 0},
    {Group::kBundlePart, "009945000000700", "游离甲状腺素测定", 5200, 1, 0, "项", "", 1, 0},
    {Group::kBundlePart, "009945000000800", "血清钾测定", 1000, 1, 0, "项", "", 2, 0},
    {Group::kBundlePart, "009945000000900", "血清钠测定", 1000, 1, 0, "项", "", 2, 0},
    {Group::kBundlePart, "009945000001000", "血清氯测定", 1000, 1, 0, "项", "", 2, 0},
    {Group::kBundlePart, "009945000001100", "血清钙测定", 1000, 1, 0, "项", "", 2, 0},
    {Group::kCappedService, "009946000000100", "中医定向透药治疗", 4800, 1, 0, "次", "", 1, 10000},
    {Group::kCappedService, "009946000000200", "全身窄谱光疗", 18000, 1, 0, "次", "", 2, 50000},
    {Group::kCappedService, "009946000000300", "家庭病床巡诊", 6000, 1, 0, "次", "", 2, 30000},
    {Group::kPairService, "009947000000100", "静脉留置针置管术", 1600, 1, 0, "次", "", 0, 0},
    {Group::kPairService, "009947000000200", "导尿术", 1800, 1, 0, "次", "", 1, 0},
    {Group::kPairService, "009947000000300", "真空采血", 500, 1, 0, "次", "", 2, 0},
    {Group::kPairMaterial, "C1400947000000000001", "安全型静脉留置针", 1250, 2, 10, "支", "", 0, 0},
    {Group::kPairMaterial, "C1400947000000000002", "导尿护理包", 2680, 2, 10, "套", "", 1, 0},
    {Group::kPairMaterial, "C1400947000000000003", "一次性真空采血管", 180, 2, 10, "支", "", 2, 0},
    {Group::kCycleService, "009948000000100", "康复综合功能评定", 9600, 1, 0, "次", "", 1, 14},
    {Group::kCycleService, "009948000000200", "双能X线骨密度测定", 12000, 1, 0, "次", "", 1, 180},
    {Group::kCycleService, "009948000000300", "儿童言语训练", 5800, 1, 0, "次", "", 1, 7},
    {Group::kCappedMaterial, "C1400949000000000001", "折叠式人工晶体", 286000, 2, 10, "枚", "", 1, 180000},
    {Group::kCappedMaterial, "C1400949000000000002", "造口袋", 3800, 2, 10, "个", "", 2, 20000},
    {Group::kCappedMaterial, "C1400949000000000003", "动态血糖传感器", 26800, 2, 10, "个", "", 2, 60000},
    {Group::kOnlineDrug, "XN02AAA311A002010190311", "硫酸吗啡缓释片", 7080, 1, 0, "30mg*10片", "缓释片", 0, 0},
    {Group::kOnlineDrug, "XN02AAA312A002010190312", "盐酸羟考酮缓释片", 9360, 2, 10, "10mg*10片", "缓释片", 0, 0},
    {Group::kOnlineDrug, "XN02ABA313A026010190313", "芬太尼透皮贴剂", 16200, 2, 10, "4.2mg*5贴", "贴剂", 0, 0},
};
// clang-format on

}  // namespace

std::span<const Item> policy_items() { return kPolicyItems; }

}  // namespace qiuhao::simulate
