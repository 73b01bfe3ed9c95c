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
};
// clang-format on

}  // namespace

std::span<const Item> limited_items() { return kLimitedItems; }

}  // namespace qiuhao::simulate
