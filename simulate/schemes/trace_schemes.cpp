// Schemes that only a tracing code shows: boxes sold back and sold again, boxes of another drug, boxes of nowhere.
#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

int minute_of(SchemeScene& scene) { return 8 * 60 + 30 + scene.random.below(8 * 60); }

std::int64_t new_box(SchemeScene& scene) { return static_cast<std::int64_t>(scene.random.next() >> 2) + 1; }

// The insured sell what they fetched to a trafficker (回流药), whose pharmacy has it settled once more.
void play_resold_boxes(SchemeScene& scene) {
  const Item& drug = scene.catalogue.named("达格列净片");
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  const Day first = scene.period.first_day + scene.random.below(60);
  Diary& buyer = scene.diaries.back();
  for (std::size_t seller = 0; seller + 1 < scene.diaries.size(); ++seller) {
    const std::int64_t box = new_box(scene);
    const Day day = first + static_cast<Day>(seller) * 9 + scene.random.below(8);
    scene.diaries[seller].outpatient(day, minute_of(scene), scene.any(ProviderKind::kCommunity),
                                     traced_box(drug, {.box = box}));
    buyer.purchase(day + 40 + scene.random.between(0, 7), minute_of(scene), shop,
                   traced_box(drug, {.box = box, .is_bought = false}));
  }
  for (Diary& diary : scene.diaries) diary.claim_all();
}

// The box that is scanned is of a cheap drug, the drug that is settled a dear one.
void play_swapped_boxes(SchemeScene& scene) {
  const Item& drug = scene.catalogue.named("噻托溴铵粉吸入剂");
  const Item& cheap = scene.any_item(Group::kCold);
  Diary& diary = scene.diaries.front();
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  const Day first = scene.day(100);
  for (int time = 0; time < 4; ++time) {
    diary.purchase(first + time * 24, minute_of(scene), shop,
                   traced_box(drug, {.box = new_box(scene), .bought_as = &cheap}));
  }
  diary.claim_all();
}

// Boxes that no record of the shop knows, long after it began to record what it buys.
void play_boxes_of_nowhere(SchemeScene& scene) {
  const Item& drug = scene.catalogue.named("甘精胰岛素注射液");
  Diary& diary = scene.diaries.front();
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  for (int time = 0; time < 3; ++time) {
    diary.purchase(scene.period.end_day() - 70 + time * 21, minute_of(scene), shop,
                   traced_box(drug, {.box = new_box(scene), .is_bought = false}));
  }
  diary.claim_all();
}

constexpr SchemeKind kSchemes[] = {
    {"M33", "回流药重复结算", true, 3, 5, {.age_least = 45}, play_resold_boxes},
    {"M33", "扫码串换药品", true, 1, 1, {}, play_swapped_boxes},
    {"M33", "无采购记录的药品", true, 1, 1, {.age_least = 45}, play_boxes_of_nowhere},
};

}  // namespace

std::span<const SchemeKind> trace_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
