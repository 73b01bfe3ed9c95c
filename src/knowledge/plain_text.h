// Chinese constraint text in one plain form, so that patterns need to know only one way of writing.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qiuhao::knowledge {

// Full-width letters, digits and punctuation become ASCII, 。 becomes ";", blanks go, look-alike radicals (⼉) become
// the characters they look like, 周岁 becomes 岁, and Chinese numerals before 岁, 天, 日, 次 and 个月 become digits.
std::string plain_text(std::string_view text);

// Without the numbers of a list: "限:1.1岁至14岁;2.2岁" becomes "限:1岁至14岁;2岁".
std::string without_list_numbers(std::string_view plain);

// The clauses of plain text, parted by "," and ";".
std::vector<std::string> clauses(std::string_view plain);

// The text with each of the words replaced by "*", so that it does not hide another word in a longer one.
std::string mask(std::string_view text, std::initializer_list<std::string_view> words);

bool has_any(std::string_view text, std::span<const std::string_view> words);
bool has_any(std::string_view text, std::initializer_list<std::string_view> words);

}  // namespace qiuhao::knowledge
