// Appraisals for people and for programs.
#pragma once

#include <string>

#include "base/result.h"
#include "screening/sampling/appraisal.h"
#include "screening/sampling/share.h"

namespace qiuhao::cli {

// What is shown of one: the estimator in words ("difference", "ratio", "pps"), and what comes before the table.
struct AppraisalShown {
  std::string estimator;
  screening::Appraised appraised;
  double ratio = 0;  // of the ratio estimator
};

std::string text_of(const AppraisalShown& shown, Language language);
std::string json_of(const AppraisalShown& shown);
std::string csv_of(const AppraisalShown& shown);  // a row for each stratum, then the whole

std::string text_of(const screening::ShareAppraisal& share);
std::string json_of(const screening::ShareAppraisal& share);

}  // namespace qiuhao::cli
