// Lists of providers: scored by a model, or unlike the others; for people, spreadsheets and programs.
#pragma once

#include <string>

#include "screening/learning/provider_outliers.h"
#include "screening/learning/provider_scores.h"

namespace qiuhao::cli {

std::string table_of_scores(const screening::ScoredTable& scored, std::size_t most, Language language);
std::string csv_of_scores(const screening::ScoredTable& scored);
std::string json_of_scores(const screening::ScoredTable& scored);
// What the model had not met before: levels, moved columns, its own training table; "" for nothing.
std::string notices_of_scores(const screening::ScoredTable& scored, Language language);

std::string table_of_outliers(const screening::OutlierTable& found, std::size_t most, Language language);
std::string csv_of_outliers(const screening::OutlierTable& found);
std::string json_of_outliers(const screening::OutlierTable& found);

}  // namespace qiuhao::cli
