// The table of run-time sentences.
#include "cel/values/error_words.h"

#include "cel/values/workday_words.h"

namespace qiuhao::cel {
namespace {

constexpr ErrorWords kWords[] = {
    {"division by zero", "除数为 0"},
    {"the result is out of range", "结果超出范围"},
    {"the sum does not fit", "合计超出范围"},
    {"no such overload", "没有适合这些类型的运算"},
    {"the evaluation takes too many steps or too much memory", "计算步骤太多或占用内存太大"},
    {"no such key", "映射中没有这个键"},
    {"the list has no item with this number", "列表没有这一项"},
    {"the index is outside of the text", "位置超出文本"},
    {"an empty list has no first item", "空列表没有第一项"},
    {"an empty list has no last item", "空列表没有最后一项"},
    {"an empty list has no least or greatest item", "空列表没有最小项和最大项"},
    {"a shift by less than 0 places", "移位不能少于 0 位"},
    {"places are to be 0 to 12", "小数位数应为 0 到 12"},
    {"a key stands twice, or is no int, uint, bool or string", "键重复，或不是 int、uint、bool 或 string"},
    {"no regular expression of at most 1000 bytes", "不是最多 1000 字节的正则表达式"},
    {"no value of the data", "数据中没有这样的值"},
    {"no type of this language", "本语言没有这个类型"},
    {"the text is no int", "文本不是 int"},
    {"the text is no uint", "文本不是 uint"},
    {"the text is no double", "文本不是 double"},
    {"the text is no decimal", "文本不是小数"},
    {"the text is neither true nor false", "文本既不是 true 也不是 false"},
    {"the bytes are no UTF-8", "字节不是 UTF-8"},
    {"a date is written as 2026-01-31", "日期写作 2026-01-31"},
    {"a duration is written as 1h30m or 90.5s, at most 10000 years", "时长写作 1h30m 或 90.5s，最多 10000 年"},
    {"a timestamp is written as 2026-01-31T08:00:00Z, from year 1 to 9999",
     "时间写作 2026-01-31T08:00:00Z，公元 1 至 9999 年"},
    {"the zone is to be UTC, a name such as Asia/Shanghai or an offset such as +08:00",
     "时区应为 UTC、Asia/Shanghai 这样的名称或 +08:00 这样的偏移"},
    {"a format has the clauses %s %d %f %e %x %X %o %b, %.2f for places, and %%",
     "格式中可用 %s %d %f %e %x %X %o %b，%.2f 指定小数位数，%% 表示百分号"},
    {"the format has more clauses than values", "格式中的占位比给出的值多"},
    {"a value does not fit its clause of the format", "有一个值不适合它在格式中的占位"},
    {"the text is no base64", "文本不是 base64"},
    {"the optional is none; test it with hasValue() or give orValue(…)",
     "可选值为空；请用 hasValue() 检查，或用 orValue(…) 给出替代值"},
    {"a share of a whole of 0", "总量为 0，无法按比例分摊"},
    {"too many places or digits for a share", "按比例分摊的数位数太多"},
    {"the share does not fit", "分摊结果超出范围"},
    {"the dose cannot be read with certainty", "剂量写法读不准"},
    {"the frequency cannot be read with certainty", "频次写法读不准"},
    {"there is no such knowledge table", "没有这个知识表"},
    {"the knowledge table is not of items", "这个知识表不是按项目编码的"},
    {"overflow", "结果超出范围"},
};

}  // namespace

std::span<const ErrorWords> error_words() { return kWords; }

std::string_view chinese_error(std::string_view english) {
  for (const ErrorWords& words : kWords) {
    if (words.english == english) return words.chinese;
  }
  const std::string_view of_year = chinese_unknown_year(english);
  return of_year.empty() ? english : of_year;
}

}  // namespace qiuhao::cel
