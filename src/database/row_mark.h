// Marks of rows, under the ring's key: who changes a row past the program cannot make its mark.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "database/key_ring.h"

namespace qiuhao::database {

// Over a table's name and a row's values, in order; bytes.
std::string row_mark(const KeyRing& ring, std::string_view table, std::initializer_list<std::string_view> row);

}  // namespace qiuhao::database
