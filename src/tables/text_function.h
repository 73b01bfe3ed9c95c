// A function of ours from text to text that statements may call.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tables/engine.h"

namespace qiuhao::tables {

// Called from several threads at once; the same text must give the same.
using TextFunction = std::function<std::string(std::string_view text)>;

// Names a function: SELECT name(column). NULL gives NULL.
Status add_text_function(Engine& engine, const std::string& name, TextFunction function);

}  // namespace qiuhao::tables
