// Result<T>: a value, or an Error that names place and mend. What goes wrong with somebody's input comes back this way;
// no exception crosses a folder border.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace qiuhao {

// Whose fault an error is; decides the exit code of a command.
enum class Fault {
  usage,   // the command line is wrong: exit 2
  input,   // a file, row, message or rule is wrong: exit 3
  system,  // disk, memory, permission, or our own failure: exit 4
};

// Where in the input the fault is; unknown parts are empty or 0. Lines and columns count from 1.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  std::string field;
};

// The languages in which people are spoken to.
enum class Language { english, chinese };

// One sentence in both languages. What a rule's or table's author may meet is written in both where it arises:
//   source.error("unknown_field", {fmt::format("unknown field {}", name), fmt::format("没有字段 {}", name)}, offset)
struct Sentence {
  std::string english;
  std::string chinese;

  const std::string& in(Language language) const { return language == Language::chinese ? chinese : english; }
};
// Both, one after the other: a sentence and its mend.
inline Sentence operator+(Sentence a, const Sentence& b) { return {a.english + b.english, a.chinese + b.chinese}; }

struct Error {
  Fault fault = Fault::input;
  std::string code;     // snake_case and stable, for programs: "unknown_field"
  std::string message;  // one sentence: what is wrong and what would be right
  Place place;
  std::string chinese{};  // the same sentence in Chinese; "" where there is none
  std::string snippet{};  // the source line and a line with a caret, for a mistake in a text; "" for none

  Sentence sentence() const { return {message, chinese}; }
  // Place, sentence (English where there is no Chinese) and snippet:
  // "rules/R0301.yaml:14:9: unknown field line.qty; did you mean line.quantity?"
  std::string text(Language language = Language::english) const;
};

// Of the locale's name as POSIX has it ("zh_CN.UTF-8"): the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
Language language_of_environment();

template <typename T>
using Result = std::expected<T, Error>;

// For functions that return nothing when all is well.
using Status = std::expected<void, Error>;

inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

inline std::unexpected<Error> input_error(std::string code, std::string message, Place place = {}) {
  return fail({Fault::input, std::move(code), std::move(message), std::move(place)});
}
inline std::unexpected<Error> input_error(std::string code, Sentence sentence, Place place = {}) {
  return fail(
      {Fault::input, std::move(code), std::move(sentence.english), std::move(place), std::move(sentence.chinese)});
}
inline std::unexpected<Error> usage_error(std::string code, Sentence sentence) {
  return fail({Fault::usage, std::move(code), std::move(sentence.english), {}, std::move(sentence.chinese)});
}
inline std::unexpected<Error> usage_error(std::string code, std::string message) {
  return fail({Fault::usage, std::move(code), std::move(message), {}});
}
inline std::unexpected<Error> system_error(std::string code, std::string message, Place place = {}) {
  return fail({Fault::system, std::move(code), std::move(message), std::move(place)});
}

// 2, 3 or 4, as docs/reference/exit-codes.md says.
int exit_code(const Error& error);

}  // namespace qiuhao

// TRY(statement_expression): returns the error from the calling function, or goes on.
#define TRY(expression)                                           \
  do {                                                            \
    if (auto try_status = (expression); !try_status) [[unlikely]] \
      return std::unexpected(std::move(try_status).error());      \
  } while (false)

#define QIUHAO_JOIN2(a, b) a##b
#define QIUHAO_JOIN(a, b) QIUHAO_JOIN2(a, b)
#define QIUHAO_ASSIGN(temporary, target, expression)      \
  auto temporary = (expression);                          \
  if (!temporary) [[unlikely]]                            \
    return std::unexpected(std::move(temporary).error()); \
  target = std::move(*temporary)

// ASSIGN(auto x, make_x()): x gets the value, or the calling function returns the error.
#define ASSIGN(target, expression) QIUHAO_ASSIGN(QIUHAO_JOIN(assign_result_, __LINE__), target, expression)
