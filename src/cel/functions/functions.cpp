// The list of standard functions.
#include "cel/functions/functions.h"

#include <cstring>
#include <iterator>

#include "cel/values/operate.h"

namespace qiuhao::cel {

std::vector<FunctionSource> standard_functions() {
  std::vector<FunctionSource> all;
  for (auto list :
       {text_functions, text_edit_functions, conversion_functions, date_functions, timestamp_functions, list_functions,
        math_functions, bit_functions, optional_functions, encoding_functions, format_functions}) {
    std::vector<FunctionSource> some = list();
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

Value text_in_scratch(Frame& frame, std::string_view text) {
  char* copy = frame.scratch.take_many<char>(text.size());
  if (copy == nullptr) return limit_error();
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  return Value::of_text({copy, text.size()});
}

}  // namespace qiuhao::cel
