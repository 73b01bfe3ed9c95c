// Reviewed words of one sex. Left out on purpose, because both sexes have it: 乳腺癌, 不孕不育, 避孕, 更年期, 早产儿.
#include "knowledge/sex_reader.h"

#include <string>

#include "knowledge/plain_text.h"

namespace qiuhao::knowledge {
namespace {

constexpr std::string_view kMale[] = {
    "男性", "男子", "限男", "前列腺", "阴茎", "阴囊", "睾丸", "附睾", "精囊", "输精管", "精索",
    "精液", "精子", "少精", "弱精",   "遗精", "早泄", "阳痿", "阳萎", "勃起", "包皮",   "包茎",
};

constexpr std::string_view kFemale[] = {
    "女性", "女用",     "限女",     "妇女",     "妇人",     "妇科",     "孕妇",     "产妇",     "孕产", "月经",
    "经期", "经血",     "经水",     "经量",     "经色",     "经前",     "痛经",     "闭经",     "经闭", "调经",
    "绝经", "经来腹痛", "经行腹痛", "行经腹痛", "行经小腹", "经行不畅", "经后少腹", "经少后错", "崩漏", "带下",
    "白带", "赤带",     "止带",     "阴道",     "外阴",     "阴痒",     "子宫",     "宫颈",     "宫缩", "宫内节育",
    "胞宫", "宫寒",     "卵巢",     "输卵管",   "盆腔炎",   "附件炎",   "妊娠",     "怀孕",     "受孕", "流产",
    "早产", "引产",     "催产",     "产后",     "分娩",     "剖腹产",   "剖宫产",   "难产",     "安胎", "胎动",
    "恶露", "乳汁",     "缺乳",     "下乳",     "通乳",     "催乳",     "排乳",
};

// Longer words that hold one of the above without its meaning.
std::string without_other_words(std::string_view text) {
  return mask(text, {"前列腺素", "睾丸素", "早产儿", "早产婴儿", "不孕不育", "不育不孕", "神经", "经络", "经脉", "韧带",
                     "声带", "系带", "脐带", "迷宫"});
}

bool excludes(std::string_view clause) {
  return has_any(clause, {"禁用", "禁忌", "忌用", "慎用", "不用于", "不适用于", "不得用", "不宜", "除外"}) ||
         (clause.starts_with("除") && clause.ends_with("外"));
}

}  // namespace

std::optional<int> read_sex(std::string_view text) {
  const std::string plain = without_other_words(plain_text(text));
  if (has_any(plain, {"男女", "女男", "两性", "不分性别", "不限性别"})) return std::nullopt;
  bool is_male = plain == "男";
  bool is_female = plain == "女";
  for (const std::string& clause : clauses(plain)) {
    if (excludes(clause)) continue;
    is_male = is_male || has_any(clause, kMale);
    is_female = is_female || has_any(clause, kFemale);
  }
  if (is_male == is_female) return std::nullopt;
  return is_male ? 1 : 2;
}

}  // namespace qiuhao::knowledge
