// Alternative by alternative, by the names of drugs and classes and their ATC groups (WHO ATC index; the national code
// of a western drug is X and the group of its substance).
#include "knowledge/first_line_reader.h"

#include <algorithm>
#include <array>

#include "knowledge/plain_text.h"

namespace qiuhao::knowledge {
namespace {

struct DrugClass {
  std::string_view name;  // in plain text
  std::array<std::string_view, 7> codes;
};

// A group that is wider than the class is right too: it only makes a hit rarer.
constexpr DrugClass kClasses[] = {
    // tumours
    {"铂", {"XL01XA"}},
    {"氟尿嘧啶", {"XL01BC"}},
    {"氟嘧啶", {"XL01BC"}},
    {"吉西他滨", {"XL01BC"}},
    {"伊立替康", {"XL01CE"}},
    {"紫杉烷", {"XL01CD"}},
    {"蒽环", {"XL01DB"}},
    {"烷化剂", {"XL01A"}},
    {"化疗", {"XL01"}},
    {"辅助治疗", {"XL01", "XL02"}},
    {"系统性治疗", {"XL01", "XL02", "XL04AX"}},
    {"系统治疗", {"XL01", "XL02", "XL04AX"}},
    {"激酶抑制剂", {"XL01E"}},
    {"内分泌治疗", {"XL02"}},
    {"曲妥珠单抗", {"XL01FD", "XL01XY"}},
    {"抗HER2药物", {"XL01EH", "XL01FD", "XL01XY"}},
    {"抗PD-1/PD-L1", {"XL01FF", "XL01FX"}},
    {"蛋白酶体抑制剂", {"XL01XG"}},
    {"免疫调节剂", {"XL04AX"}},
    {"来那度胺", {"XL04AX"}},
    {"抗CD38", {"XL01FC"}},
    {"阿比特龙", {"XL02B"}},
    // sugar, lipids, blood
    {"二甲双胍", {"XA10BA", "XA10BD"}},
    {"口服降糖药", {"XA10B"}},
    {"胰岛素或口服药", {"XA10A", "XA10B"}},
    {"胰岛素", {"XA10A"}},
    {"他汀类", {"XC10AA", "XC10B"}},
    {"红细胞生成刺激剂", {"XB03XA"}},
    {"华法林", {"XB01AA"}},
    // rheumatism and pain
    {"DMARD", {"XL04A", "XL01BA", "XP01BA", "XA07EC", "XM01C", "XM01AX"}},
    {"TNF", {"XL04AB"}},
    {"NSAID", {"XM01A"}},
    {"止痛药物", {"XM01A", "XN02"}},
    // airways and allergy
    {"吸入型糖皮质激素", {"XR03A", "XR03BA"}},
    {"鼻用", {"XR01A"}},
    {"抗组胺药", {"XR06A"}},
    // viruses, mind
    {"更昔洛韦", {"XJ05AB", "XJ05AD"}},
    {"直接抗病毒药物", {"XJ05A"}},
    {"帕利哌酮", {"XN05AX"}},
};

// What else would do, and no list says what; or a reason for which the first line need not be had.
constexpr std::string_view kOpen[] = {"传统治疗", "其他系统", "常规治疗", "其他治疗", "标准治疗",
                                      "现有治疗", "等治疗",   "等其他",   "禁忌",     "不适合",
                                      "不宜",     "高危",     "生物制剂", "免疫抑制", "外用"};

std::vector<std::string> split_at_semicolons(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char letter : text) {
    if (letter == ';') {
      parts.emplace_back();
    } else {
      parts.back() += letter;
    }
  }
  std::erase(parts, "");
  return parts;
}

// Sorted, without what a shorter one holds.
std::vector<std::string> tidy(std::vector<std::string> codes) {
  std::ranges::sort(codes);
  std::vector<std::string> kept;
  for (std::string& code : codes) {
    if (kept.empty() || !code.starts_with(kept.back())) kept.push_back(std::move(code));
  }
  return kept;
}

}  // namespace

std::optional<std::vector<std::string>> read_first_line(std::string_view constraint) {
  std::vector<std::string> codes;
  for (const std::string& alternative : split_at_semicolons(without_list_numbers(plain_text(constraint)))) {
    if (has_any(alternative, kOpen)) return std::nullopt;
    const std::size_t before = codes.size();
    for (const DrugClass& drugs : kClasses) {
      if (alternative.find(drugs.name) == std::string::npos) continue;
      for (const std::string_view code : drugs.codes) {
        if (!code.empty()) codes.emplace_back(code);
      }
    }
    if (codes.size() == before) return std::nullopt;
  }
  return codes.empty() ? std::nullopt : std::optional(tidy(std::move(codes)));
}

}  // namespace qiuhao::knowledge
