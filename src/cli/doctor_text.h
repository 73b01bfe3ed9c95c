// What `qiuhao doctor` says: for people a sentence for each trouble and a table, for programs one JSON object.
#pragma once

#include <string>

#include "claims/doctor.h"

namespace qiuhao::cli {

std::string text_of_examination(const claims::Examination& examination, const std::string& workspace, bool quick,
                                Language language);
std::string json_of_examination(const claims::Examination& examination, const std::string& workspace, bool quick);

}  // namespace qiuhao::cli
