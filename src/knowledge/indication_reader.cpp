// Clause by clause, longest names first.
#include "knowledge/indication_reader.h"

#include <algorithm>

#include "knowledge/icd.h"
#include "knowledge/plain_text.h"

namespace qiuhao::knowledge {
namespace {

// Sentences that say how, not for whom.
constexpr std::string_view kNoIndication[] = {
    "支付不超过", "支付,且支付", "营养风险",       "按说明书", "尚未确定", "首次处方", "单次支付", "不能经饮食",
    "连续使用",   "方可支付",    "既往的化疗方案", "明确具有", "对于存在", "总量每日", "不推荐",   "可单药使用"};
// A name behind one of these is not asked for.
constexpr std::string_view kNegations[] = {"无",   "非",   "不伴", "不含",   "不包括",
                                           "除外", "排除", "不是", "未合并", "不存在"};
// Words of which a text may be full without asking for more than the diagnosis.
constexpr std::string_view kPlain[] = {"限",   "患者", "成人", "成年", "儿童", "青少年", "的",       "治疗",   "和",
                                       "或",   "及",   "以及", "与",   "、",   ":",      "用于",     "适用于", "诊断",
                                       "明确", "有",   "者",   "病人", "情况", "以下",   "方予支付", "引起",   "所致",
                                       "导致", "相关", "伴",   "合并", "原发", "急性",   "慢性",     "等",     "因",
                                       "如",   "岁",   "感染", "住院", "女性", "男性",   "症",       "其他"};

// Text in brackets explains.
std::string without_brackets(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char letter : text) {
    if (letter == '(' || letter == '[') ++depth;
    if (depth == 0) out += letter;
    if ((letter == ')' || letter == ']') && depth > 0) --depth;
  }
  return out;
}

std::vector<std::string> split_at(std::string_view text, std::string_view mark) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(mark);
    if (end != 0 && !text.empty()) parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + mark.size());
  }
}

bool is_negated(std::string_view before) {
  return std::ranges::any_of(kNegations, [&](std::string_view word) { return before.ends_with(word); });
}

std::string without_plain_words(std::string text) {
  for (const std::string_view word : kPlain) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
      text.erase(at, word.size());
  }
  std::erase_if(text, [](char letter) {
    return (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' || letter == '*' || letter == '!' ||
           letter == ',';
  });
  return text;
}

// Whether a part of a list of alternatives ends as names of diseases do: one that the names do not know.
bool is_unknown_disease(std::string_view part) {
  constexpr std::string_view kTails[] = {"患者", "病人", "的治疗", "的", "者", "治疗"};
  constexpr std::string_view kEnds[] = {"病",   "症",   "癌",   "瘤",   "炎",   "感染", "综合征", "综合症",
                                        "损伤", "出血", "障碍", "不全", "缺乏", "畸形", "中毒",   "衰竭",
                                        "增生", "休克", "疼痛", "排异", "硬化", "血栓"};
  constexpr std::string_view kNone[] = {"适应症", "并发症", "该病", "疾病"};
  for (bool is_cut = true; is_cut;) {
    is_cut = false;
    for (const std::string_view tail : kTails) {
      if (!part.ends_with(tail)) continue;
      part.remove_suffix(tail.size());
      is_cut = true;
    }
  }
  const auto ends = [&](std::string_view word) { return part.ends_with(word); };
  return std::ranges::any_of(kEnds, ends) && std::ranges::none_of(kNone, ends);
}

// What one alternative names.
struct Named {
  std::vector<const Disease*> asked;
  std::vector<const Disease*> alone;
  bool has_only_alone = false;  // `asked` are of DiseaseUse::alone
  bool is_open = false;
  std::string rest;  // with * for each name, ! for what is of DiseaseUse::part
};

Named names_of(const Diseases& diseases, std::string_view clause) {
  Named named;
  for (std::size_t at = 0; at < clause.size();) {
    const Disease* found = diseases.find_at(clause.substr(at));
    if (found == nullptr) {
      named.rest += clause[at++];
      continue;
    }
    const bool counts = !is_negated(clause.substr(0, at));
    if (counts && found->use == DiseaseUse::asked) named.asked.push_back(found);
    if (counts && found->use == DiseaseUse::alone) named.alone.push_back(found);
    if (counts && found->use == DiseaseUse::open) named.is_open = true;
    named.rest += found->use == DiseaseUse::part ? '!' : '*';
    at += found->name.size();
  }
  std::string parts = named.rest;
  for (const std::string_view mark :
       {std::string_view(","), std::string_view("或"), std::string_view("和"), std::string_view("及")}) {
    for (std::size_t at = parts.find(mark); at != std::string::npos; at = parts.find(mark, at))
      parts.replace(at, mark.size(), "、");
  }
  for (const std::string& part : split_at(parts, "、")) {
    if (part.find('*') != std::string::npos) continue;
    if (part.find('!') != std::string::npos || is_unknown_disease(part)) named.is_open = true;
  }
  named.has_only_alone = named.asked.empty();
  if (named.has_only_alone) named.asked = named.alone;
  return named;
}

// Without what stands before the colon of a list, where that names nothing and the list does.
std::string without_head(const Diseases& diseases, const std::string& clause) {
  const std::size_t colon = clause.find(':');
  if (colon == std::string::npos) return clause;
  const bool is_needless = names_of(diseases, clause.substr(0, colon)).asked.empty() &&
                           !names_of(diseases, clause.substr(colon + 1)).asked.empty();
  return is_needless ? clause.substr(colon + 1) : clause;
}

// The codes that the text itself gives.
std::optional<Indication> given_codes(std::string_view plain) {
  const std::size_t at = plain.find("诊断:");
  if (at == std::string_view::npos) return std::nullopt;
  std::string list(plain.substr(at + std::string_view("诊断:").size()));
  for (const std::string_view mark : {std::string_view(","), std::string_view(";"), std::string_view("、")}) {
    for (std::size_t place = list.find(mark); place != std::string::npos; place = list.find(mark, place))
      list.replace(place, mark.size(), " ");
  }
  Indication indication;
  for (const std::string& code : split_at(list, " ")) {
    if (!parse_icd_range(code)) return std::nullopt;
    indication.icd.push_back(code);
  }
  indication.icd = tidy_icd(indication.icd);
  return indication.icd.empty() ? std::nullopt : std::optional(indication);
}

}  // namespace

std::optional<Indication> read_indication(const Diseases& diseases, std::string_view constraint) {
  const std::string plain = without_brackets(plain_text(constraint));
  if (auto given = given_codes(plain)) return given;
  Indication indication;
  bool is_headed = false;  // a list's head named the disease, so that its points may be conditions
  for (const std::string& whole : split_at(without_list_numbers(plain), ";")) {
    const std::string clause = without_head(diseases, whole);
    if (has_any(clause, kNoIndication) && !indication.icd.empty()) continue;
    Named named = names_of(diseases, clause);
    if (is_headed && named.has_only_alone) named.asked.clear();
    if (named.is_open) return std::nullopt;
    if (named.asked.empty()) {
      indication.has_more = indication.has_more || is_headed;
      if (is_headed || has_any(clause, kNoIndication) || without_plain_words(clause).empty()) continue;
      return std::nullopt;
    }
    const std::size_t colon = clause.find(':');
    is_headed = colon != std::string::npos && !names_of(diseases, clause.substr(0, colon)).has_only_alone;
    for (const Disease* disease : named.asked) {
      indication.icd.insert(indication.icd.end(), disease->icd.begin(), disease->icd.end());
    }
    indication.has_more = indication.has_more || !without_plain_words(named.rest).empty();
  }
  indication.icd = tidy_icd(indication.icd);
  return indication.icd.empty() ? std::nullopt : std::optional(indication);
}

}  // namespace qiuhao::knowledge
