// Which drugs a second-line drug must follow, from the text that names them: 含铂化疗治疗失败,
// 二甲双胍等口服降糖药控制效果不佳.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qiuhao::knowledge {

// Beginnings of national drug codes (X and the ATC group), sorted; one who has had none of these has certainly not had
// the first line. Of alternatives, and of several drugs to be had together, all are listed: each is some evidence.
// nullopt where an alternative names no drug, leaves the list open (传统治疗), or asks for none (有禁忌, 不适合).
std::optional<std::vector<std::string>> read_first_line(std::string_view constraint);

}  // namespace qiuhao::knowledge
