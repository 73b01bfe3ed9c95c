// Illnesses by season, age and sex; ICD-10 and ICD-9-CM-3 in the form of the medical-insurance edition.
#include "simulate/conditions.h"

namespace qiuhao::simulate {
namespace {

using D = Department;
using G = Group;

// Diagnosis, department, ages, sex / weights by season from winter, drugs, examinations.
// clang-format off
constexpr Condition kConditions[] = {
    {{"J06.900", "急性上呼吸道感染"}, D::kMedicine, 0, 120, '0',
     {22, 14, 8, 14}, {G::kCold, G::kPatent, G::kCough}, {G::kBloodLab, kNothing}},
    {{"J11.101", "流行性感冒伴呼吸道表现"}, D::kMedicine, 0, 120, '0',
     {26, 5, 1, 4}, {G::kCold, G::kPatent, G::kCold}, {G::kGermLab, G::kBloodLab}},
    {{"J20.900", "急性支气管炎"}, D::kMedicine, 0, 120, '0',
     {14, 9, 4, 10}, {G::kCough, G::kAntibiotic, G::kPatent}, {G::kBloodLab, G::kChestImage}},
    {{"J03.900", "急性扁桃体炎"}, D::kEars, 2, 60, '0',
     {8, 7, 6, 7}, {G::kAntibiotic, G::kPatent, kNothing}, {G::kBloodLab, kNothing}},
    {{"J30.400", "变应性鼻炎"}, D::kEars, 4, 70, '0',
     {4, 12, 6, 12}, {G::kCold, G::kPatent, kNothing}, {G::kEarExam, kNothing}},
    {{"H66.900", "中耳炎"}, D::kEars, 1, 70, '0',
     {3, 3, 4, 3}, {G::kAntibiotic, kNothing, kNothing}, {G::kEarExam, kNothing}},
    {{"K29.500", "慢性胃炎"}, D::kMedicine, 15, 120, '0',
     {11, 11, 11, 12}, {G::kStomach, G::kPatent, G::kStomach}, {G::kBellyImage, G::kUrineLab}},
    {{"A09.901", "急性胃肠炎"}, D::kMedicine, 1, 120, '0',
     {4, 6, 18, 9}, {G::kStomach, G::kPatent, kNothing}, {G::kUrineLab, G::kBloodLab}},
    {{"K80.200", "胆囊结石"}, D::kSurgery, 25, 120, '0',
     {3, 3, 4, 3}, {G::kStomach, kNothing, kNothing}, {G::kBellyImage, G::kBloodLab}},
    {{"M51.202", "腰椎间盘突出"}, D::kRehab, 20, 120, '0',
     {9, 8, 7, 8}, {G::kPain, G::kBonePatent, kNothing}, {G::kBoneImage, G::kRehab}},
    {{"M17.900", "膝关节病"}, D::kSurgery, 45, 120, '0',
     {9, 8, 6, 8}, {G::kPain, G::kBonePatent, kNothing}, {G::kBoneImage, G::kRehab}},
    {{"M10.900", "痛风"}, D::kMedicine, 25, 90, '0',
     {3, 3, 5, 3}, {G::kPain, kNothing, kNothing}, {G::kBloodLab, kNothing}},
    {{"M25.500", "关节痛"}, D::kChinese, 30, 120, '0',
     {10, 8, 6, 8}, {G::kBonePatent, kNothing, kNothing}, {G::kNeedle, kNothing}},
    {{"R53.x00", "不适和疲劳"}, D::kChinese, 18, 120, '0',
     {9, 10, 9, 10}, {kNothing, kNothing, kNothing}, {kNothing, kNothing}},
    {{"G47.000", "失眠"}, D::kMind, 18, 120, '0',
     {5, 5, 5, 5}, {G::kNerve, G::kPatent, kNothing}, {kNothing, kNothing}},
    {{"G43.900", "偏头痛"}, D::kMedicine, 15, 80, '0',
     {4, 4, 4, 4}, {G::kNerve, G::kPain, kNothing}, {G::kHeadImage, kNothing}},
    {{"R42.x00", "头晕和眩晕"}, D::kMedicine, 30, 120, '0',
     {6, 5, 5, 6}, {G::kNerve, kNothing, kNothing}, {G::kHeadImage, G::kNeckImage}},
    {{"I25.103", "冠状动脉粥样硬化性心脏病"}, D::kMedicine, 45, 120, '0',
     {9, 7, 5, 7}, {G::kHeart, G::kHeartPatent, G::kHeart}, {G::kHeartImage, G::kHeartLab}},
    {{"I10.x00", "原发性高血压"}, D::kMedicine, 35, 120, '0',
     {8, 7, 6, 7}, {G::kPressure, G::kHeart, kNothing}, {G::kHeartImage, G::kBloodLab}},
    {{"E11.900", "2型糖尿病"}, D::kMedicine, 30, 120, '0',
     {5, 5, 5, 5}, {G::kSugar, G::kSugar, kNothing}, {G::kSugarLab, G::kBloodLab}},
    {{"E04.100", "甲状腺结节"}, D::kMedicine, 20, 80, '0',
     {4, 4, 4, 4}, {G::kGland, kNothing, kNothing}, {G::kGlandLab, G::kNeckImage}},
    {{"L30.900", "皮炎"}, D::kSkin, 0, 120, '0',
     {5, 6, 11, 6}, {G::kSkin, G::kCold, kNothing}, {G::kSkinTreatment, kNothing}},
    {{"H10.900", "结膜炎"}, D::kEyes, 1, 120, '0',
     {3, 6, 6, 4}, {G::kEye, kNothing, kNothing}, {G::kEyeExam, kNothing}},
    {{"H04.103", "干眼症"}, D::kEyes, 18, 120, '0',
     {4, 4, 4, 4}, {G::kEye, kNothing, kNothing}, {G::kEyeExam, kNothing}},
    {{"K02.900", "龋病"}, D::kTeeth, 4, 90, '0',
     {5, 5, 6, 5}, {kNothing, kNothing, kNothing}, {G::kTooth, kNothing}},
    {{"K04.000", "牙髓炎"}, D::kTeeth, 10, 90, '0',
     {4, 4, 4, 4}, {G::kAntibiotic, kNothing, kNothing}, {G::kTooth, kNothing}},
    {{"S61.900", "手开放性伤口"}, D::kSurgery, 3, 90, '0',
     {3, 4, 5, 4}, {G::kAntibiotic, kNothing, kNothing}, {G::kWound, G::kBoneImage}},
    {{"N76.000", "急性阴道炎"}, D::kObstetrics, 18, 60, '2',
     {6, 6, 8, 6}, {G::kFemaleDrug, kNothing, kNothing}, {G::kFemaleService, kNothing}},
    {{"N94.600", "痛经"}, D::kObstetrics, 14, 45, '2',
     {4, 4, 4, 4}, {G::kFemaleDrug, G::kPain, kNothing}, {kNothing, kNothing}},
    {{"N40.x00", "前列腺增生"}, D::kSurgery, 50, 120, '1',
     {10, 8, 8, 8}, {G::kMaleDrug, kNothing, kNothing}, {G::kMaleService, G::kUrineLab}},
    {{"N39.000", "泌尿道感染"}, D::kMedicine, 5, 120, '0',
     {4, 4, 6, 4}, {G::kAntibiotic, kNothing, kNothing}, {G::kUrineLab, kNothing}},
    {{"J45.900", "支气管哮喘"}, D::kMedicine, 5, 90, '0',
     {5, 5, 2, 5}, {G::kCough, G::kCough, kNothing}, {G::kMist, G::kChestImage}},
    {{"J00.x00", "急性鼻咽炎（小儿）"}, D::kChildren, 0, 13, '0',
     {26, 16, 10, 18}, {G::kChildDrug, G::kCold, kNothing}, {G::kBloodLab, kNothing}},
    {{"K30.x00", "功能性消化不良（小儿）"}, D::kChildren, 1, 13, '0',
     {8, 8, 12, 8}, {G::kChildDrug, G::kStomach, kNothing}, {G::kChildService, kNothing}},
};

// Diagnosis, second one, department, ages, sex / weight, days, operation and its code / examinations, then per
// thousand: intensive care, a drug with a limited course.
constexpr StayReason kStayReasons[] = {
    {{"J18.900", "肺炎"}, {"J96.900", "呼吸衰竭"}, D::kMedicine, 14, 120, '0',
     14, 6, 11, "", {},
     {G::kChestImage, G::kGermLab, kNothing}, 60, 0},
    {{"J18.000", "支气管肺炎"}, {"R50.900", "发热"}, D::kChildren, 0, 13, '0',
     30, 4, 8, "", {},
     {G::kChestImage, G::kGermLab, kNothing}, 10, 0},
    {{"J44.100", "慢性阻塞性肺病伴急性加重"}, {"I27.900", "肺源性心脏病"}, D::kMedicine, 50, 120, '0',
     12, 7, 13, "", {},
     {G::kChestImage, G::kHeartImage, kNothing}, 60, 0},
    {{"I63.900", "脑梗死"}, {"I10.x00", "原发性高血压"}, D::kMedicine, 45, 120, '0',
     16, 9, 20, "", {},
     {G::kHeadImage, G::kNeckImage, G::kHeartImage}, 120, 600},
    {{"I25.103", "冠状动脉粥样硬化性心脏病"}, {"I50.900", "心力衰竭"}, D::kMedicine, 45, 120, '0',
     14, 5, 11, "冠状动脉造影术", {"88.5500", "单根导管的冠状动脉造影术"},
     {G::kHeartImage, G::kHeartLab, kNothing}, 150, 100},
    {{"E11.900", "2型糖尿病"}, {"H36.000", "糖尿病性视网膜病变"}, D::kMedicine, 35, 120, '0',
     9, 6, 10, "", {},
     {G::kSugarLab, G::kNeckImage, kNothing}, 0, 100},
    {{"M51.202", "腰椎间盘突出"}, {"M54.300", "坐骨神经痛"}, D::kRehab, 30, 120, '0',
     10, 7, 16, "", {},
     {G::kBoneImage, G::kRehab, G::kNeedle}, 0, 0},
    {{"K35.900", "急性阑尾炎"}, {"K65.900", "腹膜炎"}, D::kSurgery, 8, 80, '0',
     7, 4, 8, "阑尾切除术", {"47.0900", "阑尾切除术"},
     {G::kBellyImage, kNothing, kNothing}, 30, 0},
    {{"K80.100", "胆囊结石伴胆囊炎"}, {"K76.000", "脂肪肝"}, D::kSurgery, 25, 90, '0',
     7, 5, 9, "胆囊切除术", {"51.2200", "胆囊切除术"},
     {G::kBellyImage, kNothing, kNothing}, 40, 0},
    {{"K40.900", "腹股沟疝"}, {"I10.x00", "原发性高血压"}, D::kSurgery, 20, 90, '0',
     4, 3, 6, "腹股沟疝修补术", {"53.0000", "单侧腹股沟疝修补术"},
     {G::kBellyImage, kNothing, kNothing}, 0, 0},
    {{"H25.900", "老年性白内障"}, {"I10.x00", "原发性高血压"}, D::kEyes, 55, 120, '0',
     9, 2, 4, "白内障超声乳化摘除术加人工晶体植入术", {"13.4100", "白内障晶状体乳化和抽吸"},
     {G::kEyeExam, kNothing, kNothing}, 0, 0},
    {{"S72.000", "股骨颈骨折"}, {"M81.900", "骨质疏松"}, D::kSurgery, 50, 120, '0',
     5, 10, 18, "股骨颈骨折内固定术", {"79.1500", "股骨骨折闭合复位术伴内固定"},
     {G::kBoneImage, kNothing, kNothing}, 150, 0},
    {{"M23.900", "膝关节内紊乱"}, {"M17.900", "膝关节病"}, D::kSurgery, 20, 75, '0',
     4, 4, 9, "膝关节清理术", {"80.2600", "膝关节镜检查"},
     {G::kBoneImage, kNothing, kNothing}, 0, 0},
    {{"D25.900", "子宫平滑肌瘤"}, {"D64.900", "贫血"}, D::kObstetrics, 35, 58, '2',
     5, 6, 10, "全子宫切除术", {"68.4900", "经腹全子宫切除术"},
     {G::kBellyImage, kNothing, kNothing}, 20, 0},
    {{"N40.x00", "前列腺增生"}, {"N39.000", "泌尿道感染"}, D::kSurgery, 55, 120, '1',
     6, 6, 10, "经尿道前列腺电切术", {"60.2900", "经尿道前列腺切除术"},
     {G::kUrineLab, kNothing, kNothing}, 20, 0},
};
// clang-format on

constexpr StayReason kNaturalBirth = {{"O80.900", "单胎顺产"},
                                      {"Z37.000", "单一活产"},
                                      D::kObstetrics,
                                      18,
                                      50,
                                      '2',
                                      0,
                                      3,
                                      5,
                                      "单胎顺产接生",
                                      {"73.5900", "手法助产"},
                                      {kNothing, kNothing, kNothing},
                                      0,
                                      0};
constexpr StayReason kCaesarean = {{"O82.900", "单胎剖宫产"},
                                   {"Z37.000", "单一活产"},
                                   D::kObstetrics,
                                   18,
                                   50,
                                   '2',
                                   0,
                                   5,
                                   7,
                                   "剖宫产术",
                                   {"74.1x00", "低位子宫下段剖宫产"},
                                   {kNothing, kNothing, kNothing},
                                   0,
                                   0};

// Chooses by weight in one pass; weight 0 never.
template <typename Choice, typename Weight>
const Choice* choose(std::span<const Choice> choices, Random& random, Weight weight) {
  int sum = 0;
  for (const Choice& choice : choices) sum += weight(choice);
  if (sum == 0) return nullptr;
  int left = random.below(sum);
  for (const Choice& choice : choices) {
    left -= weight(choice);
    if (left < 0) return &choice;
  }
  return nullptr;
}

template <typename Choice>
bool fits(const Choice& choice, const Person& person, int age) {
  return age >= choice.age_least && age <= choice.age_most && (choice.sex == '0' || choice.sex == person.sex);
}

}  // namespace

std::span<const Condition> conditions() { return kConditions; }
std::span<const StayReason> stay_reasons() { return kStayReasons; }
const StayReason& natural_birth() { return kNaturalBirth; }
const StayReason& caesarean() { return kCaesarean; }

int season_of(Day day) { return civil_from_day(day).month % 12 / 3; }

const Condition* choose_condition(const Person& person, Day day, Random& random) {
  const int age = age_years(person.born, day);
  const auto season = static_cast<std::size_t>(season_of(day));
  return choose(conditions(), random,
                [&](const Condition& choice) { return fits(choice, person, age) ? choice.weights[season] : 0; });
}

const StayReason* choose_stay_reason(const Person& person, Day day, Random& random) {
  const int age = age_years(person.born, day);
  return choose(stay_reasons(), random,
                [&](const StayReason& choice) { return fits(choice, person, age) ? choice.weight : 0; });
}

}  // namespace qiuhao::simulate
